"""The first page of the workbench: what is to be done."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from gongkai.organs.roles import Role
from gongkai.web.accounts.models import Person
from gongkai.web.dashboards.access import POLICY as DASHBOARD_POLICY
from gongkai.web.holidays.calendars import calendar_now
from gongkai.web.log.models import Event
from gongkai.web.operation.access import may_read
from gongkai.web.organs.authority import Denied, organs_of, roles_in
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.log.rows import Row, rows_of
from gongkai.web.workbench.queue import queues_of

NEWEST = 6
"""So many events of the organ are shown."""
NOTICE_EXPECTED_FROM = 10
"""The month from which a missing notice for next year is pointed out: 国务院办公厅 has issued it between October and December."""


@staff
def home(request: Any) -> HttpResponse:
    """My work in the chosen organ: queues, the most urgent first; what happened here, for who may read the log."""
    person, organ = request.user, request.organ
    held = roles_in(person, organ)
    context = {
        "today": timezone.localdate(),
        "queues": queues_of(person, organ),
        "events": newest_events(person, organ),
        "duties": [(role.label, role.duty) for role in Role if role.value in held],
        "missing_year": year_without_notice(timezone.localdate()),
        "holidays_url": _address("workbench:holidays"),
        "dashboard": DASHBOARD_POLICY.holds(person, "read", organ),
    }
    return render(request, "workbench/home.html", context)


@require_POST
@staff
def switch_organ(request: HttpRequest, code: str) -> HttpResponse:
    """Work in another organ in which the person has a role."""
    organ = Organ.objects.filter(code=code, pk__in=organs_of(request.user)).first()
    if organ is None:
        raise Denied("您在这个机关没有角色。")
    request.session["organ"] = organ.pk
    return redirect("workbench:home")


def newest_events(person: Person, organ: Organ) -> list[Row]:
    """What happened in the organ last; nothing for who may not read its log."""
    if not may_read(person, organ):
        return []
    return rows_of(list(Event.objects.filter(chain__organ=organ).order_by("-id")[:NEWEST]))


def year_without_notice(today: date) -> int | None:
    """Next year, when its holiday notice could be expected by now and is not entered."""
    following = today.year + 1
    if today.month < NOTICE_EXPECTED_FROM or following in calendar_now().announced_years:
        return None
    return following


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
