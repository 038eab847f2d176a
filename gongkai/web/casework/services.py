"""Making a move in a case: the rule, the record, the event, in one transaction. Every subject's services go through here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from gongkai.casework import BEGIN, Act, Event, History, Option, advance, allowed, amend, read, replay
from gongkai.casework.counting import Counting, Uncountable
from gongkai.casework.workday_calendar import counting_by
from gongkai.web.casework.models import Case
from gongkai.web.holidays.calendars import calendar_now
from gongkai.web.log.actors import Actor
from gongkai.web.log.models import Event as LogEvent
from gongkai.web.log.services import Entry, append, append_many, events_of, kind_of

AnyCase = TypeVar("AnyCase", bound=Case)
KEPT = ("state", "ended", "due_on", "due_provisional", "clock_status")
"""The columns that every kind of case keeps up from its events."""


def counting_now() -> Counting:
    """Calendar, limits and readings in force."""
    return counting_by(calendar_now())


def steps_of(case: Case) -> Any:
    """The events of a case that are steps of it, oldest first."""
    return events_of(case).filter(case_number__isnull=False).order_by("case_number")


def history_of(case: Case) -> History:
    """What happened to a case, replayed from the log."""
    contents = steps_of(case).values_list("content", flat=True) if case.pk else ()
    return replay(case.table, (Event.from_json(content["event"]) for content in contents))


def histories_of(cases: Sequence[AnyCase]) -> dict[int, History]:
    """The histories of several cases of one kind by key, with one question to the database."""
    if not cases:
        return {}
    contents: dict[str, list[Event]] = {str(case.pk): [] for case in cases}
    found = LogEvent.objects.filter(
        subject_kind=kind_of(cases[0]), subject_id__in=list(contents), case_number__isnull=False
    ).order_by("case_number")
    for key, content in found.values_list("subject_id", "content"):
        contents[key].append(Event.from_json(content["event"]))
    return {case.pk: replay(case.table, contents[str(case.pk)]) for case in cases}


def options(case: Case, by: Actor, at: datetime | None = None) -> tuple[Option, ...]:
    """The moves that leave the present state, each with the reasons against it for ``by`` now."""
    return allowed(case.table, history_of(case), act_of(by, at, None), counting=counting_now())


@transaction.atomic
def act(
    case: AnyCase,
    move: str,
    *,
    by: Actor,
    facts: Mapping[str, Any] | None = None,
    on: date | None = None,
    at: datetime | None = None,
    note: str = "",
) -> LogEvent:
    """Make a move, now and as of today unless given. Raises ``NotAllowed``. ``case`` may be new (unsaved): ``move`` begins it.

    Everything else that the move changes must be in the same transaction: call this within the subject's own service.
    """
    if case.pk is None:
        case.save()
    else:
        _lock(case)
    counting = counting_now()
    before = history_of(case)
    after = advance(before, move, act_of(by, at, on), facts, counting, note=note)
    keep_up(case, after, counting, timezone.localdate(at))
    return append(
        case,
        after.events[-1],
        by=by,
        organ=case.organ,
        before={"state": before.state} if before.state != BEGIN else {},
        after={"state": after.state},
        step=True,
    )


@transaction.atomic
def act_many(
    cases: Sequence[AnyCase],
    move: str,
    *,
    by: Actor,
    facts: Sequence[Mapping[str, Any]] | None = None,
    at: datetime | None = None,
) -> list[LogEvent]:
    """Make the same move in many cases of one kind and organ, all or none. Raises ``NotAllowed``.

    ``facts`` are those of each case. Cases that are all new (unsaved) are begun. Asks the database no more for a thousand
    than for one.
    """
    if not cases:
        return []
    model, organ = type(cases[0]), cases[0].organ
    if any(case.organ_id != organ.pk for case in cases):
        raise ValueError("一次只能办理同一个机关的。")
    if cases[0].pk is None:
        model._default_manager.bulk_create(cases)
    else:
        _lock_many(cases)
    counting, today, who = counting_now(), timezone.localdate(at), act_of(by, at, None)
    histories, entries, names = histories_of(cases), [], set(KEPT)
    for place, case in enumerate(cases):
        before = histories[case.pk]
        after = advance(before, move, who, facts[place] if facts else None, counting)
        names |= set(repeat(case, after, counting, today))
        was = {"state": before.state} if before.state != BEGIN else {}
        entries.append(Entry(case, after.events[-1], was, {"state": after.state}, step=True))
    _save_many(cases, sorted(names))
    return append_many(entries, by=by, organ=organ)


@transaction.atomic
def amend_step(
    case: Case,
    number: int,
    *,
    by: Actor,
    changes: Mapping[str, Any] | None = None,
    reason: str,
    at: datetime | None = None,
) -> LogEvent:
    """Amend (or, without ``changes``, strike out) what was recorded as step ``number``. Raises ``NotAllowed``."""
    _lock(case)
    before = history_of(case)
    counting = counting_now()
    after = amend(before, number, act_of(by, at, None), changes, reason=reason, counting=counting)
    keep_up(case, after, counting, timezone.localdate(at))
    return append(
        case,
        after.events[-1],
        by=by,
        organ=case.organ,
        before={"state": before.state},
        after={"state": after.state},
        step=True,
    )


def keep_up(case: Case, history: History, counting: Counting, as_of: date) -> None:
    """Save what lists show of a case: state, last day, whether it is over."""
    case.save(update_fields=repeat(case, history, counting, as_of))


def repeat(case: Case, history: History, counting: Counting, as_of: date) -> list[str]:
    """Set what a case repeats of its history, and name what was set."""
    case.state, case.ended = history.state, history.ended
    case.due_on, case.due_provisional, case.clock_status = None, False, ""
    if case.main_clock:
        case.clock_status = str(history.status(case.main_clock))
        try:
            reading = read(history, case.main_clock, counting, as_of)
        except Uncountable:
            reading = None
        if reading is not None and reading.due is not None:
            case.due_on, case.due_provisional = reading.due.day, reading.due.provisional
    return [*KEPT, *case.follow(history), *case.measure(history, counting)]


def _save_many(cases: Sequence[Case], names: Sequence[str]) -> None:
    """Save columns of many cases: most say the same, so those that do are saved together."""
    alike: dict[tuple[Any, ...], list[int]] = {}
    for case in cases:
        alike.setdefault(tuple(getattr(case, name) for name in names), []).append(case.pk)
    for values, keys in alike.items():
        type(cases[0])._default_manager.filter(pk__in=keys).update(**dict(zip(names, values, strict=True)))


def _lock_many(cases: Sequence[Case]) -> None:
    """As ``_lock``, for many at once."""
    rows = type(cases[0])._default_manager.select_for_update().filter(pk__in=[case.pk for case in cases])
    fresh = {row["pk"]: row for row in rows.order_by("pk").values("pk", *KEPT)}
    for case in cases:
        for name in KEPT:
            setattr(case, name, fresh[case.pk][name])


def _lock(case: Case) -> None:
    """Take the row's lock and what others saved of it meanwhile."""
    # 只取这几列：整行取出来，要把每个加密的栏目都解一遍
    fresh = type(case)._default_manager.select_for_update().values(*KEPT).get(pk=case.pk)
    for name, value in fresh.items():
        setattr(case, name, value)


def act_of(by: Actor, at: datetime | None = None, on: date | None = None) -> Act:
    """The person (or the public, or the system) as the rules see who acts, now unless given."""
    now = at or timezone.now()
    return Act(by=by.key, at=now, on=on or timezone.localdate(now), roles=by.roles)
