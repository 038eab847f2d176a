"""Rectifications: ordered out of a complaint, a check, a lost dispute or an assessment, reported, accepted or returned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gongkai.assessment.accountability.choices import listed
from gongkai.assessment.accountability.numbers import rectification_number
from gongkai.assessment.accountability.rectification_moves import ABOVE
from gongkai.casework.events import told
from gongkai.organs.roles import Role
from gongkai.web.accountability.models import Complaint, Liability, Rectification
from gongkai.web.accountability.moving import READ_BY_OTHERS
from gongkai.web.accountability.telling import refuse_personal_data
from gongkai.web.casework import services as casework
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import record, save
from gongkai.web.organs.authority import places_of
from gongkai.web.organs.models import Organ

if TYPE_CHECKING:
    from gongkai.web.log.models import Event

OF_THE_ORDERER = ("accept", "return", "remind", "revoke")


@transaction.atomic
def order(
    orderer: Organ,
    organ: Organ,
    *,
    by: Actor,
    measure: str,
    source: str,
    title: str,
    problem: str,
    requirements: str,
    due_on: date,
    source_note: str = "",
    source_url: str = "",
    complaint: Complaint | None = None,
    at: datetime | None = None,
) -> Rectification:
    """Make an organ below set something right by a day. Raises ``NotAllowed``, ``ValidationError``."""
    day = timezone.localdate(at)
    if not organ.is_below(orderer):
        raise ValidationError({"organ": f"{organ.name}不是{orderer.name}的下级，不能要求它整改。"})
    if not organ.exists_now:
        raise ValidationError({"organ": "这个机关已经撤销，请选择承接其职能的机关。"})
    if due_on <= day:
        raise ValidationError({"due_on": "整改期限要晚于下达的日期，请核对。"})
    known = listed("measures").get(measure)
    if known is not None and known.flag and organ.parent_id != orderer.pk:
        raise ValidationError({"measure": f"“{known.title}”由上一级行政机关作出（{known.basis}），请选择别的方式。"})
    if complaint is not None:
        refuse_personal_data(
            complaint,
            {"title": title, "problem": problem, "requirements": requirements, "source_note": source_note},
            READ_BY_OTHERS,
        )
        if (complaint.organ_id, complaint.about_id) != (orderer.pk, organ.pk):
            raise ValidationError({"organ": "要由处理投诉的机关向被投诉的机关提出。"})
    Organ.objects.select_for_update().get(pk=orderer.pk)
    last = Rectification.objects.filter(orderer=orderer, year=day.year).aggregate(last=Max("serial"))["last"]
    serial = (last or 0) + 1
    made = Rectification(
        organ=organ,
        orderer=orderer,
        number=rectification_number(orderer.code, day.year, serial),
        year=day.year,
        serial=serial,
        complaint=complaint,
        source_note=source_note.strip(),
        source_url=source_url.strip(),
        title=title,
        problem=problem,
        requirements=requirements,
        means=measure,
        source=source,
    )
    made.full_clean(exclude=["organ", "orderer", "complaint"])
    facts = {"measure": measure, "source": source, "limit": due_on.isoformat()}
    casework.act(made, "order", by=by, facts=facts, at=at, note=made.title)
    if complaint is not None:
        casework.act(complaint, "order_rectification", by=by, facts={"order": made.number}, at=at)
    return made


@transaction.atomic
def make_move(
    rectification: Rectification,
    move: str,
    *,
    by: Actor,
    facts: Mapping[str, Any] | None = None,
    on: date | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Event:
    """Make a move of the table. Raises ``NotAllowed``, ``ValidationError``."""
    if move == "order":
        raise ValidationError("新的整改从“要求整改”办理。")
    _by_the_right_organ(rectification, move, by)
    given, day = dict(facts or {}), on or timezone.localdate(at)
    limit = given.get("limit")
    if isinstance(limit, str) and limit <= day.isoformat():
        raise ValidationError({"limit": "整改期限要晚于办理的日期，请核对。"})
    return casework.act(rectification, move, by=by, facts=given, on=on, at=at, note=note)


def amend_step(
    rectification: Rectification,
    number: int,
    *,
    by: Actor,
    changes: Mapping[str, Any] | None = None,
    reason: str,
    at: datetime | None = None,
) -> Event:
    """Amend what was recorded as a step. Raises ``NotAllowed``."""
    return casework.amend_step(rectification, number, by=by, changes=changes or None, reason=reason, at=at)


@transaction.atomic
def propose_liability(liability: Liability, *, by: Actor, at: datetime | None = None) -> Liability:
    """Propose to the competent body that somebody be held responsible (《条例》第四十七条第一款)."""
    if liability.proposed_on > timezone.localdate(at):
        raise ValidationError({"proposed_on": "提出的日期还没有到，请核对。"})
    if not liability.organ.is_below(liability.orderer):
        raise ValidationError({"organ": "责任人要是下级机关的；本机关的由上级机关提出。"})
    return save(liability, "propose_liability", by=by, organ=liability.orderer, at=at)


@transaction.atomic
def record_result(
    liability: Liability, result: str, result_on: date, note: str = "", *, by: Actor, at: datetime | None = None
) -> Liability:
    """What the competent body decided."""
    fresh = Liability.objects.select_for_update(of=("self",)).select_related("orderer").get(pk=liability.pk)
    if result_on > timezone.localdate(at):
        raise ValidationError({"result_on": f"{told(result_on)}还没有到，请核对。"})
    if not result:
        raise ValidationError({"result": "请选择结果。"})
    fresh.result, fresh.result_on, fresh.result_note = result, result_on, note.strip()
    return save(fresh, "record_liability", by=by, organ=fresh.orderer, at=at)


def read_person(liability: Liability, *, by: Actor) -> None:
    """Note that somebody reads who was held responsible."""
    record(liability, "read_liability", by=by, organ=liability.orderer)


def _by_the_right_organ(rectification: Rectification, move: str, by: Actor) -> None:
    """What the level above does is done by the very organ that ordered it, never by the organ itself."""
    if move not in OF_THE_ORDERER or by.person is None or not (by.roles & set(ABOVE)):
        return
    places = places_of(by.person)
    if not any(each.organ_id == rectification.orderer_id and each.role is Role.SUPERVISING_OFFICE for each in places):
        raise ValidationError(f"这一步由下达整改通知的{rectification.orderer.name}办理。")
