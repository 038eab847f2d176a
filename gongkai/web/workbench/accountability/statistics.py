"""Figures of complaints and rectifications for a period; every number opens the records it counts."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from gongkai.organs.roles import Role
from gongkai.web.accountability import counting
from gongkai.web.accountability.access import LIABILITY_POLICY, POLICY, RECTIFICATION_POLICY
from gongkai.web.accountability.models import Complaint, Liability, Rectification
from gongkai.web.components.charts import Series, grouped_bars
from gongkai.web.files.sheets import Sheet, handed_out
from gongkai.web.organs.authority import Denied, roles_in
from gongkai.web.workbench.accountability.forms import PeriodForm
from gongkai.web.workbench.accountability.records import PAGES
from gongkai.web.workbench.entry import staff

READERS = frozenset({Role.FOI_OFFICER, Role.LEADING_GROUP, Role.AUDITOR, Role.SUPERVISING_OFFICE})
HEAD = [title for title, _ in counting.COLUMNS.values()]


@require_GET
@staff
def statistics(request: Any) -> HttpResponse:
    """What the organ received and decided: this year so far unless asked otherwise."""
    form, since, until, by = _asked(request)
    rows, total = counting.figures(_complaints(request), since, until, by)
    here, period = reverse("workbench:complaints"), {"since": since, "until": until}
    orders = counting.rectification_numbers(_rectifications(request), since, until)
    proposed = LIABILITY_POLICY.visible(request.user, Liability.objects.filter(orderer=request.organ))
    context = {
        "form": form if not form.is_valid() and form.is_bound else PeriodForm(initial={**period, "by": by}),
        "since": since,
        "until": until,
        "what": counting.BY[by],
        "head": HEAD,
        "rows": [
            (row, _linked(here, row, {**period, "by": by, "key": row.key} if row is not total else period))
            for row in (*rows, total)
        ],
        "orders": [
            (
                title,
                orders[name],
                f"{reverse('workbench:rectifications')}?{urlencode({**period, 'column': name, 'side': 'ordered'})}",
            )
            for name, (title, _) in counting.ORDERED.items()
        ],
        "proposed": proposed.filter(proposed_on__gte=since, proposed_on__lte=until).count(),
        "chart": grouped_bars(
            f"按{counting.BY[by]}分的投诉",
            [row.title for row in rows],
            [
                Series("收到", [row.numbers[0] for row in rows]),
                Series("属实和部分属实", [sum(row.numbers[2:4]) for row in rows]),
            ],
            unit="件",
        )
        if rows
        else None,
        "query": urlencode({**period, "by": by}),
        "crumbs": PAGES.trail(None, ("统计", None)),
    }
    return render(request, "workbench/accountability/statistics.html", context)


@require_GET
@staff
def export(request: Any, form: str) -> HttpResponseBase:
    """The same as a table."""
    _, since, until, by = _asked(request)
    rows, total = counting.figures(_complaints(request), since, until, by)
    table = [(row.title, *row.numbers) for row in (*rows, total)]
    title = f"{request.organ.name}信息公开投诉统计（{since}至{until}）"
    return handed_out("complaint-figures", form, Sheet(title, (counting.BY[by], *HEAD), table, 1))


def _asked(request: Any) -> tuple[PeriodForm, date, date, str]:
    if not roles_in(request.user, request.organ) & READERS:
        raise Denied("投诉统计由本机关的政务公开专职人员、政务公开办、领导小组成员和审计员查看。")
    form, today = PeriodForm(request.GET or None), timezone.localdate()
    given = form.cleaned_data if form.is_valid() else {}
    since, until = given.get("since") or date(today.year, 1, 1), given.get("until") or today
    return form, since, until, given.get("by") or "about_named"


def _complaints(request: Any) -> Any:
    return POLICY.visible(request.user, Complaint.objects.filter(organ=request.organ))


def _rectifications(request: Any) -> Any:
    return RECTIFICATION_POLICY.visible(request.user, Rectification.objects.filter(orderer=request.organ))


def _linked(here: str, row: counting.Row, which: dict[str, Any]) -> list[tuple[int, str]]:
    query = urlencode(which)
    return [
        (number, f"{here}?{query}&column={name}" if number else "")
        for number, name in zip(row.numbers, counting.COLUMNS, strict=True)
    ]
