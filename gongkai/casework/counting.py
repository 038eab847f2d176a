"""How long a limit is and who counts it: units, lengths, and what a caller's calendar has to answer.

Casework knows which days a clock stood; a calendar knows which days are working days. They meet here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol


class Unit(StrEnum):
    """What a limit is counted in."""

    WORKDAYS = "workdays"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"
    HOURS = "hours"


UNIT_TITLES = {
    Unit.WORKDAYS: "个工作日",
    Unit.CALENDAR_DAYS: "日",
    Unit.MONTHS: "个月",
    Unit.HOURS: "小时",
}


@dataclass(frozen=True, slots=True)
class Length:
    """How long, in which unit, on what ground."""

    amount: int
    unit: Unit
    basis: str = ""

    def __post_init__(self) -> None:
        if isinstance(self.amount, bool) or not isinstance(self.amount, int) or self.amount < 1:
            raise ValueError(f"期限应是不小于1的整数：{self.amount!r}")

    def __str__(self) -> str:
        return f"{self.amount}{UNIT_TITLES[self.unit]}"


class Span(NamedTuple):
    """Days that are not counted, both ends included."""

    since: date
    until: date


class Reckoned(NamedTuple):
    """The last day of a limit. ``missing`` are the years whose holiday notice it would need."""

    day: date
    missing: tuple[int, ...] = ()


class Uncountable(ValueError):
    """A calendar cannot answer (a day outside its years); the text is a Chinese sentence for the person who asked."""


class Calendar(Protocol):
    """What casework asks of a calendar. ``start`` itself is never counted; days within ``stopped`` are not either.

    ``stopped`` is in order and does not overlap. ``length`` is never in hours. Both raise ``Uncountable``.
    """

    def last_day(self, start: date, length: Length, stopped: Sequence[Span]) -> Reckoned:
        """The last day of a limit of ``length`` that begins with ``start``."""
        ...

    def used(self, start: date, until: date, unit: Unit, stopped: Sequence[Span]) -> int:
        """How many days have been counted from the day after ``start`` up to and with ``until``; never below zero."""
        ...


Limits = Callable[[str, date], Length | None]
"""Answers how long the limit of a name is by the rule in force on a date; None when the law set none then.

Raises ``KeyError`` for an unknown name.
"""


@dataclass(frozen=True, slots=True)
class Counting:
    """What is needed to come from intervals to a date: a calendar, the dated limits of the law, and open readings.

    ``stand_begins_after`` counts the day on which a stand begins, ``stand_ends_before`` the day on which it ends; both are
    left out of the count otherwise. ``keep_extensions`` lets an extension outlive a restart.
    """

    calendar: Calendar
    limits: Limits
    stand_begins_after: bool = False
    stand_ends_before: bool = False
    keep_extensions: bool = False

    def left_out(self, since: date, until: date, *, still: bool) -> Span:
        """The days that a stand from ``since`` to ``until`` leaves out; ``still`` when it goes on after ``until``."""
        begin = since + _DAY if self.stand_begins_after else since
        return Span(begin, until - _DAY if self.stand_ends_before and not still else until)


_DAY = timedelta(days=1)


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same days in order and without overlap; a span that ends before it begins is left out."""
    joined: list[Span] = []
    for span in sorted(spans):
        if span.until < span.since:
            continue
        if joined and span.since <= joined[-1].until:
            joined[-1] = Span(joined[-1].since, max(joined[-1].until, span.until))
        else:
            joined.append(span)
    return tuple(joined)
