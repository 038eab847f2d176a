"""Objections of an object and their answers; vetoes that a person finds; what the public thinks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.assessment.yearly.tables import plain
from gongkai.casework.events import told
from gongkai.web.accounts.models import Person
from gongkai.web.assessment.models import Appraisal, Objection, Round, Score, Subject, VetoFound
from gongkai.web.assessment.queries import appraisal_questions
from gongkai.web.assessment.services.locking import (
    belongs,
    check_reviewer,
    locked_round,
    locked_subject,
    person_of,
    reason_of,
)
from gongkai.web.assessment.services.outcome import summed_up
from gongkai.web.consultations.models import Question
from gongkai.web.consultations.results import results_of
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import save

State = Subject.State


@transaction.atomic
def object_to(subject: Subject, *, by: Actor, text: str, indicator: str = "") -> Objection:
    """Object to the points of an indicator, or with none named to the result, by the last day for it. Raises ``ValidationError``."""
    person, row = person_of(by), locked_subject(subject, State.TOLD, State.OBJECTED)
    _of_the_object(person, row)
    if row.confirmed_at is not None:
        raise ValidationError("结果已经确认没有异议，不能再提出。")
    due = row.round.objection_due_on
    if due < timezone.localdate():
        raise ValidationError(f"提出异议的截止日是{told(due)}，已经过了。")
    if indicator and indicator not in row.round.scheme.by_key:
        raise ValidationError({"indicator": "评分表里没有这个指标，请另选。"})
    score = row.scores.filter(indicator=indicator).first() if indicator else None
    made = Objection(
        subject=row,
        indicator=indicator,
        text=reason_of(text, "请写明对什么有异议、理由是什么。", "text"),
        made_by=person,
        made_at=timezone.now(),
        before=score.points if score else None,
    )
    save(made, "object_to_score", by=by, organ=row.organ)
    row.state = State.OBJECTED
    save(row, "object_to_score", by=by, organ=row.organ)
    return made


@transaction.atomic
def confirm_result(subject: Subject, *, by: Actor) -> Subject:
    """Say for the object that there is no objection; once all do, nobody waits for the last day. Raises ``ValidationError``."""
    person, row = person_of(by), locked_subject(subject, State.TOLD)
    _of_the_object(person, row)
    if row.confirmed_at is not None:
        raise ValidationError("结果已经确认过了。")
    row.confirmed_by, row.confirmed_at = person, timezone.now()
    return save(row, "confirm_result", by=by, organ=row.organ)


def _of_the_object(person: Person, row: Subject) -> None:
    """Refuse the assessing organ's own office, which would speak for a section that it assesses."""
    if row.section_id is not None and not belongs(person, row):
        raise ValidationError(f"这一步由{row.title}的人办理。")


@transaction.atomic
def answer_objection(
    objection: Objection, *, by: Actor, upheld: bool, answer: str, points: Decimal | None = None
) -> Objection:
    """Answer; one that is upheld changes the points of its indicator. Raises ``ValidationError``."""
    person, row = person_of(by), locked_subject(objection.subject, State.OBJECTED)
    found = Objection.objects.select_for_update().get(pk=objection.pk)
    if found.answered_at is not None:
        raise ValidationError("这条异议已经答复过了。")
    if found.made_by_id == person.pk:
        raise ValidationError("异议是您提出的，请由别人答复。")
    check_reviewer(person, row)
    found.answer = reason_of(answer, "请写明答复和理由。", "answer")
    if upheld and found.indicator:
        _rescore(row, found, points)
    elif points is not None:
        raise ValidationError({"points": "不采纳异议的，或者不是对某一项的异议，不填写新的评分。"})
    found.upheld, found.answered_by, found.answered_at = upheld, person, timezone.now()
    save(found, "answer_objection", by=by, organ=row.organ)
    if not row.objections.filter(answered_at=None).exists():
        row.state = State.TOLD
        save(row, "answer_objection", by=by, organ=row.organ)
    summed_up(locked_round(row.round, Round.State.TOLD), by)
    return found


def _rescore(row: Subject, found: Objection, points: Decimal | None) -> None:
    score = Score.objects.select_for_update().get(subject=row, indicator=found.indicator)
    if points is None or not 0 <= points <= score.full:
        raise ValidationError({"points": f"采纳异议的，请写新的评分，在0到{plain(score.full)}分之间。"})
    if points == score.points:
        raise ValidationError({"points": "新的评分和原来一样。不改评分的，请选不采纳，并写明理由。"})
    found.before, found.after = score.points, points
    score.points, score.absent, score.reason = points, False, f"采纳异议：{found.answer}"[:500]
    score.save(update_fields=["points", "absent", "reason"])


