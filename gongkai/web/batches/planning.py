"""Planning a batch: the dry run, its seal, the batch that waits, taking it back.

    dry_run(person, organ, work, facts, applications, *, at=None) -> DryRun      nothing is kept
    seal(dry) -> str; opened(token, person, organ) -> Plan                       what was shown is what is confirmed
    plan(asked, *, by, verified, at=None, at_once=False) -> Batch                the same plan sent twice is one batch
    take_back(batch, *, by, at=None) -> Batch                                    what has not run yet

Refusals are ``ValidationError`` in Chinese; ``Changed`` where cases went on after the dry run.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gongkai.applications.bulk import Work, works
from gongkai.web.accounts.models import Person
from gongkai.web.applications.access import POLICY as CASES
from gongkai.web.applications.models import Application
from gongkai.web.batches.models import DONE, TAKEN_BACK, WAITING, Batch, BatchLine
from gongkai.web.batches.queries import last_changes, waiting_lines
from gongkai.web.batches.working import REFUSALS, in_words, try_out
from gongkai.web.holidays.calendars import asked_once
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import record
from gongkai.web.organs.authority import Denied, acting
from gongkai.web.organs.models import Organ

SALT = "gongkai.batches"
GOOD_FOR = timedelta(minutes=30)
"""How long a dry run may be confirmed."""


class Changed(ValidationError):
    """Cases went on between the dry run and its confirmation: look again."""


@dataclass(frozen=True, slots=True)
class Row:
    """One case of a dry run: what would happen, or why it cannot. ``urgent``: its last day would pass while the batch waits."""

    application: Application
    possible: bool
    sentence: str
    seen: int = 0
    urgent: bool = False


@dataclass(frozen=True)
class DryRun:
    """What a batch would do, case by case."""

    person: Person
    organ: Organ
    work: Work
    facts: Mapping[str, Any]
    rows: tuple[Row, ...]
    at: datetime
    executes_at: datetime
    key: str = field(default_factory=lambda: str(uuid.uuid4()))

    @property
    def possible(self) -> tuple[Row, ...]:
        """The cases that would be in the batch."""
        return tuple(row for row in self.rows if row.possible)

    @property
    def impossible(self) -> tuple[Row, ...]:
        """The cases that would not."""
        return tuple(row for row in self.rows if not row.possible)

    @property
    def urgent(self) -> tuple[Row, ...]:
        """The cases for which waiting would be too long."""
        return tuple(row for row in self.possible if row.urgent)

    @property
    def urgent_words(self) -> str:
        """Why they cannot wait."""
        return (
            f"有{len(self.urgent)}件的最后一日就是今天，等到{timezone.localtime(self.executes_at):%H:%M}已经是明天，那时不能再“{self.work.title}”。"
            "请现在就执行，或者去掉这几件。现在执行的不能整批撤回。"
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """A dry run as it was confirmed: each case's key, last happening and what was told of it."""

    key: str
    organ: Organ
    work: Work
    facts: Mapping[str, Any]
    lines: tuple[tuple[int, int, str], ...]

    def only(self, keys: Iterable[str]) -> Plan:
        """Without the cases that were unticked."""
        kept = set(keys)
        return replace(self, lines=tuple(line for line in self.lines if str(line[0]) in kept))


def window() -> timedelta:
    """How long a batch can be taken back."""
    return timedelta(minutes=settings.BATCH_MINUTES)


def dry_run(
    person: Person,
    organ: Organ,
    work: Work,
    facts: Mapping[str, Any],
    applications: Sequence[Application],
    *,
    at: datetime | None = None,
) -> DryRun:
    """Do the work on each case and undo it, each in a transaction of its own. Raises ``ValidationError`` for too many."""
    most = settings.BATCH_CASES
    if len(applications) > most:
        raise ValidationError(f"一批最多{most}件，选了{len(applications)}件。请分几批办理。")
    now = at or timezone.now()
    executes_at, today = now + window(), timezone.localdate(now)
    keys = [each.pk for each in applications]
    seen, waiting = last_changes(keys), waiting_lines(keys)
    overnight = work.by_day and timezone.localdate(executes_at) > today
    by, rows = acting(person, organ), []
    with asked_once():
        for each in applications:
            problem = _hindrance(each, organ, waiting.get(each.pk))
            if problem:
                rows.append(Row(each, False, problem))
                continue
            urgent = bool(overnight and each.due_on is not None and each.due_on <= today)
            rows.append(_tried(person, each, work, facts, by, now, seen[each.pk], urgent))
    return DryRun(person, organ, work, facts, tuple(rows), now, executes_at)


def _hindrance(application: Application, organ: Organ, line: BatchLine | None) -> str:
    if application.organ_id != organ.pk:
        return f"这件是{application.organ.name}的申请，要由那个机关办理。"
    if line is not None:
        when = f"{timezone.localtime(line.batch.executes_at):%m月%d日 %H:%M}"
        return f"这件已经在{line.batch}里等待执行（{when}执行）。请先撤回那一批，或者等它执行以后再办。"
    return ""


def _tried(
    person: Person,
    application: Application,
    work: Work,
    facts: Mapping[str, Any],
    by: Actor,
    now: datetime,
    seen: int,
    urgent: bool,
) -> Row:
    try:
        check_authority(person, work, application)
        fresh = Application.objects.select_related("organ", "section", "officer").get(pk=application.pk)
        effect = try_out(fresh, work, facts, by=by, at=now)
    except REFUSALS as problem:
        return Row(application, False, in_words(problem))
    return Row(application, True, effect.sentence, seen, urgent)


