"""The calendar that comes with the program, the one with an office's own notices, and what tells two apart."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

from gongkai.law.notices import Notice, NoticeKind, national_notices
from gongkai.workdays.calendar import Calendar
from gongkai.workdays.errors import CannotCount


@cache
def national_calendar() -> Calendar:
    """The calendar of the notices that come with the program."""
    return Calendar(national_notices())


def calendar_of(*years: int) -> Calendar:
    """The calendar of the notices for these years only; other years are unannounced."""
    found = [notice for notice in national_notices() if notice.year in years]
    lacking = [str(year) for year in years if year not in {notice.year for notice in found}]
    if lacking:
        raise CannotCount(f"程序里没有{'、'.join(lacking)}年的放假通知，请录入。")
    return Calendar(found)


def calendar_with(extra: Iterable[Notice], base: Calendar | None = None) -> Calendar:
    """``base`` (the national calendar) with notices that an office entered.

    An annual notice replaces the one for the same year that ``base`` has: what an officer enters from the document
    in hand goes before what came with the program. ``changed_days`` shows where the two differ.
    """
    extra = tuple(extra)
    entered = {notice.year for notice in extra if notice.kind is NoticeKind.ANNUAL}
    kept = (base or national_calendar()).notices
    return Calendar(
        [notice for notice in kept if notice.kind is not NoticeKind.ANNUAL or notice.year not in entered] + [*extra]
    )


def changed_days(before: Calendar, after: Calendar) -> list[date]:
    """The days that are working days in one calendar and not in the other."""
    one, other = before.working_days, after.working_days
    if (before.first_day, len(one)) != (after.first_day, len(other)):
        raise CannotCount("两份日历的起止年份不同，不能比较。")
    return [before.first_day + timedelta(days=place) for place in range(len(one)) if one[place] != other[place]]
