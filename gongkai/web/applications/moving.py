"""Making a move of the table, and amending what was recorded as one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.applications.decision import Decision
from gongkai.applications.moves import DRAFTING
from gongkai.applications.service_dates import POST
from gongkai.casework import NotAllowed
from gongkai.web.applications import letters
from gongkai.web.applications.models import Application, Party
from gongkai.web.applications.replying import check_reviews, reply_at_hand, write_reply
from gongkai.web.applications.signals import acted, acting
from gongkai.web.applications.telling import check_choices, check_receipt, refuse_personal_data
from gongkai.web.casework import services as casework
from gongkai.web.log.actors import Actor
from gongkai.web.privacy.cipher import blind_index

if TYPE_CHECKING:
    from gongkai.web.log.models import Event


def make_move(
    application: Application,
    move: str,
    *,
    by: Actor,
    facts: Mapping[str, Any] | None = None,
    on: date | None = None,
    note: str = "",
    reply: str = "",
    at: datetime | None = None,
    asked: Mapping[str, Any] | None = None,
    decision: Decision | None = None,
) -> Event:
    """Make a move of the table with everything that belongs to it: its letter, the wording of the reply, the label of a third party.

    ``asked`` are fields of the letter that are no facts of the step; ``decision`` is what a reply is composed from.
    """
    try:
        with transaction.atomic():
            return _moved(
                application, move, by, dict(facts or {}), on, note, reply, at or timezone.now(), asked, decision
            )
    except (NotAllowed, ValidationError):
        # 没有办成的，内存里的这一件也要与库里的一样
        application.refresh_from_db(fields=[*casework.KEPT, *Application.FOLLOWING])
        raise


def _moved(
    application: Application,
    move: str,
    by: Actor,
    given: dict[str, Any],
    on: date | None,
    note: str,
    reply: str,
    now: datetime,
    asked: Mapping[str, Any] | None,
    decision: Decision | None,
) -> Event:
    letters.hold(application, move)
    acting.send(Application, application=application, move=move, facts=given, by=by, on=on, at=now)
    check_choices(given)
    if move == "consult_third_party" and given.get("third_party"):
        given["third_party"] = party_of(application, str(given["third_party"])).label
    if move == "receive":
        check_receipt(application, given, on=on, at=now)
    refuse_personal_data(application, given, note)
    if move in DRAFTING:
        write_reply(application, move, given, reply, decision=decision, by=by, at=now, on=on)
    if move == letters.ISSUING:
        check_reviews(application)
    pending = letters.begin(application, move, given, asked, by=by, on=on, at=now)
    event = casework.act(application, move, by=by, facts=given, on=on, at=now, note=note)
    if pending is not None:
        letters.finish(pending, event)
    if move == letters.ISSUING and (approved := reply_at_hand(application)) is not None:
        letters.issue(approved, event, by=by, on=event.on, at=now)
    acted.send(Application, application=application, event=event, by=by, at=now)
    return event


@transaction.atomic
def amend_step(
    application: Application,
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
    if given.get("delivery", POST) != POST:
        given.setdefault("posted_on", None)  # 只有邮寄的才有交邮的日期
    refuse_personal_data(application, given, reason)
    return casework.amend_step(application, number, by=by, changes=given or None, reason=reason, at=at)


def party_of(application: Application, name: str) -> Party:
    """The third party of that name or label, new ones under the next label."""
    name = " ".join(name.split())
    for each in application.parties.all():
        if each.label == name or (each.name_index and each.name_index == blind_index(name)):
            return each
    label = f"第三方{application.parties.count() + 1}"
    return Party.objects.create(application=application, label=label, name=name, name_index=blind_index(name))