def check_authority(person: Person, work: Work, application: Application) -> None:
    """Raise ``Denied`` unless the person may do it to the case. That the case is in a state that forbids it, its table says better."""
    try:
        CASES.check(person, work.action, application)
    except Denied as denied:
        if not denied.moved_on:
            raise


def seal(dry: DryRun) -> str:
    """What is confirmed: signed, good for half an hour, for this person in this organ."""
    lines = [[row.application.pk, row.seen, row.sentence] for row in dry.possible]
    told = {"key": dry.key, "organ": dry.organ.pk, "by": dry.person.pk, "what": dry.work.key, "facts": dict(dry.facts)}
    return signing.dumps(told | {"lines": lines}, salt=SALT, compress=True)


def opened(token: str, person: Person, organ: Organ) -> Plan:
    """The plan that was shown. Raises ``ValidationError`` for one that is too old, another's or not ours."""
    try:
        told = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    except signing.SignatureExpired as old:
        raise ValidationError("预演已经过了30分钟，这些申请可能有变化。请重新预演。") from old
    except signing.BadSignature as bad:
        raise ValidationError("预演的内容不完整，没有办理。请重新选择申请、预演。") from bad
    if (told["by"], told["organ"]) != (person.pk, organ.pk) or told["what"] not in works():
        raise ValidationError("预演不是您在这个机关做的，没有办理。请重新选择申请、预演。")
    lines = tuple((key, seen, sentence) for key, seen, sentence in told["lines"])
    return Plan(told["key"], organ, works()[told["what"]], told["facts"], lines)


@transaction.atomic
def plan(
    asked: Plan,
    *,
    by: Actor,
    verified: bool,
    at: datetime | None = None,
    at_once: bool = False,
    wait: timedelta | None = None,
) -> Batch:
    """Keep the batch, to run after the time in which it can be taken back. Raises ``Changed``, ``ValidationError``."""
    if by.person is None:
        raise ValueError("批量办理要由人安排。")
    if not asked.lines:
        raise ValidationError("没有勾选要办的申请，没有安排。")
    now, keys = at or timezone.now(), [key for key, _, _ in asked.lines]
    # 先按次序锁住各件，与办理单件的次序一样：先案件，后机关，再日志
    found = Application.objects.select_for_update(of=("self",)).filter(pk__in=keys, organ=asked.organ).order_by("pk")
    numbers = {each.pk: each.number for each in found.only("pk", "number")}
    Organ.objects.select_for_update().get(pk=asked.organ.pk)
    known = Batch.objects.filter(key=asked.key).first()
    if known is not None:
        return known
    _check_unchanged(asked, numbers)
    last = Batch.objects.filter(organ=asked.organ).aggregate(last=Max("number"))["last"] or 0
    made = Batch.objects.create(
        key=asked.key,
        organ=asked.organ,
        number=last + 1,
        what=asked.work.key,
        facts=dict(asked.facts),
        planned_by=by.person,
        planned_at=now,
        verified=verified,
        executes_at=now if at_once else now + (window() if wait is None else wait),
    )
    BatchLine.objects.bulk_create(
        BatchLine(batch=made, application_id=key, place=place, seen=seen, plan=sentence)
        for place, (key, seen, sentence) in enumerate(asked.lines, 1)
    )
    facts = {
        "what": asked.work.title,
        "applications": [numbers[key] for key in keys],
        "executes_at": made.executes_at.isoformat(),
    }
    record(made, "plan_batch", by=by, organ=made.organ, facts=facts, at=now)
    return made


def _check_unchanged(asked: Plan, numbers: Mapping[int, str]) -> None:
    last, waiting = last_changes(list(numbers)), waiting_lines(list(numbers))
    moved = [numbers.get(key, "") for key, seen, _ in asked.lines if key not in numbers or last[key] != seen]
    if moved:
        named = "、".join(filter(None, moved))
        raise Changed(f"预演以后，这些申请又有变化：{named}。下面是重新预演的结果，请再看一遍。")
    if waiting:
        named = "、".join(numbers[key] for key in waiting)
        raise Changed(f"这些申请刚刚排进了另一批：{named}。下面是重新预演的结果，请再看一遍。")


@transaction.atomic
def take_back(batch: Batch, *, by: Actor, at: datetime | None = None) -> Batch:
    """Take back what has not run. Raises ``ValidationError`` when nothing is left to take back."""
    fresh = Batch.objects.select_for_update(of=("self",)).select_related("organ").get(pk=batch.pk)
    if not fresh.is_open:
        raise ValidationError(f"这一批{fresh.get_state_display()}，不能撤回。办错的请在各件上更正。")
    now = at or timezone.now()
    left = fresh.lines.filter(state=WAITING).update(state=TAKEN_BACK)
    fresh.state = DONE if fresh.lines.exclude(state=TAKEN_BACK).exists() else TAKEN_BACK
    fresh.taken_back_by, fresh.ended_at = by.person, now
    fresh.save(update_fields=["state", "taken_back_by", "ended_at"])
    record(fresh, "take_back_batch", by=by, organ=fresh.organ, facts={"taken_back": left}, at=now)
    return fresh
