"""Making a move of a version and keeping up what lists show of it: since when it waits, and for when it is scheduled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.publishing.moves import scheduled
from gongkai.web.accounts.models import Person
from gongkai.web.casework.services import act, history_of
from gongkai.web.log.actors import Actor
from gongkai.web.log.models import Event
from gongkai.web.publishing.models import Version


@transaction.atomic
def move(
    version: Version, name: str, *, by: Actor, facts: Mapping[str, Any] | None = None, at: datetime | None = None
) -> Event:
    """Make a move. Raises ``NotAllowed``."""
    before = version.state
    event = act(version, name, by=by, facts=facts, at=at)
    if version.state != before:
        version.entered_at, version.scheduled_at = event.at, None
    elif name in ("schedule", "unschedule"):
        version.scheduled_at = scheduled(history_of(version))
    version.save(update_fields=["entered_at", "scheduled_at"])
    return event


def person_of(by: Actor) -> Person:
    """The person who acts; writing and reviewing are never done by the system."""
    if by.person is None:
        raise ValueError("起草和审查要由人办理。")
    return by.person
