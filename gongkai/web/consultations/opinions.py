"""Opinions on a draft: given on the portal, entered by the office, sorted into groups that the report answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gongkai.applications.details import needless_personal_data
from gongkai.casework.events import told
from gongkai.web.consultations.models import Consultation, Opinion, OpinionGroup
from gongkai.web.consultations.models.opinions import LONGEST
from gongkai.web.consultations.moving import locked
from gongkai.web.log.actors import PUBLIC, Actor
from gongkai.web.log.services import record, save

SORTABLE = ("open", "result_review")


@transaction.atomic
def give(
    consultation: Consultation,
    content: str,
    *,
    name: str = "",
    contact: str = "",
    token: str = "",
    at: datetime | None = None,
) -> Opinion:
    """An opinion from the portal. The same ``token`` a second time gives the first one back. Raises ``ValidationError``."""
    found = locked(consultation)
    known = Opinion.objects.filter(token=token).first() if token else None
    if known is not None:
        return known
    today = timezone.localdate(at)
    _check_takes(found, today)
    given = {"content": _tidy(content), "name": " ".join(name.split()), "contact": " ".join(contact.split())}
    wrong = problems(found, given)
    if wrong:
        raise ValidationError(wrong)
    return _kept(found, given, Opinion.Source.ONLINE, today, "receive_opinion", by=PUBLIC, token=token, at=at)


@transaction.atomic
def enter(
    consultation: Consultation,
    content: str,
    *,
    source: str,
    received_on: date,
    by: Actor,
    name: str = "",
    contact: str = "",
    at: datetime | None = None,
) -> Opinion:
    """An opinion that came on paper, by telephone or in a meeting, on a day on which opinions were taken. Raises ``ValidationError``."""
    found = locked(consultation)
    if found.is_survey or found.state not in SORTABLE or found.opened_on is None or found.closes_on is None:
        raise ValidationError(f"“{found.title}”目前“{found.state_title}”，不能登记意见。")
    if source == Opinion.Source.ONLINE or source not in Opinion.Source.values:
        raise ValidationError({"source": "请选择怎样提出的；网上的由提意见的人自己提交。"})
    last = max(found.closes_on, found.held_on or found.closes_on)
    if not found.opened_on <= received_on <= last:
        raise ValidationError(
            {"received_on": f"收到的日期应在征集的时间里（{told(found.opened_on)}到{told(last)}），请核对。"}
        )
    if received_on > timezone.localdate(at):
        raise ValidationError({"received_on": "收到的日期还没有到，请核对。"})
    given = {"content": _tidy(content), "name": " ".join(name.split()), "contact": " ".join(contact.split())}
    wrong = problems(found, given, lenient=True)
    if wrong:
        raise ValidationError(wrong)
    return _kept(found, given, source, received_on, "enter_opinion", by=by, at=at)


@transaction.atomic
def make_group(
    consultation: Consultation, summary: str, verdict: str, *, by: Actor, answer: str = "", at: datetime | None = None
) -> OpinionGroup:
    """A group of opinions that say the same. Raises ``ValidationError``."""
    found = _sorting(consultation)
    if by.person is None:
        raise ValueError("意见要由人归并。")
    made = OpinionGroup(consultation=found, summary=summary, verdict=verdict, answer=answer, made_by=by.person)
    _refuse_persons(made)
    return save(made, "make_opinion_group", by=by, organ=found.organ, at=at)


@transaction.atomic
def edit_group(
    group: OpinionGroup, changes: Mapping[str, Any], *, by: Actor, at: datetime | None = None
) -> OpinionGroup:
    """Say the group's gist, verdict or reason otherwise, before the outcome is published."""
    found = _sorting(group.consultation)
    fresh = OpinionGroup.objects.select_for_update().get(pk=group.pk)
    for name in ("summary", "verdict", "answer"):
        if name in changes:
            setattr(fresh, name, changes[name])
    _refuse_persons(fresh)
    return save(fresh, "edit_opinion_group", by=by, organ=found.organ, at=at)


