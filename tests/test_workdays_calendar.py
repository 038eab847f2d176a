"""Which days are working days, on what ground, and when that is not settled yet."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from workdays_notices import NOTICE_2027

from gongkai.law.festivals import statutory_days
from gongkai.law.notices import Notice, NoticeKind, Off, Shifted, national_notices
from gongkai.workdays import Calendar, CannotCount, DayKind, calendar_of, calendar_with, changed_days, national_calendar

YEARS = range(2007, 2027)
WRONG_IN_CHINESECALENDAR = {date(2005, 12, 31)}  # 国办发明电〔2005〕35号：12月31日（星期六）上班


def days_of(first: int, last: int) -> list[date]:
    begin, end = date(first, 1, 1), date(last, 12, 31)
    return [begin + timedelta(days=number) for number in range((end - begin).days + 1)]


def test_every_day_from_2004_to_2026_is_as_in_chinesecalendar() -> None:
    library = pytest.importorskip("chinese_calendar", reason="没有安装 chinesecalendar，不作逐日比对")
    calendar = national_calendar()
    differing = {day for day in days_of(2004, 2026) if calendar.is_workday(day) != library.is_workday(day)}
    assert differing == WRONG_IN_CHINESECALENDAR


def test_every_day_from_2004_to_2026_is_as_in_the_library_holidays() -> None:
    library = pytest.importorskip("holidays", reason="没有安装 holidays，不作逐日比对")
    china = library.country_holidays("CN", years=range(2003, 2028))
    calendar = national_calendar()
    assert [day for day in days_of(2004, 2026) if calendar.is_workday(day) != china.is_working_day(day)] == []


def test_the_statutory_days_are_as_in_the_library_holidays() -> None:
    library = pytest.importorskip("holidays", reason="没有安装 holidays，不作逐日比对")
    for year in range(2008, 2051):
        china = library.country_holidays("CN", years=year, categories="public")
        lawful = {
            day for day in china if day.year == year and "补假" not in china[day] and "observed" not in china[day]
        }
        assert set(statutory_days(year)) <= lawful, year


@pytest.mark.parametrize("year", YEARS)
def test_every_statutory_day_of_an_announced_year_is_off_and_named_by_its_notice(year: int) -> None:
    calendar = national_calendar()
    for day in statutory_days(year):
        found = calendar.day(day)
        assert found.kind is DayKind.STATUTORY
        assert found.notice is not None
        assert str(year) in found.notice.title


@pytest.mark.parametrize(
    ("day", "kind", "why"),
    [
        ("2024-02-09", DayKind.WORKDAY, "工作日"),  # 2024年的除夕不是法定节假日
        ("2025-01-28", DayKind.STATUTORY, "法定节假日（春节）"),  # 2025年起除夕放假
        ("2024-02-13", DayKind.DAY_OFF, "放假调休（春节）"),
        ("2024-02-18", DayKind.SHIFTED_WORKDAY, "调休上班（春节）"),
        ("2024-02-24", DayKind.WEEKEND, "周末"),
        ("2020-10-01", DayKind.STATUTORY, "法定节假日（中秋节、国庆节）"),
        ("2022-12-31", DayKind.DAY_OFF, "放假调休（元旦）"),
        ("2005-12-31", DayKind.SHIFTED_WORKDAY, "调休上班（元旦）"),
    ],
)
def test_a_day_says_what_it_is(day: str, kind: DayKind, why: str) -> None:
    found = national_calendar().day(date.fromisoformat(day))
    assert (found.kind, found.why, found.settled) == (kind, why, True)


def test_a_later_notice_changes_the_days_that_it_names_and_no_others() -> None:
    annual = [notice for notice in national_notices() if notice.kind is NoticeKind.ANNUAL]
    assert changed_days(Calendar(annual), national_calendar()) == [
        date(2015, 9, 3),
        date(2015, 9, 4),
        date(2015, 9, 6),
        date(2019, 4, 28),
        date(2019, 5, 2),
        date(2019, 5, 3),
        date(2019, 5, 5),
        date(2020, 1, 31),
        date(2020, 2, 1),
    ]


def test_the_order_in_which_notices_are_given_does_not_matter() -> None:
    assert changed_days(Calendar(reversed(national_notices())), national_calendar()) == []


def test_a_year_without_notice_has_weekends_and_statutory_days_and_is_not_settled() -> None:
    calendar = national_calendar()
    assert 2027 not in calendar.announced_years
    off = [day for day in days_of(2027, 2027) if not calendar.is_workday(day)]
    assert {day for day in off if day.weekday() < 5} == {day for day in statutory_days(2027) if day.weekday() < 5}
    assert not any(calendar.day(day).settled for day in days_of(2027, 2027))
    assert calendar.day(date(2027, 2, 5)).basis == "《全国年节及纪念日放假办法》（国务院令第795号）第二条"


def test_the_last_days_of_december_wait_for_the_next_notice() -> None:
    calendar = national_calendar()
    assert calendar.day(date(2026, 12, 27)).settled
    assert [day.day for day in days_of(2026, 2026) if not calendar.day(day).settled] == [28, 29, 30, 31]
    announced = calendar_with([NOTICE_2027])
    assert all(announced.day(day).settled for day in days_of(2026, 2026))


def test_a_single_day_named_before_the_notice_of_its_year_is_settled() -> None:
    early = Notice(
        2027,
        "样例办公厅关于样例日放假的通知",
        (Off("样例日", date(2027, 3, 3), date(2027, 3, 3)),),
        kind=NoticeKind.AMENDING,
    )
    calendar = calendar_with([early])
    assert not calendar.is_workday(date(2027, 3, 3))
    assert calendar.day(date(2027, 3, 3)).settled
    assert not calendar.day(date(2027, 3, 4)).settled


def test_the_notice_that_an_office_enters_replaces_the_one_of_the_program() -> None:
    ours = Notice(2026, "样例办公厅关于2026年部分节假日安排的通知", (Off("元旦", date(2026, 1, 1), date(2026, 1, 1)),))
    calendar = calendar_with([ours])
    assert calendar.is_workday(date(2026, 1, 2))
    assert date(2026, 1, 2) in changed_days(national_calendar(), calendar)


def test_two_different_notices_for_one_year_are_refused_in_words() -> None:
    ours = Notice(2026, "样例办公厅关于2026年部分节假日安排的通知", (Off("元旦", date(2026, 1, 1), date(2026, 1, 1)),))
    with pytest.raises(CannotCount, match="2026年有两份不一样的年度放假通知"):
        Calendar([*national_notices(), ours])


def test_the_same_notice_entered_twice_does_no_harm() -> None:
    assert changed_days(Calendar([*national_notices(), *national_notices()]), national_calendar()) == []


def test_a_local_holiday_is_a_day_off_where_it_is_entered() -> None:
    local = Notice(
        2024,
        "样例自治区人民政府办公厅关于样例节放假的通知",
        (Off("样例节", date(2024, 4, 11), date(2024, 4, 12)),),
        (Shifted("样例节", date(2024, 4, 13)),),
        kind=NoticeKind.LOCAL,
        issuer="样例自治区人民政府办公厅",
    )
    calendar = calendar_with([local])
    assert calendar.day(date(2024, 4, 11)).why == "放假调休（样例节）"
    assert calendar.is_workday(date(2024, 4, 13))
    assert national_calendar().is_workday(date(2024, 4, 11))


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2051, 1, 1), date.min, date.max])
def test_days_outside_the_calendar_are_refused_in_words(day: date) -> None:
    with pytest.raises(CannotCount, match="不在日历的范围里"):
        national_calendar().is_workday(day)


def test_a_moment_is_not_a_day() -> None:
    with pytest.raises(CannotCount, match="不带时刻的日期"):
        national_calendar().is_workday(datetime(2024, 9, 25, 9, 30))


def test_a_calendar_of_years_that_have_no_notice_is_refused() -> None:
    with pytest.raises(CannotCount, match="没有2031年的放假通知"):
        calendar_of(2024, 2031)
