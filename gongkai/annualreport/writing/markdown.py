"""Markdown: the text with its headings, the tables as pipe tables whose labels and figures read back.

Pipe tables know no spans: a label that spans several rows stands in the first of them, a head that spans several columns
over the first of them. A table of blocks becomes one pipe table for each block, as wide as the block is.
"""

from __future__ import annotations

import re

from gongkai.annualreport.model import Report
from gongkai.annualreport.writing.layout import Grid
from gongkai.annualreport.writing.manuscript import Body, Figures, Heading, clean, manuscript

SPECIAL = re.compile(r"([\\`*_\[\]<>|~])")
OPENING = re.compile(r"^(\s*)([#+\-=]|\d+(?=[.)]\s))")


def write_markdown(report: Report) -> bytes:
    """The report as Markdown (UTF-8)."""
    page = manuscript(report)
    parts = [f"# {_escape(page.title)}"]
    for block in page.blocks:
        if isinstance(block, Heading):
            parts.append(f"## {_escape(block.text)}")
        elif isinstance(block, Figures):
            parts.append(_table(block.grid))
        elif isinstance(block, Body):
            parts.append(_paragraph(block.text))
        else:
            parts.append(_paragraph(block.text))
    parts.extend(_paragraph(line) for line in (page.signed_by, page.dated) if line)
    return ("\n\n".join(parts) + "\n").encode()


def _table(drawn: Grid) -> str:
    if drawn.layout == "blocks":
        return "\n\n".join(_rows(drawn, group) for group in drawn.groups)
    return _rows(drawn, range(len(drawn.lines)))


def _rows(drawn: Grid, rows: range) -> str:
    lines = []
    for number in rows:
        cells: list[str] = []
        for cell in drawn.lines[number]:
            if drawn.layout != "blocks":
                cells.extend([""] * (cell.column - len(cells)))
            cells.append(_escape(cell.text))
            if drawn.layout != "blocks":
                cells.extend([""] * (cell.colspan - 1))
        if drawn.layout != "blocks":
            cells.extend([""] * (drawn.columns - len(cells)))
        lines.append(cells)
    width = max(len(cells) for cells in lines)
    told = [
        f"| {' | '.join(cells + [''] * (width - len(cells)))} |" if index == 0 else f"| {' | '.join(cells)} |"
        for index, cells in enumerate(lines)
    ]
    return "\n".join((told[0], f"|{' --- |' * width}", *told[1:]))


def _paragraph(text: str) -> str:
    return OPENING.sub(r"\1\\\2", _escape(text))


def _escape(text: str) -> str:
    return SPECIAL.sub(r"\\\1", clean(text).replace("\n", " "))
