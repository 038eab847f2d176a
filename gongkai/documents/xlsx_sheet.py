"""A sheet of cells as blocks: tables where cells stand beside each other, paragraphs where a line of text stands alone."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from gongkai.documents.archives import too_large
from gongkai.documents.model import Block, Paragraph, Place, Table, TextCell

WHAT = "电子表格"
MAX_CELLS = 1_000_000
"""Cells with something in them that one sheet may have."""
MAX_PLACES = 300_000
"""Cells, blank ones among them, that the tables of one sheet may have."""
MAX_STEPS = 5_000_000
"""Merged areas met in all rows together; sheets of people have some hundreds."""
LONG = 80
"""Characters: a cell alone in its row with more text is a paragraph, not a label."""
TITLE = re.compile(r"年度报告|工作年报")
HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十]部分).{0,40}(?:情况|事项|概述|问题|报告)$"
)

Area = tuple[int, int, int, int]
"""A merged area: first row, first column, last row, last column."""


@dataclass(slots=True)
class Sheet:
    """The cells of a sheet by row and column from 1. ``boxed`` places have borders, whether blank or not.

    ``unsaved`` are formulas whose result the file does not hold: their cells are blank.
    """

    name: str
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    boxed: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    unsaved: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class _Line:
    """A row that is shown: its texts by column, the merged areas that it meets, whether its cells have borders."""

    row: int
    areas: list[Area]
    texts: dict[int, str] = field(default_factory=dict)
    boxed: bool = False
    follows: bool = False

    def is_text(self, table_before: bool, after: _Line | None) -> bool:
        """Whether the row is a line of text; one right below or above rows of a table may be a label without figures."""
        if len(self.texts) != 1:
            return False
        text = next(iter(self.texts.values())).strip()
        if "。" in text or len(text) > LONG or TITLE.search(text) or HEADING.match(text):
            return True
        table_after = after is not None and after.follows and after.in_table
        return not (self.boxed or table_before or table_after)

    @property
    def in_table(self) -> bool:
        return self.boxed or len(self.texts) > 1


def blocks_of(sheet: Sheet, tables: int) -> list[Block]:
    """The blocks of a sheet; ``tables`` counts the tables before it.

    A blank row ends a table, unless its cells have borders; blank rows with borders at a table's end count as one.
    """
    lines = _lines(sheet)
    found = _Blocks(sheet, tables)
    waiting: list[_Line] = []
    for index, line in enumerate(lines):
        after = lines[index + 1] if index + 1 < len(lines) else None
        text = line.is_text(line.follows and bool(waiting), after)
        if waiting and (text or not line.follows):
            found.add_table(waiting)
            waiting = []
        if text:
            found.blocks.append(_paragraph(sheet, line))
        else:
            waiting.append(line)
    found.add_table(waiting)
    return found.blocks


class _Blocks:
    """The blocks of a sheet as they are found."""

    def __init__(self, sheet: Sheet, tables: int) -> None:
        self.blocks: list[Block] = []
        self._sheet, self._tables, self._places = sheet, tables, 0
        self._hidden = sorted(sheet.hidden_rows)

    def add_table(self, lines: list[_Line]) -> None:
        """Append a table of the lines; one cell alone is a paragraph, and nothing comes of blank lines."""
        while len(lines) > 1 and not lines[-1].texts and not lines[-2].texts:
            lines.pop()
        places = [(line, column) for line in lines for column in line.texts]
        if not places:
            return
        sheet = self._sheet
        first = min(column for _, column in places)
        last = max(area[3] if (area := _area_at(line.areas, column)) else column for line, column in places)
        self._places += len(lines) * (last - first + 1)
        if self._places > MAX_PLACES:
            raise too_large(WHAT)
        columns = [column for column in range(first, last + 1) if column not in sheet.hidden_columns]
        rows = [_row(sheet.name, line, columns, self._hidden) for line in lines]
        if len(rows) == 1 and len(rows[0]) == 1:
            self.blocks.append(_paragraph(sheet, lines[0]))
            return
        self._tables += 1
        self.blocks.append(Table([row for row in rows if row], Place(table=self._tables, path=sheet.name)))


def _paragraph(sheet: Sheet, line: _Line) -> Paragraph:
    column, text = next(iter(line.texts.items()))
    text = text.strip()
    style = "heading" if HEADING.match(text) else "body"
    return Paragraph(text, Place(path=sheet.name, row=line.row, column=column), style)


def _lines(sheet: Sheet) -> list[_Line]:
    lines: dict[int, _Line] = {}
    rows = sorted({row for row, _ in (*sheet.cells, *sheet.boxed)} - sheet.hidden_rows)
    for row, areas in _areas_by_row(sheet.merged, rows):
        lines[row] = _Line(row, areas)
    for (row, column), text in sheet.cells.items():
        line = lines.get(row)
        if line is not None and text.strip() and column not in sheet.hidden_columns:
            area = _area_at(line.areas, column)
            if area is None or (row, column) == area[:2]:
                line.texts[column] = text
    for row, column in sheet.boxed:
        if row in lines and (not lines[row].texts or column in lines[row].texts):
            lines[row].boxed = True
    found = [line for line in lines.values() if line.texts or line.boxed]
    for before, line in pairwise(found):
        between = range(before.row + 1, line.row)
        line.follows = len(between) <= len(sheet.hidden_rows) and all(row in sheet.hidden_rows for row in between)
    for line in found:
        line.texts = dict(sorted(line.texts.items()))
    return found


def _areas_by_row(merged: list[Area], rows: list[int]) -> Iterator[tuple[int, list[Area]]]:
    """For each row, in order, the merged areas that it meets."""
    waiting = sorted(merged, reverse=True)
    active: list[Area] = []
    steps = 0
    for row in rows:
        while waiting and waiting[-1][0] <= row:
            active.append(waiting.pop())
        active = [area for area in active if area[2] >= row]
        steps += len(active)
        if steps > MAX_STEPS:
            raise too_large(WHAT)
        yield row, sorted(active, key=lambda area: area[1])


def _area_at(areas: list[Area], column: int) -> Area | None:
    index = bisect_right(areas, column, key=lambda area: area[1]) - 1
    return areas[index] if index >= 0 and areas[index][3] >= column else None


def _row(name: str, line: _Line, columns: list[int], hidden: list[int]) -> list[TextCell]:
    cells: list[TextCell] = []
    for column in columns:
        area = _area_at(line.areas, column) if line.areas else None
        if area is None or (line.row, column) == area[:2]:
            cell = TextCell(line.texts.get(column, ""), Place(path=name, row=line.row, column=column))
            if area is not None:
                top, left, bottom, right = area
                cell.colspan = bisect_right(columns, right) - bisect_left(columns, left)
                cell.rowspan = 1 + bottom - top - (bisect_right(hidden, bottom) - bisect_right(hidden, top))
            cells.append(cell)
    return cells