@transaction.atomic
def sort(
    consultation: Consultation, serials: Iterable[int], group: OpinionGroup, *, by: Actor, at: datetime | None = None
) -> int:
    """Put opinions into a group; how many were. Raises ``ValidationError``."""
    found = _sorting(consultation)
    if group.consultation_id != found.pk:
        raise ValidationError({"group": "请选择这次征集的要点。"})
    wanted = list(dict.fromkeys(serials))
    if not wanted:
        raise ValidationError("请先勾选要归入的意见。")
    number = found.opinions.filter(serial__in=wanted).update(group=group)
    if number != len(wanted):
        raise ValidationError("勾选的意见里有的不属于这次征集，请重新勾选。")
    facts = {"group": group.pk, "opinions": ",".join(str(each) for each in wanted)}
    record(group, "sort_opinions", by=by, organ=found.organ, facts=facts, at=at)
    return number


def read_personal_data(opinion: Opinion, *, by: Actor) -> None:
    """Note that somebody reads who gave an opinion. Call it before the data is shown."""
    record(opinion, "read_personal_data", by=by, organ=opinion.consultation.organ)


def problems(consultation: Consultation, given: Mapping[str, str], *, lenient: bool = False) -> dict[str, str]:
    """What is wrong with an opinion, by field; ``lenient`` for what the office enters."""
    found: dict[str, str] = {}
    content, asks = given["content"], Consultation.Asks
    if len(content) < 2:
        found["content"] = "请写意见的内容。"
    elif len(content) > LONGEST:
        found["content"] = f"意见最多{LONGEST}个字，现在有{len(content)}个。请删减，或者用其他方式提出。"
    for field, title, how in (
        ("name", "称呼", consultation.asks_name),
        ("contact", "联系方式", consultation.asks_contact),
    ):
        if how == asks.REQUIRED and not given[field] and not lenient:
            found[field] = f"请填写{title}。"
        elif len(given[field]) > 120:
            found[field] = f"{title}最多120个字。"
    return found


def _check_takes(found: Consultation, today: date) -> None:
    if found.is_survey:
        raise ValidationError("这是问卷，请回答问卷。")
    if found.state != "open" or found.closes_on is None or today > found.closes_on:
        until = f"，已于{told(found.closes_on)}截止" if found.closes_on and today > found.closes_on else ""
        raise ValidationError(f"这次征集现在不收意见{until}。可以通过互动交流留言。")


def _kept(
    found: Consultation,
    given: Mapping[str, str],
    source: str,
    on: date,
    move: str,
    *,
    by: Actor,
    token: str = "",
    at: Any,
) -> Opinion:
    last = found.opinions.aggregate(last=Max("serial"))["last"] or 0
    asks = {"name": found.asks_name, "contact": found.asks_contact}
    kept = {name: value for name, value in given.items() if by is not PUBLIC or asks.get(name) != Consultation.Asks.NO}
    made = Opinion(
        consultation=found,
        serial=last + 1,
        source=source,
        received_on=on,
        received_at=at or timezone.now(),
        entered_by=by.person,
        token=token or None,
        **kept,
    )
    made.save()
    # 记录里没有意见的内容，也没有是谁提的
    record(made, move, by=by, organ=found.organ, facts={"source": source}, note=str(made), at=at)
    return made


def _sorting(consultation: Consultation) -> Consultation:
    found = locked(consultation)
    if found.is_survey or found.state not in SORTABLE:
        raise ValidationError(f"“{found.title}”目前“{found.state_title}”，不能再归并意见。")
    return found


def _refuse_persons(group: OpinionGroup) -> None:
    for field in ("summary", "answer"):
        if found := needless_personal_data(getattr(group, field)):
            raise ValidationError({field: f"这里有{'、'.join(found)}，公布结果时会公开，请删去。"})


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\x00", "").strip()
