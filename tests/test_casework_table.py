"""A table of moves is examined as a whole when it is made, and every mistake is told in a sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from casework_example import EXTENSION, MORE, MOVES, TABLE, State

from gongkai.casework import (
    BEGIN,
    EXTENDS,
    RESTARTS,
    RUNS,
    STANDS,
    STARTS,
    STAYS,
    STOPS,
    Amendments,
    Clock,
    Effect,
    Field,
    FieldKind,
    Guard,
    Move,
    Table,
    TableError,
    Unit,
)
from gongkai.casework.conditions import once

LAW = "《条例》第三十三条"
REPLY = Clock("reply", "答复期限", "reply_to_application", Unit.WORKDAYS, LAW)
NUMBER = Field("workdays", "天数", FieldKind.NUMBER)


def small(*more: Move, drop: str = "", **changes: Any) -> Table:
    """A table of two states that is right, with moves added or left out and other things changed."""
    moves = (
        Move("open", "收到", BEGIN, "open", {"reply": STARTS}, LAW),
        Move("close", "办结", "open", "closed", {"reply": STOPS}, LAW),
        *more,
    )
    parts: dict[str, Any] = {
        "name": "small",
        "title": "小表",
        "noun": "这件事",
        "states": {"open": "办理中", "closed": "已办结"},
        "final": ("closed",),
        "moves": tuple(move for move in moves if move.name != drop),
        "clocks": (REPLY,),
    }
    return Table(**(parts | changes))


def mistakes(*more: Move, **changes: Any) -> str:
    with pytest.raises(TableError) as refused:
        small(*more, **changes)
    assert all(each.endswith("。") for each in refused.value.mistakes)
    return "\n".join(refused.value.mistakes)


def test_a_table_that_is_right_is_taken() -> None:
    assert small().move_of["close"].target == "closed"
    assert TABLE.moves_from(State.REPLIED) == (TABLE.move_of["order_again"], TABLE.move_of["close"])


def move(name: str = "hold", source: Any = "open", target: str = STAYS, **changes: Any) -> Move:
    parts: dict[str, Any] = {"title": "搁置", "clocks": {}, "basis": LAW} | changes
    return Move(name, parts.pop("title"), source, target, parts.pop("clocks"), parts.pop("basis"), **parts)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (move(target="nowhere"), "步骤“搁置”写了没有的状态“nowhere”。"),
        (move(source="nowhere"), "步骤“搁置”写了没有的状态“nowhere”。"),
        (move(source=()), "步骤“搁置”没有写从哪个状态出发。"),
        (move(source=("open", "open")), "步骤“搁置”的状态“open”写了2次。"),
        (move(target=BEGIN), "步骤“搁置”写了没有的状态“”。"),
        (move(source=BEGIN), "步骤“搁置”开始一件案件，却没有写到哪个状态。"),
        (move(basis="  "), "步骤“搁置”没有写依据。"),
        (move(title="Hold"), "“hold”没有中文名称。"),
        (move(name="Hold!"), "标识“Hold!”应当用小写英文字母、数字和下划线。"),
        (move(name="close"), "步骤的标识“close”用了2次。"),
        (move(title="办结"), "从同一个状态“办理中”出发，有2个步骤都叫“办结”，办理的人分不清。"),
        (move(who=("clerk",)), "步骤“搁置”写了没有的角色“clerk”。"),
        (move(clocks={"other": RUNS}), "步骤“搁置”写了没有的期限“other”。"),
        (move(distinct_from=("never",)), "步骤“搁置”要与步骤“never”不是同一人办理，但没有这个步骤。"),
        (move(distinct_from=("hold",)), "步骤“搁置”不能要求与自己不是同一人。"),
        (move(needs=(NUMBER,), takes=(NUMBER,)), "步骤“搁置”的填写项“workdays”写了2次。"),
        (move(clocks={"reply": EXTENDS}), "（延长）要由必填项给出多久。"),
        (move(clocks={"reply": EXTENDS.by("workdays")}, takes=(NUMBER,)), "（延长）要由必填项给出多久。"),
        (move(clocks={"reply": RESTARTS.within("workdays")}), "用到“workdays”，但这一步不填写它。"),
        (
            move(clocks={"reply": RESTARTS.within("why")}, needs=(Field("why", "理由"),)),
            "用到“why”，但它填的不是天数或者日期。",
        ),
        (
            move(clocks={"reply": RESTARTS.dated("why")}, needs=(Field("why", "理由"),)),
            "以“why”为准，但它填的不是日期。",
        ),
        (move(clocks={"reply": STANDS.at_most("never")}), "以没有的期限“never”为限。"),
        (move(clocks={"reply": STANDS.at_most("reply")}), "不能以它自己为限。"),
        (move(guards=(once("never", LAW),)), "步骤“搁置”的条件“once.never”用到没有的步骤“never”。"),
        (move(guards=(Guard("x", "只办一次", "不行", LAW, lambda _: None),)), "的说明应当是一句中文，以句号结尾。"),
        (move(guards=(Guard("x", "only once", "不行。", LAW, lambda _: None),)), "步骤“搁置”的条件“x”没有中文名称。"),
        (move(guards=(Guard("x", "只办一次", "不行。", "", lambda _: None),)), "步骤“搁置”的条件“x”没有写标识或者依据。"),
        (move(guards=(Guard("x", "{party}到了", "不行。", LAW, lambda _: None),)), "的名称里花括号写的“party”填不出来。"),
    ],
)  # fmt: skip
def test_a_move_that_is_wrong_is_named_with_what_is_wrong(wrong: Move, sentence: str) -> None:
    assert sentence in mistakes(wrong)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"final": ("closed", "gone")}, "最终状态“gone”不在状态里。"),
        ({"final": ()}, "没有写哪些状态是最终状态。"),
        ({"states": {"open": "办理中", "closed": "办理中"}}, "状态的名称“办理中”用了2次。"),
        ({"states": {"open": "open", "closed": "已办结"}}, "“open”没有中文名称。"),
        ({"states": {"open": "办理中", "closed": "已办结", "lost": "找不到"}}, "状态“找不到”怎么走都到不了。"),
        ({"clocks": (REPLY, REPLY)}, "期限的标识“reply”用了2次。"),
        ({"clocks": (replace(REPLY, basis=""),)}, "期限“答复期限”没有写依据。"),
        ({"roles": {"clerk": "经办人"}}, "步骤“收到”没有写由谁办理。"),
        ({"noun": "case"}, "没有写明一件案件怎么称呼"),
        ({"drop": "open"}, "没有一个步骤使它起算。"),
        ({"clocks": (replace(REPLY, per="third_party"),)}, "按“third_party”分别计算，但步骤“收到”不要求填写它。"),
        ({"amendments": Amendments((), LAW, {"open": ("why",)})}, "写了步骤“open”不填写的“why”。"),
        ({"amendments": Amendments((), "", strikes=("never",))}, "写了没有的步骤“never”。"),
    ],
)  # fmt: skip
def test_a_table_that_is_wrong_is_told_what_is_wrong(changes: dict[str, Any], sentence: str) -> None:
    assert sentence in mistakes(**changes)


def test_a_state_that_nothing_leaves_must_be_final() -> None:
    states = {"open": "办理中", "closed": "已办结", "stuck": "卡住了"}
    assert "状态“卡住了”不是最终状态，却没有离开它的步骤。" in mistakes(move(target="stuck"), states=states)


def test_states_that_lead_only_to_each_other_are_found() -> None:
    states = {"open": "办理中", "closed": "已办结", "one": "甲状态", "other": "乙状态"}
    around = (
        move("turn", "open", "one"),
        move("go", "one", "other", title="去"),
        move("back", "other", "one", title="回"),
    )
    assert "从状态“甲状态”出发，怎么走都到不了最终状态。" in mistakes(*around, states=states)


def test_all_mistakes_are_told_at_once() -> None:
    assert mistakes(move(basis=""), final=("gone",)).count("\n") >= 1


def test_a_clock_left_going_at_the_end_is_found_with_the_way_there() -> None:
    drop = move("drop", "open", "closed", title="放下")
    expected = "依次经过“收到”、“放下”，到了最终状态“已办结”，期限“答复期限”却没有终止。"
    assert expected in mistakes(drop)
    assert small(drop, clocks=(replace(REPLY, outlives=True),))


@pytest.mark.parametrize(("effect", "does"), [(RUNS, "计算"), (STANDS, "停止计算"), (RESTARTS, "重新起算")])
def test_a_move_that_needs_a_clock_that_has_ended_is_found(effect: Effect, does: str) -> None:
    again = move("again", "closed", "open", clocks={"reply": effect}, title="再办")
    expected = f"依次经过“收到”、“办结”、“再办”，最后一步要使期限“答复期限”{does}，但那时它已经终止。"
    assert expected in mistakes(again)
    assert small(replace(again, clocks={"reply": STARTS}))


def test_the_clock_of_a_forgotten_party_left_going_at_the_end_is_found() -> None:
    party = Field("party", "对方")
    clocks = (REPLY, Clock("opinion", "对方期限", "", Unit.WORKDAYS, LAW, per="party"))
    ask = move("ask", clocks={"opinion": STARTS}, needs=(party,), title="询问")
    hear = move("hear", clocks={"opinion": STOPS}, needs=(party,), title="答复")
    expected = "依次经过“收到”、“询问”、“办结”，到了最终状态“已办结”，期限“对方期限”却没有终止。"
    assert expected in mistakes(ask, hear, clocks=clocks)
    close = Move("close", "办结", "open", "closed", {"reply": STOPS, "opinion": STOPS}, LAW)
    assert small(moves=(small().move_of["open"], ask, hear, close), clocks=clocks)


def test_a_clock_is_not_started_twice_on_any_way() -> None:
    states = {"open": "办理中", "closed": "已办结", "held": "搁置中"}
    twice = (move("hold", "open", "held"), move("go", "held", "open", title="再办", clocks={"reply": STARTS}))
    expected = "依次经过“收到”、“搁置”、“再办”，最后一步要使期限“答复期限”起算，但那时它正在计算。"
    assert expected in mistakes(*twice, states=states)


def test_stands_may_not_bound_each_other_in_a_chain() -> None:
    clocks = (
        REPLY,
        Clock("one", "甲期限", "", Unit.WORKDAYS, LAW, outlives=True),
        Clock("two", "乙期限", "", Unit.WORKDAYS, LAW, outlives=True),
    )
    begin = Move("open", "收到", BEGIN, "open", {"reply": STARTS, "one": STARTS, "two": STARTS}, LAW)
    hold = move(clocks={"reply": STANDS.at_most("one"), "one": STANDS.at_most("two")})
    close = Move("close", "办结", "open", "closed", {"reply": STOPS}, LAW)
    assert "算不清" in mistakes(moves=(begin, hold, close), clocks=clocks)


def test_a_limit_in_hours_is_not_bounded_by_another() -> None:
    clocks = (replace(REPLY, unit=Unit.HOURS), Clock("one", "甲期限", "", Unit.WORKDAYS, LAW, outlives=True))
    begin = Move("open", "收到", BEGIN, "open", {"reply": STARTS, "one": STARTS}, LAW)
    hold = move(clocks={"reply": STANDS.at_most("one")})
    assert "按小时计算的期限不能这样写" in mistakes(moves=(begin, hold, small().move_of["close"]), clocks=clocks)


def test_an_effect_is_given_only_what_it_can_use() -> None:
    for wrong in (lambda: RUNS.by("workdays"), lambda: STOPS.within("workdays"), lambda: RESTARTS.at_most("opinion")):
        with pytest.raises(ValueError, match="不能这样写"):
            wrong()


def test_a_guard_that_relies_on_a_clock_of_another_table_is_found() -> None:
    extend = move(needs=(MORE,), guards=EXTENSION, clocks={"reply": EXTENDS.by("workdays")})
    assert "用到没有的步骤“extend”" in mistakes(extend)


def test_the_tables_of_moves_cannot_be_changed_afterwards() -> None:
    with pytest.raises(TypeError):
        TABLE.states["new"] = "新状态"  # type: ignore[index]
    with pytest.raises(TypeError):
        MOVES[0].clocks["reply"] = RUNS  # type: ignore[index]
