"""Clocks are intervals between events: they run, stand, start afresh, grow and stop; a calendar turns them into dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from casework_example import COUNTING, LIMITS, Weekdays, act, case, take, untimed
from hypothesis import given
from hypothesis import strategies as st

from gongkai.applications.moves import TABLE as APPLICATION
from gongkai.casework import (
    BEGIN,
    EXTENDS,
    STANDS,
    STARTS,
    STAYS,
    STOPS,
    Act,
    Clock,
    Counting,
    Field,
    FieldKind,
    History,
    Length,
    Move,
    NotAllowed,
    Span,
    Status,
    Table,
    Unit,
    advance,
    allowed,
    due,
    explain,
    read,
)
from gongkai.casework.clocks import intervals
from gongkai.casework.counting import merged
from gongkai.casework.events import BEIJING

MONDAY = date(2024, 9, 2)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def last_day(
    history: History, as_of: date = MONDAY, counting: Counting = COUNTING, clock: str = "reply"
) -> date | None:
    return due(history, history.clock(clock)[-1], counting, as_of).day


def under_review(*steps: tuple[str, date]) -> History:
    return case(("receive", MONDAY), ("accept", MONDAY), *steps)


def test_the_day_of_receipt_is_not_counted() -> None:
    assert last_day(under_review()) == day(28)


def test_a_clock_that_never_started_is_said_so() -> None:
    history = under_review()
    assert history.status("correction") is Status.NEVER
    assert read(history, "correction", COUNTING, day(1)).status is Status.NEVER
    assert explain(history, "correction", COUNTING, day(1)) == ("“补正期限”还没有起算。",)


def test_time_spent_consulting_is_not_counted_ends_included() -> None:
    history = under_review(("consult", day(2)), ("record_delivery", day(3)), ("hear_back", day(8)))
    assert last_day(history) == day(35)
    leg = history.clock("reply")[-1]
    stretches = [(each.stands, each.since.on, each.until.on if each.until else None) for each in intervals(leg)]
    assert stretches == [(False, day(0), day(2)), (True, day(2), day(8)), (False, day(8), None)]


def test_the_reply_clock_starts_afresh_when_the_correction_comes() -> None:
    history = under_review(("ask_correction", day(3)), ("receive_correction", day(10)))
    first, second = history.clock("reply")
    assert (first.status, second.status) == (Status.RESTARTED, Status.RUNNING)
    assert last_day(history) == day(38)
    assert history.status("ask") is Status.STOPPED


def test_while_a_correction_is_awaited_the_clock_stands() -> None:
    reading = read(under_review(("ask_correction", day(3))), "reply", COUNTING, day(9))
    assert (reading.status, reading.used, reading.late) == (Status.STANDING, 2, False)
    assert reading.due is not None and reading.due.standing


def test_an_extension_is_added_to_the_limit() -> None:
    assert last_day(under_review(("extend", day(4)))) == day(42)


def test_an_extension_lapses_with_the_limit_it_extended_unless_the_office_chose_otherwise() -> None:
    history = under_review(("extend", day(1)), ("ask_correction", day(3)), ("receive_correction", day(7)))
    assert last_day(history) == day(35)
    assert last_day(history, counting=replace(COUNTING, keep_extensions=True)) == day(49)


def test_the_ends_of_a_stand_are_counted_where_the_office_chose_so() -> None:
    history = under_review(("consult", day(2)), ("hear_back", day(4)))
    assert last_day(history) == day(31)
    assert last_day(history, counting=replace(COUNTING, stand_begins_after=True)) == day(30)
    assert last_day(history, counting=replace(COUNTING, stand_begins_after=True, stand_ends_before=True)) == day(29)


def test_the_clock_stops_with_the_reply_and_is_not_late_on_the_last_day() -> None:
    history = under_review(("draft", day(25)), ("reply", day(28)))
    reading = read(history, "reply", COUNTING, day(90))
    assert (reading.status, reading.used, reading.left, reading.late) == (Status.STOPPED, 20, 0, False)


def test_late_is_late_by_the_working_days_that_passed() -> None:
    history = under_review(("draft", day(25)), ("reply", day(31)))
    reading = read(history, "reply", COUNTING, day(90))
    assert (reading.late, reading.late_by) == (True, 3)
    assert "计算终止，逾期3个工作日。" in explain(history, "reply", COUNTING, day(90))[-1]


def test_on_the_weekend_after_the_last_day_it_is_late_by_no_working_day_yet() -> None:
    history = case(("receive", date(2024, 9, 6)), ("accept", date(2024, 9, 6)))
    reading = read(history, "reply", COUNTING, date(2024, 10, 5))
    assert (last_day(history), reading.late, reading.late_by) == (date(2024, 10, 4), True, 0)


def test_an_order_to_decide_again_starts_a_new_clock_within_the_time_of_the_order() -> None:
    replied = under_review(("draft", day(3)), ("reply", day(4)))
    ordered = take(replied, "order_again", day(100), {"limit": 10})
    assert [leg.status for leg in ordered.clock("reply")] == [Status.STOPPED, Status.RUNNING]
    assert last_day(ordered) == day(114)
    assert last_day(take(replied, "order_again", day(100), {"limit": day(120).isoformat()})) == day(120)
    assert last_day(take(replied, "order_again", day(100), {})) == day(128)
    in_days = take(replied, "order_again", day(100), {"limit": {"amount": 30, "unit": "calendar_days"}})
    assert last_day(in_days) == day(130)


def test_a_third_party_that_is_silent_stops_the_clock_no_longer_than_its_own_time() -> None:
    history = under_review(("consult", day(2)), ("record_delivery", day(4)))
    assert last_day(history, day(25)) == day(52)
    late_answer = take(history, "hear_back", day(60))
    assert last_day(late_answer, day(61)) == day(52)
    reading = read(history, "reply", COUNTING, day(30))
    assert reading.status is Status.RUNNING
    told = explain(late_answer, "reply", COUNTING, day(61))
    assert told[1] == (
        "因“征求第三方意见”（甲公司）自2024年9月4日停止计算（《条例》第三十二条），"
        "到2024年9月27日“第三方答复期限”结束为止。"
    )


def test_a_letter_that_the_third_party_has_not_received_bounds_nothing() -> None:
    assert last_day(under_review(("consult", day(2))), day(80)) == day(107)


def opinion_key(history: History) -> date | None:
    return due(history, history.clock("opinion", "甲公司")[-1], COUNTING, day(60)).day


def test_the_time_of_a_third_party_is_counted_from_its_own_receipt() -> None:
    assert opinion_key(under_review(("consult", day(2)), ("record_delivery", day(4)))) == day(25)


def test_a_due_date_that_waits_for_a_notice_is_provisional_wherever_it_is_told() -> None:
    history = case(("receive", date(2024, 12, 23)), ("accept", date(2024, 12, 23)))
    counting = replace(COUNTING, calendar=Weekdays(unknown_from=2025))
    found = due(history, history.clock("reply")[-1], counting, date(2024, 12, 24))
    assert (found.provisional, found.missing) == (True, (2025,))
    assert explain(history, "reply", counting, date(2024, 12, 24))[-1] == (
        "最后一日暂计为2025年1月20日：2025年的放假通知尚未录入，录入后重新计算。"
    )


def test_a_stand_that_ends_by_a_provisional_day_makes_the_due_date_provisional() -> None:
    start = date(2024, 12, 9)
    history = case(("receive", start), ("accept", start), ("consult", start), ("record_delivery", start))
    counting = replace(COUNTING, calendar=Weekdays(unknown_from=2025))
    assert due(history, history.clock("reply")[-1], counting, date(2025, 3, 1)).provisional


def test_what_became_of_a_clock_is_told_in_the_order_in_which_it_happened() -> None:
    history = under_review(
        ("consult", day(2)), ("hear_back", day(4)), ("extend", day(8)), ("draft", day(9)), ("reply", day(10))
    )
    assert explain(history, "reply", COUNTING, day(11)) == (
        "“答复期限”自2024年9月2日“收到申请”起算，当日不计，期限20个工作日（《条例》第三十三条第二款）。",
        "因“征求第三方意见”（甲公司）自2024年9月4日至2024年9月6日停止计算（《条例》第三十二条），首尾两日不计入。",
        "2024年9月10日办理“延期答复”，期限延长10个工作日（《条例》第三十三条第二款）。",
        "最后一日为2024年10月17日。",
        "2024年9月12日办理“答复”，计算终止，没有逾期。",
    )


def test_a_kept_extension_and_the_reading_of_the_ends_of_a_stand_are_told() -> None:
    history = under_review(("extend", day(1)), ("ask_correction", day(3)), ("receive_correction", day(7)))
    office = replace(COUNTING, keep_extensions=True, stand_begins_after=True)
    told = explain(history, "reply", office, day(8))
    assert "此前延长的10个工作日仍然有效。" in told
    assert told[2].endswith("停止计算（《条例》第三十条），首日照常计入，末日不计入。")


def test_a_standing_clock_is_told_with_the_day_if_it_went_on_now() -> None:
    history = under_review(("consult", day(2)))
    assert explain(history, "reply", COUNTING, day(3))[-1] == "目前停止计算；如当日恢复，最后一日为2024年10月2日。"


def test_a_party_that_was_not_asked_cannot_be_heard() -> None:
    history = under_review(("consult", day(2)))
    with pytest.raises(NotAllowed, match="“答复期限”没有在等待“甲公司（有限）”，请核对名称"):
        take(history, "hear_back", day(3), {"third_party": "甲公司（有限）"})


def staff(on: date, by: str = "officer-1") -> Act:
    """An act by somebody who holds every role."""
    return replace(act(on, by=by), roles=tuple(APPLICATION.roles))


def application(*steps: tuple[str, int, dict[str, Any]]) -> History:
    history = History(APPLICATION)
    limits = {**LIMITS, "co_maker_opinion": Length(15, Unit.WORKDAYS), "pay_processing_fee": Length(20, Unit.WORKDAYS)}
    counting = Counting(Weekdays(), lambda name, on: limits[name])
    for name, on, facts in (
        ("submit", 0, {"channel": "mail", "applicant_kind": "natural_person"}),
        ("receive", 0, {}),
        ("register", 0, {}),
        ("begin_review", 0, {}),
        *steps,
    ):
        history = advance(history, name, staff(day(on)), facts, counting)
    return history


ASKED_TWO: tuple[tuple[str, int, dict[str, Any]], ...] = (
    ("consult_third_party", 1, {"third_party": "甲公司", "letter": "征求意见书"}),
    ("consult_third_party", 2, {"third_party": "乙公司", "letter": "征求意见书"}),
    ("consult_organ", 2, {"organ": "丙局", "letter": "征求意见函"}),
)


def test_the_clock_stands_until_the_last_of_several_parties_is_heard() -> None:
    history = application(*ASKED_TWO)
    with pytest.raises(NotAllowed, match="还没有收到乙公司、丙局的答复"):
        advance(history, "hear_last_third_party", staff(day(3)), {"third_party": "甲公司"}, COUNTING)
    history = application(*ASKED_TWO, ("hear_third_party", 3, {"third_party": "甲公司"}))
    assert (history.state, history.status("reply")) == ("consulting", Status.STANDING)
    history = application(
        *ASKED_TWO,
        ("hear_third_party", 3, {"third_party": "甲公司"}),
        ("hear_organ", 4, {"organ": "丙局"}),
        ("hear_last_third_party", 7, {"third_party": "乙公司"}),
    )
    assert (history.state, history.status("reply")) == ("under_review", Status.RUNNING)
    assert last_day(history, day(8)) == day(35)
    assert [
        (each.since.on, each.until.on if each.until else None) for each in intervals(history.clock("reply")[-1])
    ] == [
        (day(0), day(1)),
        (day(1), day(7)),
        (day(7), None),
    ]


def test_only_a_party_that_was_asked_can_receive_the_letter() -> None:
    with pytest.raises(NotAllowed, match="没有在等待“丁公司”，请核对名称"):
        advance(application(*ASKED_TWO), "deliver_to_third_party", staff(day(3)), {"third_party": "丁公司"}, COUNTING)


def test_a_delayed_date_takes_the_place_of_the_limit() -> None:
    delayed = {"reply_by": day(90).isoformat(), "letter": "告知书"}
    history = application(("ask_reasons", 1, {"letter": "说明理由告知书"}), ("delay", 4, delayed))
    assert last_day(history) == day(90)
    assert "期限改定到2024年12月1日" in "".join(explain(history, "reply", COUNTING, day(5)))


def test_an_extension_made_before_the_delayed_date_is_part_of_what_it_replaced() -> None:
    delayed = {"reply_by": day(90).isoformat(), "letter": "告知书"}
    more = ("extend", 2, {"workdays": 5, "reason": "需要查找", "letter": "延期告知书"})
    reasons = ("ask_reasons", 1, {"letter": "说明理由告知书"})
    assert last_day(application(reasons, more, ("delay", 4, delayed))) == day(90)
    after = application(reasons, ("delay", 4, delayed), ("extend", 5, more[2]))
    assert last_day(after) == day(95)


def test_a_second_question_to_a_party_whose_time_is_running_is_bounded_by_that_time() -> None:
    asked = {"third_party": "甲公司", "letter": "征求意见书"}
    steps = (("consult_third_party", 1, asked), ("deliver_to_third_party", 2, {"third_party": "甲公司"}))
    once, twice = application(*steps), application(*steps, ("consult_third_party", 9, asked))
    assert last_day(once, day(90)) == last_day(twice, day(90)) == day(51)


def test_the_last_party_can_be_heard_before_it_is_said_which_it_is() -> None:
    options = {
        option.move.name: option.possible
        for option in allowed(APPLICATION, application(*ASKED_TWO[:1]), staff(day(3)), counting=COUNTING)
    }
    assert options["hear_last_third_party"] and options["lapse_last_third_party"]
    assert not options["hear_third_party"]


@pytest.mark.parametrize(
    "limit", [{"amount": 3, "unit": "hours"}, "2024-13-01", {"amount": 0, "unit": "months"}, -1, [1]]
)
def test_a_limit_that_the_clock_cannot_take_is_refused_in_words(limit: Any) -> None:
    replied = under_review(("draft", day(3)), ("reply", day(4)))
    with pytest.raises(NotAllowed, match=r"天数，或者一个日期|不能改成3小时"):
        take(replied, "order_again", day(100), {"limit": limit})


def test_hours_beyond_all_calendars_are_refused_in_words() -> None:
    with pytest.raises(NotAllowed, match="期限超出了日历的范围"):
        concern(("find", at(7), {}), ("more", at(8), {"hours": 10**12}))


def test_payment_starts_the_limit_afresh_and_a_reply_by_post_counts_on_the_day_of_posting() -> None:
    steps: tuple[tuple[str, int, dict[str, Any]], ...] = (
        ("ask_fee", 2, {"letter": "收费通知"}),
        ("deliver_fee_notice", 4, {}),
        ("receive_payment", 10, {}),
        ("draft", 11, {"outcome": "granted"}),
    )
    history = application(*steps)
    assert last_day(history) == day(38)
    history = advance(history, "review_secrecy", staff(day(11), by="保密员"), {"review": "可以答复"}, COUNTING)
    history = advance(history, "approve", staff(day(12), by="负责人"), {}, COUNTING)
    history = advance(
        history, "serve", staff(day(14)), {"delivery": "post", "posted_on": day(13).isoformat()}, COUNTING
    )
    ended = history.clock("reply")[-1].ended
    assert ended is not None and ended.on == day(13)
    history = advance(history, "sign_for", staff(day(17)), {}, COUNTING)
    assert last_day(history, clock="remedy") == day(77)


def test_a_date_that_has_not_come_cannot_stop_a_clock() -> None:
    history = application(("draft", 1, {"outcome": "granted"}))
    history = advance(history, "review_secrecy", staff(day(1), by="保密员"), {"review": "可以答复"}, COUNTING)
    history = advance(history, "approve", staff(day(1), by="负责人"), {}, COUNTING)
    with pytest.raises(NotAllowed, match="不能从还没有到的2024年9月12日起改变"):
        advance(history, "serve", staff(day(2)), {"delivery": "post", "posted_on": day(10).isoformat()}, COUNTING)


HOUR_TABLE = Table(
    name="concern",
    title="舆情回应",
    noun="这件舆情",
    states={"open": "处置中", "answered": "已回应"},
    final=("answered",),
    moves=(
        Move("find", "发现", BEGIN, "open", {"answer": STARTS.dated("found_at")}, "国办发〔2016〕61号", takes=(Field("found_at", "发现的时刻", FieldKind.MOMENT),)),
        Move("verify", "等待核实", "open", STAYS, {"answer": STANDS}, "本机关办理规程"),
        Move("more", "准许延长", "open", STAYS, {"answer": EXTENDS.by("hours")}, "本机关办理规程", needs=(Field("hours", "小时数", FieldKind.NUMBER),)),
        Move("answer", "回应", "open", "answered", {"answer": STOPS}, "国办发〔2016〕61号"),
    ),
    clocks=(Clock("answer", "回应时限", "answer_concern", Unit.HOURS, "国办发〔2016〕61号"),),
)  # fmt: skip
IN_HOURS = Counting(Weekdays(), lambda name, on: Length(24, Unit.HOURS))


def at(hour: int, on: int = 0) -> datetime:
    return datetime(2024, 9, 2 + on, hour, tzinfo=BEIJING)


def concern(*steps: tuple[str, datetime, dict[str, Any]]) -> History:
    history = History(HOUR_TABLE)
    for name, moment, facts in steps:
        history = advance(history, name, replace(act(moment.date()), at=moment), facts, IN_HOURS)
    return history


def test_a_limit_in_hours_runs_through_nights_from_the_moment_that_counts() -> None:
    history = concern(("find", at(9), {"found_at": at(7).isoformat()}))
    found = due(history, history.clock("answer")[-1], IN_HOURS, at(10))
    assert found.moment == at(7, 1)
    assert (read(history, "answer", IN_HOURS, at(10)).used, read(history, "answer", IN_HOURS, at(10)).left) == (3, 21)


def test_hours_stand_and_grow_too_and_lateness_is_told_in_hours() -> None:
    history = concern(("find", at(7), {}), ("more", at(8), {"hours": 2}), ("answer", at(14, 1), {}))
    reading = read(history, "answer", IN_HOURS, at(20, 1))
    assert (reading.late, reading.late_by, reading.used) == (True, 5, 31)
    assert explain(history, "answer", IN_HOURS, at(20, 1))[-1].endswith("已经逾期。")
    standing = concern(("find", at(7), {}), ("verify", at(9), {}))
    assert due(standing, standing.clock("answer")[-1], IN_HOURS, at(12)).moment == at(10, 1)


starts = st.dates(date(2020, 1, 1), date(2030, 12, 31))
gaps = st.integers(0, 40)


@untimed
@given(start=starts, before=gaps, pause=gaps, extended=st.booleans(), seen=gaps)
def test_a_pause_never_shortens_a_deadline(start: date, before: int, pause: int, extended: bool, seen: int) -> None:
    asked = start + timedelta(days=before)
    heard = asked + timedelta(days=pause)
    plain = case(("receive", start), ("accept", start))
    if extended:
        plain = take(plain, "extend", start)
    paused = take(take(plain, "consult", asked), "hear_back", heard)
    standing = take(plain, "consult", asked)
    as_of = asked + timedelta(days=seen)
    without = last_day(plain, as_of)
    assert without is not None
    assert (last_day(paused, as_of) or date.min) >= without
    assert (last_day(standing, as_of) or date.min) >= without


@untimed
@given(start=starts, before=gaps, pause=gaps, as_of=st.integers(0, 120))
def test_what_is_used_and_what_is_left_make_the_limit_and_neither_is_below_zero(
    start: date, before: int, pause: int, as_of: int
) -> None:
    history = case(("receive", start), ("accept", start))
    history = take(history, "consult", start + timedelta(days=before))
    history = take(history, "hear_back", start + timedelta(days=before + pause))
    reading = read(history, "reply", COUNTING, start + timedelta(days=before + pause + as_of))
    assert reading.used is not None and reading.left is not None
    assert reading.used >= 0 and reading.left >= 0
    if reading.late:
        assert reading.late_by is not None and reading.used == 20 + reading.late_by
    else:
        assert reading.used + reading.left == 20


@untimed
@given(start=starts, gaps=st.lists(st.integers(0, 9), min_size=2, max_size=8))
def test_intervals_follow_one_another_and_never_run_backwards(start: date, gaps: list[int]) -> None:
    history, on = case(("receive", start), ("accept", start)), start
    for number, gap in enumerate(gaps):
        on += timedelta(days=gap)
        history = take(history, "hear_back" if number % 2 else "consult", on)
    stretches = intervals(history.clock("reply")[-1])
    assert stretches[0].since.on == start
    for earlier, later in pairwise(stretches):
        assert earlier.until == later.since
        assert earlier.stands != later.stands
        assert earlier.since.on <= later.since.on


@untimed
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(-3, 20))))
def test_merged_spans_hold_the_same_days_once(pairs: list[tuple[int, int]]) -> None:
    spans = [Span(day(first), day(first + length)) for first, length in pairs]
    together = merged(spans)
    days = {day(first + n) for first, length in pairs for n in range(length + 1)}
    assert sorted(days) == [
        span.since + timedelta(days=n) for span in together for n in range((span.until - span.since).days + 1)
    ]
