"""A round: opened with its objects and timetable, counted from the records, self-scoring closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.assessment.yearly.measures import MEASURES
from gongkai.assessment.yearly.scoring import points_of
from gongkai.casework.events import told
from gongkai.web.assessment.counting import Asked, Count, source_of
from gongkai.web.assessment.models import Round, Score, ScoreTable, Subject, VetoFound
from gongkai.web.assessment.services.locking import locked_round, person_of
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import record, save
from gongkai.web.organs.models import Organ, Section

State = Round.State
MOST_SUBJECTS = 300
TIMETABLE = ("cut_off_on", "self_due_on", "review_due_on", "objection_due_on")


@transaction.atomic
def open_round(table: ScoreTable, *, by: Actor, targets: Sequence[Organ | Section], **days: date) -> Round:
    """Open the assessment of a year with a table, which is frozen thereby. ``days``: those of ``TIMETABLE``. Raises ``ValidationError``."""
    person, now = person_of(by), timezone.now()
    found = ScoreTable.objects.select_for_update(of=("self",)).select_related("organ").get(pk=table.pk)
    organ = found.organ
    if found.state != ScoreTable.State.DRAFT:
        raise ValidationError(f"这张评分表现在是“{found.get_state_display()}”，请照它另立一版再启动。")
    _check_targets(organ, found.kind, targets)
    if days["self_due_on"] < timezone.localdate(now):
        raise ValidationError({"self_due_on": "自评截止日早于今天，请核对。"})
    made = Round(
        organ=organ, year=found.year, kind=found.kind, table=found, opened_by=person, opened_at=now,
        **{name: days[name] for name in TIMETABLE},
    )  # fmt: skip
    save(made, "open_round", by=by, organ=organ)
    found.state, found.frozen_at = ScoreTable.State.FROZEN, now
    save(found, "freeze_score_table", by=by, organ=organ)
    scheme = made.scheme
    scores = []
    for each in targets:
        section, target = (each, each.organ) if isinstance(each, Section) else (None, each)
        subject = Subject(round=made, organ=organ, target=target, section=section)
        save(subject, "assess", by=by, organ=organ)
        scores += [
            Score(subject=subject, indicator=one.key, full=one.full, measure=one.measure) for one in scheme.indicators
        ]
    Score.objects.bulk_create(scores)
    return made


def _check_targets(organ: Organ, kind: str, targets: Sequence[Organ | Section]) -> None:
    if not targets:
        raise ValidationError({"targets": "请至少选一个考核对象。"})
    if len(targets) > MOST_SUBJECTS:
        raise ValidationError({"targets": f"一次最多考核{MOST_SUBJECTS}个对象。"})
    for each in targets:
        if isinstance(each, Section):
            right = kind == "sections" and each.organ_id == organ.pk
        else:
            right = kind == "organs" and each.is_below(organ)
        if not right:
            raise ValidationError({"targets": "考核对象要是本机关的科室，或者下级机关，和评分表一致。"})


@transaction.atomic
def set_timetable(found: Round, *, by: Actor, reason: str, **days: date) -> Round:
    """Change the days. While objections are taken the day for them can only be put off. Raises ``ValidationError``."""
    row, today = locked_round(found, State.SELF, State.REVIEW, State.TOLD), timezone.localdate()
    if row.state == State.TOLD and days["objection_due_on"] < row.objection_due_on:
        raise ValidationError({"objection_due_on": f"异议期已经告知到{told(row.objection_due_on)}，只能延后。"})
    if row.counted_at is not None and days["cut_off_on"] != row.cut_off_on and row.state != State.SELF:
        raise ValidationError({"cut_off_on": "自评已经结束，数据截止日不能再改。"})
    if row.state == State.SELF and days["self_due_on"] < min(today, row.self_due_on):
        raise ValidationError({"self_due_on": "自评截止日早于今天，请核对。"})
    for name in TIMETABLE:
        setattr(row, name, days[name])
    return save(row, "set_timetable", by=by, organ=row.organ, note=reason.strip())


def asked_of(found: Round, subjects: Sequence[Subject]) -> Asked:
    """What is to be counted for the objects of a round: from the first day of the year to the cut-off day."""
    places = tuple((each.target_id, each.section_id) for each in subjects)
    return Asked(found.organ, found.pk, date(found.year, 1, 1), found.cut_off_on, places)


@transaction.atomic
def count_round(found: Round, *, by: Actor) -> Round:
    """Count what the table asks of the records, as of the cut-off day, for objects that are not reviewed yet. Raises ``ValidationError``."""
    row, now = locked_round(found, State.SELF, State.REVIEW), timezone.now()
    _count(row, by)
    row.counted_at = now
    return save(row, "count_round", by=by, organ=row.organ)


def _count(row: Round, by: Actor) -> None:
    today = timezone.localdate()
    if row.cut_off_on > today:
        raise ValidationError(f"数据截止日{told(row.cut_off_on)}还没有到，到了再计算。")
    subjects = list(
        Subject.objects.filter(round=row, state__in=(Subject.State.SELF, Subject.State.HANDED_IN)).select_related(
            "target", "section", "organ"
        )
    )
    if not subjects:
        return
    asked, scheme = asked_of(row, subjects), row.scheme
    counts = {measure: source_of(measure).counted(asked) for measure in scheme.measures}
    places = {each.pk: (each.target_id, each.section_id) for each in subjects}
    changed = []
    by_key = scheme.by_key
    for score in Score.objects.filter(subject__in=list(places)).exclude(measure=""):
        rate = MEASURES[score.measure].rate
        count = counts[score.measure].get(places[score.subject_id]) or Count(0, 0 if rate else None)
        score.part, score.whole, score.counted_on = count.part, count.whole, today
        value = score.counted
        score.absent = value is None
        score.self_points = None if value is None else points_of(by_key[score.indicator], value)
        score.points, score.reason = None, ""
        changed.append(score)
    Score.objects.bulk_update(
        changed, ["part", "whole", "counted_on", "absent", "self_points", "points", "reason"], batch_size=400
    )
    _vetoes(row, subjects, {veto.title: counts[veto.measure] for veto in scheme.vetoes if veto.measure}, by)


def _vetoes(row: Round, subjects: Sequence[Subject], counts: dict[str, object], by: Actor) -> None:
    """Find, and lift again, the vetoes that follow from the records."""
    known = {
        (each.subject_id, each.title): each
        for each in VetoFound.objects.filter(subject__in=[each.pk for each in subjects], counted=True, lifted_at=None)
    }
    for title, found in counts.items():
        for each in subjects:
            count = found.get((each.target_id, each.section_id))  # type: ignore[attr-defined]  # 各数据来源给的映射
            standing = known.get((each.pk, title))
            if count and count.part and standing is None:
                made = VetoFound(
                    subject=each, title=title, counted=True, found_by=person_of(by), found_at=timezone.now(),
                    reason=f"按记录计算：截至{told(row.cut_off_on)}有{count.part}件。",
                )  # fmt: skip
                save(made, "find_veto", by=by, organ=row.organ)
            elif standing is not None and not (count and count.part):
                standing.lifted_at, standing.lifted_why = timezone.now(), "重新计算以后没有了。"
                save(standing, "lift_veto", by=by, organ=row.organ)


@transaction.atomic
def close_self_scoring(found: Round, *, by: Actor) -> Round:
    """End self-scoring once all have handed in, or the day is over; what is computed is counted once more. Raises ``ValidationError``."""
    row, today = locked_round(found, State.SELF), timezone.localdate()
    late = list(
        Subject.objects.filter(round=row, state=Subject.State.SELF).select_related("target", "section", "organ")
    )
    if late and row.self_due_on >= today:
        names = "、".join(each.title for each in late[:5]) + (f"等{len(late)}个单位" if len(late) > 5 else "")
        raise ValidationError(f"{names}还没有交自评，自评截止日是{told(row.self_due_on)}，过了这一天才能结束。")
    _count(row, by)
    row.counted_at = timezone.now()
    for each in late:
        each.state = Subject.State.HANDED_IN
        save(each, "close_self_scoring", by=by, organ=row.organ, note="过了截止日没有交自评")
    row.state = State.REVIEW
    return save(row, "close_self_scoring", by=by, organ=row.organ)


def noted(
    subject: Subject, move: str, before: dict[str, str], after: dict[str, str], *, by: Actor, note: str = ""
) -> None:
    """Note what changed among the scores of an object; nothing when nothing did."""
    if before or after:
        record(subject, move, by=by, organ=subject.organ, before=before, after=after, note=note)
