"""Entering a notice lists what changes, before and after."""

from __future__ import annotations

from datetime import date

from workdays_notices import NOTICE_2027

from gongkai.workdays import Course, Deadline, Period, Span, calendar_with, national_calendar, recomputed

BEFORE, AFTER = national_calendar(), calendar_with([NOTICE_2027])


def test_the_list_has_before_and_after_in_words() -> None:
    deadlines: dict[str, Deadline] = {
        "申请1号": Course(date(2026, 12, 10), 20),
        "申请2号": Course(date(2026, 11, 10), 20),
        "申请3号": Course(date(2027, 1, 20), 20),
        "申请4号": Course(date(2026, 12, 24), 3),
        "复议1号": Period(date(2026, 12, 4), days=60),
        "申请5号": Course(date(2026, 12, 10), 20, (Span(date(2026, 12, 20), None, "征求第三方意见期间"),)),
    }
    assert [(change.key, change.sentence) for change in recomputed(deadlines, BEFORE, AFTER)] == [
        ("申请1号", "最后一日由2027年1月8日提前为2027年1月7日，不再是暂计。"),
        ("申请3号", "最后一日由2027年2月19日推后为2027年2月24日，不再是暂计。"),
        ("申请4号", "最后一日由2026年12月29日提前为2026年12月28日，不再是暂计。"),
        ("复议1号", "最后一日仍是2027年2月2日，不再是暂计。"),
    ]


def test_nothing_changes_when_nothing_is_entered() -> None:
    assert recomputed({1: Course(date(2026, 12, 10), 20)}, BEFORE, BEFORE) == []


def test_what_stays_provisional_says_so() -> None:
    changes = recomputed({1: Course(date(2026, 12, 10), 300)}, BEFORE, AFTER)
    assert [change.sentence.endswith("仍是暂计。") for change in changes] == [True]
