"""Making a move of a dispute, amending one, changing what was entered of it, reading who complains."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.disputes.moves import BEGINNINGS
from gongkai.disputes.outcomes import titles
from gongkai.web.casework import services as casework
from gongkai.web.disputes.following import follow_on
from gongkai.web.disputes.models import Dispute
from gongkai.web.disputes.telling import check_choices, refuse_personal_data
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import record, save

if TYPE_CHECKING:
    from gongkai.web.log.models import Event

EDITABLE = ("about", "party", "complainant", "body", "body_number", "co_defendant")


@transaction.atomic
def make_move(
    dispute: Dispute,
    move: str,
    *,
    by: Actor,
    facts: Mapping[str, Any] | None = None,
    on: date | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Event:
    """Make a move of the table, and what it means for the application. Raises ``NotAllowed``, ``ValidationError``."""
    if move in BEGINNINGS:
        raise ValidationError("新的案件请从“登记案件”办理。")
    given, now = dict(facts or {}), at or timezone.now()
    check_choices(given)
    refuse_personal_data(dispute, given, note)
    event = casework.act(dispute, move, by=by, facts=given, on=on, at=now, note=note)
    follow_on(dispute, move, by=by, on=event.on, at=now)
    return event


@transaction.atomic
def amend_step(
    dispute: Dispute,
    number: int,
    *,
    by: Actor,
    changes: Mapping[str, Any] | None = None,
    reason: str,
    at: datetime | None = None,
) -> Event:
    """Amend or strike out what was recorded as a step; the columns follow. Raises ``NotAllowed``."""
    given = dict(changes or {})
    check_choices(given)
    refuse_personal_data(dispute, given, reason)
    return casework.amend_step(dispute, number, by=by, changes=given or None, reason=reason, at=at)


@transaction.atomic
def edit(dispute: Dispute, changes: Mapping[str, str], *, by: Actor, at: datetime | None = None) -> Dispute:
    """Change what was entered of the dispute: body, number, names. What is counted is amended with the step."""
    fresh = Dispute.objects.select_for_update().get(pk=dispute.pk)
    if fresh.erased_at:
        raise ValidationError("这件案件里的个人信息已经删除，不能再改。")
    for name, value in changes.items():
        if name not in EDITABLE:
            raise ValidationError(f"“{name}”不能这样改。")
        setattr(fresh, name, " ".join(value.split()))
    if fresh.party not in titles("parties"):
        raise ValidationError({"party": "请选择谁不服。"})
    return save(fresh, "edit_dispute", by=by, organ=fresh.organ, at=at)


def read_personal_data(dispute: Dispute, *, by: Actor) -> None:
    """Note that somebody reads who complains. Call it before the data is shown."""
    record(dispute, "read_personal_data", by=by, organ=dispute.organ)
