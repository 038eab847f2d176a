"""What pages show of the calendar: which years lack their notice, the notices of a year, the year month by month."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.law.notices import Notice, NoticeKind, national_notices
from gongkai.web.holidays.calendars import calendar_now
from gongkai.web.holidays.models import HolidayNotice
from gongkai.workdays import Calendar, Day, DayKind
from gongkai.workdays.calendar import NEXT_YEAR_FROM

REACH = timedelta(days=60)
"""How far a limit that begins today may reach: twenty working days and as many again, with holidays among them."""


def missing_years(today: date) -> tuple[int, ...]:
    """The years without an annual notice into which a limit that begins today may reach: their deadlines are provisional."""
    known = calendar_now().announced_years
    years = [today.year]
    if today + REACH >= date(today.year, *NEXT_YEAR_FROM):
        years.append(today.year + 1)
    return tuple(year for year in years if year not in known)


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice in a list: ``entered`` is None for one that came with the program; ``replaced`` says that it holds no more."""

    notice: Notice
    entered: HolidayNotice | None = None
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class YearLine:
    """A year with its notices."""

    year: int
    lines: tuple[NoticeLine, ...]
    announced: bool


def years() -> list[YearLine]:
    """Every year that has a notice, and the years that wait for one, newest first."""
    found: dict[int, list[NoticeLine]] = {}
    entered = list(HolidayNotice.objects.select_related("entered_by").order_by("id"))
    annual: dict[int, int] = {
        each.year: each.pk for each in entered if each.kind == NoticeKind.ANNUAL and each.withdrawn_at is None
    }
    for notice in national_notices():
        replaced = notice.kind is NoticeKind.ANNUAL and notice.year in annual
        found.setdefault(notice.year, []).append(NoticeLine(notice, None, replaced))
    for each in entered:
        replaced = each.kind == NoticeKind.ANNUAL and each.withdrawn_at is None and annual[each.year] != each.pk
        found.setdefault(each.year, []).append(NoticeLine(each.notice, each, replaced))
    known = calendar_now().announced_years
    return [YearLine(year, tuple(found[year]), year in known) for year in sorted(found, reverse=True)]


MARKS = {
    DayKind.WORKDAY: "",
    DayKind.SHIFTED_WORKDAY: "班",
    DayKind.WEEKEND: "",
    DayKind.STATUTORY: "休",
    DayKind.DAY_OFF: "休",
}


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day of the month; ``mark`` is the word beside the number (休, 班), so that colour never speaks alone."""

    day: Day
    mark: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month in weeks from Monday; None for days of other months. ``workdays`` are those counted."""

    number: int
    weeks: tuple[tuple[DayCell | None, ...], ...]
    workdays: int


def months_of(year: int, calendar: Calendar | None = None) -> list[Month]:
    """The twelve months of a year under a calendar (the one in force)."""
    taken = calendar or calendar_now()
    return [_month(year, number, taken) for number in range(1, 13)]


def _month(year: int, number: int, calendar: Calendar) -> Month:
    weeks = [
        tuple(_cell(calendar.day(date(year, number, day))) if day else None for day in week)
        for week in months.Calendar().monthdayscalendar(year, number)
    ]
    cells = [cell for week in weeks for cell in week if cell]
    return Month(number, tuple(weeks), sum(cell.day.is_workday for cell in cells))


def _cell(day: Day) -> DayCell:
    return DayCell(day, MARKS[day.kind])
