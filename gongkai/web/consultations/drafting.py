"""Writing a consultation or survey: its texts, its files, its questions. Only a draft is changed; what is open is taken back first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gongkai.engagement.consultations.kinds import kinds
from gongkai.engagement.consultations.numbers import number_of
from gongkai.engagement.consultations.questions import MOST_QUESTIONS
from gongkai.web.casework import services as casework
from gongkai.web.consultations.models import Consultation, ConsultationFile, Question
from gongkai.web.files.services import keep
from gongkai.web.log.actors import Actor
from gongkai.web.log.cleaning import full_clean
from gongkai.web.log.services import save
from gongkai.web.organs.models import Organ, Section

EDITABLE = (
    "title", "draft", "explanation", "ways", "wanted_closes_on", "wanted_held_on", "hearing_place", "wanted_reason", "asks_name",
    "asks_contact", "about_year", "per_address", "document",
)  # fmt: skip
ASKED = ("form", "text", "help", "options", "required", "other", "steps", "low", "high")
MOST_FILES = 20


@transaction.atomic
def start(
    organ: Organ,
    kind: str,
    title: str,
    *,
    by: Actor,
    section: Section | None = None,
    at: datetime | None = None,
    **fields: Any,
) -> Consultation:
    """Begin one. Raises ``ValidationError``."""
    if kind not in kinds():
        raise ValidationError({"kind": "请选择种类。"})
    if not organ.exists_now:
        raise ValidationError("这个机关已经撤销，不能再发起征集。")
    Organ.objects.select_for_update().get(pk=organ.pk)
    year = timezone.localdate(at).year
    last = Consultation.objects.filter(organ=organ, year=year).aggregate(last=Max("serial"))["last"] or 0
    made = Consultation(
        organ=organ,
        section=section,
        kind=kind,
        title=title,
        year=year,
        serial=last + 1,
        number=number_of(organ.code, year, last + 1),
        **_known(fields),
    )
    full_clean(made)
    casework.act(made, "start", by=by, facts={"kind": kind}, at=at, note=made.number)
    return made


@transaction.atomic
def edit(
    consultation: Consultation, changes: Mapping[str, Any], *, by: Actor, at: datetime | None = None
) -> Consultation:
    """Change what was written. Raises ``ValidationError``."""
    found = drafted(consultation)
    for name, value in _known(changes).items():
        setattr(found, name, value)
    return save(found, "edit_consultation", by=by, organ=found.organ, at=at)


@transaction.atomic
def attach(
    consultation: Consultation,
    name: str,
    data: bytes | BinaryIO,
    *,
    by: Actor,
    title: str = "",
    at: datetime | None = None,
) -> ConsultationFile:
    """Add a file that everybody may take away once it is open. Raises ``ValidationError``."""
    found = drafted(consultation)
    if found.files.filter(removed_at=None).count() >= MOST_FILES:
        raise ValidationError(f"附件最多{MOST_FILES}个，请合并。")
    kept = keep(found.organ, by=by, name=name, data=data, at=at)
    made = ConsultationFile(consultation=found, file=kept, title=" ".join(title.split()) or kept.name[:120])
    return save(made, "attach_consultation_file", by=by, organ=found.organ, at=at)


@transaction.atomic
def remove_file(file: ConsultationFile, *, by: Actor, at: datetime | None = None) -> None:
    """Take a file away from a draft."""
    found = drafted(file.consultation)
    fresh = ConsultationFile.objects.select_for_update().get(pk=file.pk, removed_at=None)
    fresh.removed_at = at or timezone.now()
    save(fresh, "remove_consultation_file", by=by, organ=found.organ, at=at)


@transaction.atomic
def add_question(consultation: Consultation, *, by: Actor, at: datetime | None = None, **fields: Any) -> Question:
    """Add a question at the end. Raises ``ValidationError``."""
    found = drafted(consultation)
    if not found.is_survey:
        raise ValidationError("征求意见没有题目；要问卷的，请发起调查。")
    known = standing(found)
    if len(known) >= MOST_QUESTIONS:
        raise ValidationError(f"一份问卷最多{MOST_QUESTIONS}题。")
    made = Question(
        consultation=found, place=len(known) + 1, **{name: fields[name] for name in ASKED if name in fields}
    )
    return save(made, "add_survey_question", by=by, organ=found.organ, at=at)


@transaction.atomic
def edit_question(question: Question, *, by: Actor, at: datetime | None = None, **fields: Any) -> Question:
    """Change a question of a draft. Raises ``ValidationError``."""
    found = drafted(question.consultation)
    fresh = _question(question)
    for name in ASKED:
        if name in fields:
            setattr(fresh, name, fields[name])
    return save(fresh, "edit_survey_question", by=by, organ=found.organ, at=at)


@transaction.atomic
def move_question(question: Question, *, up: bool, by: Actor, at: datetime | None = None) -> None:
    """Change places with the one before or after it."""
    found = drafted(question.consultation)
    known = standing(found)
    place = [each.pk for each in known].index(_question(question).pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(known):
        return
    known[place], known[other] = known[other], known[place]
    _numbered(known, by, found, at)


@transaction.atomic
def remove_question(question: Question, *, by: Actor, at: datetime | None = None) -> None:
    """Leave a question out; it stays on record."""
    found = drafted(question.consultation)
    fresh = _question(question)
    fresh.removed_at = at or timezone.now()
    save(fresh, "remove_survey_question", by=by, organ=found.organ, at=at)
    _numbered(standing(found), by, found, at)


def standing(consultation: Consultation) -> list[Question]:
    """The questions that are asked, in their order."""
    return list(consultation.questions.filter(removed_at=None).order_by("place", "id"))


def drafted(consultation: Consultation) -> Consultation:
    """The consultation, locked, while it is a draft. Raises ``ValidationError`` for any other."""
    rows = Consultation.objects.select_for_update(of=("self",)).select_related("organ", "section", "document")
    found = rows.get(pk=consultation.pk)
    if found.state != "drafting":
        raise ValidationError(f"{found.title}目前“{found.state_title}”，退回起草以后才能改。")
    return found


def _numbered(known: list[Question], by: Actor, consultation: Consultation, at: datetime | None) -> None:
    for place, each in enumerate(known, start=1):
        if each.place != place:
            each.place = place
            save(each, "move_survey_question", by=by, organ=consultation.organ, at=at)


def _question(question: Question) -> Question:
    fresh = Question.objects.select_for_update().filter(pk=question.pk, removed_at=None).first()
    if fresh is None:
        raise ValidationError("这一题已经移除。")
    return fresh


def _known(fields: Mapping[str, Any]) -> dict[str, Any]:
    strange = set(fields) - set(EDITABLE)
    if strange:
        raise ValidationError(f"不能这样改：{'、'.join(sorted(strange))}。")
    return dict(fields)
