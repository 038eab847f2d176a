"""A step is taken or refused; a refusal says where the case is, why not, and what can be done instead."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from casework_example import COUNTING, FACTS, TABLE, State, act, case, take

from gongkai.casework import BEGIN, History, NotAllowed, allowed, matrix, step
from gongkai.casework.refusal import Hurdle

SEP25, SEP26, SEP27 = date(2024, 9, 25), date(2024, 9, 26), date(2024, 9, 27)


def refused(history: History, name: str, on: date, facts: dict[str, Any] | None = None, **who: Any) -> NotAllowed:
    with pytest.raises(NotAllowed) as caught:
        take(history, name, on, facts, **who)
    return caught.value


def under_review() -> History:
    return case(("receive", SEP25), ("accept", SEP25))


def test_a_step_gives_the_move_with_its_target() -> None:
    move = step(TABLE, under_review(), "draft", act(SEP26), {"outcome": "granted"}, COUNTING)
    assert (move.name, move.target) == ("draft", State.DRAFTED)


def test_a_move_that_leaves_the_state_as_it_is_has_that_state_as_target() -> None:
    move = step(TABLE, under_review(), "extend", act(SEP26, "head"), FACTS["extend"], COUNTING)
    assert move.target == State.UNDER_REVIEW


def test_a_refusal_names_the_state_and_what_can_be_done_instead() -> None:
    waiting = take(under_review(), "ask_correction", SEP26)
    assert str(refused(waiting, "consult", SEP27)) == (
        "这件申请目前“等待补正”，不能“征求第三方意见”。现在可以：收到补正、撤回申请。"
    )


def test_a_refusal_after_the_end_says_so() -> None:
    ended = case(("receive", SEP25), ("withdraw", SEP26))
    assert str(refused(ended, "draft", SEP27)) == "这件申请目前“已撤回”，不能再“拟定答复”。办理已经结束。"


def test_a_refusal_before_the_beginning_says_so() -> None:
    assert str(refused(History(TABLE), "draft", SEP25)) == "这件申请还没有登记，不能“拟定答复”。现在可以：收到申请。"


def test_a_correction_is_asked_for_only_once() -> None:
    back = take(take(under_review(), "ask_correction", SEP26), "receive_correction", SEP27)
    refusal = refused(back, "ask_correction", SEP27)
    assert "“要求补正”只能办理一次，2024年9月26日已经办理过（《条例》第三十条）。" in str(refusal)
    assert [(reason.hurdle, reason.name) for reason in refusal.reasons] == [(Hurdle.GUARD, "once.ask_correction")]
    assert refusal.instead == ("consult", "draft", "withdraw")


def test_a_correction_is_asked_for_within_seven_working_days() -> None:
    last_day = date(2024, 10, 4)
    assert take(under_review(), "ask_correction", last_day).state == State.IN_CORRECTION
    refusal = refused(under_review(), "ask_correction", last_day + timedelta(days=3))
    assert "“要求补正的期限”的最后一日是2024年10月4日，已经届满（《条例》第三十条）。" in str(refusal)


def test_an_extension_on_the_day_after_the_last_is_refused() -> None:
    last_day = date(2024, 10, 23)
    assert take(under_review(), "extend", last_day).status("reply") == "running"
    assert "“答复期限”的最后一日是2024年10月23日，已经届满" in str(
        refused(under_review(), "extend", date(2024, 10, 24))
    )


def test_an_extension_is_at_most_as_long_as_the_law_allows() -> None:
    refusal = refused(under_review(), "extend", SEP26, {"workdays": 21, "reason": "检索范围大"})
    assert "延长的工作日数最多20个工作日，填写的是21（《条例》第三十三条第二款）。" in str(refusal)


def test_what_is_not_given_is_asked_for_by_its_name() -> None:
    refusal = refused(under_review(), "extend", SEP26, {"reason": " "})
    assert str(refusal) == "还不能办理“延期答复”：请填写延长的工作日数，例如 20。请填写理由。"
    assert [reason.field for reason in refusal.reasons] == ["workdays", "reason"]


@pytest.mark.parametrize("days", [0, -3, "20", 2.5, True, [20]])
def test_a_number_that_is_none_is_refused(days: Any) -> None:
    if isinstance(days, float):
        with pytest.raises(ValueError, match="只能有文字、整数"):
            take(under_review(), "extend", SEP26, {"workdays": days, "reason": "检索范围大"})
        return
    refusal = refused(under_review(), "extend", SEP26, {"workdays": days, "reason": "检索范围大"})
    assert str(refusal) == "还不能办理“延期答复”：延长的工作日数应当是不小于1的整数，例如 20。"


def test_what_a_form_left_blank_is_not_given() -> None:
    replied = take(take(under_review(), "draft", SEP26), "reply", SEP26)
    ordered = take(replied, "order_again", SEP27, {"limit": " "})
    assert ordered.events[-1].facts == {}


def test_a_field_that_the_move_does_not_have_is_refused() -> None:
    facts = {**FACTS["draft"], "workday": 5}
    assert "“拟定答复”没有“workday”这一项。" in str(refused(under_review(), "draft", SEP26, facts))


def test_a_step_is_refused_to_a_role_that_may_not_and_says_whose_it_is() -> None:
    refusal = refused(under_review(), "extend", SEP26, role="officer")
    assert "“延期答复”由政府信息公开工作机构负责人办理。" in str(refusal)


def test_a_draft_is_not_approved_by_its_drafter() -> None:
    drafted = take(under_review(), "draft", SEP26, by="甲", role="head")
    refusal = refused(drafted, "reply", SEP27, by="甲")
    assert "“答复”要由没有办理过“拟定答复”的人办理" in str(refusal)
    assert take(drafted, "reply", SEP27, by="乙").state == State.REPLIED


def test_whoever_drafted_an_earlier_version_does_not_approve_the_later_one() -> None:
    history = take(under_review(), "draft", SEP26, by="甲", role="head")
    history = take(history, "send_back", SEP26, by="乙")
    history = take(history, "draft", SEP26, by="丙", role="head")
    assert "要由没有办理过“拟定答复”的人办理" in str(refused(history, "reply", SEP27, by="甲"))
    history = take(take(history, "reply", SEP27, by="乙"), "order_again", SEP27, {})
    history = take(history, "draft", SEP27, by="乙", role="head")
    assert take(history, "reply", SEP27, by="甲").state == State.REPLIED


def test_when_only_others_may_go_on_the_refusal_names_them() -> None:
    history = take(under_review(), "ask_correction", SEP26)
    with pytest.raises(NotAllowed) as caught:
        step(TABLE, history, "draft", act(SEP27, "stranger"), FACTS["draft"], COUNTING)
    assert "现在要由其他人办理：收到补正（经办人）、撤回申请（经办人）。" in str(caught.value)


def test_nothing_is_recorded_before_it_happens() -> None:
    refusal = refused(under_review(), "draft", SEP27, recorded=SEP26)
    assert "“拟定答复”的日期2024年9月27日晚于登记的日期2024年9月26日，还没有发生的事不能登记。" in str(refusal)


def test_a_wrong_date_is_to_be_put_right_and_nobody_is_told_that_nothing_can_be_done() -> None:
    refusal = refused(under_review(), "draft", SEP27, recorded=SEP26)
    assert str(refusal).endswith("请核对日期，改正以后再办理。")
    assert "没有可以办理的步骤" not in str(refusal)


def test_a_step_is_not_dated_before_the_one_that_led_here() -> None:
    refusal = refused(take(under_review(), "ask_correction", SEP26), "receive_correction", SEP25, recorded=SEP27)
    assert "“收到补正”的日期2024年9月25日早于上一步“要求补正”的日期2024年9月26日。" in str(refusal)


def test_what_came_yesterday_can_be_recorded_today() -> None:
    history = take(take(under_review(), "ask_correction", SEP25), "receive_correction", SEP26, recorded=SEP27)
    assert history.clock("reply")[-1].since.on == SEP26


def test_a_correction_is_not_given_up_before_its_time_is_over_or_while_the_last_day_is_provisional() -> None:
    waiting = take(under_review(), "ask_correction", SEP26, {"items": ["年份"], "workdays": 3})
    assert "“补正期限”的最后一日是2024年10月1日，还没有届满" in str(refused(waiting, "abandon", date(2024, 10, 1)))
    assert take(waiting, "abandon", date(2024, 10, 2)).state == State.ABANDONED


def test_all_moves_of_a_state_are_offered_with_the_reasons_against_them() -> None:
    options = allowed(TABLE, under_review(), act(date(2024, 10, 30)), counting=COUNTING)
    assert [(option.move.name, option.possible) for option in options] == [
        ("ask_correction", False),
        ("consult", True),
        ("extend", False),
        ("draft", True),
        ("withdraw", True),
    ]
    assert [field.name for field in options[1].asks] == ["third_party"]
    assert {reason.hurdle for reason in options[2].reasons} == {Hurdle.ROLE, Hurdle.GUARD}


def test_every_move_of_the_table_can_be_listed_with_the_reason_of_its_state() -> None:
    options = allowed(TABLE, under_review(), act(SEP26), counting=COUNTING, every=True)
    assert len(options) == len(TABLE.moves)
    closing = next(option for option in options if option.move.name == "close")
    assert [str(reason) for reason in closing.reasons] == ["“归档”要在“已答复”的时候办理。"]


def test_what_is_known_already_is_held_against_a_move_and_what_is_missing_is_not() -> None:
    options = allowed(TABLE, under_review(), act(SEP26, "head"), {"workdays": 21}, COUNTING)
    extend = next(option for option in options if option.move.name == "extend")
    assert [reason.name for reason in extend.reasons] == ["at_most.workdays"]
    assert [field.name for field in extend.asks] == ["reason"]


def test_a_bare_state_serves_only_for_moves_that_ask_nothing_about_the_past() -> None:
    assert step(TABLE, State.RECEIVED, "accept", act(SEP25)).target == State.UNDER_REVIEW
    assert step(TABLE, "replied", "close", act(SEP25)).target == State.CLOSED
    assert step(TABLE, State.IN_CORRECTION, "receive_correction", act(SEP25)).target == State.UNDER_REVIEW
    with pytest.raises(NotAllowed, match="现在可以：要求补正、征求第三方意见、拟定答复、撤回申请"):
        step(TABLE, State.UNDER_REVIEW, "close", act(SEP25))
    with pytest.raises(LookupError, match="要看办理经过才能判断"):
        step(TABLE, State.DRAFTED, "reply", act(SEP25, "head"))
    with pytest.raises(LookupError, match="没有状态“lost”"):
        step(TABLE, "lost", "close", act(SEP25))


def test_a_guard_on_dates_without_a_calendar_is_a_mistake_in_the_program() -> None:
    with pytest.raises(LookupError, match="要查日历和期限"):
        step(TABLE, under_review(), "extend", act(SEP26, "head"), FACTS["extend"])


def test_an_unknown_move_is_refused_in_words() -> None:
    assert str(refused(under_review(), "delete", SEP26)) == "这件申请没有“delete”这一步。"


def test_the_matrix_holds_every_state_role_and_move_and_agrees_with_the_steps() -> None:
    rows = list(matrix(TABLE))
    assert len(rows) == (len(TABLE.states) + 1) * len(TABLE.roles) * len(TABLE.moves)
    may = {(state, role, move.name) for state, role, move, yes in rows if yes}
    assert (BEGIN, "officer", "receive") in may
    assert (State.DRAFTED, "head", "reply") in may
    assert (State.DRAFTED, "officer", "reply") not in may
    for state, role, move, yes in rows:
        option = next(
            each for each in allowed(TABLE, state, act(SEP25, role), {}, COUNTING, every=True) if each.move is move
        )
        held = {reason.hurdle for reason in option.reasons}
        assert yes == (not held & {Hurdle.STATE, Hurdle.ROLE})
