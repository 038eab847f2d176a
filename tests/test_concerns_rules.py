"""Rules of public concerns: limits in hours by grade, regrading, review by another, and random walks over the table."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.casework import Act, History, NotAllowed, advance, allowed, explain, read
from gongkai.casework.events import BEIJING
from gongkai.casework.workday_calendar import counting_by
from gongkai.engagement.concerns import choices
from gongkai.engagement.concerns.choices import data, limit_of, local_limits, meeting_kinds, question_limit, severities
from gongkai.engagement.concerns.conditions import severity_of
from gongkai.engagement.concerns.moves import OFFICE, TABLE
from gongkai.law.limits import limits
from gongkai.law.loader import DataError
from gongkai.workdays import national_calendar

COUNTING = counting_by(national_calendar())
START = datetime(2026, 5, 1, 9, tzinfo=BEIJING)
"""A day of rest, the first of a week of holidays."""


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def act(hours: float, by: str = "office", roles: tuple[str, ...] = tuple(TABLE.roles)) -> Act:
    return Act(by, at(hours), at(hours).date(), roles)


def ruled(severity: str) -> dict[str, Any]:
    found = limit_of(severity, START.date())
    assert found is not None
    return {"limit": {"amount": found.amount, "unit": str(found.unit)}, "rule": found.basis}


def begun(severity: str = "other", hours: float = 0.5) -> History:
    move = "register_major" if severities()[severity].major else "register"
    facts = {"source": "monitoring", "severity": severity, "found_at": START.isoformat(), **ruled(severity)}
    return advance(History(TABLE), move, act(hours), facts, COUNTING)


def take(history: History, move: str, hours: float, by: str = "office", **facts: Any) -> History:
    return advance(history, move, act(hours, by), facts, COUNTING)


def approved(history: History, hours: float = 1) -> History:
    history = take(history, "assess", hours, finding="关注何时修好", section="综合科")
    history = take(history, "draft", hours, by="writer", draft=1, digest="x")
    return take(history, "approve", hours, by="chief")


def respond(history: History, hours: float, recorded: float | None = None) -> History:
    facts = {"responded_at": at(hours).isoformat(), "ways": ["website"], "response": 1}
    return take(history, "respond", recorded or hours, **facts)


def test_every_limit_is_one_of_the_law_or_marked_as_local():
    assert all(each.limit in limits() for each in severities().values())
    assert {each.name: each.limit for each in TABLE.clocks} == {"answer": "", "conference": "concern_conference"}
    assert local_limits()[-1].workdays == 5
    assert question_limit(date(2026, 5, 6)) == local_limits()[-1]
    assert question_limit(date(2000, 1, 1)) is None


@pytest.mark.parametrize(
    ("severity", "on", "told"),
    [
        ("especially_major", date(2026, 5, 1), "5小时"),
        ("major", date(2016, 11, 9), "24小时"),
        ("major", date(2016, 11, 10), "5小时"),
        ("other", date(2016, 7, 30), "48小时"),
    ],
)
def test_the_grade_and_the_day_decide_how_many_hours_there_are(severity, on, told):
    found = limit_of(severity, on)
    assert found is not None
    assert found.length == told
    assert limit_of(severity, date(2016, 7, 29)) is None


def test_hours_run_through_nights_and_holidays_and_the_proof_says_so():
    history = begun()
    told = read(history, "answer", COUNTING, at(30))
    assert told.due is not None and told.due.moment == at(48)
    assert told.left == 18
    sentences = "".join(explain(history, "answer", COUNTING, at(30)))
    assert "2026年5月1日09:00" in sentences and "期限48小时" in sentences and "2026年5月3日09:00" in sentences
    assert "当日不计" not in sentences
    assert "最后一日" not in sentences


def test_an_answer_counts_from_when_it_went_out_not_from_when_it_was_registered():
    history = respond(approved(begun()), 47.9, recorded=60)
    assert not read(history, "answer", COUNTING, at(60)).late
    late = respond(approved(begun()), 48.1, recorded=60)
    assert read(late, "answer", COUNTING, at(60)).late


def test_a_grave_concern_owes_an_answer_in_five_hours_and_a_press_conference_in_twenty_four():
    history = begun("major")
    ends = [read(history, name, COUNTING, at(1)).due.moment for name in ("answer", "conference")]  # type: ignore[union-attr]  # both run
    assert ends == [at(5), at(24)]
    history = respond(approved(history), 4)
    with pytest.raises(NotAllowed, match="还没有举行新闻发布会"):
        take(history, "close", 6)
    history = take(history, "hold_conference", 21, held_at=at(20).isoformat(), meeting=1)
    assert take(history, "close", 22).state == "closed"


def test_a_graver_grade_counts_from_when_it_was_known_and_keeps_what_was_before():
    history = begun()
    raised = take(
        history, "escalate", 31, severity="major", known_at=at(30).isoformat(), reason="伤亡增加", **ruled("major")
    )
    assert severity_of(raised) == "major"
    assert read(raised, "answer", COUNTING, at(31)).due.moment == at(35)  # type: ignore[union-attr]  # it runs
    assert [leg.since.at for leg in raised.clock("answer")] == [at(0), at(30)]
    assert len(raised.events) == 2
    assert "重新起算" in "".join(explain(raised, "answer", COUNTING, at(31)))


def test_a_lighter_grade_moves_the_limit_but_counts_from_the_first_moment():
    raised = begun("major")
    lowered = take(raised, "lower", 4, severity="other", reason="核实没有人员伤亡", **ruled("other"))
    assert read(lowered, "answer", COUNTING, at(5)).due.moment == at(48)  # type: ignore[union-attr]  # it runs
    assert str(lowered.status("conference")) == "stopped"


@pytest.mark.parametrize(
    ("move", "facts", "told"),
    [
        ("lower", {"severity": "other"}, "现在的等级是“其他”"),
        ("escalate", {"severity": "other", "known_at": at(1).isoformat()}, "等级“其他”不能用这一步"),
        ("escalate", {"severity": "major", "known_at": at(-1).isoformat()}, "早于知道舆情的时刻"),
        ("escalate", {"severity": "major", "known_at": at(900).isoformat()}, "还没有到"),
        ("escalate", {"severity": "huge", "known_at": at(1).isoformat()}, "没有“huge”这一项"),
        ("escalate", {"severity": "major", "known_at": "2026-05-01"}, "应当是一个时刻"),
        ("regrade_major", {"severity": "major"}, "现在的等级是“其他”"),
    ],
)
def test_a_grade_that_does_not_fit_is_refused_in_words(move, facts, told):
    limit = {} if move == "regrade_major" else {"limit": {"amount": 5, "unit": "hours"}}
    with pytest.raises(NotAllowed, match=told):
        take(begun(), move, 2, reason="核实以后", **facts, **limit)


@pytest.mark.parametrize(("hours", "told"), [(-1, "早于知道舆情的时刻"), (3, "还没有到")])
def test_an_answer_from_before_or_from_the_future_is_refused(hours, told):
    with pytest.raises(NotAllowed, match=told):
        respond(approved(begun()), hours, recorded=2)


def test_who_wrote_the_answer_does_not_approve_it():
    history = take(begun(), "assess", 1, finding="关注进展", section="综合科")
    history = take(history, "draft", 1, by="writer", draft=1, digest="x")
    with pytest.raises(NotAllowed, match="没有办理过“拟写回应”的人"):
        take(history, "approve", 1, by="writer")


def test_silence_needs_a_reason_and_the_consent_of_another():
    with pytest.raises(NotAllowed, match="请填写理由"):
        take(begun(), "propose_silence", 1)
    history = take(begun(), "propose_silence", 1, reason="已经由县应急局统一发布")
    with pytest.raises(NotAllowed, match="没有办理过“建议不予回应”的人"):
        take(history, "approve_silence", 2)
    assert take(history, "approve_silence", 2, by="head").state == "unanswered"
    assert take(history, "refuse_silence", 2, by="head", opinion="仍要说明").state == "assessed"


def test_a_follow_up_goes_through_review_again_and_opens_no_new_clock():
    history = respond(approved(begun()), 3)
    history = take(history, "draft", 10, by="writer", draft=2, digest="y")
    with pytest.raises(NotAllowed):
        respond(history, 11)
    history = take(history, "approve", 11, by="chief")
    assert respond(history, 12).state == "responded"
    assert len(respond(history, 12).clock("answer")) == 1


def test_what_flares_up_again_has_its_hours_again_and_must_be_answered():
    history = take(respond(approved(begun()), 3), "close", 4)
    history = take(history, "flare_up", 101, known_at=at(100).isoformat(), reason="又有网民质疑", **ruled("other"))
    assert read(history, "answer", COUNTING, at(101)).due.moment == at(148)  # type: ignore[union-attr]  # it runs
    with pytest.raises(NotAllowed, match="还没有回应，不能不发"):
        take(history, "drop_follow_up", 102, reason="没有新情况")


def test_what_was_amended_moves_the_limit_and_keeps_the_record():
    from gongkai.casework import amend

    history = begun()
    moved = amend(
        history, 1, act(3, "other"), {"found_at": at(-2).isoformat()}, reason="交办单上是7时", counting=COUNTING
    )
    assert read(moved, "answer", COUNTING, at(3)).due.moment == at(46)  # type: ignore[union-attr]  # it runs
    assert "更正记录" in "".join(explain(moved, "answer", COUNTING, at(3)))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("limit: concern_response", "limit: nowhere", "没有这些期限"),
        ("key: weibo", "key: wechat", "写了两次"),
        ("attended: true, form: press", "atended: true, form: press", "不认识的键"),
        ("basis: 国办发〔2016〕61号, checked: 转述", "basis: '', checked: 转述", "basis 不能空着"),
    ],
)
def test_a_slip_in_the_lists_is_told_with_its_place(tmp_path, old, new, told):
    text = choices.FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "choices.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=told):
        choices.read_data(path)


def test_local_limits_are_marked_as_local(tmp_path):
    path = tmp_path / "limits.yaml"
    path.write_text(choices.LOCAL.read_text(encoding="utf-8").replace("local: true", "local: false"), encoding="utf-8")
    with pytest.raises(DataError, match="local 应是 true"):
        choices.read_local(path)


def test_kinds_of_meetings_are_counted_apart():
    assert [each.key for each in meeting_kinds().values() if each.attended] == ["press_conference", "interview"]
    assert len(data().lists["ways"]) == len(set(data().lists["ways"].values()))


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "source": st.sampled_from(["monitoring", "nowhere"]),
    "severity": st.sampled_from([*severities(), "huge"]),
    "found_at": st.integers(-50, 50).map(lambda each: at(each).isoformat()),
    "known_at": st.integers(-50, 200).map(lambda each: at(each).isoformat()),
    "responded_at": st.integers(-50, 200).map(lambda each: at(each).isoformat()),
    "held_at": st.integers(-50, 200).map(lambda each: at(each).isoformat()),
    "limit": st.sampled_from([{"amount": 5, "unit": "hours"}, {"amount": 3, "unit": "workdays"}, 0, "2026-05-03"]),
    "ways": st.sampled_from([["website"], ["nowhere"], []]),
    "draft": st.integers(0, 3),
    "response": st.integers(0, 3),
    "meeting": st.integers(0, 3),
}


@settings(deadline=None, max_examples=60)
@given(walk=st.data())
def test_a_random_walk_never_ends_in_a_contradiction(walk):
    """Whatever is tried is done or refused in words; histories replay; clocks rest when the case does."""
    history, hour = History(TABLE), 1.0
    for _ in range(walk.draw(st.integers(1, 14))):
        hour += walk.draw(st.sampled_from([0, 1, 20]))
        names = [each.move.name for each in allowed(TABLE, history, act(hour), counting=COUNTING)]
        move = TABLE.move_of[walk.draw(st.sampled_from(names or list(TABLE.move_of)))]
        facts = {
            name: walk.draw(VALUES.get(name, st.just("写明的内容")))
            for name in move.fields
            if name not in ("rule", "reference")
        }
        by = walk.draw(st.sampled_from(["office", "writer", "chief"]))
        before = len(history.events)
        try:
            history = advance(history, move.name, act(hour, by), facts, COUNTING)
        except NotAllowed as refusal:
            assert str(refusal).endswith("。")
            assert len(history.events) == before
            continue
        for clock in ("answer", "conference"):
            read(history, clock, COUNTING, at(hour))
            assert explain(history, clock, COUNTING, at(hour))
        if history.ended:
            assert all(not legs[-1].going for legs in history.legs.values())
        assert severity_of(history) in severities()
    assert OFFICE
