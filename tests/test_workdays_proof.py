"""The table day by day: what a person reads and checks."""

from __future__ import annotations

from datetime import date

import pytest
from workdays_notices import NOTICE_2027

from gongkai.workdays import (
    CannotCount,
    Course,
    Extension,
    Period,
    Reason,
    Restart,
    Span,
    StillStopped,
    as_markdown,
    as_text,
    calendar_with,
    explanation,
    national_calendar,
    proof,
)

CALENDAR = national_calendar()
ASKED = Span(date(2024, 10, 9), date(2024, 10, 16), "征求第三方意见期间", "《条例》第三十三条第三款")
CASE = Course(date(2024, 9, 25), 20, (ASKED,), title="答复期限", start_why="收到申请之日，始日不计入")


def test_every_row_says_why_and_on_what_ground() -> None:
    rows = {row.on: row for row in proof(CASE, CALENDAR)}
    notice = "《国务院办公厅关于2024年部分节假日安排的通知》（国办发明电〔2023〕7号）"
    said = {day: (row.weekday, row.counted, row.number, row.why, row.basis) for day, row in rows.items()}
    assert said[date(2024, 9, 25)] == ("星期三", False, None, "收到申请之日，始日不计入", "")
    assert said[date(2024, 9, 26)] == ("星期四", True, 1, "工作日", "")
    assert said[date(2024, 9, 28)] == ("星期六", False, None, "周末", "")
    assert said[date(2024, 9, 29)] == ("星期日", True, 3, "调休上班（国庆节）", notice)
    assert said[date(2024, 10, 1)] == ("星期二", False, None, "法定节假日（国庆节）", notice)
    assert said[date(2024, 10, 4)] == ("星期五", False, None, "放假调休（国庆节）", notice)
    assert said[date(2024, 10, 12)] == ("星期六", False, None, "征求第三方意见期间", "《条例》第三十三条第三款")
    assert rows[date(2024, 9, 29)].notice is not None
    assert rows[date(2024, 11, 6)].last


def test_days_before_a_restart_are_listed_and_not_counted() -> None:
    rows = proof(
        Course(date(2024, 9, 25), 3, restarts=(Restart(date(2024, 9, 27), "收到补正的申请，期限重新计算"),)), CALENDAR
    )
    assert [row.reason for row in rows[:3]] == [Reason.START, Reason.SUPERSEDED, Reason.RESTART]
    assert [row.number for row in rows] == [None, None, None, None, 1, 2, None, None, None, None, None, None, None, 3]


def test_days_of_the_extension_are_marked() -> None:
    rows = proof(Course(date(2024, 9, 25), 2, extensions=(Extension(1, date(2024, 9, 26)),)), CALENDAR)
    assert [(row.number, row.extended) for row in rows if row.counted] == [(1, False), (2, False), (3, True)]
    assert "延长的期限；最后一日" in as_markdown(rows)


def test_days_that_wait_for_a_notice_are_marked() -> None:
    rows = proof(Course(date(2026, 12, 24), 5), CALENDAR)
    assert [row.on.day for row in rows if row.provisional] == [28, 29, 30, 31]
    assert as_markdown(rows).count("放假通知尚未录入，暂计") == 4
    assert not any(row.provisional for row in proof(Course(date(2026, 12, 24), 5), calendar_with([NOTICE_2027])))


def test_a_limit_that_stands_is_proved_up_to_a_day() -> None:
    standing = Course(date(2024, 9, 25), 20, (Span(date(2024, 10, 9), None, "征求第三方意见期间"),))
    with pytest.raises(StillStopped):
        proof(standing, CALENDAR)
    rows = proof(standing, CALENDAR, until=date(2024, 10, 15))
    assert rows[-1].on == date(2024, 10, 15)
    assert rows[-1].reason is Reason.STOPPED
    assert max(row.number or 0 for row in rows) == 5
    with pytest.raises(CannotCount, match="截止日早于期限开始的日期"):
        proof(standing, CALENDAR, until=date(2024, 9, 1))


def test_a_period_lists_the_days_by_which_it_is_put_off() -> None:
    rows = proof(Period(date(2024, 8, 2), days=60, start_why="收到答复书之日"), CALENDAR)
    assert [(row.on.isoformat(), row.counted) for row in rows] == [
        ("2024-08-02", False),
        ("2024-10-01", True),
        ("2024-10-02", False),
        ("2024-10-03", False),
        ("2024-10-04", False),
        ("2024-10-05", False),
        ("2024-10-06", False),
        ("2024-10-07", False),
        ("2024-10-08", True),
    ]
    assert rows[1].why == "期限届满之日是法定节假日（国庆节），顺延"
    assert rows[-1].why == "顺延至此日届满"


def test_the_table_prints_in_columns_of_even_width() -> None:
    lines = as_text(proof(Course(date(2024, 9, 25), 3), CALENDAR)).splitlines()
    assert lines[0].split() == ["日期", "星期", "是否计入", "第几日", "说明", "依据"]
    assert lines[2] == "2024-09-26  星期四  计入      1       工作日"


def test_the_table_as_markdown_has_a_row_for_each_day() -> None:
    page = as_markdown(proof(CASE, CALENDAR))
    assert page.splitlines()[0] == "| 日期 | 星期 | 是否计入 | 第几日 | 说明 | 依据 |"
    assert len(page.splitlines()) == 2 + (date(2024, 11, 6) - date(2024, 9, 25)).days + 1


def test_the_explanation_tells_the_whole_course_in_sentences() -> None:
    course = Course(
        date(2024, 9, 20),
        20,
        (ASKED,),
        (Restart(date(2024, 9, 25), "收到补正的申请，期限重新计算"),),
        (Extension(5, date(2024, 10, 20)),),
        title="答复期限",
    )
    assert explanation(course, CALENDAR) == (
        "答复期限自2024年9月20日起算，当日不计入，20个工作日，延长5个工作日。"
        "2024年9月25日收到补正的申请，期限重新计算，当日不计入。"
        "2024年10月9日至2024年10月16日征求第三方意见期间，不计入。"
        "期限的最后一日是2024年11月13日（星期三）。"
    )


def test_the_explanation_of_a_limit_that_stands_gives_no_last_day() -> None:
    standing = Course(date(2024, 9, 25), 20, (Span(date(2024, 10, 9), None, "征求第三方意见"),), title="答复期限")
    said = explanation(standing, CALENDAR)
    assert said.endswith("2024年10月9日起征求第三方意见，停止计算，恢复以前还不能确定最后一日。")


def test_the_explanation_leaves_out_a_pause_that_had_no_effect() -> None:
    late = Course(date(2024, 9, 25), 20, (Span(date(2024, 11, 1), None, "征求第三方意见"),))
    assert "征求" not in explanation(late, CALENDAR)
