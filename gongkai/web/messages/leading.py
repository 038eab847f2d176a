"""Leading a message elsewhere, with the day on which it was received: another organ, an application, another message, petitions."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.applications.details import Details
from gongkai.web.applications.beginning import transfer_in
from gongkai.web.log.actors import SYSTEM, Actor
from gongkai.web.messages.beginning import Letter, register
from gongkai.web.messages.models import Message, Paper
from gongkai.web.messages.moving import step
from gongkai.web.messages.papers import add_paper
from gongkai.web.organs.models import Organ

if TYPE_CHECKING:
    from gongkai.web.applications.models import Application
    from gongkai.web.log.models import Event


@transaction.atomic
def transfer(
    message: Message,
    where: str,
    reason: str,
    *,
    by: Actor,
    organ: str = "",
    to: Organ | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Event:
    """Hand a message to who is competent; an organ of this site (``to``) gets it in its own queue with the day and the code kept."""
    if to is not None:
        where, organ = "organ", to.name
        if to.pk == message.organ_id:
            raise ValidationError({"to": "这件留言已经在本机关，请选择别的机关。"})
        if not to.exists_now:
            raise ValidationError({"to": "这个机关已经撤销，请选择承接其职能的机关。"})
    if where == "organ" and not organ.strip():
        raise ValidationError({"organ": "请写明转到哪个机关。"})
    given: dict[str, Any] = {"where": where, "reason": reason.strip()}
    if organ.strip():
        given["organ"] = " ".join(organ.split())
    event = step(message, "transfer", given, by=by, note=note, at=at)
    if to is not None and message.received_on is not None:
        letter = Letter(
            message.title,
            message.content,
            message.name,
            message.phone,
            message.email,
            message.kind,
            message.may_publish,
        )
        made = register(
            to,
            letter,
            message.channel,
            # 转来的一步由系统替接收机关登记：日期和查询码照原来的
            by=_of_the_office(by),
            received_on=message.received_on,
            origin=f"由{message.organ.name}的{message.number}转来",
            came_from=message,
            query_code=message.query_code,
            at=at,
        )
        for paper in message.papers.filter(erased_at=None):
            _hand_on(paper, made)
    return event


@transaction.atomic
def become_application(message: Message, details: Details, *, by: Actor, at: datetime | None = None) -> Application:
    """What was written is an application for information: begin it with its day; its receipt is settled with the applicant."""
    if message.received_on is None:
        raise ValidationError("这件留言没有收到的日期，请先更正登记。")
    application = transfer_in(
        message.organ, details, by=by, origin=f"由留言{message.number}转来", written_on=message.received_on, at=at
    )
    step(message, "become_application", {"application": application.number}, by=by, at=at)
    message.application = application
    message.save(update_fields=["application"])
    return application


@transaction.atomic
def merge(message: Message, into: Message, *, by: Actor, note: str = "", at: datetime | None = None) -> Event:
    """The same matter is dealt with in another message of the organ; who looks this one up is led there."""
    if into.pk == message.pk or into.organ_id != message.organ_id:
        raise ValidationError({"into": "请填写本机关另一件留言的编号。"})
    if into.state in ("merged", "invalid", "transferred", "moved"):
        raise ValidationError({"into": f"{into.number}{into.state_title}，请填写实际办理的那一件。"})
    event = step(message, "merge", {"into": into.number}, by=by, note=note, at=at)
    message.into = into
    message.save(update_fields=["into"])
    return event


def details_of(message: Message) -> Details:
    """What an application would begin with."""
    return Details(
        applicant_name=message.name,
        phone=message.phone,
        email=message.email,
        description=f"{message.title}\n{message.content}".strip(),
    )


def _of_the_office(by: Actor) -> Actor:
    return Actor(by.key, by.name, by.person, by.roles | {"foi_officer"})


def _hand_on(paper: Paper, made: Message) -> None:
    add_paper(made, role=paper.role, name=paper.name, data=paper.read(), by=SYSTEM)
