"""What pages tell an applicant of the case as it stands."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from gongkai.applications.channels import channels
from gongkai.applications.intake import title_of
from gongkai.applications.public_view import STATES
from gongkai.casework import Status
from gongkai.law.limits import limit
from gongkai.web.applications.models import Application
from gongkai.web.applications.queries import CaseFile
from gongkai.web.holidays.calendars import calendar_now
from gongkai.workdays import CannotCount, LastDay, last_day


def _if_today() -> LastDay | None:
    """The last day of the reply, were the receipt confirmed today."""
    today = timezone.localdate()
    found = limit("reply_to_application", today)
    if found is None:
        return None
    try:
        return last_day(today, found.amount, calendar_now())
    except CannotCount:
        return None


def told(application: Application, case: CaseFile | None = None) -> dict[str, Any]:
    """State, channel, limit and its reasons, what is wanted."""
    case = case or CaseFile(application)
    reading = case.reading()
    return {
        "application": application,
        "organ": application.organ,
        "state": STATES.get(application.state, application.state_title),
        "channel": channels().get(application.channel),
        "urgency": case.urgency,
        "sentences": case.clocks()[0].sentences,
        "reading": reading,
        "waiting": reading.status is Status.NEVER and not application.ended,
        "if_today": _if_today() if reading.status is Status.NEVER and not application.ended else None,
        "form_title": title_of("wanted_forms", application.wanted_form),
        "route_title": title_of("wanted_routes", application.wanted_route),
    }
