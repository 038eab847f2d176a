"""The working-day calendar: weekends, statutory days and the holiday notices that are entered.

A year without its annual notice is *unannounced*: its days are reckoned by weekends and by the statutory days of
《全国年节及纪念日放假办法》 alone, and every answer that rests on them is provisional. So are the last days of
December while the next year's notice is missing, because a New Year's holiday may reach back (``NEXT_YEAR_FROM``).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence, Set
from datetime import date
from functools import cache
from itertools import accumulate, compress

from gongkai.law.festivals import first_year, last_year, statutory_days
from gongkai.law.notices import Notice, NoticeKind
from gongkai.workdays.day import Day, DayKind
from gongkai.workdays.errors import CannotCount, a_day, chinese_date

NEXT_YEAR_FROM = (12, 28)
"""From this day on, a year's notice may be waited for in the year before (docs/decisions/0010, 第四项)."""

_ORDER = {NoticeKind.ANNUAL: 0, NoticeKind.AMENDING: 1, NoticeKind.LOCAL: 2}


class Calendar:
    """The days of the years 2000 to 2050 under a set of notices. Build it once and share it: it never changes.

    Later notices go before earlier ones where they name the same day: first by kind, then by date of issue, then
    in the order given. Two annual notices for one year that differ are refused; ``calendar_with`` replaces.
    """

    def __init__(self, notices: Iterable[Notice]) -> None:
        self.notices = tuple(notices)
        annual: dict[int, Notice] = {}
        for notice in self.notices:
            if notice.kind is not NoticeKind.ANNUAL:
                continue
            other = annual.setdefault(notice.year, notice)
            if not other.same_days(notice):
                raise CannotCount(
                    f"{notice.year}年有两份不一样的年度放假通知：{other.citation}、{notice.citation}。请核对后只留一份。"
                )
        self.announced_years = frozenset(annual)
        self._first = date(first_year(), 1, 1).toordinal()
        self._end = date(last_year(), 12, 31).toordinal() + 1
        self._named: dict[date, tuple[Notice, str, bool]] = {}
        working = bytearray(_without_notices())
        unsettled = bytearray(self._end - self._first)
        self._waiting = _waiting(self.announced_years)
        for begin, end, _ in self._waiting:
            unsettled[begin - self._first : end + 1 - self._first] = b"\1" * (end + 1 - begin)
        for notice in sorted(
            self.notices, key=lambda each: (_ORDER[each.kind], each.issued_on or date(each.year, 1, 1))
        ):
            for days, works in ((notice.days_off, False), (notice.days_on, True)):
                for day, festival in days.items():
                    place = day.toordinal() - self._first
                    if 0 <= place < len(working):
                        working[place], unsettled[place] = works, 0
                        self._named[day] = (notice, festival, works)
        self._working = bytes(working)
        # 到每一天为止（含）有几个工作日、几个待定的日子；第几个工作日是哪一天，到它为止有几个待定的日子
        self._counts = [0, *accumulate(working)]
        self._open = [0, *accumulate(unsettled)]
        self._workdays = list(map(date.fromordinal, compress(range(self._first, self._end), working)))
        self._open_then = list(compress(self._open[1:], working))

    @property
    def first_day(self) -> date:
        return date.fromordinal(self._first)

    @property
    def last_day(self) -> date:
        return date.fromordinal(self._end - 1)

    @property
    def working_days(self) -> bytes:
        """1 for a working day and 0 for any other, from ``first_day`` to ``last_day``."""
        return self._working

    def is_workday(self, day: date) -> bool:
        """Whether work is done on that day, shifted weekends included."""
        return bool(self._working[self._place(day)])

    def day(self, day: date) -> Day:
        """What a day is, and why."""
        place = self._place(day)
        settled = self._open[place + 1] == self._open[place]
        statutory = statutory_days(day.year).get(day)
        named = self._named.get(day)
        weekend = day.weekday() >= 5
        if named and named[2]:
            kind = DayKind.SHIFTED_WORKDAY if weekend or statutory else DayKind.WORKDAY
            return Day(day, kind, named[1], named[0], named[0].citation, settled)
        if statutory:
            notice = named[0] if named else None
            basis = notice.citation if notice else statutory.basis
            return Day(day, DayKind.STATUTORY, statutory.festival, notice, basis, settled)
        if named:
            return Day(day, DayKind.DAY_OFF, named[1], named[0], named[0].citation, settled)
        return Day(day, DayKind.WEEKEND if weekend else DayKind.WORKDAY, "", None, "", settled)

    def workdays_through(self, day: date) -> int:
        """How many working days the calendar has up to and including that day."""
        return self._counts[self._place(day) + 1]

    def workday_number(self, number: int) -> date:
        """The working day with that number, counted as ``workdays_through`` counts."""
        if not 1 <= number <= len(self._workdays):
            raise CannotCount(
                f"期限超出了日历的范围（{chinese_date(self.first_day)}至{chinese_date(self.last_day)}），请核对日期和期限。"
            )
        return self._workdays[number - 1]

    def unsettled_between(self, first: date, last: date) -> int:
        """How many days from ``first`` to ``last``, both included, wait for a notice."""
        if last < first:
            return 0
        return self._open[self._place(last) + 1] - self._open[self._place(first)]

    def workday_after(self, day: date, number: int) -> tuple[date, bool]:
        """The ``number``-th working day after ``day``, and whether no day up to it waits for a notice."""
        place = self._place(day) + 1
        nth = self._counts[place] + number
        if nth > len(self._workdays):
            self.workday_number(nth)
        return self._workdays[nth - 1], self._open_then[nth - 1] == self._open[place]

    def missing_notices(self, first: date, last: date, stopped: Sequence[tuple[date, date]] = ()) -> tuple[int, ...]:
        """The years whose annual notice the days from ``first`` to ``last`` wait for, days ``stopped`` left out.

        ``stopped`` are spans that do not overlap.
        """
        if not self.unsettled_between(first, last):
            return ()
        missing = []
        lower, upper = first.toordinal(), last.toordinal()
        for begin, end, year in self._waiting[bisect_left(self._waiting, lower, key=_end_of) :]:
            if begin > upper:
                break
            waiting = self._open_in(max(begin, lower), min(end, upper))
            for start, stop in stopped:
                waiting -= self._open_in(max(begin, lower, start.toordinal()), min(end, upper, stop.toordinal()))
            if waiting > 0:
                missing.append(year)
        return tuple(missing)

    def _open_in(self, first: int, last: int) -> int:
        return self._open[last + 1 - self._first] - self._open[first - self._first] if first <= last else 0

    def _place(self, day: date) -> int:
        if type(day) is not date:
            a_day(day)
        place = day.toordinal() - self._first
        if not 0 <= place < len(self._working):
            raise CannotCount(
                f"{chinese_date(day)}不在日历的范围里（{chinese_date(self.first_day)}至{chinese_date(self.last_day)}），"
                "请核对日期。"
            )
        return place


def _waiting(announced: Set[int]) -> list[tuple[int, int, int]]:
    """The stretches that unannounced years leave open: first and last day as ordinals, and the year, in order."""
    begin, end = date(first_year(), 1, 1).toordinal(), date(last_year(), 12, 31).toordinal()
    return [
        (max(date(year - 1, *NEXT_YEAR_FROM).toordinal(), begin), min(date(year, 12, 31).toordinal(), end), year)
        for year in range(first_year(), last_year() + 2)
        if year not in announced
    ]


def _end_of(stretch: tuple[int, int, int]) -> int:
    return stretch[1]


@cache
def _without_notices() -> bytes:
    """1 for every working day by weekends and statutory days alone, from the first year to the last."""
    begin, end = date(first_year(), 1, 1).toordinal(), date(last_year(), 12, 31).toordinal()
    # 公历纪元第1天（序数1）是星期一
    working = bytearray((ordinal - 1) % 7 < 5 for ordinal in range(begin, end + 1))
    for year in range(first_year(), last_year() + 1):
        for day in statutory_days(year):
            working[day.toordinal() - begin] = 0
    return bytes(working)
