"""The national check of sites as rules: limits, colours, vetoes."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis.strategies import dates, integers, sampled_from

from gongkai.assessment.freshness.judging import (
    Colour,
    Verdict,
    column_standing,
    counted,
    dated_standing,
    services_verdict,
    visits_verdict,
)
from gongkai.assessment.freshness.moves import TABLE
from gongkai.assessment.freshness.rules import FILE, read_rules, rules_on
from gongkai.law.loader import DataError

RULES = rules_on(date(2026, 11, 22))
DAYS = dates(date(2019, 4, 1), date(2035, 12, 31))


def test_news_may_rest_two_weeks_and_the_first_day_is_not_counted() -> None:
    last = date(2026, 11, 8)
    colours = [column_standing(RULES, "news", 1, last, last + timedelta(days=days)).colour for days in (10, 11, 14, 15)]
    assert colours == [Colour.GREEN, Colour.AMBER, Colour.AMBER, Colour.RED]


def test_only_first_level_columns_of_notices_are_counted_by_six_months() -> None:
    last, on = date(2026, 1, 31), date(2026, 8, 1)
    first, below = (column_standing(RULES, "notices", level, last, on) for level in (1, 2))
    assert (first.colour, first.counted_in, first.due_on) == (Colour.RED, "news_and_notices", date(2026, 7, 31))
    assert (below.colour, below.counted_in) == (Colour.GREEN, "")


def test_a_column_with_a_period_of_its_own_is_red_after_it() -> None:
    last = date(2026, 6, 1)
    found = [
        column_standing(RULES, "regular", 1, last, last + timedelta(days=days), own_days=30).colour
        for days in (24, 25, 30, 31)
    ]
    assert found == [Colour.GREEN, Colour.AMBER, Colour.AMBER, Colour.RED]


def test_a_stricter_period_of_news_turns_amber_but_no_veto_counts_it() -> None:
    last = date(2026, 11, 8)
    found = column_standing(RULES, "news", 1, last, last + timedelta(days=8), own_days=7)
    assert (found.colour, found.stricter, found.counted_in) == (Colour.AMBER, True, "")
    assert column_standing(RULES, "news", 1, last, last + timedelta(days=15), own_days=7).counted_in


@given(sampled_from(list(RULES.classes)), DAYS, integers(0, 900), integers(1, 4))
def test_time_without_anything_new_never_makes_a_column_fresher(kind: str, last: date, days: int, level: int) -> None:
    order = [Colour.NONE, Colour.GREEN, Colour.AMBER, Colour.RED]
    today, tomorrow = (
        column_standing(RULES, kind, level, last, last + timedelta(days=each)).colour for each in (days, days + 1)
    )
    assert order.index(today) <= order.index(tomorrow)


@given(sampled_from(["news", "notices", "regular"]), DAYS, integers(0, 900))
def test_whatever_is_red_is_counted_once_and_nothing_else_is(kind: str, last: date, days: int) -> None:
    found = column_standing(RULES, kind, 1, last, last + timedelta(days=days))
    assert bool(found.counted_in) == (found.colour is Colour.RED)


def test_a_column_with_nothing_is_empty_at_once_and_counted_only_as_empty() -> None:
    found = column_standing(RULES, "news", 1, None, date(2026, 11, 22))
    assert (found.colour, found.counted_in) == (Colour.EMPTY, "empty")


@pytest.mark.parametrize(
    ("key", "number"), [("news_and_notices", 5), ("should_update", 10), ("empty", 5), ("messages", 1), ("accounts", 1)]
)
def test_a_veto_is_triggered_by_its_number_and_not_before(key: str, number: int) -> None:
    indicator = RULES.indicators[key]
    assert counted(indicator, number) is Verdict.TRIGGERED
    assert counted(indicator, number - 1) is Verdict.CLEAR


@pytest.mark.parametrize(
    ("flawed", "whole", "triggered"),
    [
        (0, 0, False),
        (1, 1, True),
        (3, 4, False),
        (4, 4, True),
        (5, 5, False),
        (5, 30, False),
        (6, 6, True),
        (6, 300, True),
    ],
)
def test_guides_more_than_five_or_all_of_a_few(flawed: int, whole: int, triggered: bool) -> None:
    found = services_verdict(RULES.indicators["services"], flawed, whole)
    assert (found is Verdict.TRIGGERED) is triggered


def test_a_week_of_visits_fails_at_five_percent_and_too_few_say_nothing() -> None:
    reachable = RULES.indicators["reachable"]
    assert visits_verdict(reachable, 139, 0) is Verdict.NOT_ASSESSED
    assert visits_verdict(reachable, 140, 6) is Verdict.CLEAR
    assert visits_verdict(reachable, 140, 7) is Verdict.TRIGGERED


def test_an_account_under_a_stricter_county_is_red_after_ten_days() -> None:
    last = date(2026, 11, 1)
    assert dated_standing(last, date(2026, 11, 11), 10, 10, "accounts").colour is Colour.AMBER
    assert dated_standing(last, date(2026, 11, 12), 10, 10, "accounts").colour is Colour.RED


def test_every_way_of_a_problem_ends() -> None:
    assert {move.target for move in TABLE.moves} >= {"open", "reported", "closed", "dropped"}
    assert all(move.basis for move in TABLE.moves)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("limit: 10", "limit: 0"),
        ("how: visits", "how: guess"),
        ("counted_in: should_update", "counted_in: nothing"),
        ("checked: 待核", "checked: 也许"),
        ("amber_days: 10, red_days: 14", "amber_days: 10, red_days: 14, blue_days: 3"),
    ],
)
def test_a_file_that_breaks_its_rules_is_refused(tmp_path: Path, old: str, new: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    broken = tmp_path / "rules.yaml"
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError):
        read_rules(broken)
