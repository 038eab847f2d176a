"""The text of a page outside its tables, as lines in reading order; and the lines as paragraphs.

Columns of text beside each other are read one after the other; columns of figures are not text and stay in their line.
A line goes on in the next where it fills the width and the next begins flush; in all other cases a new paragraph begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from gongkai.documents.lattice import Box, Glyph, Sheet
from gongkai.documents.lattice_figures import column_starts, without_stacks
from gongkai.documents.lattice_tables import DrawnTable
from gongkai.documents.lattice_text import Line, em_of, is_wide, line_of, rows_of

PROSE = 8
"""Chinese characters a piece of a line has at least, when it is running text rather than a label or a figure."""
COLUMN_LINES = 4
GUTTER = 10.0
"""Points between columns of text."""
NUMBERED = re.compile(
    r"^(?:第?[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}(?:[、．]|\.(?!\d))|[①-⑳]|第[一二三四五六七八九十]{1,3}[，,])"
)
HEADING = re.compile(r"^[一二三四五六七八九十]{1,3}、[^。；，,;]{2,36}$")
_ENDS = "。；;：:！!？?”」"
_HEADING_ENDS = ("情况", "事项", "概述", "问题", "措施")


@dataclass(slots=True)
class Column:
    """Where the lines of one column of text begin and end, and how far one line stands below the other.

    ``beside``: it is one of two columns of text. What goes on where from one to the other cannot be told.
    """

    left: float = 0.0
    right: float = 0.0
    pitch: float = 0.0
    lines: int = 0
    beside: bool = False


@dataclass(slots=True)
class Item:
    """A line with its column, or a table, in reading order."""

    page: int
    line: Line | None = None
    column: Column | None = None
    table: DrawnTable | None = None

    @property
    def box(self) -> Box:
        if self.table is not None:
            return self.table.box
        assert self.line is not None
        return self.line.box


@dataclass(slots=True)
class _Piece:
    box: Box
    prose: bool


def items_of(sheet: Sheet, tables: list[DrawnTable], rest: list[Glyph]) -> list[Item]:
    """Lines and tables of a page in reading order."""
    rest = [glyph for glyph in rest if glyph.text.strip()]
    rows = rows_of(rest) if rest else []
    pieces = [piece for row in rows for piece in _pieces(row)]
    pieces += [_Piece(table.box, True) for table in tables for _ in range(COLUMN_LINES)]
    columns = _columns(pieces, sheet.width)
    if columns is None:
        return _strip(sheet.number, tables, rows)
    gutter, bands = columns
    found: list[Item] = []
    reached = -1e9
    for top, bottom in [*bands, (1e9, 1e9)]:
        found += _part(sheet.number, tables, rest, (-1e9, reached, 1e9, top))
        for half in ((-1e9, top, gutter, bottom), (gutter, top, 1e9, bottom)):
            part = _part(sheet.number, tables, rest, half)
            for item in part:
                if item.column is not None:
                    item.column.beside = True
            found += part
        reached = bottom
    return found


def _pieces(row: list[Glyph]) -> list[_Piece]:
    """A row of glyphs parted where the gap is as wide as between columns."""
    found = []
    start = 0
    for index in range(1, len(row) + 1):
        if index < len(row):
            gap = row[index].left - row[index - 1].right
            if gap < GUTTER or gap < 1.5 * em_of(row[index]):
                continue
        part = row[start:index]
        box = (part[0].left, part[0].top, part[-1].right, part[-1].bottom)
        wide = sum(len(glyph.text) for glyph in part if is_wide(glyph.text[0]))
        found.append(_Piece(box, wide >= PROSE))
        start = index
    return found


def _columns(pieces: list[_Piece], width: float) -> tuple[float, list[tuple[float, float]]] | None:
    """Where two columns of text part, and from where to where down the page they do; None where there are none."""
    prose = [piece for piece in pieces if piece.prose]
    places = sorted({round(piece.box[0] - 2) for piece in prose if 0.3 * width < piece.box[0] < 0.7 * width})
    best: tuple[int, float, list[tuple[float, float]]] | None = None
    for gutter in places[:: max(1, len(places) // 20)]:
        left = [piece for piece in prose if piece.box[2] <= gutter]
        right = [piece for piece in prose if piece.box[0] >= gutter]
        if len(left) < COLUMN_LINES or len(right) < COLUMN_LINES:
            continue
        bands = _bands(pieces, gutter)
        count = sum(end_count for _, _, end_count in bands)
        if bands and (best is None or count > best[0]):
            best = (count, gutter, [(top, bottom) for top, bottom, _ in bands])
    return None if best is None else best[1:]


def _bands(pieces: list[_Piece], gutter: float) -> list[tuple[float, float, int]]:
    """Runs of lines that do not cross the gutter and have text at both sides of it."""
    found = []
    run: list[_Piece] = []
    for piece in [*sorted(pieces, key=_top), None]:
        if piece is not None and (piece.box[2] <= gutter or piece.box[0] >= gutter):
            run.append(piece)
            continue
        left = [each.box for each in run if each.prose and each.box[2] <= gutter]
        right = [each.box for each in run if each.prose and each.box[0] >= gutter]
        if len(left) >= COLUMN_LINES and len(right) >= COLUMN_LINES:
            shared = min(left[-1][3], right[-1][3]) - max(left[0][1], right[0][1])
            if shared > 0:
                found.append((run[0].box[1] - 1, max(each.box[3] for each in run), len(left) + len(right)))
        run = []
    return found


def _top(piece: _Piece) -> float:
    return piece.box[1]


def _part(page: int, tables: list[DrawnTable], rest: list[Glyph], within: Box) -> list[Item]:
    left, top, right, bottom = within

    def inside(box: Box) -> bool:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return left <= x < right and top <= y < bottom

    own = [glyph for glyph in rest if inside((glyph.left, glyph.top, glyph.right, glyph.bottom))]
    return _strip(page, [table for table in tables if inside(table.box)], rows_of(own) if own else [])


def _strip(page: int, tables: list[DrawnTable], rows: list[list[Glyph]]) -> list[Item]:
    """One column: its lines and tables from the top."""
    rows = without_stacks(rows)
    starts = column_starts(rows)
    lines = [line_of(row, starts) for row in rows]
    column = Column()
    items = [Item(page, line, column) for line in lines if line.text]
    items += [Item(page, table=table) for table in tables]
    items.sort(key=_place)
    return items


def _place(item: Item) -> tuple[float, float]:
    return item.box[1], item.box[0]


def measure(items: list[Item]) -> None:
    """Find out where the lines of each column begin and end (once page numbers and the like are gone)."""
    columns: dict[int, tuple[Column, list[Line]]] = {}
    for item in items:
        if item.line is not None and item.column is not None:
            columns.setdefault(id(item.column), (item.column, []))[1].append(item.line)
    for column, lines in columns.values():
        text = [line for line in lines if not line.parted] or lines
        rights = sorted((line.box[2] for line in text), reverse=True)
        lefts = sorted(line.box[0] for line in text)
        far = len(rights) > 2 and rights[0] - rights[1] > text[0].em
        column.right = rights[1] if far else rights[0]
        column.left = next((left for left, after in pairwise(lefts) if after - left <= 3), lefts[0])
        pitches = sorted(below.box[3] - above.box[3] for above, below in pairwise(text))
        column.pitch = pitches[len(pitches) // 2] if pitches else 0.0
        column.lines = len(text)


def goes_on(before: Item, item: Item) -> bool:
    """Whether a line of text goes on in the following one."""
    first, second, column, other = before.line, item.line, before.column, item.column
    if first is None or second is None or column is None or other is None:
        return False
    if column is not other and (column.beside or other.beside):
        return False
    em = max(first.em, second.em)
    if abs(first.em - second.em) > 0.2 * em or first.box[2] < column.right - 2.2 * em:
        return False
    if second.box[0] > other.left + 1.2 * em:
        return False
    if column is other and column.pitch > 0 and second.box[3] - first.box[3] > 1.9 * column.pitch:
        return False
    if HEADING.match(first.text) and first.text.endswith(_HEADING_ENDS):
        return False
    return not (first.text[-1] in _ENDS and NUMBERED.match(second.text))


def is_short(item: Item) -> bool:
    """Whether a line ends well before the width is filled."""
    assert item.line is not None and item.column is not None
    return item.line.box[2] < item.column.right - 2.2 * item.line.em
