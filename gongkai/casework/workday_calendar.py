"""Where casework meets the project's calendar, limits and choices; no other module of casework knows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta

from gongkai.casework.clocks import Leg
from gongkai.casework.counting import Counting, Length, Reckoned, Span, Uncountable, Unit
from gongkai.casework.history import History
from gongkai.casework.reckoning import due, extensions_of
from gongkai.law.choices import Choice, choices
from gongkai.law.limits import Unit as LawUnit
from gongkai.law.limits import limit
from gongkai.workdays import course
from gongkai.workdays.calendar import Calendar
from gongkai.workdays.counting import (
    LastDay,
    last_day,
    last_day_of_days,
    last_day_of_months,
    nominal_day,
    workdays_between,
)
from gongkai.workdays.errors import CannotCount
from gongkai.workdays.spans import Span as Stop
from gongkai.workdays.spans import StillStopped

_UNITS = {
    LawUnit.WORKDAYS: (Unit.WORKDAYS, 1),
    LawUnit.DAYS: (Unit.CALENDAR_DAYS, 1),
    LawUnit.MONTHS: (Unit.MONTHS, 1),
    LawUnit.YEARS: (Unit.MONTHS, 12),
    LawUnit.HOURS: (Unit.HOURS, 1),
}


@dataclass(frozen=True, slots=True)
class WorkdayCalendar:
    """Casework's ``Calendar``. Days and months that a stop falls into are put off by as many days as it lasted."""

    calendar: Calendar

    def last_day(self, start: date, length: Length, stopped: Sequence[Span]) -> Reckoned:
        """The last day of a limit of ``length`` that begins with ``start``."""
        with _in_words():
            if length.unit is Unit.WORKDAYS:
                found = last_day(start, length.amount, self.calendar, stopped=stopped)
            elif length.unit is Unit.MONTHS and not stopped:
                found = last_day_of_months(start, length.amount, self.calendar)
            else:
                found = last_day_of_days(start, _days(start, length, stopped), self.calendar)
        return Reckoned(found.on, found.missing)

    def used(self, start: date, until: date, unit: Unit, stopped: Sequence[Span]) -> int:
        """How many days have been counted from the day after ``start`` up to and with ``until``."""
        if until <= start:
            return 0
        if unit is Unit.WORKDAYS:
            with _in_words():
                return workdays_between(start, until, self.calendar, stopped=stopped)
        return (until - start).days - sum(_overlap(span, start, until) for span in stopped)


def law_limits(name: str, on: date) -> Length | None:
    """The limit of the law in force on a day, as casework takes it; None before the first rule."""
    found = limit(name, on)
    if found is None:
        return None
    unit, times = _UNITS[found.unit]
    return Length(found.amount * times, unit, found.basis)


def counting_by(calendar: Calendar, chosen: Mapping[str, Choice] | None = None) -> Counting:
    """Calendar, limits and readings for casework; ``chosen`` are the choices of an office (``law.choices_with``)."""
    taken = chosen or choices()
    return Counting(
        WorkdayCalendar(calendar),
        law_limits,
        stand_begins_after=taken["pause_first_day"].chosen == "counted",
        stand_ends_before=taken["pause_last_day"].chosen == "counted",
        keep_extensions=taken["extension_after_restart"].chosen == "kept",
    )


@dataclass(frozen=True, slots=True)
class CaseDeadline:
    """The last leg of a clock as something that ``workdays.recomputed`` can compare under two calendars."""

    history: History
    leg: Leg
    counting: Counting
    as_of: date

    def last_day(self, calendar: Calendar) -> LastDay:
        """The last day. Refuses (``StillStopped``) while the clock stands, and a clock without a limit."""
        found = due(self.history, self.leg, replace(self.counting, calendar=WorkdayCalendar(calendar)), self.as_of)
        if found.standing:
            raise StillStopped(Stop(found.stopped[-1].since if found.stopped else self.as_of, None))
        if found.day is None:
            raise CannotCount("这项期限没有定最后一日。")
        return LastDay(found.day, found.missing)


def course_of(history: History, leg: Leg, counting: Counting, as_of: date) -> course.Course | None:
    """A leg in working days as a ``Course``, for the proof day by day; None for one in another unit or set to a day.

    Restarts are told by ``explain``; the proof is of the leg that counts now.
    """
    found = due(history, leg, counting, as_of)
    if found.length is None or found.length.unit is not Unit.WORKDAYS:
        return None
    table = history.table
    clock, begun = table.clock_of[leg.clock], table.move_of[leg.since.move]
    more = extensions_of(history, leg, counting)
    extended = sum(one.length.amount for one in more)
    return course.Course(
        leg.since.on,
        found.length.amount - extended,
        stopped=tuple(_stop(history, leg, span, still=found.standing) for span in found.stopped),
        extensions=tuple(
            _extension(history, one.length.amount, max(one.mark.on, leg.since.on), one.mark.move) for one in more
        ),
        title=clock.title,
        start_why=f"“{begun.title}”当日不计入",
        basis=found.length.basis or clock.basis,
    )


def _stop(history: History, leg: Leg, span: Span, *, still: bool) -> Stop:
    """A span with the moves that stopped the clock; the last one stays open while the clock stands."""
    moves = [
        history.table.move_of[stand.since.move]
        for stand in leg.stands
        if span.since - timedelta(days=1) <= stand.since.on <= span.until
    ]
    why = "、".join(dict.fromkeys(move.title for move in moves)) or "停止计算"
    basis = "；".join(dict.fromkeys(move.basis for move in moves))
    latest = still and span.until >= max(stand.since.on for stand in leg.stands)
    return Stop(span.since, None if latest else span.until, why, basis)


def _extension(history: History, workdays: int, on: date, move: str) -> course.Extension:
    made = history.table.move_of[move]
    return course.Extension(workdays, on, made.title, made.basis)


def _days(start: date, length: Length, stopped: Sequence[Span]) -> int:
    """The limit in calendar days with the days of ``stopped`` that fall into it; each may bring in a later stop."""
    if length.unit is Unit.MONTHS:
        end = nominal_day(start, months=length.amount)
    else:
        end = nominal_day(start, days=length.amount)
    for span in stopped:
        if span.since > end:
            break
        end += timedelta(days=_overlap(span, start, span.until))
    return (end - start).days


def _overlap(span: Span, after: date, until: date) -> int:
    first, last = max(span.since, after + timedelta(days=1)), min(span.until, until)
    return max(0, (last - first).days + 1)


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except CannotCount as refusal:
        raise Uncountable(str(refusal)) from refusal
    except OverflowError as refusal:
        raise Uncountable("期限超出了日历的范围，请核对日期和期限。") from refusal
