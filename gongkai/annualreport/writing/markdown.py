"""Markdown: the text with its headings, the tables as pipe tables whose labels and figures read back.

Pipe tables know no spans: a label that spans several rows stands in the first of them, a head that spans several columns
over the first of them, and the label of a row right beside its figures, so that no empty cell comes between. A table of blocks becomes one pipe table for each block, as wide as the block is.
"""

from __future__ import annotations

import re

from gongkai.annualreport.model import Report
from gongkai.annualreport.writing.layout import LABEL, Grid
from gongkai.annualreport.writing.manuscript import Figures, Heading, manuscript
from gongkai.letters.text import clean

SPECIAL = re.compile(r"([\\`*_\[\]<>|~])")
OPENING = re.compile(r"^(\s*|\s*\d+)(?:(?<=\d)([.)](?=\s))|(?<!\d)([#+\-=]))")


def write_markdown(report: Report) -> bytes:
    """The report as Markdown (UTF-8)."""
    page = manuscript(report)
    parts = [f"# {_escape(page.title)}"]
    for block in page.blocks:
        if isinstance(block, Heading):
            parts.append(f"## {_escape(block.text)}")
        elif isinstance(block, Figures):
            parts.append(_table(block.grid))
        else:
            parts.append(_paragraph(block.text))
    parts.extend(_paragraph(line) for line in (page.signed_by, page.dated) if line)
    return ("\n\n".join(parts) + "\n").encode()


def _table(drawn: Grid) -> str:
    if drawn.layout == "blocks":
        return "\n\n".join(_rows(drawn, group) for group in drawn.groups)
    return _rows(drawn, range(len(drawn.lines)))


def _rows(drawn: Grid, rows: range) -> str:
    lines = [_blocks_line(drawn, number) if drawn.layout == "blocks" else _line(drawn, number) for number in rows]
    width = max(len(cells) for cells in lines)
    lines[0].extend([""] * (width - len(lines[0])))
    told = [f"| {' | '.join(cells)} |" for cells in lines]
    return "\n".join((told[0], f"|{' --- |' * width}", *told[1:]))


def _blocks_line(drawn: Grid, number: int) -> list[str]:
    return [_escape(cell.text) for cell in drawn.lines[number]]


def _line(drawn: Grid, number: int) -> list[str]:
    """A row as wide as the table: what begins in it at its column, the label of the row beside the figures."""
    cells = [""] * drawn.columns
    for cell in drawn.lines[number]:
        beside = cell.kind == LABEL and cell.final
        cells[drawn.stubs - 1 if beside else cell.column] = _escape(cell.text)
    return cells


def _paragraph(text: str) -> str:
    return OPENING.sub(r"\1\\\2\3", _escape(text))


def _escape(text: str) -> str:
    return SPECIAL.sub(r"\\\1", clean(text).replace("\n", " "))
