"""Self-scores with their evidence, and the reviewer's scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.assessment.yearly.scoring import WrongScore, points_of
from gongkai.assessment.yearly.tables import JUDGED, Indicator, plain
from gongkai.casework.events import told
from gongkai.web.assessment.models import EvidenceFile, Round, Score, Subject
from gongkai.web.assessment.services.locking import check_reviewer, locked_subject, person_of, reason_of
from gongkai.web.assessment.services.rounds import noted
from gongkai.web.files.sealing import sealed, take_in
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import record, save
from gongkai.web.publishing.models import Item

State = Subject.State
MOST_FILES = 10
"""How many files prove one indicator at most."""


@dataclass(frozen=True, slots=True)
class Given:
    """What was filled in for one indicator. ``value``: points, occurrences or percent; None with ``absent``: nothing happened.

    None without ``absent`` leaves the indicator open. ``words``: the note of the object, or the reason of the reviewer.
    """

    value: Decimal | None = None
    absent: bool = False
    words: str = ""
    item: Item | None = None


def said(points: Decimal | None, absent: bool) -> str:
    """Points as the log tells them."""
    return "没有发生" if absent else "" if points is None else f"{plain(points)}分"


@transaction.atomic
def fill_in(subject: Subject, *, by: Actor, given: Mapping[str, Given]) -> Subject:
    """Fill in self-scores; what is counted from the records takes a note and an item only. Raises ``ValidationError``."""
    row = locked_subject(subject, State.SELF)
    _in_time(row.round)
    scheme = row.round.scheme.by_key
    scores = {each.indicator: each for each in row.scores.select_for_update(of=("self",))}
    problems: dict[str, list[str]] = {}
    changed, before, after = [], {}, {}
    for key, one in given.items():
        indicator, score = scheme[key], scores[key]
        was = (score.value, score.absent, score.self_points, score.note, score.item_id)
        old, words = said(score.self_points, score.absent), score.note
        try:
            if not indicator.measure:
                _fill(score, indicator, one)
        except WrongScore as problem:
            problems[f"value_{key}"] = [str(problem)]
            continue
        score.note = one.words.strip()
        if one.item is not None and one.item.organ_id not in (row.target_id, row.organ_id):
            problems[f"item_{key}"] = ["这条信息不是本单位发布的，请另选。"]
            continue
        score.item = one.item
        if was == (score.value, score.absent, score.self_points, score.note, score.item_id):
            continue
        changed.append(score)
        new = said(score.self_points, score.absent)
        before[indicator.title] = old
        after[indicator.title] = new + ("（改了说明）" if words != score.note else "")
    if problems:
        raise ValidationError(problems)
    Score.objects.bulk_update(changed, ["value", "absent", "self_points", "note", "item"], batch_size=400)
    noted(row, "fill_in_scores", before, after, by=by)
    return row


def _fill(score: Score, indicator: Indicator, one: Given) -> None:
    score.absent = one.absent
    score.value = None if one.absent else one.value
    score.self_points = None if score.value is None else points_of(indicator, score.value)


@transaction.atomic
def hand_in(subject: Subject, *, by: Actor) -> Subject:
    """Hand in the self-scores: every indicator scored, every judged one with words or a file. Raises ``ValidationError``."""
    person, row = person_of(by), locked_subject(subject, State.SELF)
    _in_time(row.round)
    scores = list(row.scores.all())
    proven = set(row.evidence.filter(erased_at=None).values_list("indicator", flat=True))
    titles = row.round.scheme.by_key
    open_ones, bare = [], []
    for each in scores:
        indicator = titles[each.indicator]
        if indicator.measure:
            continue
        if each.self_points is None and not each.absent:
            open_ones.append(indicator.title)
        elif indicator.way == JUDGED and not each.note and each.item_id is None and each.indicator not in proven:
            bare.append(indicator.title)
    if open_ones:
        raise ValidationError(f"还有{len(open_ones)}项没有自评：{'、'.join(open_ones)}。填写以后再交。")
    if bare:
        raise ValidationError(f"评分的指标要写说明，或者附上佐证：{'、'.join(bare)}。")
    row.state, row.handed_in_by, row.handed_in_at = State.HANDED_IN, person, timezone.now()
    row.self_reason = ""
    return save(row, "hand_in_scores", by=by, organ=row.organ)


@transaction.atomic
def send_back(subject: Subject, *, by: Actor, reason: str) -> Subject:
    """Return self-scores to be completed, while there is time for it. Raises ``ValidationError``."""
    row = locked_subject(subject, State.HANDED_IN)
    if row.round.state != Round.State.SELF:
        raise ValidationError("自评阶段已经结束，不能再退回。评分时在理由里写明就可以。")
    if row.round.self_due_on < timezone.localdate():
        raise ValidationError(f"自评截止日（{told(row.round.self_due_on)}）已经过了。要退回的，请先延后自评截止日。")
    row.self_reason = reason_of(reason, "请写明退回的原因和要补充什么，对方照着改。")
    row.state, row.handed_in_by, row.handed_in_at = State.SELF, None, None
    return save(row, "return_scores", by=by, organ=row.organ)


@transaction.atomic
def review(subject: Subject, *, by: Actor, given: Mapping[str, Given]) -> Subject:
    """Score; a reason is asked where it differs from the self-score or from what was counted. Raises ``ValidationError``.

    ``value`` is points for every indicator. Who belongs to the object, or filled in its self-scores, is refused.
    """
    person, row = person_of(by), locked_subject(subject, State.HANDED_IN, State.REVIEWED)
    _reviewing(row.round)
    check_reviewer(person, row)
    scheme = row.round.scheme.by_key
    scores = {each.indicator: each for each in row.scores.select_for_update(of=("self",))}
    problems: dict[str, list[str]] = {}
    changed, before, after = [], {}, {}
    for key, one in given.items():
        indicator, score, words = scheme[key], scores[key], one.words.strip()
        if one.value is None and not one.absent:
            if row.state == State.REVIEWED:
                problems[f"value_{key}"] = ["已经评分完毕，这一项不能空着。"]
            elif score.points is not None:
                old, score.points, score.reason = said(score.points, False), None, words
                changed.append(score)
                before[indicator.title], after[indicator.title] = old, ""
            continue
        if one.value is not None and not 0 <= one.value <= score.full:
            problems[f"value_{key}"] = [
                f"“{indicator.title}”满分{plain(score.full)}分，请写0到{plain(score.full)}之间的数。"
            ]
            continue
        differs = one.value != score.self_points or one.absent != score.absent
        if differs and len(words) < 2:
            what = "按记录计算的结果" if indicator.measure else "自评"
            problems[f"words_{key}"] = [f"“{indicator.title}”的评分和{what}不一样，请写明理由。"]
            continue
        if (one.value, one.absent, words) == (score.points, score.absent, score.reason):
            continue
        before[indicator.title] = said(score.points, False)
        score.points, score.absent, score.reason = one.value, one.absent, words
        after[indicator.title] = said(score.points, score.absent)
        changed.append(score)
    if problems:
        raise ValidationError(problems)
    Score.objects.bulk_update(changed, ["points", "absent", "reason"], batch_size=400)
    noted(row, "review_scores", before, after, by=by)
    return row


@transaction.atomic
def finish_review(subject: Subject, *, by: Actor) -> Subject:
    """Say that the object is scored. Raises ``ValidationError``."""
    person, row = person_of(by), locked_subject(subject, State.HANDED_IN)
    _reviewing(row.round)
    check_reviewer(person, row)
    titles = row.round.scheme.by_key
    missing = [titles[each.indicator].title for each in row.scores.all() if not each.settled]
    if missing:
        raise ValidationError(f"还有{len(missing)}项没有评分：{'、'.join(missing)}。")
    row.state, row.reviewed_by, row.reviewed_at = State.REVIEWED, person, timezone.now()
    return save(row, "finish_review", by=by, organ=row.organ)


@transaction.atomic
def add_evidence(subject: Subject, *, by: Actor, indicator: str, name: str, data: bytes | BinaryIO) -> EvidenceFile:
    """Keep a file, encrypted, that proves a self-score. Raises ``ValidationError``."""
    row = locked_subject(subject, State.SELF)
    _in_time(row.round)
    if indicator not in row.round.scheme.by_key:
        raise ValidationError({"indicator": "评分表里没有这个指标，请另选。"})
    if row.evidence.filter(indicator=indicator, erased_at=None).count() >= MOST_FILES:
        raise ValidationError({"file": f"一个指标最多附{MOST_FILES}份材料，请合并以后再上传。"})
    upload = take_in(data, name, opens=True)
    made = EvidenceFile.objects.create(
        subject=row,
        indicator=indicator,
        added_by=by.person,
        added_at=timezone.now(),
        **sealed(row.target_id, upload),
    )
    record(row, "add_evidence", by=by, organ=row.organ, facts={"indicator": indicator, "sha256": made.sha256})
    return made


@transaction.atomic
def read_evidence(found: EvidenceFile, *, by: Actor) -> bytes:
    """The bytes, for somebody to see; who read what is recorded first. Raises ``ValidationError`` when they were destroyed."""
    subject = found.subject
    record(subject, "read_evidence", by=by, organ=subject.organ, facts={"paper": found.pk})
    return found.read()


def _in_time(found: Round) -> None:
    if found.state != Round.State.SELF:
        raise ValidationError("自评阶段已经结束，不能再改。有不同意见的，告知结果以后可以提出异议。")
    if found.self_due_on < timezone.localdate():
        raise ValidationError(
            f"自评截止日（{told(found.self_due_on)}）已经过了，不能再改。确有原因的，请考核机关延后截止日。"
        )


def _reviewing(found: Round) -> None:
    if found.state == Round.State.SELF:
        raise ValidationError("还在自评阶段，结束自评以后再评分。")
    if found.state != Round.State.REVIEW:
        raise ValidationError(f"这次考核现在是“{found.get_state_display()}”，不能再评分。")
