"""Numbers of consultations and surveys for a period; each leads to the list of what it counts."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from gongkai.organs.roles import Role
from gongkai.web.components.charts import Chart, bar_chart
from gongkai.web.consultations import counting
from gongkai.web.consultations.access import POLICY
from gongkai.web.files.sheets import Sheet, handed_out
from gongkai.web.organs.authority import Denied, roles_in
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.consultations.forms import YearForm
from gongkai.web.workbench.consultations.records import trail
from gongkai.web.workbench.entry import staff

READERS = frozenset({Role.FOI_OFFICER, Role.LEADING_GROUP, Role.SECTION_HEAD, Role.AUDITOR, Role.SUPERVISING_OFFICE})
PAGE = 25
TITLE = "征集调查统计"


def _asked(request: Any) -> tuple[Organ, date, date, bool]:
    if not roles_in(request.user, request.organ) & READERS:
        raise Denied("统计由本机关的政务公开专职人员、领导小组成员、科室负责人和审计员查看。")
    form = YearForm(request.GET or None)
    given = form.cleaned_data if form.is_valid() else {}
    today = timezone.localdate()
    since, until = given.get("since") or date(today.year, 1, 1), given.get("until") or today
    return request.organ, since, max(since, until), request.GET.get("below") == "1"


@require_GET
@staff
def statistics(request: Any) -> HttpResponseBase:
    """This year so far unless asked otherwise."""
    organ, since, until, below = _asked(request)
    rows = counting.figures(organ, since, until, below)
    if request.GET.get("as") in ("csv", "xlsx"):
        lines = [(row.title, *row.numbers) for row in rows]
        title = f"{organ.name}{since:%Y-%m-%d}至{until:%Y-%m-%d}征集调查"
        return handed_out(
            "consultations", request.GET["as"], Sheet(title, ("种类", *counting.WHICH.values()), lines, fixed=1)
        )
    query = {"since": since.isoformat(), "until": until.isoformat()} | ({"below": "1"} if below else {})
    context = {
        "form": YearForm(initial={"since": since, "until": until}),
        "since": since,
        "until": until,
        "head": counting.WHICH.values(),
        "rows": [(row.title, _cells(row, query)) for row in rows],
        "chart": _chart(rows),
        "query": urlencode(query),
        "below": below,
        "can_look_below": organ.has_below,
        "crumbs": trail(None, (TITLE, None)),
    }
    return render(request, "workbench/consultations/statistics.html", context)


@require_GET
@staff
def behind(request: Any) -> HttpResponse:
    """The records behind one number."""
    organ, since, until, below = _asked(request)
    which, kind = request.GET.get("which", ""), request.GET.get("kind", "")
    try:
        rows = counting.counted(organ, since, until, which, kind, below)
    except LookupError as problem:
        raise Http404 from problem
    visible = POLICY.visible(request.user, rows).select_related("organ").defer("draft", "explanation", "result")
    context = {
        "title": counting.WHICH[which],
        "since": since,
        "until": until,
        "number": rows.count(),
        "page": Paginator(visible.order_by("-opened_on", "-id"), PAGE).get_page(request.GET.get("page")),
        "below": below,
        "crumbs": trail(None, (TITLE, reverse("workbench:consultation_statistics")), (counting.WHICH[which], None)),
    }
    return render(request, "workbench/consultations/behind.html", context)


def _cells(row: counting.Row, query: dict[str, str]) -> list[tuple[int, str]]:
    here = reverse("workbench:consultations_behind")
    return [
        (number, f"{here}?{urlencode({**query, 'which': which, 'kind': row.key})}")
        for which, number in zip(counting.WHICH, row.numbers, strict=True)
    ]


def _chart(rows: list[counting.Row]) -> Chart | None:
    kinds = [row for row in rows if row.key]
    if not kinds:
        return None
    return bar_chart("各种类开启的期数", [row.title for row in kinds], [row.numbers[0] for row in kinds], unit="期")
