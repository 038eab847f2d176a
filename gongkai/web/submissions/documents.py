"""The circular (通报) as an official document, from its text and from what was counted when it was drawn up."""

from __future__ import annotations

import re
from typing import Any

from django.utils import timezone

from gongkai.assessment.submissions.report import Group, Line, Report
from gongkai.letters import Bars, Heading, Letter, Note, Paragraph, Table
from gongkai.web.submissions.models import Circular

HEADING = re.compile(r"^[一二三四五六七八九十]+、[^。；]{1,30}$")
HEAD = ("名次", "单位", "报送", "采用", "采用率", "退回", "迟报", "得分", "上期采用", "上年同期采用")
WIDTHS = (0.08, 0.22, 0.08, 0.08, 0.11, 0.08, 0.08, 0.08, 0.08, 0.11)


def document(circular: Circular) -> Letter:
    """The circular with a table and a plot of each group; a draft says that it is one."""
    report = Report.from_json(circular.content)
    blocks: list[Any] = [
        Heading(line) if HEADING.match(line) else Paragraph(line)
        for line in (part.strip() for part in circular.text.split("\n"))
        if line
    ]
    for number, group in enumerate(report.groups, start=1):
        blocks.append(
            Table(
                HEAD,
                [_row(each) for each in (*group.lines, group.total)],
                f"表{number}　{_title(report, group)}",
                WIDTHS,
            )
        )
        if group.total.now.submitted:
            blocks.append(_bars(report, group, number))
    blocks.append(Note(f"统计口径：{'；'.join(report.how)}。计分依据：{report.basis}"))
    issued = circular.issued_on is not None
    if not issued:
        blocks.insert(0, Note(f"（{circular.get_state_display()}，第{circular.version}版，还没有印发）"))
    units = "、".join(f"各{group.title}" for group in report.groups) or "各单位"
    return Letter(
        title=f"{circular.organ.name}\n关于{report.period.title}\n信息报送和采用情况的通报",
        blocks=blocks,
        number=circular.number,
        organ=circular.organ.name,
        to=f"{units}：",
        signed_by=circular.organ.name,
        dated=circular.issued_on or timezone.localdate(circular.drawn_at),
    )


def _title(report: Report, group: Group) -> str:
    return f"{report.period.title}各{group.title}信息报送和采用情况"


def _row(line: Line) -> tuple[str, ...]:
    now = line.now
    rank = "" if line.rank is None else str(line.rank)
    if not now.submitted and line.title != "合计":
        rank = "没有报送"
    return (
        rank, line.title, str(now.submitted), str(now.adopted), now.rate_words, str(now.returned), str(now.late),
        now.score_words, _earlier(line.before), _earlier(line.last_year),
    )  # fmt: skip


def _earlier(tally: Any) -> str:
    return str(tally.adopted) if tally.submitted else ""


def _bars(report: Report, group: Group, number: int) -> Bars:
    rows = [(each.title, (each.now.submitted, each.now.adopted)) for each in group.lines]
    return Bars(f"图{number}　{report.period.title}各{group.title}报送和采用篇数", ("报送", "采用"), rows, "篇")
