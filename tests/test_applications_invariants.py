"""Each invariant of an application at its very edge: the last day on which a step is lawful and the day after, and the rare turns.

``test_applications_stateful`` walks at random and seldom comes so near; the same plain second account judges here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from applications_plain import AFTER_THE_END, WAITING
from applications_walks import (
    CALENDAR,
    COUNTING,
    NAMES,
    PEOPLE,
    as_records,
    check_course,
    check_figures,
    check_step,
    fitting,
)

from gongkai.applications.moves import TABLE
from gongkai.casework import Act, History, NotAllowed, advance, amend
from gongkai.casework.events import BEIJING

RECEIVED = date(2024, 11, 4)
"""A Monday without a holiday in the eight weeks after it."""


def workday(number: int, after: date = RECEIVED) -> date:
    """The working day of that number after a day."""
    day = after
    while number:
        day += timedelta(days=1)
        number -= CALENDAR.is_workday(day)
    return day


def act(who: str, on: date, recorded: date | None = None) -> Act:
    return Act(who, datetime.combine(recorded or on, time(10), BEIJING), on, PEOPLE[who])


def go(history: History, move: str, on: date, who: str = "", **facts: Any) -> History:
    """Take a step that is lawful, and look at the case as it stands then and on days to come."""
    found = TABLE.move_of[move]
    able = who or next(
        each
        for each, roles in PEOPLE.items()
        if set(roles) & set(found.who) and not (move == "approve" and each == "zhou")
    )
    given: Mapping[str, Any] = fitting(history, found, on, 0) | facts
    after = advance(
        history, move, act(able, on), {key: value for key, value in given.items() if value is not None}, COUNTING
    )
    check_step(history, after)
    for days in (0, 1, 3, 8, 15, 21, 22, 30, 45, 80):
        check_course(after, on + timedelta(days=days), COUNTING)
    return after


def refused(
    history: History, move: str, on: date, who: str = "zhou", recorded: date | None = None, **facts: Any
) -> None:
    given = fitting(history, TABLE.move_of[move], on, 0) | facts
    with pytest.raises(NotAllowed):
        advance(history, move, act(who, on, recorded), {k: v for k, v in given.items() if v is not None}, COUNTING)


def submitted(on: date = RECEIVED, channel: str = "online") -> History:
    return go(History(TABLE), "submit", on, "applicant", channel=channel)


def under_review(on: date = RECEIVED, channel: str = "online") -> History:
    history = submitted(on, channel)
    for move in ("receive", "register", "begin_review"):
        history = go(history, move, on)
    return history


def drafted(on: date, **facts: Any) -> History:
    return go(under_review(), "draft", on, "qian", **facts)


def approved(on: date, **facts: Any) -> History:
    history = go(drafted(on, **facts), "review_secrecy", on, "sun")
    return go(history, "approve", on, "li")


def served(on: date, **facts: Any) -> History:
    return go(approved(on), "serve", on, "zhao", **({"delivery": "direct"} | facts))


def test_correction_is_asked_once_and_within_seven_working_days():
    history = under_review()
    refused(history, "ask_correction", workday(8))
    asked = go(history, "ask_correction", workday(7), workdays=10)
    back = go(asked, "receive_correction", workday(9))
    refused(back, "ask_correction", workday(10))
    soon = go(go(history, "ask_correction", workday(2), workdays=10), "receive_correction", workday(3))
    for on in (workday(4), workday(7)):
        refused(soon, "ask_correction", on, workdays=5)


def test_an_extension_is_of_twenty_days_at_most_once_and_before_the_time_is_over():
    history = under_review()
    for workdays in (21, 22, 40):
        refused(history, "extend", workday(5), workdays=workdays)
    refused(history, "extend", workday(21), workdays=10)
    for on in (workday(5), workday(20)):
        longer = go(history, "extend", on, workdays=20)
        refused(longer, "extend", on + timedelta(days=1), workdays=1)
    refused(history, "extend", workday(5), "zhao", workdays=10)


def test_an_extension_does_not_outlive_a_restart():
    paid = go(go(under_review(), "extend", workday(2), workdays=10), "ask_correction", workday(5), workdays=10)
    go(paid, "receive_correction", workday(9))


def test_payment_restarts_the_time_and_its_waiting_is_not_counted():
    asked = go(under_review(), "ask_fee", workday(6))
    told = go(asked, "deliver_fee_notice", workday(7))
    go(told, "receive_payment", workday(15))
    go(told, "waive_fee", workday(15), "li")


def test_no_fee_is_asked_for_after_the_time_for_the_reply():
    history = under_review()
    go(history, "ask_fee", workday(20))
    refused(history, "ask_fee", workday(21))
    longer = go(history, "extend", workday(20), "li", workdays=5)
    go(longer, "ask_fee", workday(25))
    refused(longer, "ask_fee", workday(26))


def test_nobody_is_held_to_have_given_up_before_the_time_is_over():
    asked = go(under_review(), "ask_correction", workday(3), workdays=10)
    refused(asked, "lapse_correction", workday(10, workday(3)))
    go(asked, "lapse_correction", workday(11, workday(3)))
    fee = go(under_review(), "ask_fee", workday(6))
    refused(fee, "lapse_payment", workday(60))
    told = go(fee, "deliver_fee_notice", workday(7))
    refused(told, "lapse_payment", workday(20, workday(7)))
    go(told, "lapse_payment", workday(21, workday(7)))


@pytest.mark.parametrize("kind", ["third_party", "co_maker"])
def test_a_party_has_fifteen_working_days_and_more_are_not_left_out(kind):
    asked = go(under_review(), f"consult_{kind}", workday(3))
    refused(asked, f"lapse_last_{kind}", workday(40))
    got = go(asked, f"deliver_to_{kind}", workday(5))
    refused(got, f"lapse_last_{kind}", workday(15, workday(5)))
    go(got, f"lapse_last_{kind}", workday(16, workday(5)))
    go(got, f"hear_last_{kind}", workday(12))
    go(got, f"hear_last_{kind}", workday(30))


def test_the_time_goes_on_when_the_last_of_all_has_answered():
    history = go(under_review(), "consult_third_party", workday(2), third_party=NAMES[1])
    history = go(history, "consult_organ", workday(3), organ=NAMES[0])
    refused(history, "hear_last_third_party", workday(5), third_party=NAMES[1])
    refused(history, "hear_last_organ", workday(5), organ=NAMES[0])
    history = go(history, "hear_third_party", workday(5), third_party=NAMES[1])
    refused(history, "hear_organ", workday(8), organ=NAMES[0])
    go(history, "hear_last_organ", workday(8), organ=NAMES[0])


@pytest.mark.parametrize("move", sorted(WAITING))
def test_no_wait_begins_without_its_letter(move):
    for nothing in ("", " ", None):
        refused(under_review(), move, workday(2), letter=nothing)


def test_whoever_wrote_a_reply_does_not_pass_it():
    history = go(under_review(), "draft", workday(3), "zhou")
    for move in ("review_secrecy", "review_legality", "approve"):
        refused(history, move, workday(4), "zhou")
    refused(history, "review_secrecy", workday(4), "zhao")
    passed = go(history, "review_secrecy", workday(4), "wu")
    refused(passed, "approve", workday(5), "zhou")
    refused(passed, "approve", workday(5), "zhao")


def test_a_reply_is_approved_after_a_review_of_this_very_draft_and_served_after_approval():
    history = drafted(workday(3))
    refused(history, "approve", workday(4), "li")
    refused(history, "serve", workday(4), delivery="direct")
    history = go(history, "review_secrecy", workday(4), "sun")
    history = go(go(history, "send_back", workday(5)), "draft", workday(6), "qian")
    refused(history, "approve", workday(7), "li")


def test_a_reply_by_post_is_in_time_by_the_day_of_posting():
    history = approved(workday(18))
    refused(history, "serve", workday(25), delivery="post", posted_on=workday(17).isoformat())
    refused(history, "serve", workday(25), delivery="post", posted_on=None)
    go(history, "serve", workday(25), delivery="post", posted_on=workday(19).isoformat())
    for on in (workday(20), workday(21), workday(23)):
        go(history, "serve", on, delivery="direct")


def test_what_is_over_stays_over():
    over = {
        "served": served(workday(10)),
        "withdrawn": go(under_review(), "withdraw", workday(4)),
        "merged": go(under_review(), "merge", workday(4)),
    }
    for state, history in over.items():
        assert history.state == state
        for move in TABLE.moves:
            if move.name not in AFTER_THE_END[state]:
                refused(history, move.name, workday(30), "wu")


def test_what_was_never_received_is_counted_nowhere():
    check_figures([go(submitted(), "withdraw", workday(3))], 2024, date(2024, 12, 31))


def test_an_application_that_is_decided_again_is_counted_with_its_first_end():
    history = go(served(workday(10)), "reconsider", workday(15))
    histories = [
        go(history, "order_again", date(2025, 2, 10), limit=limit)
        for limit in (None, 15, date(2025, 3, 20).isoformat())
    ]
    again = go(histories[0], "review_again", date(2025, 2, 11))
    again = go(again, "draft", date(2025, 2, 12), "qian", outcome="granted")
    again = go(go(again, "review_secrecy", date(2025, 2, 13), "sun"), "approve", date(2025, 2, 13), "li")
    again = go(again, "serve", date(2025, 2, 14), delivery="direct")
    for year, until in ((2024, date(2024, 12, 31)), (2025, date(2025, 6, 30)), (2025, date(2025, 12, 31))):
        check_figures([*histories, again, under_review()], year, until)


def test_a_reasonable_delay_takes_the_place_of_the_limit():
    go(go(under_review(), "ask_reasons", workday(3)), "delay", workday(6), "li", reply_by=workday(35).isoformat())


@pytest.mark.parametrize("outcome", ["granted", "partly_granted", "refused.third_party", "unavailable.not_held"])
def test_the_row_is_the_one_that_was_decided(outcome):
    history = go(
        go(drafted(workday(3), outcome=outcome), "review_secrecy", workday(4), "sun"), "approve", workday(4), "li"
    )
    check_figures([go(history, "serve", workday(5), delivery="direct")], 2024, date(2024, 12, 31))


def test_the_rows_of_replies_that_the_move_settles():
    unclear = go(go(under_review(), "ask_correction", workday(3), workdays=10), "find_still_unclear", workday(6))
    excessive = go(go(under_review(), "ask_reasons", workday(3)), "refuse_excessive", workday(6))
    for history in (unclear, excessive):
        history = go(go(history, "review_secrecy", workday(7), "sun"), "approve", workday(8), "li")
        check_figures([go(history, "serve", workday(9), delivery="direct")], 2024, date(2024, 12, 31))


def test_days_are_in_their_order_and_none_is_still_to_come():
    history = submitted(workday(3))
    refused(history, "receive", workday(2))
    refused(history, "receive", workday(5), recorded=workday(4))
    history = go(history, "receive", workday(4))
    refused(history, "register", workday(3))


def test_what_is_handed_in_is_received_on_that_day():
    history = submitted(channel="in_person")
    refused(history, "receive", workday(1))
    go(history, "receive", RECEIVED)


def test_a_record_is_put_right_by_a_second_person_with_a_reason():
    history = go(submitted(), "receive", workday(2), "zhao")
    changes = {"on": workday(1).isoformat()}
    for who, reason in (("zhao", "核对原件"), ("li", " "), ("qian", "核对原件")):
        with pytest.raises(NotAllowed):
            amend(history, 2, act(who, workday(3)), changes, reason=reason)
    after = amend(history, 2, act("li", workday(3)), changes, reason="核对原件")
    check_step(history, after)
    check_course(after, workday(30), COUNTING)
    assert as_records(after)[1]["on"] == workday(2).isoformat(), "the first record stays"
