"""Making a move of a message: assigning, joint answers, drafting and review, answering, ratings, and leading it elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.casework.counting import Unit
from gongkai.engagement.messages.channels import scores, titles
from gongkai.engagement.messages.limits import plain
from gongkai.engagement.messages.moves import BEGINNINGS
from gongkai.web.casework import services as casework
from gongkai.web.casework.services import history_of, steps_of
from gongkai.web.log.actors import PUBLIC, Actor
from gongkai.web.log.services import record, save
from gongkai.web.messages.models import Contribution, Message, Reply, Voice
from gongkai.web.messages.settings import rule_of
from gongkai.web.messages.telling import problems, refuse_personal_data
from gongkai.web.organs.models import Section
from gongkai.web.privacy.cipher import blind_index

if TYPE_CHECKING:
    from gongkai.web.log.models import Event

BY_THEMSELVES = (
    *BEGINNINGS, "assign", "ask_section", "contribute", "drop_section", "draft", "record_answer", "rate", "call_back",
    "reopen", "transfer", "become_application", "merge",
)  # fmt: skip
"""Moves that have a service of their own, as more than a step belongs to them."""
EDITABLE = ("title", "content", "name", "phone", "email", "may_publish", "category", "source_number")


@transaction.atomic
def make_move(
    message: Message,
    move: str,
    *,
    by: Actor,
    facts: Mapping[str, Any] | None = None,
    on: date | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Event:
    """Make one of the other moves of the table. Raises ``NotAllowed``, ``ValidationError``."""
    if move in BY_THEMSELVES:
        raise ValidationError("这一步要从它自己的页面办理。")
    given = dict(facts or {})
    if move == "extend" and isinstance(given.get("longer"), int):
        given["longer"] = {"amount": given["longer"], "unit": _unit_of(message)}
    if move == "answer":
        given.setdefault("window", _window(message))
    return step(message, move, given, by=by, on=on, note=note, at=at)


def step(
    message: Message,
    move: str,
    facts: Mapping[str, Any],
    *,
    by: Actor,
    on: date | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Event:
    """A step without personal data in its record. Call it within the transaction of what belongs to it."""
    refuse_personal_data(message, facts, note)
    return casework.act(message, move, by=by, facts=facts, on=on, at=at, note=note)


@transaction.atomic
def assign(
    message: Message, section: Section, *, by: Actor, note: str = "", on: date | None = None, at: datetime | None = None
) -> Event:
    """Hand a message to the section that leads."""
    _check_section(message, section)
    event = step(message, "assign", {"section": section.name}, by=by, on=on, note=note, at=at)
    message.section = section
    message.save(update_fields=["section"])
    return event


@transaction.atomic
def ask_section(message: Message, section: Section, *, by: Actor, note: str = "", at: datetime | None = None) -> Event:
    """Ask another section for its part of a joint answer."""
    _check_section(message, section)
    event = step(message, "ask_section", {"co_section": section.name}, by=by, note=note, at=at)
    Contribution.objects.create(message=message, section=section, asked_at=at or timezone.now())
    return event


@transaction.atomic
def contribute(part: Contribution, text: str, *, by: Actor, at: datetime | None = None) -> Event:
    """Give a section's part; it is kept encrypted, the step has its digest."""
    fresh = (
        Contribution.objects.select_for_update(of=("self",)).select_related("message__organ", "section").get(pk=part.pk)
    )
    told = _told(text, "text", "请写明本科室的意见。")
    if fresh.state != "waiting":
        raise ValidationError(f"这份会办意见{fresh.state_title}。")
    digest = digest_of(told)
    event = step(fresh.message, "contribute", {"co_section": str(fresh.section), "digest": digest}, by=by, at=at)
    fresh.text, fresh.digest, fresh.given_by, fresh.given_at = told, digest, by.person, at or timezone.now()
    fresh.save()
    return event


