"""Rules of complaints about disclosure work and of rectifications: tables, lists and limits."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.assessment.accountability import choices, complaint_moves, limits, rectification_moves
from gongkai.casework.steps import matrix
from gongkai.law.loader import DataError


@pytest.mark.parametrize(
    "table", [complaint_moves.TABLE, rectification_moves.TABLE], ids=["complaint", "rectification"]
)
def test_every_state_is_reached_and_every_one_that_is_not_final_is_left(table):
    reached = {move.leads_to(source) for move in table.moves for source in move.sources}
    assert set(table.states) <= reached
    for state in set(table.states) - set(table.final):
        assert [move for move in table.moves_from(state) if not move.stays]


def test_the_organ_complained_about_does_nothing_but_give_its_account():
    allowed = {move.name for _, role, move, may in matrix(complaint_moves.TABLE) if role == "respondent" and may}
    assert allowed == {"give_account"}


def test_who_complains_does_nothing_but_submit_and_take_it_back():
    allowed = {move.name for _, role, move, may in matrix(complaint_moves.TABLE) if role == "public" and may}
    assert allowed == {"submit", "withdraw"}


def test_the_organ_ordered_neither_orders_nor_accepts_nor_revokes():
    allowed = {move.name for _, role, move, may in matrix(rectification_moves.TABLE) if role == "foi_officer" and may}
    assert allowed == {"receive", "report"}


def test_every_limit_says_that_it_was_chosen_and_after_what():
    for each in limits.limits():
        assert each.checked == "待核" and "《条例》没有规定" in each.basis


def test_the_limit_of_the_day_holds_and_the_earliest_one_before_it(tmp_path):
    assert limits.limit_on("decide", date(2026, 1, 1)).length.amount == 60
    assert limits.limit_on("decide", date(2010, 1, 1)).length.amount == 60


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("{name: accept, title: 甲, since: 2019-05-15, length: 15 days, basis: 乙, checked: 待核}", "期限应写成"),
        (
            "{name: other, title: 甲, since: 2019-05-15, length: 15 workdays, basis: 乙, checked: 待核}",
            "没有这样的期限",
        ),
        ("{name: accept, title: 甲, since: 2019-05-15, length: 15 workdays, basis: '', checked: 待核}", "basis"),
        ("{name: accept, title: 甲, since: 2019-05-15, length: 15 workdays, basis: 乙, checked: 好}", "checked"),
        (
            "{name: accept, title: 甲, since: 2019-05-15, length: 15 workdays, basis: 乙, checked: 待核}",
            "没有写这些期限",
        ),
    ],
)
def test_a_file_of_limits_with_a_mistake_is_refused(tmp_path, row, why):
    path = tmp_path / "limits.yaml"
    path.write_text(f"limits:\n  - {row}\n", encoding="utf-8")
    with pytest.raises(DataError, match=why):
        limits.read_limits(path)


def test_a_file_of_choices_with_a_mistake_is_refused(tmp_path):
    text = choices.FILE.read_text(encoding="utf-8")
    path = tmp_path / "choices.yaml"
    for old, new, why in (
        ("basis: 《条例》第五十三条第二项", "basis: ''", "basis"),
        ("key: founded", "key: partly", "写了两次"),
        ("key: urge", "keys: urge", "缺少"),
    ):
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(DataError, match=why):
            choices.read_data(path)
