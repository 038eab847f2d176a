"""The last day of a limit.

Working days: the day itself is not counted, nor are days of rest and days of a span that stops the limit.
Calendar days and months: 《民法典》第二百零一条（开始的当日不计入，自下一日开始计算）、第二百零二条（到期月的对应日；
没有对应日的，月末日）、第二百零三条（最后一日是法定休假日的，以法定休假日结束的次日为最后一日）。
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import MAXYEAR, date, timedelta
from typing import NamedTuple

from gongkai.workdays.calendar import Calendar
from gongkai.workdays.errors import CannotCount, a_count, a_day, chinese_date
from gongkai.workdays.spans import Spans, StillStopped, as_spans, disjoint

LAW = "《全国年节及纪念日放假办法》"


class LastDay(NamedTuple):
    """The last day of a limit. ``missing`` are the years whose holiday notice it would need."""

    on: date
    missing: tuple[int, ...] = ()

    @property
    def provisional(self) -> bool:
        """Whether the day rests on a year without notice: a letter must not pass a guess for a date."""
        return bool(self.missing)

    def sentence(self, calendar: Calendar) -> str:
        """What a page or a letter says of the day."""
        day = f"{chinese_date(self.on)}（{calendar.day(self.on).weekday}）"
        if not self.missing:
            return f"期限的最后一日是{day}。"
        years = "、".join(f"{year}年" for year in self.missing)
        return (
            f"期限的最后一日暂计为{day}。{years}的放假通知尚未录入，暂按周末和{LAW}规定的假日推算；"
            "通知公布以后可能提前，也可能推后。"
        )


def is_workday(day: date, calendar: Calendar) -> bool:
    """Whether work is done on that day (调休 included)."""
    return calendar.is_workday(day)


def next_workday(day: date, calendar: Calendar) -> LastDay:
    """The first working day after ``day``."""
    on = calendar.workday_number(calendar.workdays_through(day) + 1)
    return LastDay(on, calendar.missing_notices(day + timedelta(days=1), on))


def workdays_between(first: date, last: date, calendar: Calendar, *, stopped: Spans = ()) -> int:
    """Working days after ``first`` up to and including ``last``; 0 when ``last`` is not after ``first``.

    The same way of counting as ``last_day``: the first day is not counted. An open span lasts on.
    """
    if a_day(last) <= a_day(first):
        return 0
    number = calendar.workdays_through(last) - calendar.workdays_through(first)
    for begin, end in disjoint(as_spans(stopped), first):
        if begin <= last:
            number -= _workdays_in(begin, min(end or last, last), calendar)
    return number


def last_day(start: date, workdays: int, calendar: Calendar, *, stopped: Spans = ()) -> LastDay:
    """Return the last day of a limit counted in working days.

    ``start`` itself is not counted. Days within a ``stopped`` span, ends included, are not counted either: time
    spent consulting third parties or other agencies (《条例》第三十三条第三款). The result says ``provisional`` when
    it reaches a year whose holiday notice is not entered. Refuses (``CannotCount``) limits below one day, days
    outside the calendar and spans that end before they begin; ``StillStopped`` when a span that has no end yet leaves
    the last day open.

    >>> from gongkai.workdays import calendar_of
    >>> last_day(date(2024, 9, 25), 20, calendar_of(2024, 2025)).on    # 国办发明电〔2023〕7号
    datetime.date(2024, 10, 28)
    """
    if type(workdays) is not int or workdays < 1:
        a_count(workdays, "期限的工作日数")
    if not stopped:
        on, settled = calendar.workday_after(start, workdays)
        return LastDay(on) if settled else LastDay(on, calendar.missing_notices(start + _ONE_DAY, on))
    number = calendar.workdays_through(start) + workdays
    spans = as_spans(stopped)
    left_out: list[tuple[date, date]] = []
    for begin, end in disjoint(spans, start):
        if calendar.workday_number(number) < begin:
            break
        if end is None:
            raise StillStopped(next(span for span in spans if span.last is None))
        number += _workdays_in(begin, end, calendar)
        left_out.append((begin, end))
    on = calendar.workday_number(number)
    return LastDay(on, calendar.missing_notices(start + _ONE_DAY, on, left_out))


def last_day_of_days(start: date, days: int, calendar: Calendar) -> LastDay:
    """Return the last day of a limit counted in calendar days (《民法典》第二百零一条、第二百零三条).

    >>> from gongkai.workdays import calendar_of
    >>> last_day_of_days(date(2024, 8, 2), 60, calendar_of(2024, 2025)).on    # 10月1日起放假
    datetime.date(2024, 10, 8)
    """
    return _rolled(nominal_day(start, days=days), calendar)


def last_day_of_months(start: date, months: int, calendar: Calendar) -> LastDay:
    """Return the last day of a limit counted in months (《民法典》第二百零二条、第二百零三条). A year is 12 months.

    >>> from gongkai.workdays import calendar_of
    >>> last_day_of_months(date(2023, 8, 31), 6, calendar_of(2024, 2025)).on    # 2月没有31日
    datetime.date(2024, 2, 29)
    """
    return _rolled(nominal_day(start, months=months), calendar)


def nominal_day(start: date, *, days: int = 0, months: int = 0) -> date:
    """The last day before it is put off to the end of a holiday."""
    if (days == 0) == (months == 0):
        raise CannotCount("期限应当按日或者按月计算，请只填写其中一项。")
    a_day(start)
    if days:
        ordinal = start.toordinal() + a_count(days, "期限的天数")
        if ordinal > date.max.toordinal():
            raise CannotCount("期限超出了日历的范围，请核对日期和期限。")
        return date.fromordinal(ordinal)
    year, month = divmod(start.year * 12 + start.month - 1 + a_count(months, "期限的月数"), 12)
    if year > MAXYEAR:
        raise CannotCount("期限超出了日历的范围，请核对日期和期限。")
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _rolled(nominal: date, calendar: Calendar) -> LastDay:
    """A last day that is a day of rest is put off to the first working day after it."""
    on = nominal if calendar.is_workday(nominal) else next_workday(nominal, calendar).on
    return LastDay(on, calendar.missing_notices(nominal, on))


def _workdays_in(first: date, last: date, calendar: Calendar) -> int:
    return calendar.workdays_through(last) - calendar.workdays_through(first) + calendar.is_workday(first)


_ONE_DAY = timedelta(days=1)

__all__: Sequence[str] = (
    "LastDay",
    "is_workday",
    "last_day",
    "last_day_of_days",
    "last_day_of_months",
    "next_workday",
    "nominal_day",
    "workdays_between",
)
