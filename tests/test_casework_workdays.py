"""Casework with the project's own calendar, limits and choices: from the events of a case to the proof of its last day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from casework_example import FACTS, TABLE, act, case, untimed
from hypothesis import given
from hypothesis import strategies as st

from gongkai.casework import History, Length, NotAllowed, Span, Unit, advance, due, explain, read
from gongkai.casework.workday_calendar import CaseDeadline, WorkdayCalendar, counting_by, course_of, law_limits
from gongkai.law.choices import choices_with
from gongkai.workdays import calendar_of, national_calendar, proof, recomputed

NATIONAL = counting_by(national_calendar())
SEP25 = date(2024, 9, 25)


def by_law(*steps: tuple[str, date], counting: object = None) -> History:
    """A case under the real calendar after these moves."""
    history = History(TABLE)
    for name, on in steps:
        history = advance(
            history, name, act(on, "head" if name in ("extend", "reply") else "officer"), FACTS.get(name), NATIONAL
        )
    return history


CONSULTED = (
    ("receive", SEP25),
    ("accept", SEP25),
    ("consult", date(2024, 9, 27)),
    ("record_delivery", date(2024, 9, 29)),
    ("hear_back", date(2024, 10, 11)),
    ("extend", date(2024, 10, 14)),
)


def test_twenty_working_days_over_the_national_holiday_of_2024() -> None:
    history = by_law(("receive", SEP25), ("accept", SEP25))
    found = due(history, history.clock("reply")[-1], NATIONAL, SEP25)
    assert (found.day, found.provisional) == (date(2024, 10, 28), False)
    assert explain(history, "reply", NATIONAL, SEP25)[0] == (
        "“答复期限”自2024年9月25日“收到申请”起算，当日不计，期限20个工作日"
        "（《政府信息公开条例》（国务院令第711号）第三十三条第二款）。"
    )


def test_the_old_regulations_limit_holds_for_what_was_received_under_them() -> None:
    history = by_law(("receive", date(2019, 5, 14)), ("accept", date(2019, 5, 14)))
    found = due(history, history.clock("reply")[-1], NATIONAL, date(2019, 5, 20))
    assert found.length == Length(15, Unit.WORKDAYS, "《政府信息公开条例》（国务院令第492号）第二十四条第二款")


def test_the_last_day_of_a_case_is_the_last_row_of_its_proof() -> None:
    history = by_law(*CONSULTED)
    leg = history.clock("reply")[-1]
    found = due(history, leg, NATIONAL, date(2024, 10, 15))
    course = course_of(history, leg, NATIONAL, date(2024, 10, 15))
    assert course is not None
    rows = proof(course, national_calendar())
    assert (rows[-1].on, rows[-1].number, rows[-1].last) == (found.day, 30, True)
    assert found.day == date(2024, 11, 20)
    stopped = {row.on: (row.why, row.basis) for row in rows if row.reason == "stopped"}
    assert stopped[date(2024, 10, 8)] == ("征求第三方意见", "《条例》第三十二条")


def test_a_standing_clock_gives_a_proof_up_to_today() -> None:
    history = by_law(*CONSULTED[:3])
    course = course_of(history, history.clock("reply")[-1], NATIONAL, date(2024, 10, 9))
    assert course is not None and course.standing is not None
    rows = proof(course, national_calendar(), until=date(2024, 10, 9))
    assert [row.number for row in rows if row.counted] == [1]


def test_the_choices_of_an_office_move_the_last_day() -> None:
    history = by_law(*CONSULTED[:5])
    leg = history.clock("reply")[-1]
    assert due(history, leg, NATIONAL, SEP25).day == date(2024, 11, 6)
    taken = choices_with({"pause_first_day": "counted", "pause_last_day": "counted"}, decided_by="青石县公开办")
    office = counting_by(national_calendar(), taken)
    found = due(history, leg, office, SEP25)
    assert found.day == date(2024, 11, 4)
    course = course_of(history, leg, office, SEP25)
    assert course is not None and course.last_day(national_calendar()).on == found.day
    rows = [row for row in proof(course, national_calendar()) if row.reason == "stopped"]
    assert (rows[0].on, rows[0].why) == (date(2024, 9, 28), "征求第三方意见")


def test_entering_the_notice_of_the_next_year_recomputes_what_is_open() -> None:
    received = date(2024, 12, 25)
    before, after = calendar_of(2024), calendar_of(2024, 2025)
    history = by_law(("receive", received), ("accept", received))
    leg = history.clock("reply")[-1]
    early = due(history, leg, counting_by(before), received)
    assert early.missing == (2025,)
    deadline = CaseDeadline(history, leg, counting_by(before), received)
    (change,) = recomputed({"001": deadline}, before, after)
    assert (change.before.on, change.after.on) == (early.day, due(history, leg, counting_by(after), received).day)
    assert not change.after.provisional
    standing = by_law(("receive", received), ("accept", received), ("consult", received))
    assert (
        recomputed({"002": CaseDeadline(standing, standing.clock("reply")[-1], NATIONAL, received)}, before, after)
        == []
    )


def test_a_date_that_no_calendar_reaches_is_refused_in_words() -> None:
    with pytest.raises(NotAllowed, match="不在日历的范围里"):
        typed_wrong = act(date(1924, 9, 25), recorded=SEP25)
        advance(History(TABLE), "receive", typed_wrong, FACTS["receive"], NATIONAL)
    with pytest.raises(NotAllowed, match="不在日历的范围里"):
        advance(History(TABLE), "receive", act(date(2094, 9, 25)), FACTS["receive"], NATIONAL)


def test_months_and_days_end_after_the_holiday() -> None:
    calendar = WorkdayCalendar(national_calendar())
    assert calendar.last_day(date(2023, 8, 31), Length(6, Unit.MONTHS), ()).day == date(2024, 2, 29)
    assert calendar.last_day(date(2024, 8, 2), Length(60, Unit.CALENDAR_DAYS), ()).day == date(2024, 10, 8)
    a_year = law_limits("sue_untold", date(2024, 1, 1))
    assert a_year is not None and (a_year.amount, a_year.unit) == (12, Unit.MONTHS)


def test_a_clock_for_which_the_law_set_no_limit_then_has_no_last_day() -> None:
    history = by_law(("receive", date(2019, 5, 14)), ("accept", date(2019, 5, 14)))
    assert due(history, history.clock("ask")[-1], NATIONAL, date(2019, 5, 20)).day is None
    assert explain(history, "ask", NATIONAL, date(2019, 5, 20))[-1] == "没有定最后一日。"


def test_days_and_months_that_a_stop_falls_into_are_put_off_by_as_many_days() -> None:
    calendar = WorkdayCalendar(national_calendar())
    start, stop = (
        date(2024, 3, 4),
        (Span(date(2024, 3, 6), date(2024, 3, 10)), Span(date(2024, 4, 8), date(2024, 4, 8))),
    )
    assert calendar.last_day(start, Length(30, Unit.CALENDAR_DAYS), stop).day == date(2024, 4, 9)
    assert calendar.last_day(start, Length(1, Unit.MONTHS), stop).day == date(2024, 4, 10)
    assert calendar.used(start, date(2024, 3, 12), Unit.CALENDAR_DAYS, stop) == 3
    assert calendar.used(start, start, Unit.CALENDAR_DAYS, stop) == 0


@untimed
@given(
    start=st.dates(date(2010, 1, 1), date(2030, 12, 31)),
    gaps=st.lists(st.integers(0, 25), min_size=1, max_size=6),
    seen=st.integers(0, 40),
)
def test_clock_course_and_reading_agree_for_any_stands(start: date, gaps: list[int], seen: int) -> None:
    steps, on = [("receive", start), ("accept", start)], start
    for number, gap in enumerate(gaps):
        on += timedelta(days=gap)
        steps.append(("hear_back" if number % 2 else "consult", on))
    history = case(*steps)
    leg = history.clock("reply")[-1]
    as_of = on + timedelta(days=seen)
    found = due(history, leg, NATIONAL, as_of)
    course = course_of(history, leg, NATIONAL, as_of)
    assert course is not None and course.workdays == (15 if start < date(2019, 5, 15) else 20)
    ended = course.if_resumed(as_of) if found.standing else course
    assert ended.last_day(national_calendar()) == (found.day, found.missing)
    reading = read(history, "reply", NATIONAL, as_of)
    assert reading.used == course.used(as_of, national_calendar())
    assert (reading.late_by or 0) == max(0, -course.left(as_of, national_calendar()))
