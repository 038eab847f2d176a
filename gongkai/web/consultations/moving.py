"""Steps of a consultation or survey: reviews, opening, moving its end, taking it back, withdrawing. The period is measured here."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.applications.details import needless_personal_data
from gongkai.casework.events import told
from gongkai.engagement.consultations.kinds import HEARING
from gongkai.web.casework import services as casework
from gongkai.web.consultations.answering import destroy_addresses
from gongkai.web.consultations.drafting import standing
from gongkai.web.consultations.limits import measure, result_due
from gongkai.web.consultations.models import Consultation
from gongkai.web.log.actors import Actor

if TYPE_CHECKING:
    from gongkai.web.log.models import Event

ELSEWHERE = ("start", "open", "change_closing", "revise", "draft_result", "publish_result", "withdraw")
"""Steps with a service of their own."""


@transaction.atomic
def make_move(
    consultation: Consultation,
    move: str,
    *,
    by: Actor,
    facts: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> Event:
    """A step that only records. Raises ``NotAllowed``, ``ValidationError``."""
    if move in ELSEWHERE:
        raise ValidationError("这一步请从它自己的页面办理。")
    found = locked(consultation)
    if move == "submit":
        check_complete(found)
    event = casework.act(found, move, by=by, facts=dict(facts or {}), at=at)
    consultation.refresh_from_db()
    return event


@transaction.atomic
def open_up(
    consultation: Consultation,
    *,
    by: Actor,
    closes_on: date,
    held_on: date | None = None,
    shortened_reason: str = "",
    at: datetime | None = None,
) -> Event:
    """Open it today until a day. Too short for its kind it is refused, or needs the reason that everybody reads. Raises ``ValidationError``."""
    found = locked(consultation)
    check_complete(found)
    today = timezone.localdate(at)
    facts = _period(found, today, closes_on, held_on, shortened_reason, today)
    event = casework.act(found, "open", by=by, facts=facts | {"version": found.version}, at=at)
    if found.is_survey and not found.voting_secret:
        found.voting_secret = secrets.token_hex(24)
        found.save(update_fields=["voting_secret"])
    consultation.refresh_from_db()
    return event


@transaction.atomic
def change_closing(
    consultation: Consultation,
    *,
    by: Actor,
    closes_on: date,
    reason: str,
    held_on: date | None = None,
    shortened_reason: str = "",
    at: datetime | None = None,
) -> Event:
    """Cut it short or let it go on, with the reason; measured again from its opening. Raises ``ValidationError``."""
    found = locked(consultation)
    if found.opened_on is None:
        raise ValidationError("还没有开启，截止日期在开启的时候定。")
    if len("".join(reason.split())) < 4:
        raise ValidationError({"reason": "请写明为什么改定截止日期，理由显示在公开的页面上。"})
    if closes_on == found.closes_on and held_on in (None, found.held_on):
        raise ValidationError({"closes_on": f"现在就是{told(closes_on)}截止，没有改。"})
    held = held_on or found.held_on
    facts = _period(
        found, found.opened_on, closes_on, held, shortened_reason or found.shortened_reason, timezone.localdate(at)
    )
    event = casework.act(found, "change_closing", by=by, facts=facts | {"reason": reason.strip()}, at=at)
    consultation.refresh_from_db()
    return event


@transaction.atomic
def revise(consultation: Consultation, *, by: Actor, reason: str, at: datetime | None = None) -> Event:
    """Take back what is open to correct it, as long as nobody has answered; it is reviewed and opened again as the next version."""
    found = locked(consultation)
    if found.opinions.exists() or found.sheets.exists():
        raise ValidationError("已经有人提出意见、回答问卷，不能再改内容。确有错误的，请撤回并写明理由，另行发起。")
    event = casework.act(found, "revise", by=by, facts={"reason": reason.strip()}, at=at)
    consultation.refresh_from_db()
    return event


@transaction.atomic
def withdraw(consultation: Consultation, *, by: Actor, reason: str, at: datetime | None = None) -> Event:
    """Withdraw it; the public page stays with a note and the reason. Raises ``NotAllowed``."""
    found = locked(consultation)
    event = casework.act(found, "withdraw", by=by, facts={"reason": reason.strip()}, at=at)
    destroy_addresses(found, by=by, at=at)
    consultation.refresh_from_db()
    return event


def amend_step(
    consultation: Consultation,
    number: int,
    *,
    by: Actor,
    changes: Mapping[str, Any] | None = None,
    reason: str,
    at: datetime | None = None,
) -> Event:
    """Amend what was recorded as a step, by another person. Raises ``NotAllowed``."""
    return casework.amend_step(consultation, number, by=by, changes=dict(changes or {}) or None, reason=reason, at=at)


def check_complete(consultation: Consultation) -> None:
    """What the public will read is there and holds no personal data that a machine sees. Raises ``ValidationError``."""
    if consultation.is_survey:
        if not standing(consultation):
            raise ValidationError("问卷还没有题目，请先增加题目。")
    elif not consultation.draft and not consultation.files.filter(removed_at=None).exists():
        raise ValidationError("请写征求意见稿，或者附上文件。")
    elif not consultation.explanation:
        raise ValidationError("请写起草说明：为什么定、依据、主要内容，方便公众提意见。")
    if consultation.kind_of.counts_to == HEARING and not consultation.hearing_place:
        raise ValidationError("听证公告请写明听证会的时间和地点。")
    text = "\n".join((consultation.title, consultation.draft, consultation.explanation))
    if found := needless_personal_data(text):
        raise ValidationError(f"内容里有{'、'.join(found)}，公开以前请删去或者隐去。")


def locked(consultation: Consultation) -> Consultation:
    """The consultation as it is now, kept from others until the transaction ends."""
    rows = Consultation.objects.select_for_update(of=("self",)).select_related("organ", "section", "document")
    return rows.get(pk=consultation.pk)


def _period(
    found: Consultation, since: date, closes_on: date, held_on: date | None, reason: str, today: date
) -> dict[str, Any]:
    """What the step keeps of the period. Raises ``ValidationError`` for one that cannot be."""
    kind, reason = found.kind_of, reason.strip()
    if closes_on < since:
        raise ValidationError({"closes_on": f"截止日期早于开启的日期（{told(since)}），请核对。"})
    if closes_on < today:
        raise ValidationError(
            {"closes_on": f"截止日期不能早于今天（{told(today)}）。已经收到的意见要有人看，不能倒填截止。"}
        )
    if (closes_on - since).days > 366:
        raise ValidationError({"closes_on": "截止日期在一年以后，请核对年份。"})
    if kind.counts_to == HEARING:
        if held_on is None:
            raise ValidationError({"held_on": "请填写听证会举行的日期。"})
        if held_on < closes_on:
            raise ValidationError({"held_on": "听证会在截止报名、提出意见的日期以前，请核对。"})
    else:
        held_on = None
    measured = measure(found.organ, kind, since, closes_on, held_on)
    if refusal := measured.refusal(reason):
        raise ValidationError({refusal[0]: refusal[1]})
    facts: dict[str, Any] = {
        "closes_on": closes_on.isoformat(),
        "report_by": result_due(found.organ, held_on or closes_on).isoformat(),
        "measured": json.dumps(measured.facts, ensure_ascii=False),
    }
    if held_on is not None:
        facts["held_on"] = held_on.isoformat()
    if reason and measured.short:
        facts["shortened_reason"] = reason
    return facts
