"""Columns of figures without rulings: where a figure stands close behind its label, the column tells that it is a cell of its own."""

from __future__ import annotations

from gongkai.documents.lattice import Glyph
from gongkai.documents.lattice_text import BLANK_GAP, WIDE_GAP, em_of, is_wide

ALIGNED = 1.5
"""Points by which the edges or middles of figures of one column may differ."""
UNREAD = "\ufffd"
LEAST_GAP = -0.5
"""The gap, in ems, that parts a label from the figure behind it: a label may run into a column that is plain otherwise."""
_FIGURE = frozenset("0123456789.,-+%/—")


class Word:
    """Glyphs of a line that stand together; ``wide`` says whether a wide gap stands before them."""

    __slots__ = ("first", "is_figure", "left", "right", "wide")

    def __init__(self, glyphs: list[Glyph], wide: bool) -> None:
        self.first = glyphs[0]
        self.left, self.right = glyphs[0].left, glyphs[-1].right
        self.wide = wide
        self.is_figure = all(map(_is_part_of_figure, glyphs))


def column_starts(rows: list[list[Glyph]]) -> set[int]:
    """The ``id`` of each glyph that begins a figure standing under others of its column, close behind a label."""
    if not any(_is_parted(row) for row in rows):
        return set()
    words = [_words(row) for row in rows]
    columns: list[Word] = []
    for line in words:
        figures = [word for word in line if word.is_figure and word.wide]
        if len(figures) >= 2 or (figures and len(line) > 1 and figures[-1] is line[-1]):
            columns += figures
    if not columns:
        return set()
    found: set[int] = set()
    for line in words:
        for index, word in enumerate(line[1:], 1):
            if word.wide or not word.is_figure or (index + 1 < len(line) and not line[index + 1].wide):
                continue
            if sum(_aligned(word, other) for other in columns) >= 2:
                found.add(id(word.first))
    return found


def without_stacks(rows: list[list[Glyph]]) -> list[list[Glyph]]:
    """The rows with figures that were broken over two lines, above and below the middle of their row, marked as unread.

    Which digits of the two lines belong together is plain only where rulings tell the cell.
    """
    found: list[list[Glyph]] = []
    for index, row in enumerate(rows):
        near = [rows[at] for at in (index - 1, index + 1) if 0 <= at < len(rows) and _overlap(row, rows[at])]
        if near and _is_figure(row) and any(map(_holds_figures, near)):
            continue
        if near and _holds_figures(row) and (lost := [each for each in near if _is_figure(each)]):
            row = sorted([*row, _unread(lost[0], row[0])], key=lambda glyph: glyph.left)
        found.append(row)
    return found


def _is_part_of_figure(glyph: Glyph) -> bool:
    return glyph.text in _FIGURE or (len(glyph.text) > 1 and _FIGURE.issuperset(glyph.text))


def _is_figure(row: list[Glyph]) -> bool:
    """Whether nothing but one figure stands in a line."""
    return all(map(_is_part_of_figure, row)) and not _is_parted(row)


def _holds_figures(row: list[Glyph]) -> bool:
    return _is_parted(row) and sum(word.is_figure for word in _words(row)) >= 3


def _overlap(row: list[Glyph], other: list[Glyph]) -> bool:
    shared = min(row[0].bottom, other[0].bottom) - max(row[0].top, other[0].top)
    return shared > 0.15 * min(row[0].bottom - row[0].top, other[0].bottom - other[0].top)


def _unread(row: list[Glyph], beside: Glyph) -> Glyph:
    middle = (row[0].left + row[-1].right) / 2
    return Glyph(UNREAD, middle - 1, beside.top, middle + 1, beside.bottom, spaced=True)


def _is_parted(row: list[Glyph]) -> bool:
    """Whether a gap as wide as between columns stands in a line (told by its height alone, since most lines have none)."""
    end = row[0].right
    for glyph in row:
        if glyph.left - end > glyph.bottom - glyph.top:
            return True
        end = glyph.right
    return False


def _words(row: list[Glyph]) -> list[Word]:
    found: list[Word] = []
    start, wide = 0, False
    for index in range(1, len(row) + 1):
        if index < len(row):
            before, glyph = row[index - 1], row[index]
            gap = (glyph.left - before.right) / max(em_of(before), em_of(glyph), 0.1)
            changes = is_wide(before.text[-1]) and glyph.text in _FIGURE and gap > LEAST_GAP
            if gap <= BLANK_GAP and not changes:
                continue
        found.append(Word(row[start:index], wide))
        if index < len(row):
            start, wide = index, gap >= WIDE_GAP
    return found


def _aligned(word: Word, other: Word) -> bool:
    return (
        abs(word.left - other.left) <= ALIGNED
        or abs(word.right - other.right) <= ALIGNED
        or abs(word.left + word.right - other.left - other.right) <= 2 * ALIGNED
    )
