"""Blocks of a document as observed rows: a label, and the cells of figures behind it.

A row of a table keeps its blanks; a line of text is cut into words, and only figures at its end count as cells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gongkai.annualreport.reading.labels import core, ordinal
from gongkai.annualreport.reading.values import UNITS, is_figure, is_value, plain
from gongkai.documents.model import Document, Paragraph, Place, Table, TextCell

SPOILT_AFTER = 3  # words behind so many figures are a spoilt figure, not a label
_TOKEN = re.compile(r"\S+")
_LINE_VALUE = re.compile(rf"^(?:[+-]?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?(?:{UNITS})?|/|—+|-{{1,3}}|–|无)$")
_NUMERALS = frozenset("零〇○一二三四五六七八九十")
_TWO_FIGURES = re.compile(r"^\d[\d,]*\s*[件条项]?\s*\([^()]{0,8}\d[^()]{0,8}\)$")  # 12（上年10）
_PAGE_NUMBER = re.compile(r"^\s*(?:[-—–·]\s*\d{1,4}\s*[-—–·]|第\s*\d+\s*页(?:\s*共\s*\d+\s*页)?|\d+\s*/\s*\d+)\s*$")


@dataclass(slots=True)
class Row:
    """One row of a table or one line of text. ``block`` is the ordinal of its block in the document.

    ``before`` are the cells (or the text) ahead of the figures, ``values`` the cells behind the last label,
    blanks included; in a line of text there are no blanks. ``cells`` are all cells of a table's row.
    """

    block: int
    place: Place
    text: str
    label: str = ""
    values: list[TextCell] = field(default_factory=list)
    cells: list[TextCell] | None = None
    core: str = ""
    ordinal: int | None = None
    heading: bool = False

    @property
    def in_table(self) -> bool:
        return self.cells is not None

    @property
    def has_figures(self) -> bool:
        return any(is_value(cell.text) for cell in self.values)


def rows_of(document: Document) -> list[Row]:
    """Every row and line of the document, in order; page numbers and pictures are left out."""
    found: list[Row] = []
    for number, block in enumerate(document.blocks):
        if isinstance(block, Table):
            found.extend(_table_row(number, cells) for cells in block.rows if cells)
        elif isinstance(block, Paragraph) and block.text.strip() and not _PAGE_NUMBER.match(block.text):
            for line in block.text.split("\n") if len(block.text) < 400 else [block.text]:
                if line.strip():
                    row = _line_row(number, line, block.place)
                    row.heading = block.style == "heading"
                    found.append(row)
    return found


def _table_row(number: int, cells: list[TextCell]) -> Row:
    last, figures = -1, 0
    for index, cell in enumerate(cells):
        if is_figure(cell.text):
            figures += 1
        elif cell.text.strip() and not is_value(cell.text) and _is_label(cell.text) and figures < SPOILT_AFTER:
            last = index
    label = "".join(cell.text for cell in cells[: last + 1] if cell.text.strip())
    own = next((cell.text for cell in reversed(cells[: last + 1]) if cell.text.strip()), "")
    row = Row(number, cells[0].place, " ".join(cell.text for cell in cells), label, cells[last + 1 :], cells)
    row.core, row.ordinal = core(own), ordinal(own)
    return row


def _is_label(text: str) -> bool:
    """Whether a cell that is no figure is a label: it holds words, not a spoilt figure like ``3①`` or ``1 2``."""
    told = plain(text).strip()
    if told in _NUMERALS or _TWO_FIGURES.match(told):
        return False
    words = sum("\u3400" <= sign <= "\u9fff" for sign in told)
    return words >= 2 or (words == 1 and not any(sign.isdigit() for sign in told))


def _line_row(number: int, line: str, place: Place) -> Row:
    told = plain(line)
    row = Row(number, place, line)
    tokens = list(_TOKEN.finditer(told))
    first = len(tokens)
    while first > 0 and _LINE_VALUE.match(tokens[first - 1][0]):
        first -= 1
    if first < len(tokens):
        row.values = [TextCell(token[0], place) for token in tokens[first:]]
    row.label = told[: tokens[first - 1].end()].strip() if first else ""
    row.core, row.ordinal = (core(row.label), ordinal(row.label)) if len(row.label) <= 80 else ("", None)
    if row.label and row.values and not any(is_figure(cell.text) for cell in row.values):
        row.values, row.label = [], told.strip()
        row.core, row.ordinal = core(row.label)[:80], ordinal(row.label)
    return row
