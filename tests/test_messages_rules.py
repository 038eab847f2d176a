"""The table of moves of messages, their channels and limits, without a site."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.casework.counting import Length, Unit
from gongkai.engagement.messages.channels import channels, read_data, scores, site_channels, titles
from gongkai.engagement.messages.limits import LimitRule, length_of, limit_rules, plain, read_rules, rule_for
from gongkai.engagement.messages.moves import OPEN, TABLE
from gongkai.engagement.messages.numbers import number_of
from gongkai.law.limits import limits
from gongkai.law.loader import DataError

TEN = Length(10, Unit.WORKDAYS)


def entered(since: date, nearness: int = 1, kinds: tuple[str, ...] = (), amount: int = 3) -> LimitRule:
    return LimitRule(("hotline",), kinds, since, Length(amount, Unit.WORKDAYS), None, TEN, "本局办法", "条文", nearness)


def test_every_channel_has_a_limit_with_a_ground_for_every_kind_on_every_day():
    for channel in channels():
        for kind in titles("kinds"):
            for on in (date(2006, 1, 1), date(2020, 6, 1), date(2026, 6, 1)):
                rule = rule_for(channel, kind, on)
                assert rule.basis and rule.checked in ("条文", "转述", "待核") and rule.window.amount >= 1


def test_every_clock_has_a_limit_of_the_law_or_one_that_the_message_is_given():
    for clock in TABLE.clocks:
        assert clock.limit in limits() or clock.name in ("answer", "reopening")


def test_suggestions_are_answered_sooner_and_petitions_by_their_own_law():
    day = date(2026, 6, 1)
    assert str(rule_for("website", "suggestion", day).limit) == "7个工作日"
    assert str(rule_for("mailbox", "complaint", day).limit) == "15个工作日"
    petition = rule_for("sunshine", "complaint", day)
    assert (str(petition.limit), str(petition.extension)) == ("60日", "30日") and "信访工作条例" in petition.basis
    assert "第431号" in rule_for("sunshine", "complaint", date(2021, 6, 1)).basis


def test_what_an_organ_entered_goes_first_the_nearer_the_better_and_only_from_its_day():
    rules = [entered(date(2026, 1, 1)), entered(date(2026, 6, 1), 2, amount=2)]
    assert rule_for("hotline", "complaint", date(2025, 12, 31), rules).nearness == 0
    assert rule_for("hotline", "complaint", date(2026, 5, 31), rules).limit.amount == 3
    assert rule_for("hotline", "complaint", date(2026, 6, 1), rules).limit.amount == 2


def test_a_rule_for_the_kind_goes_before_one_for_all_of_the_same_organ():
    rules = [entered(date(2026, 3, 1)), entered(date(2026, 1, 1), kinds=("consultation",), amount=1)]
    assert rule_for("hotline", "consultation", date(2026, 6, 1), rules).limit.amount == 1
    assert rule_for("hotline", "report", date(2026, 6, 1), rules).limit.amount == 3


@given(st.integers(1, 999), st.sampled_from([Unit.WORKDAYS, Unit.CALENDAR_DAYS, Unit.MONTHS]))
def test_a_length_reads_back_as_it_was_kept(amount, unit):
    assert length_of(plain(Length(amount, unit))) == Length(amount, unit)
    assert length_of(None) is None


def test_petitions_and_platforms_are_no_channels_of_the_website():
    assert set(site_channels()) == {"website", "mailbox"}
    assert not any(channels()[key].petition or channels()[key].elsewhere for key in site_channels())


def test_whoever_drafts_does_not_approve_and_the_public_only_writes_rates_and_asks_again():
    assert TABLE.move_of["approve"].distinct_from == ("draft",)
    assert {move.name for move in TABLE.moves if "public" in move.who} == {"submit", "rate", "reopen"}


def test_no_open_message_is_without_a_way_on():
    for state in OPEN:
        assert any(move.leads_to(state) != state for move in TABLE.moves_from(state)), state


def test_scores_that_are_for_calls_back_only_never_count_as_satisfied():
    assert all(not each.good for each in scores().values() if each.asked)
    assert [key for key, each in scores().items() if each.good] == ["satisfied", "basically_satisfied"]


def test_numbers_say_organ_year_and_serial():
    assert number_of("nongye", 2026, 123456) == "nongye-ly-2026-123456"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("rules: [{channels: [website], since: 2020-01-01, limit: 15 hours, window: 1 calendar_days, basis: x, checked: 条文}]", "小时"),
        ("rules: [{channels: [website], since: 2020-01-01, limit: many, window: 1 calendar_days, basis: x, checked: 条文}]", "15 workdays"),
        ("rules: [{channels: [smoke], since: 2020-01-01, limit: 1 workdays, window: 1 calendar_days, basis: x, checked: 条文}]", "smoke"),
        ("rules: [{channels: [website], since: 2020-01-01, limit: 1 workdays, window: 1 calendar_days, basis: ' ', checked: 条文}]", "basis"),
        ("rules: [{channels: [website], since: 2020-01-01, limit: 1 workdays, extension: 1 months, window: 1 calendar_days, basis: x, checked: 条文}]", "单位"),
        ("rules: [{channels: [website], since: 2020-01-01, limit: 1 workdays, window: 1 calendar_days, basis: x, checked: 条文}]", "没有写这些渠道"),
    ],
)  # fmt: skip
def test_a_file_of_limits_that_breaks_the_rules_is_refused_with_its_line(tmp_path: Path, text: str, told: str):
    path = tmp_path / "limits.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=told):
        read_rules(path)


def test_a_channel_of_the_form_is_never_answered_without_review(tmp_path: Path):
    path = tmp_path / "channels.yaml"
    path.write_text(
        "channels: [{key: website, title: 网站, form: true, elsewhere: true, basis: x, checked: 条文}]\n"
        "kinds: []\nscores: []\nways: []\ninvalid_grounds: []\ndestinations: []\n",
        encoding="utf-8",
    )
    with pytest.raises(DataError, match="form 和 elsewhere"):
        read_data(path)
    assert len(limit_rules()) > 5
