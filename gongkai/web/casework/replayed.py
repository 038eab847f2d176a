"""One case with what follows from its events, replayed once for the page that shows it. Subjects add what is their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic

from django.utils import timezone

from gongkai.casework import Counting, Event, History, Option, Reading, allowed, explain, read, replay
from gongkai.casework.counting import Uncountable, Unit
from gongkai.casework.workday_calendar import course_of
from gongkai.web.casework.services import AnyCase, act_of, counting_now, history_of
from gongkai.web.holidays.calendars import calendar_now
from gongkai.web.log.actors import Actor
from gongkai.web.log.models import Event as LogEvent
from gongkai.workdays import ProofDay, proof


@dataclass(frozen=True, slots=True)
class ClockTold:
    """One clock of a case: its title, what became of it in sentences, by which names its proof is asked for, if there is one."""

    title: str
    clock: str
    key: str
    sentences: tuple[str, ...]
    reading: Reading
    provable: bool


class ReplayedCase(Generic[AnyCase]):
    """A case as of ``today``; ``events`` are all of its log, where the page has fetched them anyway."""

    def __init__(self, case: AnyCase, *, today: date | None = None, events: Iterable[LogEvent] | None = None) -> None:
        self.case = case
        self.today = today or timezone.localdate()
        self.counting = counting_now()
        self.history: History = history_of(case) if events is None else _replayed(case, events)

    def reading(self, clock: str, key: str = "") -> Reading:
        """How a clock stands today."""
        return reading_of(self.history, clock, self.counting, self.today, key)

    def started(self) -> list[tuple[str, str]]:
        """The clocks that ever started, by name and key, in the order of the table."""
        order = list(self.case.table.clock_of)
        return sorted(self.history.legs, key=lambda pair: order.index(pair[0]))

    def clocks(self) -> list[ClockTold]:
        """What became of every clock."""
        return [self._told(clock, key) for clock, key in self.started()]

    def proof(self, clock: str, key: str = "") -> tuple[ProofDay, ...]:
        """Day by day, which days count and why, for the latest leg of a clock; nothing for one that is not in working days."""
        legs = self.history.legs.get((clock, key), ())
        course = course_of(self.history, legs[-1], self.counting, self.today) if legs else None
        return tuple(proof(course, calendar_now(), until=self.today)) if course is not None else ()

    def options(self, by: Actor, facts: Mapping[str, Any] | None = None) -> tuple[Option, ...]:
        """The moves from here, each with the reasons against it for ``by`` now."""
        return allowed(self.case.table, self.history, act_of(by), facts, self.counting)

    def sentences(self, clock: str, key: str) -> tuple[str, ...]:
        """What became of a clock; why it cannot be counted, when it cannot."""
        try:
            return explain(self.history, clock, self.counting, self.today, key)
        except Uncountable as refusal:
            return (str(refusal),)

    def _told(self, clock: str, key: str) -> ClockTold:
        reading = self.reading(clock, key)
        title = self.case.table.clock_of[clock].title
        length = reading.due.length if reading.due is not None else None
        return ClockTold(
            title=f"{title}（{key}）" if key else title,
            clock=clock,
            key=key,
            sentences=self.sentences(clock, key),
            reading=reading,
            provable=length is not None and length.unit is Unit.WORKDAYS,
        )


def reading_of(history: History, clock: str, counting: Counting, day: date, key: str = "") -> Reading:
    """How a clock stands on a day; only its status where it cannot be counted."""
    try:
        return read(history, clock, counting, day, key)
    except Uncountable:
        return Reading(history.status(clock, key))


def _replayed(case: AnyCase, events: Iterable[LogEvent]) -> History:
    steps = sorted((each for each in events if each.case_number), key=lambda each: each.case_number or 0)
    return replay(case.table, (Event.from_json(each.content["event"]) for each in steps))