@transaction.atomic
def find_veto(subject: Subject, *, by: Actor, title: str, reason: str) -> VetoFound:
    """Say that a veto of the table applies, and on what facts. Raises ``ValidationError``."""
    person, row = person_of(by), locked_subject(subject, State.HANDED_IN, State.REVIEWED, State.OBJECTED)
    check_reviewer(person, row)
    if title not in {each.title for each in row.round.scheme.vetoes}:
        raise ValidationError({"title": "评分表里没有这个否决事项，请另选。"})
    if row.state == State.OBJECTED:
        raise ValidationError("结果已经告知，不能再加否决事项。要加的，由领导小组退回重新评分。")
    made = VetoFound(
        subject=row,
        title=title,
        reason=reason_of(reason, "请写明事实和依据，例如什么时候、哪一条信息、怎样认定的。"),
        found_by=person,
        found_at=timezone.now(),
    )
    return save(made, "find_veto", by=by, organ=row.organ)


@transaction.atomic
def lift_veto(veto: VetoFound, *, by: Actor, reason: str) -> VetoFound:
    """Take back a veto; the record stays. One that follows from the records goes when they change. Raises ``ValidationError``."""
    person, row = person_of(by), locked_subject(veto.subject, State.HANDED_IN, State.REVIEWED, State.OBJECTED)
    check_reviewer(person, row)
    found = VetoFound.objects.select_for_update().get(pk=veto.pk)
    if found.lifted_at is not None:
        raise ValidationError("这个否决事项已经撤销了。")
    found.lifted_why = reason_of(reason, "请写明为什么撤销。")
    found.lifted_at = timezone.now()
    save(found, "lift_veto", by=by, organ=row.organ)
    if row.state == State.OBJECTED:
        summed_up(locked_round(row.round, Round.State.TOLD), by)
    return found


@transaction.atomic
def enter_appraisal(
    subject: Subject, *, by: Actor, method: str, since: date, until: date, sample: int, satisfied: int, evidence: str
) -> Appraisal:
    """Note what the public thinks of an object; the indicator follows when it is counted next. Raises ``ValidationError``."""
    person, row = person_of(by), locked_round(subject.round, Round.State.SELF, Round.State.REVIEW)
    made = Appraisal(
        round=row,
        subject=locked_subject(subject, State.SELF, State.HANDED_IN),
        method=method,
        since=since,
        until=until,
        sample=sample,
        satisfied=satisfied,
        evidence=evidence,
        entered_by=person,
        entered_at=timezone.now(),
    )
    return save(made, "enter_appraisal", by=by, organ=row.organ)


@transaction.atomic
def appraise_by_survey(subject: Subject, *, by: Actor, question: Question) -> Appraisal:
    """Take in what a scale of a public appraisal on the portal came to, once its outcome is published. Raises ``ValidationError``.

    Satisfied are the marks in the upper two fifths of the scale, as the survey's own page counts them.
    """
    person, row = person_of(by), locked_round(subject.round, Round.State.SELF, Round.State.REVIEW)
    asked = appraisal_questions(row).filter(pk=question.pk).select_related("consultation").first()
    if asked is None:
        raise ValidationError(
            {"question": "只能计入已经公布结果的社会评议问卷的评分题，由考核机关或者考核对象组织、评议的是这一年度。"}
        )
    survey, today = asked.consultation, timezone.localdate()
    outcome = next(each for each in results_of(survey).outcomes if each.question.pk == asked.pk)
    if not outcome.answered:
        raise ValidationError({"question": "这道题没有人回答，不能计入。"})
    made = Appraisal(
        round=row,
        subject=locked_subject(subject, State.SELF, State.HANDED_IN),
        method=f"网上问卷“{survey.title}”第{asked.place}题"[:200],
        since=survey.opened_on or today,
        until=survey.closes_on or today,
        sample=outcome.answered,
        satisfied=sum(each.count for each in outcome.options if each.number * 5 > asked.steps * 3),
        evidence=survey.public_url,
        question=asked,
        entered_by=person,
        entered_at=timezone.now(),
    )
    return save(made, "enter_appraisal", by=by, organ=row.organ)


@transaction.atomic
def strike_appraisal(appraisal: Appraisal, *, by: Actor, reason: str) -> Appraisal:
    """Take back what was entered wrongly; the record stays. Raises ``ValidationError``."""
    row = locked_round(appraisal.round, Round.State.SELF, Round.State.REVIEW)
    locked_subject(appraisal.subject, State.SELF, State.HANDED_IN)
    found = Appraisal.objects.select_for_update().get(pk=appraisal.pk)
    if found.struck_at is not None:
        raise ValidationError("这次登记已经撤销了。")
    found.struck_why = reason_of(reason, "请写明为什么撤销。")
    found.struck_at = timezone.now()
    return save(found, "strike_appraisal", by=by, organ=row.organ)