@transaction.atomic
def drop_section(part: Contribution, reason: str, *, by: Actor, at: datetime | None = None) -> Event:
    """No longer wait for a section."""
    fresh = (
        Contribution.objects.select_for_update(of=("self",)).select_related("message__organ", "section").get(pk=part.pk)
    )
    facts = {"co_section": str(fresh.section), "reason": reason.strip()}
    event = step(fresh.message, "drop_section", facts, by=by, at=at)
    fresh.dropped_at = at or timezone.now()
    fresh.save(update_fields=["dropped_at"])
    return event


@transaction.atomic
def draft(message: Message, body: str, *, by: Actor, at: datetime | None = None) -> Event:
    """Write the answer, for another to review."""
    reply = _written(message, body, by=by, at=at)
    return step(message, "draft", {"reply": reply.number, "digest": reply.digest}, by=by, at=at)


@transaction.atomic
def record_answer(
    message: Message,
    *,
    answered_on: date,
    way: str,
    body: str = "",
    by: Actor,
    note: str = "",
    at: datetime | None = None,
) -> Event:
    """Note an answer that was given already on the platform of the channel, by telephone or face to face."""
    facts: dict[str, Any] = {"answered_on": answered_on.isoformat(), "way": way, "window": _window(message)}
    if message.received_on and answered_on < message.received_on:
        raise ValidationError({"answered_on": "答复的日期早于收到的日期，请核对。"})
    if body.strip():
        reply = _written(message, body, by=by, at=at)
        facts |= {"reply": reply.number, "digest": reply.digest}
    return step(message, "record_answer", facts, by=by, note=note, at=at)


@transaction.atomic
def rate(message: Message, score: str, text: str = "", *, at: datetime | None = None) -> Event:
    """What the person thinks of the answer, once for each answer."""
    found = scores().get(score)
    if found is None or found.asked:
        raise ValidationError({"score": "请选择满意、基本满意或者不满意。"})
    event = step(message, "rate", {"score": score}, by=PUBLIC, at=at)
    _voice(message, Voice.Kind.RATE, text, score=score, at=at)
    return event


@transaction.atomic
def call_back(
    message: Message, score: str, text: str = "", *, by: Actor, on: date | None = None, at: datetime | None = None
) -> Event:
    """What the person said when the office called back."""
    event = step(message, "call_back", {"score": score}, by=by, on=on, at=at)
    _voice(message, Voice.Kind.CALL_BACK, text, score=score, at=at)
    return event


@transaction.atomic
def reopen(message: Message, reason: str, *, by: Actor = PUBLIC, at: datetime | None = None) -> Event:
    """Take the matter up once more, with the limit of today's rule."""
    told = _told(reason, "reason", "请写明答复还有什么没有解决。")
    day = timezone.localdate(at)
    facts = rule_of(message.organ, message.channel, message.kind, day).facts
    event = step(message, "reopen", facts, by=by, at=at)
    _voice(message, Voice.Kind.REOPEN, told, at=at)
    return event


@transaction.atomic
def amend_step(
    message: Message,
    number: int,
    *,
    by: Actor,
    changes: Mapping[str, Any] | None = None,
    reason: str,
    at: datetime | None = None,
) -> Event:
    """Amend or strike out what was recorded as a step; the columns follow. Raises ``NotAllowed``."""
    given = dict(changes or {})
    for name, listed in (
        ("way", "ways"),
        ("score", "scores"),
        ("kind", "kinds"),
        ("channel", "channels"),
        ("where", "destinations"),
    ):
        if name in given and given[name] not in titles(listed):
            raise ValidationError({name: "请从列出的选项里选择。"})
    refuse_personal_data(message, given, reason)
    event = casework.amend_step(message, number, by=by, changes=given or None, reason=reason, at=at)
    if message.into_id and message.state != "merged":
        message.into = None
        message.save(update_fields=["into"])
    return event


def own_words(message: Message) -> tuple[str, ...]:
    """What the person wrote and chose on the portal, which nobody else changes, wherever it was led from there."""
    first = message
    while first.came_from is not None:
        first = first.came_from
    written_there = steps_of(first).filter(move="submit").exists()
    return ("title", "content", "may_publish") if written_there else ()


