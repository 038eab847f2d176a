"""The work on one case of a batch: done for good when the batch runs, done and undone for the dry run, so that the two cannot differ."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gongkai.applications.bulk import Work
from gongkai.casework import NotAllowed
from gongkai.casework.events import told
from gongkai.web.accounts.models import Person
from gongkai.web.applications import services
from gongkai.web.applications.letters import compose
from gongkai.web.applications.models import Application, Letter
from gongkai.web.applications.telling import refuse_personal_data
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import events_of
from gongkai.web.organs.authority import Denied
from gongkai.web.organs.models import Appointment, Organ, Section

REFUSALS = (NotAllowed, ValidationError, Denied)


@dataclass(frozen=True, slots=True)
class Effect:
    """What the work did to a case, in words, and where it is recorded. ``was_…``: the assignee before."""

    sentence: str
    event: int
    step: int | None = None
    letter: Letter | None = None
    was_section: Section | None = None
    was_officer: Person | None = None


class _Undone(Exception):
    def __init__(self, effect: Effect) -> None:
        self.effect = effect


def work_on(
    application: Application,
    work: Work,
    facts: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
    note: str = "",
    trying: bool = False,
) -> Effect:
    """Do the work on one case. Raises ``NotAllowed`` or ``ValidationError``, in the words of the single page.

    ``trying``: the number of a letter is told by its shape, for what it will be is not known before.
    """
    if work.move is not None:
        return _take_step(application, work, facts, by, at, note, trying)
    if work.letter is not None:
        return _make_letter(application, work, facts, by, at, trying)
    return _assign(application, facts, by, at)


def try_out(application: Application, work: Work, facts: Mapping[str, Any], *, by: Actor, at: datetime) -> Effect:
    """What the work would do; nothing is kept. Raises what ``work_on`` would raise."""
    try:
        with transaction.atomic():
            raise _Undone(work_on(application, work, facts, by=by, at=at, trying=True))
    except _Undone as undone:
        return undone.effect


def in_words(problem: Exception) -> str:
    """A refusal as one text."""
    if isinstance(problem, ValidationError):
        return "".join(dict.fromkeys(problem.messages))
    return str(problem)


def assignee(organ: Organ, facts: Mapping[str, Any]) -> tuple[Section | None, Person | None]:
    """To whom cases are given. Raises ``ValidationError`` when that is nobody, or nobody who is there today."""
    section = Section.objects.filter(pk=facts.get("section") or 0, organ=organ).first()
    officer = Person.objects.filter(pk=facts.get("officer") or 0).first()
    check_assignee(organ, section, officer)
    if section is None and officer is None:
        raise ValidationError({"section": "请选择承办科室或者承办人。"})
    return section, officer


def check_assignee(organ: Organ, section: Section | None, officer: Person | None) -> None:
    """Refuse a section that was closed, and a person who is not here any more."""
    today = timezone.localdate()
    if section is not None and section.closed_on:
        raise ValidationError({"section": f"科室“{section.name}”已经撤销，请另选。"})
    held = Appointment.objects.filter(Q(until=None) | Q(until__gte=today), since__lte=today, organ=organ)
    if officer is not None and not (officer.active and held.filter(person=officer).exists()):
        raise ValidationError({"officer": f"{officer.name}已经不在本机关任职，请另选。"})


def assignee_words(section: Section | None, officer: Person | None) -> str:
    """Who works on a case, in words."""
    named = " ".join(each.name for each in (section, officer) if each is not None)
    return f"“{named}”" if named else "（没有交办）"


def _assign(application: Application, facts: Mapping[str, Any], by: Actor, at: datetime) -> Effect:
    section, officer = assignee(application.organ, facts)
    was = application.section, application.officer
    if application.ended:
        raise ValidationError(f"这件申请目前“{application.state_title}”，已经办结，不用再交办。")
    if (section, officer) == was:
        raise ValidationError(f"这件已经由{assignee_words(*was)}承办，不用再交办。")
    fresh = services.assign(application, by=by, section=section, officer=officer, at=at)
    before = f"由{assignee_words(*was)}改交" if any(was) else "交给"
    return Effect(f"{before}{assignee_words(section, officer)}承办。", _last(fresh), None, None, *was)


def _take_step(
    application: Application, work: Work, facts: Mapping[str, Any], by: Actor, at: datetime, note: str, trying: bool
) -> Effect:
    assert work.move is not None
    state, due = application.state_title, application.due_on
    event = services.make_move(application, work.move.name, by=by, facts=facts, at=at, note=note)
    letter = application.letters.filter(step=event.case_number).order_by("-pk").first()
    said = []
    if application.due_on != due:
        said.append(f"最后一日由{_day(due)}改为{_day(application.due_on, application.due_provisional)}")
    if application.state_title != state:
        said.append(f"由“{state}”转为“{application.state_title}”")
    if letter is not None:
        said.append(f"开出{_letter_words(letter, trying)}")
    return Effect("，".join(said or [f"办理“{work.title}”"]) + "。", event.pk, event.case_number, letter)


def _make_letter(
    application: Application, work: Work, facts: Mapping[str, Any], by: Actor, at: datetime, trying: bool
) -> Effect:
    assert work.letter is not None
    refuse_personal_data(application, facts, "")
    before = application.letters.filter(kind=work.letter.key).order_by("-pk").first()
    letter = compose(application, work.letter, asked=facts, by=by, at=at)
    again = f"这种文书{told(before.dated)}开出过一份，这是又一份。" if before else ""
    return Effect(f"开出{_letter_words(letter, trying)}。{again}", _last(application), None, letter)


def _letter_words(letter: Letter, trying: bool) -> str:
    number = letter.number
    if trying and number:
        number = f"{shape_of(number)}，执行时取号"
    return f"《{letter.title}》" + (f"（{number}）" if number else "")


def shape_of(number: str) -> str:
    """A number of a letter before it is taken.

    >>> shape_of("青农公告〔2026〕12号")
    '青农公告〔2026〕×号'
    """
    return re.sub(r"[0-9]+号$", "×号", number)


def _day(day: date | None, provisional: bool = False) -> str:
    return "没有" if day is None else f"{told(day)}{'（暂计）' if provisional else ''}"


def _last(application: Application) -> int:
    found = events_of(application).order_by("-id").values_list("pk", flat=True).first()
    return found or 0
