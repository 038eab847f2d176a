"""The proof of a last day: a table day by day that anybody can check with a calendar and the holiday notices.

It walks from day to day and asks of each what it is. ``last_day`` counts by sums instead, so the two check each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gongkai.law.notices import Notice
from gongkai.workdays.calendar import Calendar
from gongkai.workdays.counting import nominal_day
from gongkai.workdays.course import Course, Period, Restart
from gongkai.workdays.day import Day, DayKind
from gongkai.workdays.errors import CannotCount, a_day
from gongkai.workdays.spans import Span, StillStopped


class Reason(StrEnum):
    """Why a day is counted or not; a page may mark rows by it."""

    START = "start"
    SUPERSEDED = "superseded"
    RESTART = "restart"
    COUNTED = "counted"
    SHIFTED_WORKDAY = "shifted_workday"
    WEEKEND = "weekend"
    STATUTORY = "statutory"
    DAY_OFF = "day_off"
    STOPPED = "stopped"
    PUT_OFF = "put_off"


@dataclass(frozen=True, slots=True)
class ProofDay:
    """One row: the day, whether it is counted and as which, why, and on what ground.

    ``number`` runs from 1 to the length of the limit. ``provisional`` marks a day that waits for a notice and bears
    on the answer; ``extended`` a day of the extension; ``last`` the last day of the limit.
    """

    on: date
    weekday: str
    counted: bool
    number: int | None
    reason: Reason
    why: str
    basis: str = ""
    notice: Notice | None = None
    provisional: bool = False
    extended: bool = False
    last: bool = False


_REASONS = {
    DayKind.WORKDAY: Reason.COUNTED,
    DayKind.SHIFTED_WORKDAY: Reason.SHIFTED_WORKDAY,
    DayKind.WEEKEND: Reason.WEEKEND,
    DayKind.STATUTORY: Reason.STATUTORY,
    DayKind.DAY_OFF: Reason.DAY_OFF,
}


def proof(deadline: Course | Period, calendar: Calendar, *, until: date | None = None) -> list[ProofDay]:
    """The table of a limit, from the day on which it begins to its last day.

    A course that stands has no last day: give ``until``, usually today, and the table ends there; else it is not used. A limit in
    calendar days or months lists its first day, the day on which it would end, and the days by which that is put off.
    """
    if isinstance(deadline, Period):
        return list(_period(deadline, calendar))
    try:
        end = deadline.last_day(calendar).on
    except StillStopped:
        if until is None:
            raise
        end = a_day(until)
    if end < deadline.start:
        raise CannotCount("逐日列表的截止日早于期限开始的日期，请核对。")
    return list(_course(deadline, calendar, end))


def _course(course: Course, calendar: Calendar, end: date) -> Iterator[ProofDay]:
    restarts = {restart.on: restart for restart in course.restarts}
    length = course.workdays + course.extended_by
    number = 0
    for day in _days(course.start, end, calendar):
        within = [
            span for span in course.stopped if span.first <= day.on and (span.last is None or day.on <= span.last)
        ]
        if day.on in restarts:
            yield _restarted(day, restarts[day.on], last_restart=day.on == course.runs_from)
        elif day.on == course.start:
            yield ProofDay(day.on, day.weekday, False, None, Reason.START, course.start_why, course.basis)
        elif day.on < course.runs_from:
            yield ProofDay(day.on, day.weekday, False, None, Reason.SUPERSEDED, "重新计算以前，不再计入")
        elif within:
            yield _stopped(day, within)
        else:
            number += day.is_workday
            yield _plain(
                day,
                number if day.is_workday else None,
                extended=day.is_workday and number > course.workdays,
                last=day.is_workday and number == length,
            )


def _period(period: Period, calendar: Calendar) -> Iterator[ProofDay]:
    nominal = nominal_day(period.start, days=period.days, months=period.months)
    last = period.last_day(calendar).on
    start = calendar.day(period.start)
    yield ProofDay(start.on, start.weekday, False, None, Reason.START, period.start_why, period.basis)
    number = period.days or None
    for day in _days(nominal, last, calendar):
        is_last = day.on == last
        if day.on == nominal:
            why = "期限届满" if is_last else f"期限届满之日是{day.why}，顺延"
            reason = _REASONS[day.kind]
        else:
            why = "顺延至此日届满" if is_last else f"{day.why}，顺延"
            reason = Reason.PUT_OFF
        yield ProofDay(
            day.on,
            day.weekday,
            day.on == nominal or is_last,
            number if day.on == nominal else None,
            reason,
            why,
            day.basis,
            day.notice,
            provisional=not day.settled,
            last=is_last,
        )


def _days(first: date, last: date, calendar: Calendar) -> Iterator[Day]:
    for number in range((last - first).days + 1):
        yield calendar.day(first + timedelta(days=number))


def _plain(day: Day, number: int | None, *, extended: bool, last: bool) -> ProofDay:
    return ProofDay(
        day.on,
        day.weekday,
        number is not None,
        number,
        _REASONS[day.kind],
        day.why,
        day.basis,
        day.notice,
        provisional=not day.settled,
        extended=extended,
        last=last,
    )


def _stopped(day: Day, within: list[Span]) -> ProofDay:
    why = "、".join(dict.fromkeys(span.why for span in within))
    basis = "；".join(dict.fromkeys(span.basis for span in within if span.basis))
    return ProofDay(day.on, day.weekday, False, None, Reason.STOPPED, why, basis)


def _restarted(day: Day, restart: Restart, *, last_restart: bool) -> ProofDay:
    why = f"{restart.why}，当日不计入" if last_restart else f"{restart.why}（其后又重新计算）"
    return ProofDay(day.on, day.weekday, False, None, Reason.RESTART, why, restart.basis)
