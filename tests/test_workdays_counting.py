"""The last day of a limit: cases that a case handler can check by hand."""

from __future__ import annotations

import doctest
from datetime import date, datetime
from types import ModuleType

import pytest
from workdays_notices import NOTICE_2027

from gongkai.law import festivals, limits
from gongkai.law.limits import limit
from gongkai.workdays import (
    CannotCount,
    Course,
    Extension,
    Period,
    Restart,
    Span,
    StillStopped,
    calendar_of,
    calendar_with,
    consultation,
    counted_from,
    counting,
    is_workday,
    last_day,
    last_day_of_days,
    last_day_of_months,
    national_calendar,
    next_workday,
    workdays_between,
)

CALENDAR = national_calendar()


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        ("2024-09-25", 20, "2024-10-28"),  # 跨国庆，9月29日、10月12日上班
        ("2024-02-08", 1, "2024-02-09"),  # 除夕当年上班
        ("2024-02-09", 1, "2024-02-18"),  # 春节后第一个工作日是调休上班的星期日
        ("2023-12-29", 1, "2024-01-02"),
        ("2022-12-30", 1, "2023-01-03"),  # 上一年12月31日放假
        ("2020-01-23", 1, "2020-02-03"),  # 延长的春节假期
        ("2019-04-30", 1, "2019-05-05"),  # 调整后的劳动节
        ("2018-12-28", 1, "2018-12-29"),  # 星期六上班
        ("2026-02-13", 2, "2026-02-24"),
        ("2024-10-05", 7, "2024-10-15"),  # 假日收到的，自假后起算
    ],
)
def test_the_last_day_of_a_limit_in_working_days(start: str, days: int, last: str) -> None:
    found = last_day(date.fromisoformat(start), days, CALENDAR)
    assert (found.on.isoformat(), found.provisional) == (last, False)


def test_time_for_consulting_is_left_out_with_both_ends() -> None:
    asked = [(date(2024, 10, 9), date(2024, 10, 16))]
    without, with_it = (last_day(date(2024, 9, 25), 20, CALENDAR, stopped=each).on for each in ((), asked))
    assert without == date(2024, 10, 28)
    assert workdays_between(without, with_it, CALENDAR) == 7  # 10月9日至16日有7个工作日（12日星期六上班）


def test_two_consultations_at_once_are_left_out_once() -> None:
    one = last_day(date(2024, 3, 1), 20, CALENDAR, stopped=[(date(2024, 3, 5), date(2024, 3, 20))])
    both = [(date(2024, 3, 5), date(2024, 3, 15)), (date(2024, 3, 8), date(2024, 3, 20))]
    assert last_day(date(2024, 3, 1), 20, CALENDAR, stopped=both) == one


def test_a_consultation_after_the_last_day_changes_nothing() -> None:
    late = [Span(date(2024, 11, 1), None)]
    assert last_day(date(2024, 9, 25), 20, CALENDAR, stopped=late).on == date(2024, 10, 28)


def test_a_consultation_before_the_start_changes_nothing() -> None:
    early = [(date(2024, 9, 1), date(2024, 9, 25))]
    assert last_day(date(2024, 9, 25), 20, CALENDAR, stopped=early).on == date(2024, 10, 28)


def test_a_limit_that_stands_has_no_last_day_and_says_so() -> None:
    with pytest.raises(StillStopped, match="自2024年10月9日起停止计算（征求第三方意见期间）"):
        last_day(date(2024, 9, 25), 20, CALENDAR, stopped=[Span(date(2024, 10, 9), None, "征求第三方意见期间")])


def test_an_answer_that_reaches_a_year_without_notice_is_provisional_and_says_so() -> None:
    found = last_day(date(2026, 12, 10), 20, CALENDAR)
    assert (found.on, found.missing) == (date(2027, 1, 8), (2027,))
    assert found.sentence(CALENDAR) == (
        "期限的最后一日暂计为2027年1月8日（星期五）。2027年的放假通知尚未录入，暂按周末和"
        "《全国年节及纪念日放假办法》规定的假日推算；通知公布以后可能提前，也可能推后。"
    )


def test_an_answer_before_the_open_days_is_final_and_says_so() -> None:
    found = last_day(date(2026, 11, 20), 20, CALENDAR)
    assert found.sentence(CALENDAR) == "期限的最后一日是2026年12月18日（星期五）。"


def test_days_that_are_left_out_anyway_do_not_make_an_answer_provisional() -> None:
    calendar = calendar_of(2023, 2025)  # 缺2024年
    whole_year = [(date(2023, 12, 20), date(2024, 12, 31))]
    assert last_day(date(2023, 12, 19), 3, calendar, stopped=whole_year).missing == ()
    assert last_day(date(2023, 12, 19), 3, calendar, stopped=[(date(2023, 12, 20), date(2024, 12, 30))]).missing == (
        2024,
    )


