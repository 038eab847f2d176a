"""The course of one limit: where it starts, when it stands, starts afresh or is extended, and what is left of it.

A course is plain data, so a case can build it from its events and a page can show why a date is what it is. The
readings of the law that it rests on are in docs/decisions/0010 and, as data, in ``gongkai/law/choices.yaml``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from gongkai.law.limits import Limit, Unit
from gongkai.workdays.calendar import Calendar
from gongkai.workdays.counting import (
    LastDay,
    last_day,
    last_day_of_days,
    last_day_of_months,
    nominal_day,
    workdays_between,
)
from gongkai.workdays.errors import CannotCount, a_count, a_day, chinese_date
from gongkai.workdays.spans import Span, as_spans


class Restart(NamedTuple):
    """On this day the whole limit starts afresh; the day itself is not counted."""

    on: date
    why: str = "期限重新计算"
    basis: str = ""


class Extension(NamedTuple):
    """Working days appended to the limit, as decided ``on`` that day."""

    workdays: int
    on: date
    why: str = "延长答复期限"
    basis: str = ""


class Deadline(Protocol):
    """What ``recomputed`` and the proof need: anything that has a last day under a calendar."""

    def last_day(self, calendar: Calendar) -> LastDay:
        """The last day under this calendar."""


@dataclass(frozen=True, slots=True)
class Course:
    """A limit of ``workdays`` from ``start``, which is not counted.

    The latest restart counts; what stood before it has no effect. An extension decided before a restart lapses with
    the limit that it extended, unless ``keep_extensions`` (docs/decisions/0010, 第六项).
    """

    start: date
    workdays: int
    stopped: tuple[Span, ...] = ()
    restarts: tuple[Restart, ...] = ()
    extensions: tuple[Extension, ...] = ()
    keep_extensions: bool = False
    title: str = "期限"
    start_why: str = "开始的当日不计入"
    basis: str = ""

    def __post_init__(self) -> None:
        a_day(self.start, "期限开始的日期")
        a_count(self.workdays, "期限的工作日数")
        object.__setattr__(self, "stopped", as_spans(self.stopped))
        object.__setattr__(self, "restarts", tuple(sorted(self.restarts)))
        for restart in self.restarts:
            if a_day(restart.on, "重新计算的日期") < self.start:
                raise CannotCount(
                    f"重新计算的日期{chinese_date(restart.on)}早于期限开始的日期{chinese_date(self.start)}，请核对。"
                )
        for extension in self.extensions:
            a_count(extension.workdays, "延长的工作日数")
            if a_day(extension.on, "决定延长的日期") < self.start:
                raise CannotCount(
                    f"决定延长的日期{chinese_date(extension.on)}早于期限开始的日期{chinese_date(self.start)}，请核对。"
                )

    @property
    def runs_from(self) -> date:
        """The day, itself not counted, from which the limit now runs."""
        return self.restarts[-1].on if self.restarts else self.start

    @property
    def extended_by(self) -> int:
        """Working days of the extensions that hold."""
        return sum(each.workdays for each in self.extensions if self.keep_extensions or each.on >= self.runs_from)

    @property
    def standing(self) -> Span | None:
        """The span that has no end yet: the limit stands."""
        return next((span for span in self.stopped if span.last is None), None)

    def last_day(self, calendar: Calendar) -> LastDay:
        """The last day. Refuses (``StillStopped``) while the limit stands, unless it had run out before."""
        return last_day(self.runs_from, self.workdays + self.extended_by, calendar, stopped=self.stopped)

    def used(self, on: date, calendar: Calendar) -> int:
        """Working days counted up to and including ``on``; goes on after the last day."""
        return workdays_between(self.runs_from, on, calendar, stopped=self.stopped)

    def left(self, on: date, calendar: Calendar) -> int:
        """Working days left after ``on``; below zero it is overdue by so many."""
        return self.workdays + self.extended_by - self.used(on, calendar)

    def if_resumed(self, on: date) -> Course:
        """The same course with an open span ended ``on`` that day: what the last day would be."""
        closed = tuple(span if span.last else span._replace(last=max(on, span.first)) for span in self.stopped)
        return replace(self, stopped=closed)


@dataclass(frozen=True, slots=True)
class Period:
    """A limit in calendar days or months from ``start``, which is not counted (《民法典》第二百零一条至第二百零三条)."""

    start: date
    days: int = 0
    months: int = 0
    title: str = "期限"
    start_why: str = "开始的当日不计入"
    basis: str = ""

    def __post_init__(self) -> None:
        nominal_day(self.start, days=self.days, months=self.months)

    def last_day(self, calendar: Calendar) -> LastDay:
        """The last day, put off to the next working day when it is a day of rest."""
        if self.days:
            return last_day_of_days(self.start, self.days, calendar)
        return last_day_of_months(self.start, self.months, calendar)


def counted_from(limit: Limit, start: date, *, start_why: str = "开始的当日不计入") -> Course | Period:
    """The course of a limit of the law that begins on ``start``."""
    if limit.unit is Unit.WORKDAYS:
        return Course(start, limit.amount, title=limit.title, start_why=start_why, basis=limit.basis)
    if limit.unit is Unit.HOURS:
        raise CannotCount(f"“{limit.title}”以小时计，不能数成日子。")
    days = limit.amount if limit.unit is Unit.DAYS else 0
    months = {Unit.MONTHS: 1, Unit.YEARS: 12}.get(limit.unit, 0) * limit.amount
    return Period(start, days, months, title=limit.title, start_why=start_why, basis=limit.basis)


def consultation(
    sent_on: date,
    heard_on: date | None,
    *,
    why: str,
    basis: str,
    first_day_counts: bool = False,
    last_day_counts: bool = False,
) -> Span | None:
    """The days that asking for an opinion leaves out: from sending to hearing, both included.

    The other readings (docs/decisions/0010, 第五项) count the first or the last of these days; where nothing is left
    to leave out, None.
    """
    first = a_day(sent_on, "征求意见的日期") + timedelta(days=first_day_counts)
    if heard_on is None:
        return Span(first, None, why, basis)
    if a_day(heard_on, "收到意见的日期") < sent_on:
        raise CannotCount(
            f"收到意见的日期{chinese_date(heard_on)}早于征求意见的日期{chinese_date(sent_on)}，请核对两个日期。"
        )
    last = heard_on - timedelta(days=last_day_counts)
    return Span(first, last, why, basis) if first <= last else None
