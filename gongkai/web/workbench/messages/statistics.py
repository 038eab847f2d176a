"""Figures of messages for a period, on the page and as a file."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from gongkai.organs.roles import Role
from gongkai.web.casework.day_field import DayField
from gongkai.web.casework.forms import date_input
from gongkai.web.components.charts import Series, grouped_bars
from gongkai.web.files.sheets import Sheet, handed_out
from gongkai.web.messages.access import POLICY
from gongkai.web.messages.counting import BY, MEASURES, TOTAL, Figures, Row, behind, figures
from gongkai.web.messages.models import Message
from gongkai.web.organs.authority import Denied, roles_in
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.messages.records import trail

_READERS = frozenset({Role.FOI_OFFICER, Role.LEADING_GROUP, Role.SECTION_HEAD, Role.AUDITOR, Role.SUPERVISING_OFFICE})
COLUMNS: dict[str, str] = {
    "received": "收到",
    "open": "其中还在办理",
    "elsewhere": "其中转出、合并、无效",
    "answered": "答复",
    "in_time": "按期",
    "late": "逾期",
    "in_time_rate": "按期率（%）",
    "rated": "有评价",
    "satisfied": "满意",
    "satisfied_rate": "满意率（%）",
}
"""The figures of a row and what they are called; those that count messages open them."""
PAGE = 25


def ordinary() -> dict[str, Any]:
    """What is shown unless asked otherwise: this year so far, by channel."""
    today = timezone.localdate()
    return {"since": date(today.year, 1, 1), "until": today, "by": "channel"}


class PeriodForm(forms.Form):
    """From which day to which, divided by what."""

    since = DayField(label="从", widget=date_input(), required=False)
    until = DayField(label="到", widget=date_input(), required=False)
    by = forms.ChoiceField(label="按什么分", choices=list(BY.items()), required=False)

    def clean(self) -> dict[str, Any]:
        """Two days in their order: this year so far unless said otherwise."""
        said = {name: value for name, value in (super().clean() or {}).items() if value}
        given = ordinary() | said
        if given["since"] > given["until"]:
            self.add_error("until", "“到”早于“从”，请核对。")
        return given


@require_GET
@staff
def statistics(request: Any) -> HttpResponseBase:
    """Received, closed, in time, late, satisfied: this year so far unless asked otherwise."""
    organ, below = _organ(request), request.GET.get("below") == "1"
    form = PeriodForm(request.GET)
    right = form.is_valid()
    given = form.cleaned_data if right else ordinary()
    since, until, by = given["since"], given["until"], given["by"]
    found = figures(organ, since, until, by=by, below=below)
    if request.GET.get("as"):
        rows = ([row.title, *cells(row)] for row in (*found.rows, found.total))
        title = f"{organ.name}{since:%Y-%m-%d}至{until:%Y-%m-%d}公众留言"
        return handed_out(
            "messages-figures", request.GET["as"], Sheet(title, (BY[by], *COLUMNS.values()), rows, fixed=1)
        )
    asked = {"since": since, "until": until, "by": by} | ({"below": 1} if below else {})
    context = {
        "form": PeriodForm(initial={"since": since, "until": until, "by": by}) if right else form,
        "since": since,
        "until": until,
        "what": BY[by],
        "head": COLUMNS.values(),
        "rows": [(row, linked(row, asked)) for row in (*found.rows, found.total)],
        "chart": _chart(found, BY[by]),
        "query": urlencode(asked),
        "below": below,
        "can_look_below": organ.has_below,
        "crumbs": trail(None, ("统计", None)),
    }
    return render(request, "workbench/messages/statistics.html", context)


@require_GET
@staff
def counted(request: Any) -> HttpResponseBase:
    """The messages that one figure counts."""
    organ, below = _organ(request), request.GET.get("below") == "1"
    form, measure = PeriodForm(request.GET), request.GET.get("what", "")
    if measure not in MEASURES or not form.is_valid():
        raise Http404
    given, total = form.cleaned_data, request.GET.get("all") == "1"
    by, key = ("", "") if total else (given["by"], request.GET.get("key", "")[:40])
    try:
        found = behind(organ, given["since"], given["until"], measure, by=by, key=key, below=below)
    except ValueError as unknown:
        raise Http404 from unknown
    # 列表只显示标题：其余加密的栏目不取、不解
    rows = POLICY.visible(request.user, found.select_related("organ", "section", "category"))
    rows = rows.defer(*(name for name in Message.PERSONAL if name != "title"), "query_code").order_by("-id")
    page, number = Paginator(rows, PAGE).get_page(request.GET.get("page")), found.count()
    back = f"{reverse('workbench:message_statistics')}?{urlencode(given | ({'below': 1} if below else {}))}"
    context = {
        "page": page,
        "below": below,
        "title": f"{COLUMNS[measure].removeprefix('其中')}{number}件",
        "since": given["since"],
        "until": given["until"],
        "hidden": number - page.paginator.count,
        "crumbs": trail(None, ("统计", back), (COLUMNS[measure], None)),
    }
    return render(request, "workbench/messages/counted.html", context)


def cells(row: Row) -> list[Any]:
    """The figures of one row, in the order of ``COLUMNS``."""
    return [getattr(row, name) for name in COLUMNS]


def linked(row: Row, asked: dict[str, Any]) -> list[tuple[Any, str]]:
    """The figures of one row, each with the address of the messages that it counts; the sum has no key."""
    here = reverse("workbench:message_counted")
    which = {"all": 1} if row.title == TOTAL else {"key": row.key or ""}
    return [
        (value, f"{here}?{urlencode(asked | which | {'what': name})}" if value and name in MEASURES else "")
        for name, value in zip(COLUMNS, cells(row), strict=True)
    ]


def _organ(request: Any) -> Organ:
    organ: Organ = request.organ
    if not roles_in(request.user, organ) & _READERS:
        raise Denied("统计由本机关的政务公开专职人员、领导小组成员、科室负责人和审计员查看。")
    return organ


def _chart(found: Figures, what: str) -> Any:
    if not found.rows:
        return None
    series = [
        Series("收到", [row.received for row in found.rows]),
        Series("答复", [row.answered for row in found.rows]),
    ]
    return grouped_bars(f"按{what}分的收到和答复", [row.title for row in found.rows], series, unit="件")
