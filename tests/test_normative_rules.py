"""Rules of normative documents without a database: numbers, terms, periods, the table of moves."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.casework import Act, History, NotAllowed, advance
from gongkai.publishing.normative import NORMATIVE
from gongkai.publishing.normative_limits import evaluation_from, local_choices, normative_limits, term_warnings
from gongkai.publishing.registration_numbers import (
    NumberForm,
    Scheme,
    WrongScheme,
    number_key,
    read_registration_number,
    registration_number,
)

SCHEMES = st.builds(
    Scheme,
    prefix=st.sampled_from(("HCDR", "HFGS", "杨管规", "青规")),
    form=st.sampled_from(NumberForm),
    dash=st.sampled_from("-—"),
    unit=st.sampled_from(("", "004", "12")),
    width=st.integers(3, 6),
    suffix=st.sampled_from(("", "号")),
)


@given(SCHEMES, st.integers(1990, 2099), st.integers(1, 999))
def test_a_number_that_was_given_is_read_back_and_no_other_has_its_key(scheme, year, serial):
    number = registration_number(scheme, year, serial)
    found = read_registration_number(number)
    assert found is not None and (found.prefix, found.year) == (scheme.prefix, year)
    assert number_key(number) != number_key(registration_number(scheme, year, serial + 1))


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("HCDR-2021-0040001", "HCDR-2021-40001"),
        ("ＨＣＤＲ－２０２１－０040001", "HCDR-2021-40001"),
        ("HFGS—2017—9", "HFGS-2017-9"),
        ("HFGS--2017--09", "HFGS-2017-9"),
        ("杨管规〔2012〕001-", None),
        ("杨管规（2012）001号", "杨管规-2012-1"),
        ("随便写的", None),
        ("", None),
    ],
)
def test_registration_numbers_are_read_in_the_ways_they_are_written(typed, key):
    found = read_registration_number(typed)
    if key is not None:
        assert found is not None and found.key == key
    elif found is not None:
        assert found.plain.startswith("杨管规〔2012〕001")


@pytest.mark.parametrize(
    "wrong",
    [
        {"prefix": ""},
        {"prefix": "2021"},
        {"prefix": "青规", "unit": "004"},
        {"prefix": "青规", "width": 9},
        {"prefix": "青规", "dash": "/"},
    ],
)
def test_a_scheme_that_gives_no_sure_numbers_is_refused(wrong):
    with pytest.raises(WrongScheme):
        Scheme(**wrong)


def test_a_series_that_is_used_up_says_so():
    with pytest.raises(ValueError, match="已经用完"):
        registration_number(Scheme("青规", width=2), 2024, 100)


def test_terms_are_warned_about_and_not_refused():
    begins = date(2024, 1, 1)
    assert term_warnings("某办法", begins, date(2028, 12, 31)) == ()
    assert "不超过5年" in term_warnings("某办法", begins, date(2034, 1, 1))[0]
    assert "不超过2年" in term_warnings("某办法（试行）", begins, date(2028, 12, 31))[0]
    assert "没有写有效期" in term_warnings("某办法", begins, None)[0]
    assert evaluation_from(date(2024, 8, 31)) == date(2024, 2, 29)


def test_every_period_and_choice_has_a_basis():
    assert all(each.basis for versions in normative_limits().values() for each in versions)
    assert set(local_choices()) == {"registration", "synchrony"}


def walk(*steps: tuple[str, str, str, dict], on: date = date(2024, 9, 2)) -> History:
    history = History(NORMATIVE)
    for name, by, role, facts in steps:
        act = Act(by, datetime(2024, 12, 1, 2, tzinfo=UTC), facts.pop("on", on), {role})
        history = advance(history, name, act, facts)
    return history


def start(**facts):
    return (
        "start",
        "a",
        "info_officer",
        {"title": "某办法", "kind": "normative_documents", "need": "上位法要求"} | facts,
    )


def competed():
    return ("check_competition", "a", "info_officer", {"market": "no", "finding": "不涉及经营主体经济活动"})


def not_asked():
    return ("not_consult", "a", "info_officer", {"reason": "上位文件的细化"})


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ([start(), competed(), ("send_to_legal", "a", "info_officer", {})], "要先公开征求意见"),
        ([start(), not_asked(), ("send_to_legal", "a", "info_officer", {})], "公平竞争审查"),
        (
            [
                start(),
                not_asked(),
                competed(),
                ("send_to_legal", "a", "info_officer", {}),
                ("pass_legal", "a", "legal_reviewer", {"opinion": "合法"}),
            ],
            "要由没有办理过",
        ),
        (
            [
                start(major="yes"),
                (
                    "consult",
                    "a",
                    "info_officer",
                    {"starts_on": "2024-09-02", "ends_on": "2024-09-12", "channel": "网站"},
                ),
            ],
            "不少于30日",
        ),
        (
            [
                start(),
                (
                    "consult",
                    "a",
                    "info_officer",
                    {"starts_on": "2024-09-12", "ends_on": "2024-09-02", "channel": "网站"},
                ),
            ],
            "早于开始的日期",
        ),
        (
            [
                start(),
                (
                    "consult",
                    "a",
                    "info_officer",
                    {"starts_on": "2024-09-02", "ends_on": "2024-09-20", "channel": "网站"},
                ),
                ("close_consultation", "a", "info_officer", {"adoption": "没有意见", "on": date(2024, 9, 10)}),
            ],
            "2024-09-20才截止",
        ),
    ],
)
def test_what_the_rules_demand_before_a_step_is_said_in_words(steps, told):
    with pytest.raises(NotAllowed) as refused:
        walk(*steps)
    assert told in str(refused.value)


def test_a_shorter_consultation_needs_a_reason():
    asked = {"starts_on": "2024-09-02", "ends_on": "2024-09-12", "channel": "网站", "shortened_reason": "防汛紧急需要"}
    assert walk(start(major="yes"), ("consult", "a", "info_officer", asked)).state == "consulting"
