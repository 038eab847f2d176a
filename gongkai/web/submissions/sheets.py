"""The report of a period as a table to take away."""

from __future__ import annotations

from typing import Any

from gongkai.assessment.submissions.report import Line, Report
from gongkai.web.files.sheets import Sheet

HEAD = (
    "类别", "名次", "单位", "报送", "采用", "采用率", "未采用", "待处理", "被退回过", "迟报", "得分",
    "上期报送", "上期采用", "上年同期报送", "上年同期采用",
)  # fmt: skip


def sheet(report: Report) -> Sheet:
    """The rows of a report; no rate and no rank where nothing was submitted."""
    rows = [_row(group.title, each) for group in report.groups for each in (*group.lines, group.total)]
    return Sheet(f"{report.period.title}信息报送和采用情况", HEAD, rows, fixed=3)


def _row(group: str, line: Line) -> tuple[Any, ...]:
    now = line.now
    return (
        group, line.rank, line.title, now.submitted, now.adopted, now.rate_words, now.declined, now.waiting,
        now.returned, now.late, now.score, line.before.submitted, line.before.adopted,
        line.last_year.submitted, line.last_year.adopted,
    )  # fmt: skip