@transaction.atomic
def edit(message: Message, changes: Mapping[str, Any], *, by: Actor, at: datetime | None = None) -> Message:
    """Change what was entered of a message. What is counted by a step is amended with the step."""
    fresh = Message.objects.select_for_update(of=("self",)).select_related("organ").get(pk=message.pk)
    if fresh.erased_at:
        raise ValidationError("这件留言里的个人信息已经删除，不能再改。")
    for name, value in changes.items():
        if name not in EDITABLE:
            raise ValidationError(f"“{name}”不能这样改。")
        if name in own_words(fresh) and value != getattr(fresh, name):
            raise ValidationError({name: "留言人在网上自己写的、自己选的，不能改。"})
        setattr(fresh, name, value.strip() if isinstance(value, str) else value)
    if fresh.category is not None and fresh.category.organ_id != fresh.organ_id:
        raise ValidationError({"category": "请选择本机关的类别。"})
    found = problems({name: getattr(fresh, name) for name in fresh.PERSONAL}, lenient=True)
    if found:
        raise ValidationError(found)
    fresh.phone_index = blind_index(fresh.phone)
    return save(fresh, "edit_message", by=by, organ=fresh.organ, at=at)


def read_personal_data(message: Message, *, by: Actor) -> None:
    """Note that somebody reads who wrote. Call it before the data is shown."""
    record(message, "read_personal_data", by=by, organ=message.organ)


@transaction.atomic
def erase(message: Message, *, by: Actor, at: datetime | None = None) -> Message:
    """Forget what was written and by whom, once the message rests; what is counted stays."""
    fresh = Message.objects.select_for_update(of=("self",)).select_related("organ").get(pk=message.pk)
    now = at or timezone.now()
    if not fresh.ended:
        raise ValidationError("这件留言还在办理，不能删除个人信息。")
    if fresh.erased_at:
        raise ValidationError("这件留言里的个人信息已经删除。")
    for name in fresh.PERSONAL:
        setattr(fresh, name, "")
    fresh.phone_index, fresh.erased_at = "", now
    fresh.save()
    fresh.replies.update(body="")
    fresh.contributions.update(text="")
    fresh.voices.update(text="")
    for paper in fresh.papers.filter(erased_at=None):
        paper.erase(now)
    record(fresh, "erase_message", by=by, organ=fresh.organ, at=now)
    return fresh


def digest_of(text: str) -> str:
    """What a step keeps of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def _written(message: Message, body: str, *, by: Actor, at: datetime | None) -> Reply:
    told = _told(body, "body", "请写明答复的内容。")
    last = message.replies.order_by("-number").values_list("number", flat=True).first()
    return Reply.objects.create(
        message=message,
        number=(last or 0) + 1,
        body=told,
        digest=digest_of(told),
        author=by.person,
        written_at=at or timezone.now(),
    )


def _told(text: str, field: str, missing: str) -> str:
    told = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not told:
        raise ValidationError({field: missing})
    if len(told) > 8000:
        raise ValidationError({field: f"最多8000个字，现在有{len(told)}个。长的材料请作为附件。"})
    return told


def _voice(message: Message, kind: str, text: str, *, score: str = "", at: datetime | None) -> None:
    told = text.replace("\x00", "").strip()[:2000]
    Voice.objects.create(message=message, kind=kind, score=score, text=told, at=at or timezone.now())


def _check_section(message: Message, section: Section) -> None:
    if section.organ_id != message.organ_id or section.closed_on is not None:
        raise ValidationError({"section": "请选择本机关现有的科室。"})


def _ruled(message: Message) -> dict[str, Any]:
    """What the rule said when the message came, or was taken up again."""
    events = history_of(message).effective
    return next((dict(each.facts) for each in reversed(events) if "limit" in each.facts), {})


def _unit_of(message: Message) -> str:
    limit = _ruled(message).get("limit")
    return str(limit["unit"]) if limit else str(Unit.WORKDAYS)


def _window(message: Message) -> dict[str, Any]:
    window = _ruled(message).get("window")
    if window:
        return dict(window)
    return plain(rule_of(message.organ, message.channel, message.kind, timezone.localdate()).window)
