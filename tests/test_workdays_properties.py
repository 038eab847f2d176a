"""What holds of every limit, every calendar and every pause."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from workdays_notices import annual_notices

from gongkai.workdays import (
    Calendar,
    Course,
    Extension,
    Period,
    Restart,
    Span,
    calendar_with,
    changed_days,
    last_day,
    last_day_of_days,
    last_day_of_months,
    national_calendar,
    proof,
    recomputed,
    workdays_between,
)

CALENDAR = national_calendar()
DAYS = st.dates(date(2003, 6, 1), date(2030, 6, 1))
LIMITS = st.integers(1, 60)
PAUSES = st.lists(st.tuples(st.integers(-10, 90), st.integers(0, 40)), max_size=4)


def spans(start: date, pauses: list[tuple[int, int]]) -> list[tuple[date, date]]:
    return [(start + timedelta(days=after), start + timedelta(days=after + length)) for after, length in pauses]


@st.composite
def courses(draw: st.DrawFn) -> Course:
    start = draw(DAYS)
    stopped = tuple(Span(*span, "征求意见期间") for span in spans(start, draw(PAUSES)))
    afresh = [Restart(start + timedelta(days=after)) for after in draw(st.lists(st.integers(0, 60), max_size=2))]
    more = [
        Extension(days, start + timedelta(days=after))
        for after, days in draw(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=2))
    ]
    return Course(start, draw(LIMITS), stopped, tuple(afresh), tuple(more), draw(st.booleans()))


def counted_by_walking(start: date, limit: int, calendar: Calendar, stopped: list[tuple[date, date]]) -> date:
    """The plain slow way: go from day to day."""
    day = start
    while limit:
        day += timedelta(days=1)
        if calendar.is_workday(day) and not any(first <= day <= last for first, last in stopped):
            limit -= 1
    return day


@given(DAYS, LIMITS, PAUSES)
def test_the_last_day_is_the_one_found_by_walking(start: date, limit: int, pauses: list[tuple[int, int]]) -> None:
    stopped = spans(start, pauses)
    assert last_day(start, limit, CALENDAR, stopped=stopped).on == counted_by_walking(start, limit, CALENDAR, stopped)


@given(DAYS, LIMITS, PAUSES)
def test_consulting_never_shortens_the_limit(start: date, limit: int, pauses: list[tuple[int, int]]) -> None:
    longer = last_day(start, limit, CALENDAR, stopped=spans(start, pauses))
    assert longer.on >= last_day(start, limit, CALENDAR).on


@given(DAYS, LIMITS, PAUSES)
def test_the_last_day_is_a_working_day_that_is_not_left_out(
    start: date, limit: int, pauses: list[tuple[int, int]]
) -> None:
    stopped = spans(start, pauses)
    on = last_day(start, limit, CALENDAR, stopped=stopped).on
    assert CALENDAR.is_workday(on)
    assert not any(first <= on <= last for first, last in stopped)


@given(DAYS, LIMITS, PAUSES)
def test_the_days_counted_up_to_the_last_day_are_the_limit(
    start: date, limit: int, pauses: list[tuple[int, int]]
) -> None:
    stopped = spans(start, pauses)
    on = last_day(start, limit, CALENDAR, stopped=stopped).on
    assert workdays_between(start, on, CALENDAR, stopped=stopped) == limit


@given(DAYS, DAYS, LIMITS, PAUSES)
def test_a_later_start_never_ends_earlier(one: date, other: date, limit: int, pauses: list[tuple[int, int]]) -> None:
    earlier, later = sorted((one, other))
    stopped = spans(earlier, pauses)
    assert (
        last_day(earlier, limit, CALENDAR, stopped=stopped).on <= last_day(later, limit, CALENDAR, stopped=stopped).on
    )


@given(DAYS, LIMITS, LIMITS, PAUSES)
def test_a_longer_limit_ends_later(start: date, limit: int, more: int, pauses: list[tuple[int, int]]) -> None:
    stopped = spans(start, pauses)
    assert (
        last_day(start, limit, CALENDAR, stopped=stopped).on
        < last_day(start, limit + more, CALENDAR, stopped=stopped).on
    )


@given(DAYS, LIMITS, PAUSES)
def test_the_order_of_the_pauses_does_not_matter(start: date, limit: int, pauses: list[tuple[int, int]]) -> None:
    stopped = spans(start, pauses)
    assert last_day(start, limit, CALENDAR, stopped=stopped) == last_day(start, limit, CALENDAR, stopped=stopped[::-1])


@given(DAYS, st.integers(1, 800))
def test_days_and_months_end_on_a_working_day_not_before_their_time(start: date, days: int) -> None:
    by_days, by_months = last_day_of_days(start, days, CALENDAR), last_day_of_months(start, days // 30 + 1, CALENDAR)
    assert CALENDAR.is_workday(by_days.on)
    assert CALENDAR.is_workday(by_months.on)
    assert by_days.on >= start + timedelta(days=days)
    assert by_months.on > start


@given(courses())
def test_the_proof_agrees_with_the_last_day(course: Course) -> None:
    rows = proof(course, CALENDAR)
    found = course.last_day(CALENDAR)
    assert [row.on for row in rows if row.last] == [found.on]
    assert rows[-1].on == found.on
    assert [row.number for row in rows if row.counted] == list(range(1, course.workdays + course.extended_by + 1))
    assert any(row.provisional for row in rows) == found.provisional
    assert [row.on for row in rows] == [course.start + timedelta(days=n) for n in range(len(rows))]
    assert all(row.why for row in rows)


@given(DAYS, st.integers(1, 400), st.booleans())
def test_the_proof_of_a_period_agrees_with_its_last_day(start: date, amount: int, in_days: bool) -> None:
    period = Period(start, days=amount) if in_days else Period(start, months=amount % 24 + 1)
    rows = proof(period, CALENDAR)
    found = period.last_day(CALENDAR)
    assert [row.on for row in rows if row.last] == [found.on]
    assert rows[-1].on == found.on
    assert any(row.provisional for row in rows) == found.provisional


@given(courses(), DAYS)
def test_what_is_used_and_what_is_left_make_up_the_limit(course: Course, day: date) -> None:
    assert course.used(day, CALENDAR) + course.left(day, CALENDAR) == course.workdays + course.extended_by
    assert course.left(course.last_day(CALENDAR).on, CALENDAR) == 0


@settings(max_examples=40)
@given(annual_notices(2027), st.lists(st.tuples(st.dates(date(2026, 9, 1), date(2027, 12, 1)), LIMITS), max_size=10))
def test_a_notice_changes_only_deadlines_that_reach_it(notice: object, limits: list[tuple[date, int]]) -> None:
    after = calendar_with([notice])  # type: ignore[list-item]
    deadlines = {number: Course(start, limit) for number, (start, limit) in enumerate(limits)}
    touched = set(changed_days(CALENDAR, after))
    for change in recomputed(deadlines, CALENDAR, after):
        course = deadlines[change.key]
        reach = {
            course.start + timedelta(days=n)
            for n in range(1, (max(change.before.on, change.after.on) - course.start).days + 1)
        }
        assert touched & reach or change.before.provisional
        assert not change.after.provisional or change.after.on >= date(2027, 12, 28)
    for number, course in deadlines.items():
        if course.last_day(CALENDAR).on < date(2026, 12, 28):
            assert number not in {change.key for change in recomputed(deadlines, CALENDAR, after)}


@settings(max_examples=40)
@given(annual_notices(2028), DAYS, LIMITS)
def test_limits_count_right_under_any_notice(notice: object, start: date, limit: int) -> None:
    calendar = calendar_with([notice])  # type: ignore[list-item]
    assert last_day(start, limit, calendar).on == counted_by_walking(start, limit, calendar, [])
    rows = proof(Course(start, limit), calendar)
    assert any(row.provisional for row in rows) == last_day(start, limit, calendar).provisional