def test_two_missing_notices_are_both_named() -> None:
    assert last_day(date(2026, 12, 31), 300, CALENDAR).missing == (2027, 2028)


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        ("2024-08-02", 60, "2024-10-08"),  # 第60日是10月1日，假期结束的次日
        ("2024-02-29", 60, "2024-04-29"),  # 第60日是4月29日星期一
        ("2024-09-13", 15, "2024-09-29"),  # 第15日是9月28日星期六，次日星期日调休上班
        ("2024-09-14", 15, "2024-09-29"),  # 第15日就是调休上班的星期日，不顺延
    ],
)
def test_the_last_day_of_a_limit_in_calendar_days(start: str, days: int, last: str) -> None:
    assert last_day_of_days(date.fromisoformat(start), days, CALENDAR).on.isoformat() == last


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        ("2023-08-31", 6, "2024-02-29"),  # 没有对应日的，月末日
        ("2024-08-30", 6, "2025-02-28"),
        ("2024-04-01", 6, "2024-10-08"),  # 对应日是10月1日
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-01-15", 6, "2024-07-15"),
    ],
)
def test_the_last_day_of_a_limit_in_months(start: str, months: int, last: str) -> None:
    assert last_day_of_months(date.fromisoformat(start), months, CALENDAR).on.isoformat() == last


def test_a_limit_in_days_that_ends_on_an_open_day_is_provisional() -> None:
    assert last_day_of_days(date(2026, 12, 1), 27, CALENDAR).missing == (2027,)
    assert last_day_of_days(date(2026, 12, 1), 24, CALENDAR).missing == ()
    assert last_day_of_months(date(2026, 12, 1), 3, CALENDAR).missing == (2027,)


def test_between_two_days_the_first_is_not_counted_and_the_last_is() -> None:
    assert workdays_between(date(2024, 9, 25), date(2024, 10, 28), CALENDAR) == 20
    assert workdays_between(date(2024, 9, 25), date(2024, 9, 25), CALENDAR) == 0
    assert workdays_between(date(2024, 9, 25), date(2024, 9, 1), CALENDAR) == 0


def test_the_next_working_day_passes_over_a_holiday() -> None:
    assert next_workday(date(2024, 9, 30), CALENDAR).on == date(2024, 10, 8)
    assert next_workday(date(2026, 12, 31), CALENDAR) == (date(2027, 1, 4), (2027,))
    assert is_workday(date(2024, 10, 12), CALENDAR)


def test_a_correction_lets_the_whole_limit_start_afresh() -> None:
    asked = Span(date(2024, 9, 26), date(2024, 10, 8), "等待补正期间", "《条例》第三十条")
    course = Course(date(2024, 9, 23), 20, (asked,), (Restart(date(2024, 10, 8), "收到补正的申请"),))
    assert course.last_day(CALENDAR) == last_day(date(2024, 10, 8), 20, CALENDAR)


def test_an_extension_is_appended_to_the_limit() -> None:
    extended = Course(date(2024, 9, 25), 20, extensions=(Extension(20, date(2024, 10, 20)),))
    assert extended.last_day(CALENDAR) == last_day(date(2024, 9, 25), 40, CALENDAR)


def test_an_extension_lapses_when_the_limit_starts_afresh_unless_kept() -> None:
    restarts, extensions = (Restart(date(2024, 10, 25)),), (Extension(10, date(2024, 10, 20)),)
    assert Course(date(2024, 9, 25), 20, (), restarts, extensions).extended_by == 0
    assert Course(date(2024, 9, 25), 20, (), restarts, extensions, keep_extensions=True).extended_by == 10
    again = (*extensions, Extension(5, date(2024, 11, 1)))
    assert Course(date(2024, 9, 25), 20, (), restarts, again).extended_by == 5


def test_used_and_left_stand_still_while_the_limit_stands() -> None:
    course = Course(date(2024, 9, 25), 20, (Span(date(2024, 10, 9), None, "征求第三方意见期间"),))
    for day in (date(2024, 10, 8), date(2024, 10, 9), date(2024, 12, 31)):
        assert (course.used(day, CALENDAR), course.left(day, CALENDAR)) == (5, 15)
    assert course.if_resumed(date(2024, 10, 16)).last_day(CALENDAR).on == date(2024, 11, 6)


def test_left_goes_below_zero_when_the_limit_is_over() -> None:
    course = Course(date(2024, 9, 25), 20)
    assert course.left(date(2024, 10, 28), CALENDAR) == 0
    assert course.left(date(2024, 10, 31), CALENDAR) == -3


