"""The table of moves of proposals, their choices, local limits and registers, without a site."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from gongkai.casework import Act, History, NotAllowed, advance, allowed, read, replay
from gongkai.casework.events import BEIJING
from gongkai.casework.workday_calendar import counting_by, law_limits
from gongkai.engagement.proposals import choices, local
from gongkai.engagement.proposals.lists import REGISTER, names, wrong
from gongkai.engagement.proposals.moves import DEPUTIES, OPEN, ROLES, TABLE
from gongkai.engagement.proposals.numbers import register_number, session_name
from gongkai.law.loader import DataError
from gongkai.workdays import national_calendar

COUNTING = counting_by(national_calendar())
START = date(2025, 3, 14)
CHOICES = {
    "kind": list(choices.kinds()), "role": list(choices.titles("roles")), "stage": list(choices.titles("stages")),
    "way": list(choices.titles("ways")), "attribute": list(choices.titles("attributes")),
    "attitude": list(choices.attitudes()), "co_handler": ["县水利局", "县财政局"], "result": ["A", "B"],
}  # fmt: skip
MONTHS = {"amount": 3, "unit": "months"}


def test_both_kinds_have_three_months_and_six_for_hard_ones_with_a_ground():
    for kind in choices.kinds().values():
        for name, amount in ((kind.limit, 3), (kind.hard, 6)):
            found = law_limits(name, date(2026, 3, 1))
            assert (
                found is not None
                and (found.amount, str(found.unit)) == (amount, "months")
                and "第五十一条" in found.basis
            )
    assert DEPUTIES == "《代表法》第五十一条"


def test_only_what_the_organ_replies_to_is_counted_and_only_satisfied_ones_as_satisfied():
    assert set(choices.handled_roles()) == {"main", "sole", "split"}
    assert choices.good_attitudes() == ("satisfied",)
    assert [each.key for each in choices.attitudes().values() if each.again] == ["dissatisfied"]


def test_whoever_drafts_neither_reviews_nor_signs_and_nobody_outside_acts_but_a_co_handler():
    for move in ("approve", "sign"):
        assert TABLE.move_of[move].distinct_from == ("draft", "draft_opinion")
    assert {move.name for move in TABLE.moves if "co_organ" in move.who} == {"hear_co_handler"}


def test_no_open_proposal_is_without_a_way_on():
    for state in OPEN:
        assert any(move.leads_to(state) != state for move in TABLE.moves_from(state)), state


def test_every_clock_has_a_limit_of_the_law_or_of_the_region():
    assert all(clock.limit == "" for clock in TABLE.clocks)
    for name in local.NAMES:
        assert local.limit_on(name, date(2026, 1, 1)) is not None
    assert local.limit_on("publish", date(2014, 9, 21)) is None


def test_what_the_nearer_organ_set_goes_first_and_only_from_its_day():
    rule = local.rules()["publish"].versions[0]
    nearer = local.Version("publish", date(2026, 4, 1), rule.limit, "县里的办法", 2)
    above = local.Version("publish", date(2026, 5, 1), rule.limit, "市里的办法", 1)
    found = [local.limit_on("publish", date(2026, month, 2), [above, nearer]) for month in (3, 4, 6)]
    assert [each.nearness for each in found if each] == [0, 2, 2]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("rules: []\n", "应当正好有"),
        ("rules:\n  - {key: redo, title: 再办, versions: []}\n", "不能空着"),
        (
            "rules:\n  - {key: redo, title: 再办, versions: [{since: 2020-01-01, limit: 3 hours, basis: x, checked: 待核}]}\n",
            "小时",
        ),
        (
            "rules:\n  - {key: redo, title: 再办, versions: [{since: 2020-01-01, limit: soon, basis: x, checked: 待核}]}\n",
            "应写成",
        ),
        (
            "rules:\n  - {key: redo, title: 再办, versions: [{since: 2020-01-01, limit: 3 months, basis: '', checked: 待核}]}\n",
            "basis",
        ),
    ],
)
def test_a_wrong_file_of_limits_stops_with_its_line(tmp_path: Path, text: str, why: str):
    file = tmp_path / "local.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=why):
        local.read_rules(file)


def test_a_number_and_a_session_are_the_same_however_they_are_written():
    assert register_number("第１２３号") == register_number(" 0123 ") == "123"
    assert register_number("0") == "0" and register_number("第号") == ""
    assert session_name("十七届人大 三次会议") == "十七届人大三次会议"
    assert names("甲局，乙局") == ("甲局，乙局",)


def test_the_template_of_the_register_is_right_in_itself():
    cells = {column.heading: column.example for column in REGISTER.columns}
    given, errors = REGISTER.values(cells)
    assert errors == []
    assert wrong(given, date(2026, 4, 1), lambda day: choices.scheme_on(day).classes) == []


def test_what_does_not_fit_between_cells_is_said():
    today, classes = date(2026, 4, 1), lambda day: choices.scheme_on(day).classes
    handed: dict[str, Any] = {"handed_on": date(2026, 3, 2), "role": "sole"}
    for more, why in (
        ({"replied_on": date(2026, 4, 2), "result": "A", "attribute": "full"}, "还没有到"),
        ({"attitude": "satisfied", "returned_on": date(2026, 3, 20)}, "要填“答复日期”"),
        ({"replied_on": date(2026, 3, 9), "result": "A", "attribute": "full", "attitude": "satisfied"}, "一起填"),
        ({"replied_on": date(2026, 3, 9), "result": "A", "attribute": "full", "role": "co"}, "由主办机关答复"),
        ({"co_handlers": ("县水利局",)}, "只有主办"),
    ):
        assert any(why in each for each in wrong(handed | more, today, classes)), more


def fact(name: str, day: date, dice: random.Random) -> Any:
    if name in CHOICES:
        return dice.choice(CHOICES[name])
    if name == "longer":
        return {"amount": 6, "unit": "months"}
    if name.endswith("limit"):
        return MONTHS
    if name.endswith("_on"):
        return day.isoformat()
    return 1 if name == "reply" else f"文字{name}"


@pytest.mark.parametrize("seed", range(60))
def test_a_random_walk_keeps_to_the_rules(seed: int):
    dice, day = random.Random(seed), START
    history: History | str = ""
    people = {role: f"person:{place}" for place, role in enumerate(ROLES)}
    for number in range(30):
        day += timedelta(days=dice.choice([0, 0, 1, 3, 12]))
        at = datetime.combine(day, datetime.min.time(), BEIJING) + timedelta(minutes=number)
        role = dice.choice(list(ROLES))
        act = Act(by=people[role], at=at, on=day, roles=frozenset({role}))
        where = replay(TABLE, ()) if isinstance(history, str) else history
        state = where.state
        moves = [move for move in TABLE.moves_from(state) if role in move.who]
        if not moves:
            continue
        move = dice.choice(moves)
        facts = {name: fact(name, day, dice) for name in move.fields if name not in ("rule", "origin")}
        try:
            history = advance(where, move.name, act, facts, COUNTING)
        except NotAllowed as refusal:
            assert str(refusal).endswith("。")
            assert where.state == state
            continue
    if isinstance(history, str):
        return
    again = replay(TABLE, history.events)
    assert (again.state, again.ended) == (history.state, history.ended)
    steps = [each.move for each in history.effective]
    assert steps[0] == "hand_over" and steps.count("extend") <= 1 and steps.count("redo") <= 1
    for place, each in enumerate(history.effective):
        earlier = history.effective[:place]
        if each.move in ("approve", "sign"):
            drafts = [one for one in earlier if one.move in ("draft", "draft_opinion")]
            assert each.by != drafts[-1].by
        if each.move == "reply":
            assert any(one.move == "contact" for one in earlier) and any(one.move == "sign" for one in earlier)
        if each.move == "publish":
            assert any(one.move in ("reply", "record_reply") for one in earlier)
    if history.ended:
        for clock in ("answer", "objection"):
            legs = history.clock(clock)
            assert not legs or not legs[-1].going
    read(history, "answer", COUNTING, day)
    assert (
        allowed(
            TABLE, history, Act("person:9", datetime.combine(day, datetime.max.time(), BEIJING), day), None, COUNTING
        )
        is not None
    )
