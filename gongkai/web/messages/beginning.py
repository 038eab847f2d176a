"""How a message begins: written on the portal, or registered by the office for every other channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gongkai.applications.numbers import new_query_code
from gongkai.engagement.messages.channels import channels, titles
from gongkai.engagement.messages.numbers import number_of
from gongkai.web.casework import services as casework
from gongkai.web.log.actors import PUBLIC, Actor
from gongkai.web.messages.models import Category, Message, Paper
from gongkai.web.messages.papers import add_paper
from gongkai.web.messages.settings import rule_of
from gongkai.web.messages.telling import problems, refuse_personal_data
from gongkai.web.organs.models import Organ
from gongkai.web.privacy.cipher import blind_index

Arriving = tuple[str, bytes | BinaryIO]
"""A file that came with a message: its name and bytes."""
FILES = 5
"""How many files may come with a message written on the portal."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What somebody wrote."""

    title: str = ""
    content: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    kind: str = "consultation"
    may_publish: bool = False

    def tidy(self) -> Letter:
        """Without spaces around; the content keeps its lines."""
        content = self.content.replace("\r\n", "\n").replace("\x00", "").strip()
        return replace(
            self,
            title=" ".join(self.title.split()),
            content=content,
            name=" ".join(self.name.split()),
            phone=" ".join(self.phone.split()),
            email=self.email.strip(),
        )

    @property
    def texts(self) -> dict[str, str]:
        """The texts by field."""
        return {name: getattr(self, name) for name in ("title", "content", "name", "phone", "email")}


@transaction.atomic
def submit(
    organ: Organ,
    letter: Letter,
    channel: str = "website",
    *,
    token: str = "",
    files: Sequence[Arriving] = (),
    at: datetime | None = None,
) -> Message:
    """A message from the portal. The same ``token`` a second time gives the first message back. Raises ``ValidationError``."""
    found = channels().get(channel)
    if found is None or not found.form:
        raise ValidationError("请选择写给哪里。")
    # 先锁机关这一行再查凭据：同时到的两次提交也只有一件
    Organ.objects.select_for_update().get(pk=organ.pk)
    known = Message.objects.filter(submission_token=token).first() if token else None
    if known is not None:
        return known
    if len(files) > FILES:
        raise ValidationError({"papers": f"附件最多{FILES}个，请合并或者删减。"})
    day = timezone.localdate(at)
    made = begin(organ, letter, channel, "submit", by=PUBLIC, received_on=day, token=token, at=at, lenient=False)
    for name, data in files:
        try:
            add_paper(made, role=Paper.Role.SENT, name=name, data=data, by=PUBLIC, at=at)
        except ValidationError as refusal:
            raise ValidationError({"papers": refusal.messages}) from refusal
    return made


@transaction.atomic
def register(
    organ: Organ,
    letter: Letter,
    channel: str,
    *,
    by: Actor,
    received_on: date,
    source_number: str = "",
    category: Category | None = None,
    origin: str = "",
    came_from: Message | None = None,
    query_code: str = "",
    token: str = "",
    at: datetime | None = None,
) -> Message:
    """A message that came by another channel on that day. Raises ``NotAllowed``, ``ValidationError`` in words."""
    found = channels().get(channel)
    if found is None:
        raise ValidationError({"channel": "请选择来件渠道。"})
    if category is not None and category.organ_id != organ.pk:
        raise ValidationError({"category": "请选择本机关的类别。"})
    Organ.objects.select_for_update().get(pk=organ.pk)
    known = Message.objects.filter(submission_token=token).first() if token else None
    if known is not None:
        return known
    same = " ".join(source_number.split())
    known = Message.objects.filter(organ=organ, channel=channel, source_number=same).first() if same else None
    if known is not None:
        raise ValidationError({"source_number": f"这个来件编号已经登记过，就是{known.number}。"})
    return begin(
        organ,
        letter,
        channel,
        beginning_of(channel),
        by=by,
        received_on=received_on,
        at=at,
        lenient=True,
        token=token,
        origin=origin,
        more={
            "source_number": same,
            "category": category,
            "came_from": came_from,
            **({"query_code": query_code} if query_code else {}),
        },
    )


def beginning_of(channel: str) -> str:
    """The move by which a message of that channel is registered."""
    return "register_petition" if channels()[channel].petition else "register"


def begin(
    organ: Organ,
    letter: Letter,
    channel: str,
    move: str,
    *,
    by: Actor,
    received_on: date,
    lenient: bool,
    token: str = "",
    origin: str = "",
    more: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> Message:
    """The message with its first step; the organ's row is locked by the caller."""
    now, tidy = at or timezone.now(), letter.tidy()
    if not organ.exists_now:
        raise ValidationError("这个机关已经撤销，请写给承接其职能的机关。")
    found = problems(tidy.texts, lenient=lenient)
    if tidy.kind not in titles("kinds"):
        found["kind"] = "请选择种类。"
    if received_on > timezone.localdate(now):
        found["received_on"] = "收到的日期还没有到，请核对。"
    if found:
        raise ValidationError(found)
    serial = next_serial(organ, received_on.year)
    message = built(organ, tidy, channel, received_on.year, serial, token=token, **(more or {}))
    message.full_clean(exclude=["organ", "category", "came_from"])
    given = {"origin": " ".join(origin.split())} if origin.strip() else {}
    refuse_personal_data(message, given)
    casework.act(message, move, by=by, facts=facts_of(message, received_on) | given, at=now, note=message.number)
    return message


def next_serial(organ: Organ, year: int) -> int:
    """The next serial of a year; the organ's row must be locked."""
    last = Message.objects.filter(organ=organ, year=year).aggregate(last=Max("serial"))["last"]
    return (last or 0) + 1


def built(
    organ: Organ, letter: Letter, channel: str, year: int, serial: int, *, token: str = "", **more: Any
) -> Message:
    """The record, not saved."""
    given = {"query_code": new_query_code(), **more}
    return Message(
        organ=organ,
        number=number_of(organ.code, year, serial),
        year=year,
        serial=serial,
        submission_token=token or None,
        channel=channel,
        kind=letter.kind,
        may_publish=letter.may_publish,
        phone_index=blind_index(letter.phone),
        **letter.texts,
        **given,
    )


def facts_of(message: Message, received_on: date, entered: Any = None) -> dict[str, Any]:
    """What the first step records: channel, kind, the day, and the limit that holds for it."""
    rule = rule_of(message.organ, message.channel, message.kind, received_on, entered=entered)
    return {"channel": message.channel, "kind": message.kind, "received_on": received_on.isoformat(), **rule.facts}
