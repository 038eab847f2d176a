"""Figures of messages for a period, on the page and as a file."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from gongkai.documents.csv_lines import MEDIA_TYPE, csv_lines
from gongkai.organs.roles import Role
from gongkai.web.casework.day_field import DayField
from gongkai.web.casework.forms import date_input
from gongkai.web.components.charts import Series, grouped_bars
from gongkai.web.messages.counting import BY, Figures, figures
from gongkai.web.organs.authority import Denied, roles_in
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.messages.records import trail

_READERS = frozenset({Role.FOI_OFFICER, Role.LEADING_GROUP, Role.SECTION_HEAD, Role.AUDITOR, Role.SUPERVISING_OFFICE})
HEAD = (
    "收到",
    "其中还在办理",
    "其中转出、合并、无效",
    "答复",
    "按期",
    "逾期",
    "按期率（%）",
    "有评价",
    "满意",
    "满意率（%）",
)


class PeriodForm(forms.Form):
    """From which day to which, divided by what."""

    since = DayField(label="从", widget=date_input(), required=False)
    until = DayField(label="到", widget=date_input(), required=False)
    by = forms.ChoiceField(label="按什么分", choices=list(BY.items()), required=False)


@require_GET
@staff
def statistics(request: Any) -> HttpResponse:
    """Received, closed, in time, late, satisfied: this year so far unless asked otherwise."""
    organ: Organ = request.organ
    if not roles_in(request.user, organ) & _READERS:
        raise Denied("统计由本机关的政务公开专职人员、领导小组成员、科室负责人和审计员查看。")
    today = timezone.localdate()
    form = PeriodForm(request.GET or None)
    given = form.cleaned_data if form.is_valid() else {}
    since = given.get("since") or date(today.year, 1, 1)
    until = given.get("until") or today
    by = given.get("by") or "channel"
    below = request.GET.get("below") == "1"
    found = figures(organ, since, until, by=by, below=below)
    if request.GET.get("as") == "csv":
        return _file(found, by)
    context = {
        "form": PeriodForm(initial={"since": since, "until": until, "by": by}),
        "since": since,
        "until": until,
        "what": BY[by],
        "head": HEAD,
        "rows": [(row, cells(row)) for row in (*found.rows, found.total)],
        "chart": grouped_bars(
            f"按{BY[by]}分的收到和答复",
            [row.title for row in found.rows],
            [
                Series("收到", [row.received for row in found.rows]),
                Series("答复", [row.answered for row in found.rows]),
            ],
            unit="件",
        )
        if found.rows
        else None,
        "query": f"since={since}&until={until}&by={by}" + ("&below=1" if below else ""),
        "below": below,
        "can_look_below": organ.children.exists(),
        "crumbs": trail(None, ("统计", None)),
    }
    return render(request, "workbench/messages/statistics.html", context)


def cells(row: Any) -> list[Any]:
    """The figures of one row, in the order of ``HEAD``."""
    return [
        row.received, row.open, row.elsewhere, row.answered, row.in_time, row.late, row.in_time_rate, row.rated, row.satisfied,
        row.satisfied_rate,
    ]  # fmt: skip


def _file(found: Figures, by: str) -> HttpResponse:
    rows = ([row.title, *cells(row)] for row in (*found.rows, found.total))
    response = HttpResponse(list(csv_lines([BY[by], *HEAD], rows)), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = 'attachment; filename="messages-figures.csv"'
    return response
