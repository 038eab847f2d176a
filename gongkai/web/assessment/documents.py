"""The circular of the results (考核结果通报) as an official document, and the results as a table to take away."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django.utils import timezone

from gongkai.assessment.yearly.results import Results, how_summed, share_words
from gongkai.assessment.yearly.tables import KINDS, WHOLE, Table, plain
from gongkai.letters import Bars, Heading, Letter, Note, Paragraph
from gongkai.letters import Table as Grid
from gongkai.web.assessment.models import Round
from gongkai.web.assessment.queries import results
from gongkai.web.files.sheets import Sheet

HEADING = re.compile(r"^[一二三四五六七八九十]+、[^。；]{1,30}$")
MARK = "＊"
"""Stands behind a grade that a veto may have held down."""
MOST_GROUPS = 6
"""Up to so many groups the table of the document stands upright."""


def document(found: Round) -> Letter:
    """The circular with the table of results, a plot and the indicators; one that is not announced says so."""
    kept = results(found)
    blocks: list[Any] = [
        Heading(line) if HEADING.match(line) else Paragraph(line)
        for line in (part.strip() for part in found.text.split("\n"))
        if line
    ]
    if found.announced_on is None:
        blocks.insert(0, Note(f"（{found.get_state_display()}，还没有公布）"))
    noun = KINDS[found.kind]
    groups = list(kept.table.groups)
    vetoed = f"{MARK}有否决事项。" if any(each.vetoes for each in kept.lines) else ""
    blocks.append(
        Grid(
            _head(kept.table),
            [_full(kept.table), *_rows(kept)],
            f"表1　{found.year}年度各{noun}考核结果",
            _widths(len(groups)),
        )
    )
    if kept.lines:
        bars = [(each.title, (_drawn(each.total),)) for each in kept.lines]
        blocks.append(Bars(f"图1　{found.year}年度各{noun}总分", ("总分",), bars, "分"))
    blocks.append(
        Grid(
            ("一级指标", "二级指标", "满分", "平均得分率"),
            _indicators(kept),
            "表2　各项指标的平均得分率",
            (0.22, 0.46, 0.12, 0.2),
        )
    )
    blocks.append(
        Note(
            f"{vetoed}计分办法：{'；'.join(how_summed(kept.table))}。数据截至{found.cut_off_on:%Y-%m-%d}。依据：{found.table.basis}"
        )
    )
    return Letter(
        title=f"{found.organ.name}\n关于{found.year}年度政府信息公开工作\n考核结果的通报",
        blocks=blocks,
        number=found.number,
        organ=found.organ.name,
        to=f"各{noun}：",
        signed_by=found.organ.name,
        dated=found.announced_on or timezone.localdate(),
        landscape=len(groups) > MOST_GROUPS,
    )


def _drawn(total: Decimal) -> Any:
    """A total as a plot takes it: whole where it is whole."""
    return int(total) if total == total.to_integral_value() else float(total)


def _head(table: Table) -> tuple[str, ...]:
    return ("名次", "单位", *table.groups, "总分", "等次")


def _full(table: Table) -> tuple[str, ...]:
    full = [plain(sum((each.full for each in rows), Decimal(0))) for rows in table.groups.values()]
    return ("", "满分", *full, plain(WHOLE), "")


def _widths(groups: int) -> tuple[float, ...]:
    left = 1 - 0.08 - 0.2 - 0.1 - 0.1
    return (0.08, 0.2, *([left / groups] * groups), 0.1, 0.1)


def _rows(kept: Results) -> list[tuple[str, ...]]:
    return [
        (
            str(each.rank),
            each.title,
            *(plain(each.groups[group]) for group in kept.table.groups),
            each.total_words,
            f"{each.grade}{MARK if each.vetoes else ''}",
        )
        for each in kept.lines
    ]


def _indicators(kept: Results) -> list[tuple[str, ...]]:
    reached = kept.reached
    return [
        (each.group, each.title, plain(each.full), share_words(reached[each.key]) or "没有发生")
        for each in kept.table.indicators
    ]


def sheet(found: Round) -> Sheet:
    """The results with every indicator; a blank cell where nothing of the kind happened."""
    kept = results(found)
    titles = [f"{each.title}（{plain(each.full)}）" for each in kept.table.indicators]
    rows = [
        (
            each.rank,
            each.title,
            each.total,
            each.grade,
            "、".join(each.vetoes),
            *(each.points[one.key] for one in kept.table.indicators),
        )
        for each in kept.lines
    ]
    return Sheet(f"{found}结果", ("名次", "单位", "总分", "等次", "否决事项", *titles), rows, fixed=2)
