"""Rules of consultations and surveys: kinds and their periods, questions, the composed report."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis.strategies import dates, integers

from gongkai.engagement.consultations.kinds import kinds, own_limit, own_limits, read_kinds
from gongkai.engagement.consultations.moves import PUBLIC_STATES, TABLE
from gongkai.engagement.consultations.periods import Measured, finding, rule_of
from gongkai.engagement.consultations.questions import OTHER, Asked, Given, problem, problems
from gongkai.engagement.consultations.report import Group, composed, counts_of
from gongkai.law.loader import DataError
from gongkai.publishing.normative_limits import normative_limit, normative_limits
from gongkai.workdays import national_calendar

DAY = date(2024, 3, 1)


def test_every_limit_that_a_kind_names_is_there() -> None:
    known = set(own_limits()) | set(normative_limits())
    assert {each.least for each in kinds().values() if each.least} <= known
    assert {each.advised for each in kinds().values() if each.advised} <= set(own_limits())


@pytest.mark.parametrize("name", ["consult_government_rules", "consult_major_decision", "hearing_notice"])
def test_what_the_law_sets_is_thirty_days(name: str) -> None:
    limit = own_limit(name, DAY) if name in own_limits() else normative_limit(name, DAY)
    assert (limit.length, limit.checked) == ("30日", "条文")


@pytest.mark.parametrize(
    "wrong",
    [
        "kinds: [{key: a, title: 甲, form: x, counts_to: closing}]",
        "kinds: [{key: a, title: 甲, form: opinions, counts_to: closing, least: hearing_notice}]",
        "kinds: [{key: a, title: 甲, form: opinions, counts_to: closing, shorter: never}]",
        "kinds: [{key: a, title: 甲, form: opinions, counts_to: closing, colour: red}]",
    ],
)
def test_a_file_of_kinds_that_breaks_the_rules_is_refused(tmp_path: Path, wrong: str) -> None:
    path = tmp_path / "kinds.yaml"
    path.write_text(wrong, encoding="utf-8")
    with pytest.raises(DataError):
        read_kinds(path)


@given(start=dates(date(2019, 9, 2), date(2025, 1, 1)), days=integers(0, 60))
def test_a_decision_is_short_exactly_when_under_thirty_days_and_says_how_much(start: date, days: int) -> None:
    kind = kinds()["major_decision"]
    least = rule_of(normative_limit(kind.least, start), start, national_calendar())
    found = Measured(kind, start, start + timedelta(days=days), least, None)
    assert (found.short == "least") is (days < 30)
    assert (found.refusal("") is None) is (days >= 30)
    assert found.refusal("情况紧急，另有说明") is None
    said = finding(found.facts, "")
    assert (f"早了{30 - days}日" in said) if days < 30 else said == ""


def test_a_hearing_is_never_held_earlier_whatever_the_reason() -> None:
    kind = kinds()["hearing"]
    least = rule_of(own_limit(kind.least, DAY), DAY, national_calendar())
    found = Measured(kind, DAY, DAY + timedelta(days=29), least, None)
    assert found.refusal("情况紧急，另有说明") is not None


@pytest.mark.parametrize(
    ("asked", "given_", "wrong"),
    [
        (Asked("single", "题", ("甲", "乙")), Given((0,)), False),
        (Asked("single", "题", ("甲", "乙")), Given((2,)), True),
        (Asked("single", "题", ("甲", "乙")), Given((OTHER,)), True),
        (Asked("single", "题", ("甲",), other=True), Given((OTHER,), "丙"), False),
        (Asked("multiple", "题", ("甲", "乙")), Given((0, 0)), True),
        (Asked("multiple", "题", ("甲", "乙"), required=True), Given(), True),
        (Asked("scale", "题", steps=5), Given((0,)), True),
        (Asked("scale", "题", steps=5), Given((5,)), False),
        (Asked("short", "题"), Given((), "长" * 201), True),
        (Asked("long", "题"), Given((), "长" * 2000), False),
    ],
)
def test_answers_are_taken_as_the_question_allows(asked: Asked, given_: Given, wrong: bool) -> None:
    assert bool(problem(asked, given_)) is wrong


def test_an_answer_to_a_question_that_is_not_asked_is_a_problem() -> None:
    assert problems([Asked("short", "题")], {1: Given((), "x")}) == {1: "没有这一题。"}


def test_the_report_counts_every_opinion_once_and_gives_the_reasons() -> None:
    groups = [
        Group("延长", "adopted", "", 3),
        Group("取消", "not_adopted", "没有依据。", 2),
        Group("空的", "partly", "x", 0),
    ]
    assert sum(counts_of(groups).values()) == 5
    text = composed("某办法", "从3月1日到3月31日", groups)
    assert "共收到意见5条，其中采纳3条，不采纳2条。" in text
    assert "1. 取消（2条）。没有依据。" in text
    assert "空的" not in text
    assert "没有收到意见" in composed("某办法", "", [])


def test_nobody_reviews_or_publishes_what_he_wrote() -> None:
    assert set(TABLE.move_of["pass_review"].distinct_from) == {"start", "submit"}
    assert "pass_review" in TABLE.move_of["pass_secrecy"].distinct_from
    assert TABLE.move_of["publish_result"].distinct_from == ("draft_result",)
    assert set(PUBLIC_STATES) <= set(TABLE.states)