def test_limits_of_the_law_count_by_their_own_unit() -> None:
    received = date(2024, 9, 25)
    reply, suit = limit("reply_to_application", received), limit("sue_directly", received)
    assert reply is not None
    assert suit is not None
    assert counted_from(reply, received).last_day(CALENDAR).on == date(2024, 10, 28)
    assert counted_from(suit, received).last_day(CALENDAR).on == date(2025, 3, 25)


def test_the_reading_chosen_for_the_ends_of_a_consultation_moves_the_last_day() -> None:
    ends = {"why": "征求意见期间", "basis": "《条例》第三十三条第三款"}
    both = consultation(date(2024, 10, 9), date(2024, 10, 16), **ends)
    first = consultation(date(2024, 10, 9), date(2024, 10, 16), first_day_counts=True, **ends)
    neither = consultation(date(2024, 10, 9), date(2024, 10, 16), first_day_counts=True, last_day_counts=True, **ends)
    lasts = [last_day(date(2024, 9, 25), 20, CALENDAR, stopped=[span]).on for span in (both, first, neither) if span]
    assert lasts == [date(2024, 11, 6), date(2024, 11, 5), date(2024, 11, 4)]
    assert consultation(date(2024, 10, 9), date(2024, 10, 9), first_day_counts=True, **ends) is None


@pytest.mark.parametrize("workdays", [0, -1, True, 1.5, "20", None])
def test_what_is_no_number_of_days_is_refused_in_words(workdays: object) -> None:
    with pytest.raises(CannotCount, match="期限的工作日数应是不小于1的整数"):
        last_day(date(2024, 9, 25), workdays, CALENDAR)  # type: ignore[arg-type]


@pytest.mark.parametrize("start", [datetime(2024, 9, 25, 8), "2024-09-25", None, 20240925])
def test_what_is_no_day_is_refused_in_words(start: object) -> None:
    with pytest.raises(CannotCount, match="应是不带时刻的日期"):
        last_day(start, 20, CALENDAR)  # type: ignore[arg-type]


def test_a_span_that_ends_before_it_begins_is_refused_in_words() -> None:
    with pytest.raises(CannotCount, match="停止计算的截止日2024年10月1日早于起始日2024年10月9日"):
        last_day(date(2024, 9, 25), 20, CALENDAR, stopped=[(date(2024, 10, 9), date(2024, 10, 1))])


def test_limits_that_leave_the_calendar_are_refused_in_words() -> None:
    for reach in (
        lambda: last_day(date(2050, 12, 1), 60, CALENDAR),
        lambda: last_day(date(2024, 1, 1), 10**9, CALENDAR),
        lambda: last_day_of_days(date(2024, 1, 1), 10**9, CALENDAR),
        lambda: last_day_of_months(date(2024, 1, 1), 10**6, CALENDAR),
        lambda: last_day_of_days(date(2050, 12, 1), 60, CALENDAR),
        lambda: next_workday(date(2050, 12, 31), CALENDAR),
    ):
        with pytest.raises(CannotCount, match="范围"):
            reach()


def test_a_restart_or_an_extension_before_the_start_is_refused_in_words() -> None:
    with pytest.raises(CannotCount, match="重新计算的日期2024年9月24日早于期限开始的日期"):
        Course(date(2024, 9, 25), 20, restarts=(Restart(date(2024, 9, 24)),))
    with pytest.raises(CannotCount, match="决定延长的日期2024年9月24日早于期限开始的日期"):
        Course(date(2024, 9, 25), 20, extensions=(Extension(5, date(2024, 9, 24)),))
    with pytest.raises(CannotCount, match="收到意见的日期"):
        consultation(date(2024, 10, 9), date(2024, 10, 8), why="", basis="")


def test_a_period_is_in_days_or_in_months() -> None:
    for wrong in ({}, {"days": 5, "months": 1}):
        with pytest.raises(CannotCount, match="应当按日或者按月计算"):
            Period(date(2024, 1, 1), **wrong)


def test_the_notice_of_2027_settles_what_was_provisional() -> None:
    found = last_day(date(2026, 12, 10), 20, calendar_with([NOTICE_2027]))
    assert (found.on, found.missing) == (date(2027, 1, 7), ())  # 12月26日（星期六）上班


@pytest.mark.parametrize("module", [counting, festivals, limits], ids=lambda module: module.__name__)
def test_the_examples_in_the_docstrings_hold(module: ModuleType) -> None:
    found = doctest.testmod(module)
    assert found.attempted > 0
    assert found.failed == 0
