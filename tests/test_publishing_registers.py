"""Channels and registers as data: what the files may say, amounts in 万元, days of tallies, terms, lists from files."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.loader import DataError
from gongkai.organs.importing.kinds import WrongCell
from gongkai.publishing.channels import channel_groups, channels, growth, members, read_channels
from gongkai.publishing.lists import LISTS, MATTERS, planned, yuan
from gongkai.publishing.registers import (
    Span,
    decisions_in,
    in_wan,
    matters_in,
    read_rules,
    rules,
    span_problem,
    tally_for,
    withdraw_by,
)

TODAY = date(2025, 1, 10)
days = st.dates(date(2019, 1, 1), date(2024, 12, 31))


def test_only_the_website_is_written_by_the_system_and_every_group_is_of_channels_there_are():
    assert [key for key, each in channels().items() if each.by_system] == ["website"]
    assert all(members([key]) == group.channels for key, group in channel_groups().items())


@pytest.mark.parametrize(
    "text",
    [
        "channels: [{key: a, title: 甲, since: 2020-01-01, basis: 乙}]\ngroups: [{key: g, title: 组, channels: [b], basis: 乙}]",
        "channels: [{key: a, title: 甲, since: 2020-01-01, basis: ''}]\ngroups: []",
        "channels: [{key: a, title: 甲, since: 2020-01-01, basis: 乙, colour: 红}]\ngroups: []",
    ],
)
def test_a_file_of_channels_that_breaks_its_rules_is_refused_with_its_place(tmp_path: Path, text: str):
    path = tmp_path / "channels.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"channels\.yaml"):
        read_channels(path)


def test_a_tally_of_something_unknown_is_refused_with_its_place(tmp_path: Path):
    path = tmp_path / "registers.yaml"
    path.write_text(
        "matters: []\ndecisions: []\ntallies: [{key: a, title: 甲, measure: sometimes, takes: count, row: licensing, figure: decisions, same: decisions, basis: 乙}]\namounts: []\nwithdrawal: []",
        encoding="utf-8",
    )
    with pytest.raises(DataError, match=r"registers.yaml 第3行"):
        read_rules(path)


def test_every_row_that_counts_decisions_has_a_tally_that_stands_for_them():
    for kind in rules().decisions.values():
        assert decisions_in(kind.row) and tally_for(kind.row, "decisions").same == "decisions"
    assert tally_for("admin_fees", "amount").has_amount and "confirmation" in matters_in("other_services")


@given(st.lists(st.decimals(0, 10**9, places=2), max_size=20))
def test_a_sum_is_rounded_once_and_never_by_more_than_half_of_the_last_digit(amounts):
    total = sum(amounts, Decimal(0))
    assert abs(in_wan(total, TODAY) * 10_000 - total) <= Decimal("0.5")


@given(days, st.integers(0, 400))
def test_days_that_can_be_counted_lie_in_one_year_and_are_over(since, length):
    span = Span(since, since + timedelta(days=length))
    fine = span.until <= TODAY and span.since.year == span.until.year
    assert (span_problem(span, stock=False, today=TODAY) == "") is fine


@given(days, days, days, days)
def test_two_spans_meet_when_they_have_a_day_in_common(a, b, c, d):
    one, two = Span(min(a, b), max(a, b)), Span(min(c, d), max(c, d))
    common = max(one.since, two.since) <= min(one.until, two.until)
    assert one.meets(two) is common and two.meets(one) is common


def test_before_the_law_of_2021_there_was_no_term_for_withdrawal():
    assert withdraw_by(date(2021, 7, 14)) is None
    assert withdraw_by(date(2021, 7, 15))[0] == date(2021, 7, 18)


@pytest.mark.parametrize("cell", ["一百", "-3", "1.005", "1e3", "9999999999999999", "", "NaN"])
def test_what_is_no_amount_is_told_in_words(cell):
    with pytest.raises(WrongCell):
        yuan(cell)


def test_growth_is_none_where_there_was_nothing_before():
    assert (growth(5, 0), growth(0, 4), growth(3, 2)) == (None, -100, 50)


@pytest.mark.parametrize("kind", LISTS.values(), ids=list(LISTS))
def test_the_template_of_every_list_is_read_without_a_fault(kind):
    (line,) = planned(kind, kind.template(), kind.columns[0].field)
    assert line.errors == []


def test_a_list_in_gbk_says_what_is_wrong_in_each_line():
    text = "种类,名称,依据,列入日期\n行政许可,甲,乙,2019-01-10\n行政魔法,甲,,今天\n"
    fine, wrong = planned(MATTERS, text.encode("gb18030"), "name")
    assert fine.values["kind"] == "licensing" and len(wrong.errors) == 3
