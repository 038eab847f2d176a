"""What is withheld, and the yearly second look at it (《条例》第十八条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from gongkai import letters
from gongkai.casework import NotAllowed
from gongkai.documents.csv_lines import MEDIA_TYPE, csv_lines
from gongkai.publishing.exemptions import period_on
from gongkai.publishing.moves import DISCLOSURE_CLASSES
from gongkai.web.exemptions import services
from gongkai.web.exemptions.access import REASSESSMENT_POLICY
from gongkai.web.exemptions.models import Reassessment
from gongkai.web.exemptions.queries import awaiting, due, due_on
from gongkai.web.organs.authority import acting
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import Version
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.exemptions.forms import ReassessForm

PAGE_SIZE = 30
HEAD = ("标题", "公开属性", "不公开的理由和依据", "科室", "审定不公开", "上次评估", "应当评估")


@dataclass(frozen=True, slots=True)
class Row:
    """Something withheld, as the list shows it; ``late`` says that it is due."""

    version: Any
    class_title: str
    days: int
    due_on: date
    late: bool

    @property
    def cells(self) -> tuple[str, ...]:
        """As the list is handed out."""
        version = self.version
        last = (
            f"{_day(version.last_at)}：{Reassessment.Conclusion(version.last_conclusion).label}"
            if version.last_at
            else ""
        )
        section = str(version.item.section or "")
        return (
            version.title,
            self.class_title,
            version.ground,
            section,
            _day(version.entered_at),
            last,
            f"{self.due_on:%Y-%m-%d}",
        )


@staff
def withheld(request: Any) -> HttpResponse:
    """What an organ withholds, what is due first; as a table, DOCX or CSV."""
    today = timezone.localdate()
    rows = REASSESSMENT_POLICY.visible(request.user, awaiting(request.organ)).order_by("looked_at", "pk")
    exports = REASSESSMENT_POLICY.visible(request.user, awaiting(request.organ), "export").exists()
    if exports and request.GET.get("to") in ("docx", "csv"):
        return _handed_out(request, [_row(each, today) for each in rows], today)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_row(each, today) for each in page.object_list],
        "due": due(request.organ, today).count(),
        "exports": exports,
        "months": period_on(today).months,
        "basis": period_on(today).basis,
        "may": any(place for place in page.object_list if REASSESSMENT_POLICY.holds(request.user, "reassess", place)),
        "crumbs": [("工作台", "/workbench/"), ("不公开的信息", None)],
    }
    return render(request, "workbench/exemptions/withheld.html", context)


@staff
def reassess(request: Any, pk: int) -> HttpResponse:
    """The second look at one of them."""
    version: Any = REASSESSMENT_POLICY.get(
        request.user, Version.objects.select_related("organ", "item__section"), pk=pk
    )
    REASSESSMENT_POLICY.check(request.user, "reassess", version)
    form = ReassessForm(request.POST or None)
    if form.is_valid():
        try:
            made = services.reassess(version, by=acting(request.user, version.organ), **form.cleaned_data)
        except (NotAllowed, ValidationError) as refusal:
            form.refuse(refusal)
        else:
            if made.conclusion == Reassessment.Conclusion.DISCLOSE:
                messages.success(request, "评估已记录，另起的一版是草稿，请核对以后送审。")
                return redirect(version)
            messages.success(request, "评估已记录，下一年再评估。")
            return redirect("workbench:withheld")
    context = {
        "version": version,
        "wording": version.wording,
        "earlier": list(version.reassessments.select_related("by")),
        "form": form,
        "crumbs": [
            ("工作台", "/workbench/"),
            ("不公开的信息", reverse("workbench:withheld")),
            (version.item.title, reverse("workbench:item", args=[version.item_id])),
            ("评估", None),
        ],
    }
    return render(request, "workbench/exemptions/reassess.html", context, status=422 if form.errors else 200)


def _row(version: Any, today: date) -> Row:
    day = due_on(version)
    days = (today - timezone.localdate(version.entered_at)).days
    return Row(version, DISCLOSURE_CLASSES.get(version.disclosure_class, ""), days, day, day <= today)


def _day(moment: Any) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d}" if moment else ""


def _handed_out(request: Any, rows: list[Row], today: date) -> HttpResponse:
    organ: Organ = request.organ
    to = request.GET["to"]
    if to == "csv":
        made, kind = "".join(csv_lines(HEAD, (row.cells for row in rows))).encode(), MEDIA_TYPE
    else:
        made, kind = letters.write(_letter(organ, rows, today)), letters.MEDIA_TYPES["docx"]
    answer = HttpResponse(made, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="withheld-{organ.code}-{today:%Y%m%d}.{to}"'
    return answer


def _letter(organ: Organ, rows: list[Row], today: date) -> letters.Letter:
    return letters.Letter(
        f"{organ.name}不公开信息评估清单",
        [letters.Table(HEAD, [row.cells for row in rows], widths=(6, 2, 6, 2.4, 2.4, 3, 2.4))],
        organ=organ.name,
        dated=today,
        footer=f"共{len(rows)}件，其中应当评估的{sum(row.late for row in rows)}件。依据：{period_on(today).basis}。",
        landscape=True,
    )
