"""Figures of concerns and meetings for a period; every number opens the records that it counts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from gongkai.organs.roles import Role
from gongkai.web.casework.day_field import DayField
from gongkai.web.casework.forms import date_input
from gongkai.web.components.charts import Series, grouped_bars
from gongkai.web.concerns.access import MEETING_POLICY, POLICY, QUESTION_POLICY
from gongkai.web.concerns.counting import by_severity, counted, measures, sets, timeliness
from gongkai.web.concerns.models import AskedQuestion, Concern, PublicMeeting
from gongkai.web.files.sheets import Sheet, handed_out
from gongkai.web.organs.authority import Denied, roles_in
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.concerns.records import page_of, trail
from gongkai.web.workbench.entry import staff

_READERS = frozenset({Role.FOI_OFFICER, Role.LEADING_GROUP, Role.SECTION_HEAD, Role.AUDITOR, Role.SUPERVISING_OFFICE})
PAGE = 50
RECORDS = {
    "concerns": Concern.objects.select_related("organ", "section").defer("summary"),
    "meetings": PublicMeeting.objects.select_related("organ", "section").defer("about", "transcript"),
    "questions": AskedQuestion.objects.select_related("meeting__organ").defer(
        "asked", "answer", "meeting__about", "meeting__transcript"
    ),
}
"""What the list of records shows, without the long and the encrypted columns."""
POLICIES = {"concerns": POLICY, "meetings": MEETING_POLICY, "questions": QUESTION_POLICY}


class PeriodForm(forms.Form):
    """From which day to which."""

    since = DayField(label="从", widget=date_input(), required=False)
    until = DayField(label="到", widget=date_input(), required=False)


@require_GET
@staff
def statistics(request: Any) -> HttpResponseBase:
    """What was answered in time, and how often the organ met the public: this year so far unless asked otherwise."""
    organ, since, until, below = _asked(request)
    numbers = counted(organ, since, until, below=below)
    figures = [(key, each, numbers[key]) for key, each in measures().items() if each.listed]
    share = timeliness(numbers)
    if request.GET.get("as") in ("csv", "xlsx"):
        rows: list[tuple[str, Any]] = [(each.title, number) for _, each, number in figures]
        rows.append(("按时回应的比例（%）", "" if share is None else str(share)))
        title = f"{since:%Y-%m-%d}至{until:%Y-%m-%d}舆情回应和与公众见面"
        return handed_out("concerns-figures", request.GET["as"], Sheet(title, ("项目", "数量"), rows))
    query = f"since={since}&until={until}" + ("&below=1" if below else "")
    grades = by_severity(numbers)
    context = {
        "form": PeriodForm(initial={"since": since, "until": until}),
        "since": since,
        "until": until,
        "rows": [
            (each, number, f"{reverse('workbench:concern_records', args=[key])}?{query}")
            for key, each, number in figures
        ],
        "share": share,
        "chart": grouped_bars(
            "按等级分的回应是否按时",
            [title for title, _, _ in grades],
            [Series("按时", [kept for _, kept, _ in grades]), Series("逾期", [late for _, _, late in grades])],
            unit="件",
        )
        if any(kept or late for _, kept, late in grades)
        else None,
        "query": query,
        "below": below,
        "can_look_below": organ.has_below,
        "crumbs": trail(None, ("统计", None)),
    }
    return render(request, "workbench/concerns/statistics.html", context)


@require_GET
@staff
def records(request: Any, key: str) -> HttpResponse:
    """The records behind one number, by the same condition; those that the person may open are links."""
    organ, since, until, below = _asked(request)
    figure = sets(organ, since, until, below=below).get(key)
    if figure is None:
        raise Http404
    page, found = page_of(request, figure.records.order_by(f"-{figure.day}", "-id"), RECORDS[figure.about], PAGE)
    policy = POLICIES[figure.about]
    context = {
        "figure": figure,
        "page": page,
        "rows": [(each, policy.may(request.user, "read", each)) for each in found],
        "since": since,
        "until": until,
        "crumbs": trail(
            None,
            ("统计", f"{reverse('workbench:concern_statistics')}?since={since}&until={until}"),
            (figure.title, None),
        ),
    }
    return render(request, "workbench/concerns/records.html", context)


def _asked(request: Any) -> tuple[Organ, date, date, bool]:
    organ: Organ = request.organ
    if not roles_in(request.user, organ) & _READERS:
        raise Denied("统计由本机关的政务公开专职人员、领导小组成员、科室负责人和审计员查看。")
    today = timezone.localdate()
    form = PeriodForm(request.GET or None)
    given = form.cleaned_data if form.is_valid() else {}
    since, until = given.get("since") or date(today.year, 1, 1), given.get("until") or today
    return organ, since, until, request.GET.get("below") == "1"
