"""Results: summed up and told, sent for approval, approved and announced by people who did not review."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.assessment.yearly.results import Entry, Results, composed, results_of
from gongkai.casework.events import told
from gongkai.web.assessment.models import Objection, Round, Score, Subject, VetoFound
from gongkai.web.assessment.services.locking import locked_round, person_of, reason_of, reviewers
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import save
from gongkai.web.organs.models import Organ

State = Round.State


def entries(found: Round) -> list[Entry]:
    """What there is of each object to be summed up; three questions."""
    points: dict[int, dict[str, object]] = {}
    rows = Score.objects.filter(subject__round=found).values_list("subject", "indicator", "points")
    for subject, indicator, got in rows:
        points.setdefault(subject, {})[indicator] = got
    vetoes: dict[int, list[str]] = {}
    for subject, title in VetoFound.objects.filter(subject__round=found, lifted_at=None).values_list(
        "subject", "title"
    ):
        vetoes.setdefault(subject, []).append(title)
    subjects = Subject.objects.filter(round=found).select_related("target", "section")
    return [
        Entry(each.pk, each.title, points.get(each.pk, {}), tuple(vetoes.get(each.pk, ())))  # type: ignore[arg-type]  # 数据库给的就是小数或者空
        for each in subjects
    ]


def summed_up(row: Round, by: Actor, state: str = "") -> Results:
    """Sum up, rank and keep it on the round and its objects, which go over into ``state``. The round is locked."""
    results = results_of(row.year, row.scheme, entries(row))
    lines = {each.key: each for each in results.lines}
    for each in Subject.objects.filter(round=row).select_related("target", "section", "organ"):
        line, was = lines[each.pk], (each.total, each.grade, each.rank, each.state)
        each.total, each.grade, each.rank = line.total, line.grade, line.rank
        each.state = state or each.state
        if was != (each.total, each.grade, each.rank, each.state):
            save(each, "rank_subject", by=by, organ=row.organ)
    if row.text and row.text == composed(Results.from_json(row.content, row.scheme)):
        # 人没有改过的正文跟着结果走；改过的不动
        row.text = composed(results)
    row.content = results.as_json()
    row.save(update_fields=["content", "text"])
    return results


@transaction.atomic
def tell_results(found: Round, *, by: Actor) -> Round:
    """Tell each object its own result, and until when it can object. Raises ``ValidationError``."""
    row, now = locked_round(found, State.REVIEW), timezone.now()
    open_ones = (
        Subject.objects.filter(round=row).exclude(state=Subject.State.REVIEWED).select_related("target", "section")
    )
    names = [each.title for each in open_ones]
    if names:
        raise ValidationError(
            f"还有{len(names)}个对象没有评分完毕：{'、'.join(names[:8])}{'等' if len(names) > 8 else ''}。"
        )
    if row.objection_due_on < timezone.localdate(now):
        raise ValidationError(
            f"提出异议的截止日（{told(row.objection_due_on)}）已经过了，请先改时间安排，给各单位留出提出异议的时间。"
        )
    Subject.objects.filter(round=row).update(confirmed_by=None, confirmed_at=None)
    results = summed_up(row, by, Subject.State.TOLD)
    row.state, row.told_at, row.text = State.TOLD, now, composed(results)
    return save(row, "tell_results", by=by, organ=row.organ)


@transaction.atomic
def edit_results(found: Round, *, by: Actor, text: str) -> Round:
    """Change the text of the circular; the numbers stay as scored. Raises ``ValidationError``."""
    row = locked_round(found, State.TOLD, State.SUBMITTED)
    row.text = text.strip().replace("\r\n", "\n")
    if not row.text:
        raise ValidationError({"text": "请填写正文。"})
    return save(row, "edit_results", by=by, organ=row.organ)


@transaction.atomic
def submit_results(found: Round, *, by: Actor) -> Round:
    """Send the results for approval once the time for objections is over and all are answered. Raises ``ValidationError``."""
    person, row = person_of(by), locked_round(found, State.TOLD)
    if Objection.objects.filter(subject__round=row, answered_at=None).exists():
        raise ValidationError("还有异议没有答复，答复以后再送批。")
    waiting = Subject.objects.filter(round=row, confirmed_at=None).exists()
    if waiting and row.objection_due_on >= timezone.localdate():
        raise ValidationError(
            f"提出异议的截止日是{told(row.objection_due_on)}，过了这一天，或者各单位都确认了结果，再送批。"
        )
    summed_up(row, by)
    row.state, row.submitted_by, row.submitted_at, row.reason = State.SUBMITTED, person, timezone.now(), ""
    return save(row, "submit_results", by=by, organ=row.organ)


@transaction.atomic
def approve_results(found: Round, *, by: Actor) -> Round:
    """One of the leading group who neither scored nor sent it approves. Raises ``ValidationError``."""
    person, row = person_of(by), locked_round(found, State.SUBMITTED)
    if person.pk == row.submitted_by_id or person.pk in reviewers(row):
        raise ValidationError("考核结果由没有参加评分、送批的领导小组成员批准。")
    row.approved_by, row.approved_at, row.state = person, timezone.now(), State.APPROVED
    return save(row, "approve_results", by=by, organ=row.organ)


@transaction.atomic
def return_results(found: Round, *, by: Actor, reason: str) -> Round:
    """Not approved: back to the reviewers, with the reason. Raises ``ValidationError``."""
    row = locked_round(found, State.SUBMITTED)
    row.reason = reason_of(reason, "请写明退回的原因和要改什么。")
    row.state = State.REVIEW
    for each in Subject.objects.filter(round=row).select_related("target", "section", "organ"):
        each.state = Subject.State.REVIEWED
        save(each, "return_results", by=by, organ=row.organ)
    return save(row, "return_results", by=by, organ=row.organ)


@transaction.atomic
def announce_results(found: Round, *, by: Actor, number: str = "", on: date | None = None) -> Round:
    """Announce to all objects, by somebody who did not score, by the next number unless one is given. Raises ``ValidationError``."""
    Organ.objects.select_for_update().get(pk=found.organ_id)
    person, row, today = person_of(by), locked_round(found, State.APPROVED), timezone.localdate()
    if person.pk in reviewers(row):
        raise ValidationError("考核结果由没有参加评分的人公布。")
    day = on or today
    if day > today or (row.approved_at and day < timezone.localdate(row.approved_at)):
        raise ValidationError({"on": "公布日期要在批准以后，不晚于今天，请核对。"})
    row.number = number.strip() or next_number(row, day)
    if Round.objects.filter(organ=row.organ, number=row.number).exclude(pk=row.pk).exists():
        raise ValidationError({"number": f"文号“{row.number}”已经用过了，请另编。"})
    row.state, row.announced_by, row.announced_on = State.ANNOUNCED, person, day
    for each in Subject.objects.filter(round=row).select_related("target", "section", "organ"):
        each.state = Subject.State.ANNOUNCED
        save(each, "close_subject", by=by, organ=row.organ)
    return save(row, "announce_results", by=by, organ=row.organ)


def next_number(row: Round, day: date) -> str:
    """The next number of the year: the organ's word for it, 〔year〕, serial."""
    word = f"{row.organ.short_name}考核通报〔{day.year}〕"
    used = set(Round.objects.filter(organ=row.organ, number__startswith=word).values_list("number", flat=True))
    return next(made for serial in range(1, len(used) + 2) if (made := f"{word}{serial}号") not in used)


@transaction.atomic
def drop_round(found: Round, *, by: Actor, reason: str) -> Round:
    """End a round without a result; everything stays on record. Raises ``ValidationError``."""
    row = locked_round(found, State.SELF, State.REVIEW, State.TOLD, State.SUBMITTED, State.APPROVED)
    row.reason = reason_of(reason, "请写明为什么不再进行。")
    row.state = State.DROPPED
    for each in Subject.objects.filter(round=row).select_related("target", "section", "organ"):
        each.state = Subject.State.DROPPED
        save(each, "close_subject", by=by, organ=row.organ)
    return save(row, "drop_round", by=by, organ=row.organ)
