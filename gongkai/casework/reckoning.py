"""From intervals to a date: when a clock ends, by the caller's calendar and limits, and how things stand on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from gongkai.casework.clocks import Extension, Leg, Stand, Status
from gongkai.casework.counting import Counting, Length, Span, Uncountable, Unit, merged
from gongkai.casework.events import BEIJING

if TYPE_CHECKING:
    from gongkai.casework.history import History


@dataclass(frozen=True, slots=True)
class Due:
    """When a leg ends.

    ``day`` is the last day in Beijing, ``moment`` the end of a limit in hours; both None when neither law nor case sets a
    limit. ``missing`` are the years whose holiday notice it still waits for. ``standing``: the clock stands, and ``day`` is the earliest
    that it can become. ``length`` is the limit with its extensions, None for one set to a day. ``stopped`` are the days
    that do not count; ``over`` the stands that ended by law before (or without) anybody recording it, with their last day.
    """

    day: date | None
    moment: datetime | None = None
    missing: tuple[int, ...] = ()
    standing: bool = False
    length: Length | None = None
    stopped: tuple[Span, ...] = ()
    over: tuple[tuple[Stand, date], ...] = ()

    @property
    def provisional(self) -> bool:
        """Whether the day may still change: a letter must not pass a guess for a date."""
        return bool(self.missing)


def due(history: History, leg: Leg, counting: Counting, as_of: date | datetime) -> Due:
    """When ``leg`` ends, seen on ``as_of``: a stand that is still open is taken to end there."""
    limit = limit_of(history, leg, counting)
    if history.table.clock_of[leg.clock].unit is Unit.HOURS:
        return _in_hours(leg, limit, as_of)
    ends = [_stand_end(history, stand, counting, _day(as_of)) for stand in leg.stands]
    stopped = merged(
        counting.left_out(stand.since.on, end.day, still=end.still) for stand, end in zip(leg.stands, ends, strict=True)
    )
    over = tuple((stand, end.day) for stand, end in zip(leg.stands, ends, strict=True) if end.by_law)
    standing = leg.going and any(end.still for end in ends)
    missing = {year for end in ends for year in end.missing}
    extensions = extensions_of(history, leg, counting)
    more = sum(extension.length.amount for extension in extensions)
    if limit is None:
        return Due(None, standing=standing, stopped=stopped, over=over)
    if isinstance(limit, date):
        if not more:
            return Due(limit, standing=standing, stopped=stopped, over=over)
        start, total = limit, Length(more, extensions[0].length.unit)
    else:
        start, total = leg.since.on, Length(limit.amount + more, limit.unit, limit.basis)
    found = counting.calendar.last_day(start, total, stopped)
    length = None if isinstance(limit, date) else total
    return Due(found.day, None, tuple(sorted({*found.missing, *missing})), standing, length, stopped, over)


def limit_of(history: History, leg: Leg, counting: Counting) -> Length | date | None:
    """The limit without extensions: set later, given at the start, or the law's on the day it started; None for none."""
    clock = history.table.clock_of[leg.clock]
    if leg.given_limit is None and clock.limit:
        return counting.limits(clock.limit, leg.since.on)
    return leg.given_limit


def extensions_of(history: History, leg: Leg, counting: Counting) -> tuple[Extension, ...]:
    """The extensions that hold for a leg: its own, and by ``keep_extensions`` those of the legs that it restarted."""
    legs = history.clock(leg.clock, leg.key)
    if not (counting.keep_extensions and leg.begun_by_restart):
        return leg.holding_extensions
    earlier = legs[legs.index(leg) - 1]
    unit = history.table.clock_of[leg.clock].unit
    kept = tuple(one for one in extensions_of(history, earlier, counting) if one.length.unit is unit)
    return (*kept, *leg.holding_extensions)


@dataclass(frozen=True, slots=True)
class _End:
    """The last day of a stand; ``by_law`` when another clock ended it, ``still`` when it goes on."""

    day: date
    by_law: bool = False
    still: bool = False
    missing: tuple[int, ...] = ()


def _stand_end(history: History, stand: Stand, counting: Counting, as_of: date) -> _End:
    recorded = stand.until.on if stand.until else None
    cap, missing = _cap(history, stand, counting, as_of)
    if cap is not None and cap < (recorded or as_of):
        return _End(cap, by_law=True, missing=missing)
    if recorded is not None:
        return _End(recorded)
    return _End(max(as_of, stand.since.on), still=True)


