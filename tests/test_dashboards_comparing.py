"""A year so far against the same days of the year before: the pure rules."""

from __future__ import annotations

import itertools
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from gongkai.assessment.dashboards.comparing import Span, change, percent, points, year_so_far

DAYS = st.dates(date(2001, 1, 1), date(2199, 12, 31))


@given(day=DAYS)
def test_both_years_begin_in_january_and_end_on_the_same_day(day: date) -> None:
    found = year_so_far(day)
    assert (found.now.since, found.now.until) == (date(day.year, 1, 1), day)
    assert found.before.since == date(day.year - 1, 1, 1)
    assert found.before.until.month == day.month
    assert found.before.until.day == (28 if found.told else day.day)
    assert bool(found.told) == ((day.month, day.day) == (2, 29))


@given(day=DAYS)
def test_the_months_of_a_span_cover_each_of_its_days_once(day: date) -> None:
    for span in (year_so_far(day).now, year_so_far(day).before):
        parts = [part for number in range(1, 13) if (part := span.month(number))]
        assert len(parts) == day.month
        assert parts[0].since == span.since and parts[-1].until == span.until
        assert all((b.since - a.until).days == 1 for a, b in itertools.pairwise(parts))


def test_a_month_that_has_not_begun_is_no_part() -> None:
    assert Span(date(2026, 1, 1), date(2026, 3, 5)).month(4) is None
    assert Span(date(2026, 1, 1), date(2026, 3, 5)).month(3) == Span(date(2026, 3, 1), date(2026, 3, 5))


def test_nothing_last_year_gives_no_percentage() -> None:
    assert change(7, 0) == "增加7"
    assert change(0, 7) == "减少7，下降100.0%"
    assert change(None, 7) == change(7, None) == ""


@given(part=st.integers(0, 10**6), more=st.integers(1, 10**6))
def test_only_the_whole_is_called_whole_and_only_nothing_nothing(part: int, more: int) -> None:
    said = percent(part, part + more)
    assert said != "100.0%"
    assert (said == "0.0%") == (part == 0)


def test_shares_are_compared_in_points_and_only_where_there_are_two() -> None:
    assert points((1, 2), (1, 4)) == "提高25.0个百分点"
    assert points((1, 4), (1, 2)) == "降低25.0个百分点"
    assert points((1, 2), (2, 4)) == "持平"
    assert points((0, 0), (2, 4)) == points((1, 2), (0, 0)) == ""
