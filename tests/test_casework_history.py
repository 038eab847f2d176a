"""The state of a case is what its events make of it, and events that could not have happened are named."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from casework_example import COUNTING, FACTS, TABLE, WHO, State, act, case, take, untimed
from hypothesis import given
from hypothesis import strategies as st

from gongkai.applications.moves import TABLE as APPLICATION
from gongkai.casework import (
    BEGIN,
    Event,
    History,
    ImpossibleHistory,
    NotAllowed,
    Table,
    allowed,
    amend,
    explain,
    read,
    replay,
)
from gongkai.casework.canonical import canonical, frozen

SEP25, SEP26, SEP27, SEP30 = date(2024, 9, 25), date(2024, 9, 26), date(2024, 9, 27), date(2024, 9, 30)
ROLES = ("officer", "head")


def replied() -> History:
    return case(
        ("receive", SEP25),
        ("accept", SEP25),
        ("consult", SEP26),
        ("hear_back", SEP27),
        ("draft", SEP30),
        ("reply", SEP30),
    )


@st.composite
def walks(draw: st.DrawFn, table: Table = TABLE) -> History:
    """A case that took any allowed moves in any order, with days of rest between."""
    history, on, state = History(table), draw(st.dates(date(2020, 1, 1), date(2029, 1, 1))), BEGIN
    for number in range(draw(st.integers(0, 14))):
        on += timedelta(days=draw(st.integers(0, 12)))
        choices = [
            (option.move, role)
            for role in ROLES
            for option in allowed(table, history, act(on, role, f"{role}-{number % 3}"), counting=COUNTING)
            if option.possible
        ]
        if not choices:
            break
        move, role = draw(st.sampled_from(choices))
        facts = FACTS.get(move.name, {})
        try:
            history = take(history, move.name, on, facts, role=role, by=f"{role}-{number % 3}")
        except NotAllowed:  # the facts that are always the same may not suit: a party that is not awaited
            continue
        state = move.leads_to(state)
        assert history.state == state
    return history


def stored(history: History) -> list[Event]:
    """The events as they come back from storage: through JSON text, and with moments in another time zone."""
    rows = [json.loads(json.dumps(event.as_json(), ensure_ascii=False)) for event in history.events]
    return [
        Event.from_json({**row, "at": datetime.fromisoformat(row["at"]).astimezone(UTC).isoformat()}) for row in rows
    ]


@untimed
@given(walks())
def test_replaying_what_was_stored_gives_the_case_as_it_was(history: History) -> None:
    again = replay(TABLE, stored(history))
    assert (again.state, again.legs, again.events) == (history.state, history.legs, history.events)
    assert again.entered == history.entered
    assert [event.as_json() for event in again.events] == [event.as_json() for event in history.events]


@untimed
@given(walks(), st.data())
def test_a_history_without_one_of_its_events_or_with_two_of_them_swapped_is_named(
    history: History, data: st.DataObject
) -> None:
    if len(history.events) < 2:
        return
    number = data.draw(st.integers(0, len(history.events) - 2))
    missing = [event for event in history.events if event.number != number + 1]
    with pytest.raises(ImpossibleHistory) as caught:
        replay(TABLE, missing)
    assert caught.value.number == number + 2
    swapped = list(history.events)
    swapped[number], swapped[number + 1] = swapped[number + 1], swapped[number]
    with pytest.raises(ImpossibleHistory, match=f"这里应当是第{number + 1}条"):
        replay(TABLE, swapped)


@untimed
@given(walks())
def test_the_clocks_of_any_case_are_never_negative_and_end_with_it(history: History) -> None:
    last = history.events[-1].on if history.events else date(2029, 1, 1)
    for (clock, key), legs in history.legs.items():
        for leg in legs:
            assert leg.ended is None or leg.ended.on >= leg.since.on
            for stand in leg.stands:
                assert stand.until is None or stand.until.on >= stand.since.on
        reading = read(history, clock, COUNTING, last + timedelta(days=400), key)
        assert (reading.used or 0) >= 0 and (reading.left or 0) >= 0 and (reading.late_by or 0) >= 0
        if history.ended and clock != "remedy":
            assert legs[-1].ended is not None


def test_a_case_knows_who_did_what_how_often_and_when() -> None:
    history = replied()
    assert history.counts()["consult"] == 1
    drafted = history.last("draft")
    assert drafted is not None and (drafted.by, drafted.on, drafted.role) == ("officer-1", SEP30, "officer")
    assert history.last("extend") is None


def test_the_state_on_a_day_in_the_past_is_known() -> None:
    history = replied()
    assert history.state_on(SEP25 - timedelta(days=1)) == BEGIN
    assert history.state_on(SEP26) == State.CONSULTING
    assert history.state_on(SEP27) == State.UNDER_REVIEW
    assert history.state_on(SEP30) == State.REPLIED


def event(
    number: int, move: str, recorded: date = SEP25, by: str = "officer-1", role: str = "", **changes: Any
) -> Event:
    at = datetime(recorded.year, recorded.month, recorded.day, 9, tzinfo=timezone(timedelta(hours=8)))
    role = role or WHO.get(move, "officer")
    return replace(Event(number, move, at, recorded, by, role, FACTS.get(move, {})), **changes)


@pytest.mark.parametrize(
    ("second", "why"),
    [
        (event(2, "draft"), "“拟定答复”要在“审查办理”的时候办理。"),
        (event(2, "vanish"), "步骤表里没有“vanish”这一步。"),
        (event(3, "accept"), "这里应当是第2条。"),
        (event(2, "accept", SEP25 - timedelta(days=1)), "它的记录时刻早于前一条。"),
        (event(2, "accept", role="head"), "“转入办理”由经办人办理。"),
        (event(2, "accept", at=datetime(2024, 9, 25, 0, 59, tzinfo=UTC)), "它的记录时刻早于前一条。"),
        (event(2, "accept", SEP26, on=SEP27), "还没有发生的事不能登记。"),
        (event(2, "accept", SEP26, on=SEP25 - timedelta(days=1)), "早于上一步“收到申请”的日期2024年9月25日。"),
        (event(2, "accept", facts={"why": "x"}), "“转入办理”没有“why”这一项。"),
    ],
)
def test_an_event_that_could_not_have_happened_is_named_with_the_reason(second: Event, why: str) -> None:
    with pytest.raises(ImpossibleHistory) as caught:
        replay(TABLE, [event(1, "receive"), second])
    assert caught.value.number == second.number
    assert why in str(caught.value)


def test_a_second_correction_in_stored_events_is_found() -> None:
    moves = ("receive", "accept", "ask_correction", "receive_correction", "ask_correction")
    with pytest.raises(ImpossibleHistory, match="第5条办理记录不可能发生：“要求补正”只能办理一次"):
        replay(TABLE, [event(number, move) for number, move in enumerate(moves, 1)])


def test_an_approval_by_the_drafter_in_stored_events_is_found() -> None:
    moves = ("receive", "accept", "draft", "reply")
    with pytest.raises(ImpossibleHistory, match="要由没有办理过“拟定答复”的人办理"):
        replay(TABLE, [event(number, move, by="甲") for number, move in enumerate(moves, 1)])


def test_a_rule_on_dates_is_not_asked_again_when_the_calendar_has_changed() -> None:
    late = date(2025, 3, 3)
    moves = [event(1, "receive"), event(2, "accept"), event(3, "extend", late)]
    assert replay(TABLE, moves).counts()["extend"] == 1


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"number": 0}, "应当从1起编号"),
        ({"number": True}, "应当从1起编号"),
        ({"at": datetime(2024, 9, 25, 9)}, "没有写时区"),
        ({"on": datetime(2024, 9, 25, 9, tzinfo=UTC)}, "应当只是日期"),
        ({"by": " "}, "没有写步骤或者办理人"),
        ({"facts": {"x": 1.5}}, "只能有文字、整数"),
        ({"facts": {1: "x"}}, "名目应当是文字"),
        ({"facts": {"x": "\ud800"}}, "写不成 UTF-8"),
        ({"facts": ["x"]}, "应当是一组名目"),
        ({"amends": 1}, "应当是它前面的一条"),
        ({"note": None}, "说明应当是文字"),
        ({"note": "甲\0乙"}, "不能保存的空字符"),
        ({"by": "\ud800"}, "写不成 UTF-8"),
    ],
)
def test_an_event_of_the_wrong_make_is_refused_in_words(changes: dict[str, Any], why: str) -> None:
    parts: dict[str, Any] = {
        "number": 1,
        "move": "receive",
        "at": datetime(2024, 9, 25, 9, tzinfo=UTC),
        "on": SEP25,
        "by": "x",
    }
    with pytest.raises(ValueError, match=why):
        Event(**(parts | changes))


def test_an_event_cannot_be_changed_even_in_its_facts() -> None:
    asked = event(1, "ask_correction")
    with pytest.raises(TypeError):
        asked.facts["items"] = []  # type: ignore[index]
    assert asked.facts["items"] == ("请写明文件的年份",)


def test_a_stored_event_with_a_key_too_many_is_refused() -> None:
    with pytest.raises(ValueError, match="应当恰好有这些名目"):
        Event.from_json({**event(1, "receive").as_json(), "extra": 1})


def test_facts_nested_beyond_all_sense_are_refused() -> None:
    deep: Any = "x"
    for _ in range(10_000):
        deep = [deep]
    with pytest.raises(ValueError, match="套得太深"):
        frozen({"x": deep})


def test_the_same_value_is_always_written_as_the_same_bytes() -> None:
    assert canonical({"b": (1, "甲"), "a": State.CLOSED}) == canonical({"a": "closed", "b": [1, "甲"]})


def reopened(history: History, number: int, changes: dict[str, Any], **who: Any) -> History:
    who = {"role": "head", "by": "head-1"} | who
    return amend(history, number, act(SEP30, **who), changes, reason="录入时写错")


def test_a_date_that_was_typed_wrong_is_amended_by_a_second_person_and_the_first_record_stays() -> None:
    history = case(("receive", SEP26), ("accept", SEP26), ("extend", SEP27))
    amended = reopened(history, 1, {"on": "2024-09-25"})
    assert amended.clock("reply")[-1].since.on == SEP25
    assert amended.events[0].on == SEP26
    assert (amended.events[3].amends, amended.events[3].facts["on"]) == (1, "2024-09-25")
    assert replay(TABLE, stored(amended)).legs == amended.legs
    assert amended.state == State.UNDER_REVIEW


def test_what_was_amended_is_told_with_the_clock_that_it_moved() -> None:
    history = case(("receive", SEP26), ("accept", SEP26), ("extend", SEP27))
    amended = reopened(reopened(history, 1, {"on": "2024-09-25"}), 3, {}, by="head-2")
    assert explain(amended, "reply", COUNTING, SEP30)[-2:] == (
        "2024年9月30日更正记录：“收到申请”原登记为2024年9月26日，更正为2024年9月25日。理由：录入时写错。",
        "2024年9月30日更正记录：“延期答复”原登记为2024年9月27日，这条记录已撤销。理由：录入时写错。",
    )


def test_a_move_made_by_mistake_is_struck_out_and_the_clock_is_as_if_it_had_not_been() -> None:
    history = case(("receive", SEP25), ("accept", SEP25), ("consult", SEP26), ("hear_back", SEP27))
    struck = reopened(history, 4, {})
    assert (struck.state, struck.status("reply")) == (State.CONSULTING, "standing")
    assert len(struck.events) == 5
    again = take(struck, "hear_back", SEP30)
    assert again.events[-1].number == 6
    assert replay(TABLE, stored(again)).legs == again.legs


def test_an_extension_that_was_struck_out_can_be_made_again() -> None:
    history = case(("receive", SEP25), ("accept", SEP25), ("extend", SEP26))
    struck = amend(history, 3, act(SEP27, "head", "head-2"), reason="录入时写错")
    assert take(struck, "extend", SEP27).counts()["extend"] == 1


@pytest.mark.parametrize(
    ("number", "changes", "who", "why"),
    [
        (1, {"on": "2024-09-28"}, {}, "照此更正，第1条办理记录不可能发生：“收到申请”的日期2024年9月28日晚于登记的日期"),
        (1, {"on": "昨天"}, {}, "日期应当是一个日期，写成 2024-09-25 的样子"),
        (1, {"reason": "x"}, {}, "“收到申请”的记录不能更正“reason”这一项。"),
        (1, {}, {}, "“收到申请”的记录不能撤销。"),
        (2, {"on": "2024-09-25"}, {}, "“转入办理”的记录不能更正“on”这一项。"),
        (9, {"on": "2024-09-25"}, {}, "没有第9条办理记录。"),
        (1, {"on": "2024-09-25"}, {"role": "officer", "by": "甲"}, "更正办理记录由政府信息公开工作机构负责人办理。"),
        (1, {"on": "2024-09-25"}, {"by": "officer-1"}, "要由原办理人以外的人办理。"),
        (1, {"channel": ""}, {}, "照此更正，第1条办理记录不可能发生：请填写收到申请的渠道。"),
    ],
)
def test_an_amendment_that_may_not_be_is_refused_with_the_reason(
    number: int, changes: dict[str, Any], who: dict[str, str], why: str
) -> None:
    history = case(("receive", SEP26), ("accept", SEP26), ("extend", SEP27))
    with pytest.raises(NotAllowed) as caught:
        reopened(history, number, changes, **who)
    assert why in str(caught.value)


def test_an_amendment_needs_a_reason_and_a_table_that_lets_it_be() -> None:
    history = case(("receive", SEP26), ("accept", SEP26))
    with pytest.raises(NotAllowed, match="请写明理由"):
        amend(history, 1, act(SEP27, "head"), {"on": "2024-09-25"}, reason=" ")
    facts = {"channel": "online", "applicant_kind": "business"}
    other = replay(replace(APPLICATION, amendments=None), [event(1, "submit", role="public", facts=facts)])
    with pytest.raises(NotAllowed, match="这件申请的办理记录不能更正。"):
        amend(other, 1, act(SEP27), {"on": "2024-09-25"}, reason="写错")


def test_an_amendment_cannot_be_amended_nor_an_event_struck_out_twice() -> None:
    struck = reopened(case(("receive", SEP25), ("accept", SEP25), ("extend", SEP26)), 3, {}, by="head-2")
    for number in (3, 4):
        with pytest.raises(NotAllowed, match=f"第{number}条不是可以更正的办理记录，或者已经撤销"):
            reopened(struck, number, {}, by="head-3")