def _cap(history: History, stand: Stand, counting: Counting, as_of: date) -> tuple[date | None, tuple[int, ...]]:
    """The day on which the clock that bounds a stand is over; None while it has not started."""
    if not stand.no_longer_than:
        return None, ()
    last = stand.until.event if stand.until else len(history.events)
    legs = [
        leg
        for leg in history.legs.get((stand.no_longer_than, stand.key), ())
        if leg.since.event <= last and (leg.ended is None or leg.ended.event > stand.since.event)
    ]
    if not legs:
        return None, ()
    leg = legs[-1]
    found = due(history, leg, counting, as_of)
    if leg.ended is not None and (found.day is None or leg.ended.on <= found.day):
        return leg.ended.on, ()
    return found.day, found.missing


def _in_hours(leg: Leg, limit: Length | date | None, as_of: date | datetime) -> Due:
    now = as_of if isinstance(as_of, datetime) else datetime.combine(as_of, time.max, BEIJING)
    standing = leg.status is Status.STANDING
    if limit is None:
        return Due(None, standing=standing)
    if isinstance(limit, date):
        end = datetime.combine(limit, time.max, BEIJING)
        return Due(limit, end, standing=standing)
    more = sum(extension.length.amount for extension in leg.holding_extensions)  # in hours none outlives a restart
    total = Length(limit.amount + more, limit.unit, limit.basis)
    try:
        end = leg.since.at + timedelta(hours=total.amount) + _stood(leg, now)
    except OverflowError as problem:
        raise Uncountable("期限超出了日历的范围，请核对时刻和小时数。") from problem
    return Due(end.astimezone(BEIJING).date(), end, standing=standing, length=total)


def _stood(leg: Leg, now: datetime) -> timedelta:
    return _together((stand.since.at, stand.until.at if stand.until else now) for stand in leg.stands)


def _together(stretches: Iterable[tuple[datetime, datetime]]) -> timedelta:
    total, reached = timedelta(), None
    for since, until in sorted(stretches):
        start = since if reached is None or since > reached else reached
        if until > start:
            total += until - start
            reached = until
    return total


def _day(as_of: date | datetime) -> date:
    return as_of.astimezone(BEIJING).date() if isinstance(as_of, datetime) else as_of


@dataclass(frozen=True, slots=True)
class Reading:
    """How a clock stands on a day. ``used``, ``left`` and ``late_by`` are in the clock's unit (None for months).

    ``late`` says that the last day has passed; ``late_by`` can be 0 then, when no counted day has followed.
    """

    status: Status
    due: Due | None = None
    used: int | None = None
    left: int | None = None
    late: bool = False
    late_by: int | None = None


def read(history: History, clock: str, counting: Counting, as_of: date | datetime, key: str = "") -> Reading:
    """How the latest leg of a clock stands on ``as_of``; for an ended one, on the day it ended."""
    legs = history.legs.get((clock, key), ())
    if not legs:
        return Reading(Status.NEVER)
    leg = legs[-1]
    found = due(history, leg, counting, as_of)
    status = leg.status
    if status is Status.STANDING and not found.standing:
        status = Status.RUNNING
    unit = history.table.clock_of[clock].unit
    if unit is Unit.HOURS:
        return _read_hours(leg, found, status, as_of)
    end = leg.ended.on if leg.ended else max(_day(as_of), leg.since.on)
    late = found.day is not None and end > found.day
    if unit is Unit.MONTHS:
        return Reading(status, found, late=late)
    used = counting.calendar.used(leg.since.on, end, unit, found.stopped)
    if found.day is None:
        return Reading(status, found, used)
    if late:
        return Reading(status, found, used, 0, True, counting.calendar.used(found.day, end, unit, found.stopped))
    return Reading(status, found, used, counting.calendar.used(end, found.day, unit, found.stopped))


def _read_hours(leg: Leg, found: Due, status: Status, as_of: date | datetime) -> Reading:
    now = as_of if isinstance(as_of, datetime) else datetime.combine(as_of, time.max, BEIJING)
    end = leg.ended.at if leg.ended else max(now, leg.since.at)
    used = int((end - leg.since.at - _stood(leg, end)) / timedelta(hours=1))
    if found.moment is None:
        return Reading(status, found, used)
    if end > found.moment:
        return Reading(status, found, used, 0, True, int((end - found.moment) / timedelta(hours=1)))
    return Reading(status, found, used, int((found.moment - end) / timedelta(hours=1)))
