"""Public concerns and meetings on their way, set up through services: for the tests of concerns."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from gongkai.organs.roles import Role
from gongkai.web.concerns import meetings, services
from gongkai.web.concerns.models import Concern, PublicMeeting
from gongkai.web.organs.authority import acting

FOUND = timezone.make_aware(datetime(2026, 5, 6, 9, 0))
"""A Wednesday at nine in the morning."""


def hours(number: float, since: datetime = FOUND) -> datetime:
    return since + timedelta(hours=number)


def who(county: Any, role: Role = Role.FOI_OFFICER, organ: Any = None) -> Any:
    organ = organ or county.bureau
    return acting(county.person(role, organ), organ)


def registered(county: Any, severity: str = "other", found_at: datetime = FOUND, **given: Any) -> Concern:
    """Learned of, and registered half an hour later."""
    known = {"title": "县府路路口连续积水", "source": "monitoring", "summary": "多条短视频反映积水。"} | given
    at = known.pop("at", hours(0.5, found_at))
    return services.register(
        county.bureau, known.pop("title"), severity=severity, found_at=found_at, by=who(county), at=at, **known
    )


def assessed(county: Any, severity: str = "other", **given: Any) -> Concern:
    concern = registered(county, severity, **given)
    services.assess(concern, "关注何时修好排水管。", county.section, by=who(county), at=hours(0.6))
    return concern


def approved(county: Any, severity: str = "other", **given: Any) -> Concern:
    concern = assessed(county, severity, **given)
    services.draft(
        concern,
        "关于县府路积水的说明",
        "排水管已经疏通，六月底前换管。",
        by=who(county, Role.INFO_OFFICER),
        at=hours(1),
    )
    services.make_move(concern, "approve", by=who(county, Role.SECTION_HEAD), at=hours(1.5))
    return concern


def responded(county: Any, severity: str = "other", after: float = 2, **given: Any) -> Concern:
    concern = approved(county, severity, **given)
    services.respond(concern, ways=["website"], by=who(county), responded_at=hours(after), at=hours(max(after, 2)))
    concern.refresh_from_db()
    return concern


def meeting(county: Any, kind: str = "press_conference", starts_at: datetime = FOUND, **given: Any) -> PublicMeeting:
    known = {"title": "夏粮收购政策", "place": "县政府新闻发布厅", "organ": county.bureau} | given
    at = known.pop("at", starts_at - timedelta(days=3))
    return meetings.prepare(PublicMeeting(kind=kind, starts_at=starts_at, **known), by=who(county), at=at)


def held(county: Any, kind: str = "press_conference", starts_at: datetime = FOUND, **given: Any) -> PublicMeeting:
    made = meeting(county, kind, starts_at, **given)
    return meetings.hold(made, by=who(county), at=starts_at + timedelta(hours=3))
