"""Messages on their way, set up through services: for the tests of messages."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from gongkai.organs.roles import Role
from gongkai.web.messages import services
from gongkai.web.messages.models import Message
from gongkai.web.messages.services import Letter
from gongkai.web.organs.authority import acting


def moment(day: date, hour: int = 10) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def who(county: Any, role: Role = Role.FOI_OFFICER, organ: Any = None) -> Any:
    organ = organ or county.bureau
    return acting(county.person(role, organ), organ)


def letter(**given: Any) -> Letter:
    return Letter(**{
        "title": "小区门口夜间施工",
        "content": "县府路小区门口每晚十一点以后还在施工，请处理。",
        "name": "周小禾",
        "phone": "13900000000",
        "kind": "complaint",
        "may_publish": True,
    } | given)  # fmt: skip


def written(county: Any, day: date = date(2026, 6, 1), organ: Any = None, **given: Any) -> Message:
    """A message written on the portal."""
    return services.submit(organ or county.bureau, letter(**given), at=moment(day))


def registered(county: Any, channel: str = "hotline", day: date = date(2026, 6, 1), **given: Any) -> Message:
    """A message registered by the office on the day on which it came."""
    more = {name: given.pop(name) for name in ("source_number", "category") if name in given}
    return services.register(
        county.bureau, letter(**given), channel, by=who(county), received_on=day, at=moment(day), **more
    )


def assigned(county: Any, day: date = date(2026, 6, 1), **given: Any) -> Message:
    message = written(county, day, **given)
    services.assign(message, county.section, by=who(county), at=moment(day, 11))
    return message


def approved(
    county: Any, day: date = date(2026, 6, 1), body: str = "已责令停止夜间施工，并将每晚巡查。", **given: Any
) -> Message:
    message = assigned(county, day, **given)
    services.draft(message, body, by=who(county, Role.INFO_OFFICER), at=moment(day, 14))
    services.make_move(message, "approve", by=who(county, Role.SECTION_HEAD), at=moment(day, 15))
    return message


def answered(county: Any, day: date = date(2026, 6, 1), on: date | None = None, **given: Any) -> Message:
    message = approved(county, day, **given)
    at = moment(on or day, 16)
    services.make_move(message, "answer", by=who(county), facts={"way": "online"}, at=at)
    message.refresh_from_db()
    return message
