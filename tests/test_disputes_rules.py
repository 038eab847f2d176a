"""The rules of disputes: the table, the outcomes, the bodies, and that a case stands in one cell of each year at most."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.annualreport.counting import DisputeRecord, column_of_dispute, period
from gongkai.casework import Act, FieldKind, History, NotAllowed, advance, allowed
from gongkai.casework.diagram import lagging
from gongkai.casework.svg import svg
from gongkai.casework.workday_calendar import counting_by
from gongkai.disputes.bodies import Place, bodies_of, defendants_after, rules_of
from gongkai.disputes.conditions import fitting
from gongkai.disputes.counted import counted
from gongkai.disputes.drawing import PAGE, PICTURE
from gongkai.disputes.moves import BEGINNINGS, DECIDING, DUTY, TABLE
from gongkai.disputes.outcomes import COLUMNS, counted_standings, outcomes, read_data, standings
from gongkai.law.choices import choices_with
from gongkai.law.limits import limits
from gongkai.law.loader import DataError
from gongkai.organs.leadership import regime_of
from gongkai.workdays import national_calendar

COUNTING = counting_by(national_calendar())
GOVERNMENT = Place("青石县人民政府", "government", "county")
CITY = Place("青州市人民政府", "government", "city")
BUREAU = Place("青石县农业农村局", "department", "county")
GIVEN = {
    "act": "other", "way": "direct_suit", "standing": "maker", "paper": "答复书", "reason": "另案", "done": "已办",
    "appellant": "organ", "hearing": "court", "days": 30,
}  # fmt: skip


def act(on: date, role: str) -> Act:
    return Act(by=f"{role}:1", at=datetime.combine(on, time(9), UTC), on=on, roles=(role,))


def walk(choices: list[tuple[int, int, int]]) -> tuple[History, int]:
    """A lawful way through the table, as the numbers choose; how many steps were refused on the way."""
    history, on, refused = History(TABLE), date(2023, 1, 3), 0
    for chosen, later, result in choices:
        on += timedelta(days=later)
        moves = TABLE.moves_from(history.state)
        if not moves:
            break
        move = moves[chosen % len(moves)]
        facts: dict[str, Any] = {}
        for field in move.needs:
            facts[field.name] = on.isoformat() if field.kind is FieldKind.DATE else GIVEN.get(field.name, "")
        if "outcome" in facts:
            facts["outcome"] = list(outcomes())[result % len(outcomes())]
        try:
            history = advance(history, move.name, act(on, move.who[0]), facts, COUNTING)
        except NotAllowed as refusal:
            assert str(refusal).endswith("。")
            refused += 1
    return history, refused


steps = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 80), st.integers(0, 60)), max_size=14)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_whatever_happens_a_case_has_one_result_and_stands_in_one_cell_a_year(choices):
    history, _ = walk(choices)
    found = counted(history)
    assert bool(found.outcome) is (found.concluded_on is not None)
    if not history.effective:
        return
    assert found.began_on is not None and (found.concluded_on is None or found.concluded_on >= found.began_on)
    if history.state == "closed":
        assert found.outcome in outcomes()
    column = outcomes()[found.outcome].column if found.outcome else ""
    record = DisputeRecord(found.row, found.began_on, found.concluded_on, column)
    cells = [column_of_dispute(record, period(year)) for year in range(2022, 2028)]
    results = [each for each in cells if each not in (None, "pending")]
    assert len(results) <= 1
    there = [number for number, each in enumerate(cells) if each]
    assert there == list(range(there[0], there[-1] + 1)) if there else True
    if results:
        assert all(each == "pending" for each in cells[there[0] : cells.index(results[0])])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_by_the_first_instance_a_suit_is_never_counted_later(choices):
    history, _ = walk(choices)
    usual = counted(history)
    first = counted(history, choices_with({"suit_stage": "first_instance"}, decided_by="县政府办"))
    if usual.concluded_on is not None:
        assert first.concluded_on is not None and first.concluded_on <= usual.concluded_on


def test_the_page_and_the_picture_of_the_documentation_are_drawn_from_the_table():
    assert lagging(PAGE.read_text(encoding="utf-8"), {TABLE.name: TABLE}) == []
    assert PICTURE.read_text(encoding="utf-8") == svg(TABLE)


def test_every_deciding_step_has_outcomes_and_every_outcome_a_step():
    reached = set()
    for name in DECIDING:
        for guard in TABLE.move_of[name].guards:
            if guard.name.startswith("outcome."):
                what = guard.name.partition(".")[2]
                kinds = [kind for kind in ("reconsideration", "litigation") if fitting(kind, what)]
                assert kinds, name
                reached |= {each.key for kind in kinds for each in fitting(kind, what)}
    assert reached == set(outcomes())


def test_every_outcome_has_a_column_a_ground_and_says_how_sure():
    for each in outcomes().values():
        assert each.column in COLUMNS and each.basis and each.checked in ("条文", "转述", "待核")
        assert not each.orders or each.column == "overturned"


def test_every_clock_has_a_limit_of_the_law_or_of_the_decision():
    for clock in TABLE.clocks:
        assert clock.limit in limits() or clock.name == "fulfil"
    assert set(DUTY.values()) <= set(TABLE.clock_of) and set(DUTY) <= set(TABLE.states)


def test_a_co_defendant_body_is_not_counted():
    assert "body_co_defendant" not in counted_standings() and "maker" in counted_standings()
    assert not standings()["body"].counted


@pytest.mark.parametrize(
    ("organ", "above", "on", "superior", "told"),
    [
        (BUREAU, [GOVERNMENT, CITY], date(2024, 1, 1), "", ["青石县人民政府"]),
        (BUREAU, [GOVERNMENT, CITY], date(2023, 12, 31), "", ["青石县人民政府", "上一级主管部门"]),
        (GOVERNMENT, [CITY], date(2026, 1, 1), "", ["青州市人民政府"]),
        (GOVERNMENT, [], date(2026, 1, 1), "", ["上一级人民政府"]),
        (Place("青石县税务局", "department", "county"), [GOVERNMENT], date(2026, 1, 1), "青州市税务局", ["青州市税务局"]),
        (Place("青石县司法局", "department", "county"), [GOVERNMENT], date(2026, 1, 1), "青州市司法局", ["青石县人民政府", "青州市司法局"]),
        (Place("某省人民政府", "government", "province"), [], date(2026, 1, 1), "", ["某省人民政府"]),
        (Place("国家税务总局青石县税务局", "department", "county"), [GOVERNMENT], date(2026, 1, 1), "", ["上一级主管部门"]),
        (Place("青石海关", "department", "county"), [GOVERNMENT], date(2026, 1, 1), "", ["上一级主管部门"]),
        (Place("青石县国家安全局", "department", "county"), [GOVERNMENT], date(2026, 1, 1), "", ["上一级主管部门"]),
        (Place("城关派出所", "branch_office", "county"), [GOVERNMENT], date(2026, 1, 1), "", ["青石县人民政府"]),
        (Place("城关街道办事处", "branch_office", "township"), [GOVERNMENT], date(2026, 1, 1), "", ["青石县人民政府"]),
    ],
)  # fmt: skip
def test_the_body_follows_from_kind_level_and_leadership(organ, above, on, superior, told):
    regime = regime_of(organ.name, superior=superior)
    assert [each.told for each in bodies_of(organ, above, on, regime=regime, superior=superior)] == told


def test_the_government_named_in_the_settings_stands_in_for_one_not_entered():
    assert bodies_of(GOVERNMENT, [], date(2026, 1, 1), government="青州市人民政府")[0].name == "青州市人民政府"


def test_no_rule_no_body():
    assert bodies_of(BUREAU, [], date(1998, 1, 1)) == ()
    assert all(rule.basis for rule in rules_of())


def test_who_is_sued_after_reconsideration():
    assert defendants_after("review.uphold", decided=True) == ("maker", "body")
    assert defendants_after("review.reject_request", decided=True) == ("maker", "body")
    assert defendants_after("review.revoke", decided=True) == ("body",)
    assert defendants_after("review.withdrawn", decided=True) == defendants_after("", decided=False) == ("maker",)


def test_nobody_but_who_may_makes_a_move():
    history = advance(History(TABLE), "receive_copy", act(date(2026, 7, 1), "foi_officer"), {"act": "other"}, COUNTING)
    options = allowed(TABLE, history, act(date(2026, 7, 2), "leading_group"), counting=COUNTING)
    assert options and not any(each.possible for each in options)
    assert set(BEGINNINGS) == {move.name for move in TABLE.moves if "" in move.sources}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{key: x, kind: reconsideration, title: 某, column: middle, decides: true, basis: 某, since: 2024-01-01, checked: 待核}", "column"),
        ("{key: x, kind: reconsideration, title: 某, column: other, basis: 某, since: 2024-01-01, checked: 待核}", "恰好"),
        ("{key: x, kind: reconsideration, title: 某, column: other, early: true, basis: 某, since: 2024-01-01, checked: 大概}", "checked"),
    ],
)  # fmt: skip
def test_a_data_file_with_a_mistake_is_refused_with_its_line(tmp_path, line, why):
    path = tmp_path / "outcomes.yaml"
    path.write_text(f"outcomes:\n  - {line}\nstandings: []\nacts: []\nparties: []\nhearings: []\nappellants: []\n")
    with pytest.raises(DataError, match=why):
        read_data(path)
