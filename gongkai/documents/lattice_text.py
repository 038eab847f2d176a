"""Glyphs put together: into lines by where they stand, a line into text, the lines of a cell into its text.

The order in a file is not trusted; what stands left comes first. Text that was drawn twice (imitated bold) is taken once.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from itertools import pairwise

from gongkai.documents.lattice import Box, Glyph

SAME_BASE = 0.38
"""Glyphs are on one line while their middles differ by less than this share of their height."""
TWICE = 0.3
"""The same character this near to its double, as a share of its width, was drawn twice."""
WORD_GAP, BLANK_GAP, WIDE_GAP = 0.25, 0.6, 1.6
"""Gaps in ems: between Latin letters or figures, beside Chinese characters, and so wide that it parts columns."""
NO_GAP = 0.15
"""A gap of a smaller share of the height is none, whatever the type."""
PADDING = 6.5
"""Points a cell keeps free at each side at most."""


@dataclass(slots=True)
class Line:
    """A line of a page: ``em`` is the size of its type, ``parted`` whether a wide gap stands in it."""

    text: str
    box: Box
    em: float
    parted: bool
    sure: bool
    glyphs: list[Glyph]


def is_wide(sign: str) -> bool:
    """Whether a character takes a whole em: Chinese characters and the punctuation set with them."""
    return sign >= "\u2e80" or "\u2010" <= sign <= "\u203b" or "\u2460" <= sign <= "\u24ff"


def em_of(glyph: Glyph) -> float:
    """The size of type of a glyph, as far as its box tells it; never 0."""
    height = (glyph.bottom - glyph.top) * 0.8 or 0.1
    if len(glyph.text) == 1 and is_wide(glyph.text):
        return max(glyph.right - glyph.left, height * 0.6)
    return height


def rows_of(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Glyphs by line, from the top, each line from the left."""
    if len(glyphs) == 1:
        return [glyphs]
    found: list[list[Glyph]] = []
    row: list[Glyph] = []
    mean = height = 0.0
    for glyph in sorted(glyphs, key=_middle):
        middle, tall = glyph.top + glyph.bottom, glyph.bottom - glyph.top
        if not row:
            mean, height = middle, tall
        elif middle - mean > 2 * SAME_BASE * (height if height < tall else tall):
            row.sort(key=_left)
            found.append(row)
            row = []
            mean, height = middle, tall
        else:
            mean += (middle - mean) / (len(row) + 1)
            if tall > height:
                height = tall
        row.append(glyph)
    row.sort(key=_left)
    found.append(row)
    return found


def _middle(glyph: Glyph) -> float:
    return glyph.top + glyph.bottom


def _left(glyph: Glyph) -> float:
    return glyph.left


def once(row: list[Glyph]) -> list[Glyph]:
    """A line without the doubles of imitated bold."""
    found: list[Glyph] = []
    last: Glyph | None = None
    before: Glyph | None = None
    for glyph in row:
        for each in (last, before):
            if each is not None and each.text == glyph.text:
                size = glyph.right - glyph.left
                if glyph.left - each.left < TWICE * max(size, 0.2 * (glyph.bottom - glyph.top)):
                    break
        else:
            found.append(glyph)
            before, last = last, glyph
    return found


def text_of(row: list[Glyph], starts: Container[int] | None = None) -> tuple[str, bool]:
    """The text of a line, and whether a wide gap parts it.

    With ``starts`` such a gap is kept as several blanks; each glyph whose ``id`` is among them stands behind one in any case.
    """
    if len(row) == 1:
        return row[0].text.strip(), False
    row = once(row)
    parts = [row[0].text]
    parted = False
    stretch = _stretch(row) if len(row) > 8 else 0.0
    before = row[0]
    for glyph in row[1:]:
        gap = glyph.left - before.right - stretch
        if starts and id(glyph) in starts:
            parted = True
            parts.append("  ")
        elif gap > NO_GAP * (glyph.bottom - glyph.top) or glyph.spaced:
            em = max(em_of(before), em_of(glyph))
            if gap >= WIDE_GAP * em:
                parted = True
                parts.append(" " * min(40, max(2, round(2 * gap / em))) if starts is not None else " ")
            elif _is_blank(before, glyph, gap / em):
                parts.append(" ")
        parts.append(glyph.text)
        before = glyph
    return "".join(parts).strip(), parted


def _stretch(row: list[Glyph]) -> float:
    """By how much the characters of a justified line were driven apart."""
    gaps = sorted(
        right.left - left.right for left, right in pairwise(row) if is_wide(left.text[-1]) and is_wide(right.text[0])
    )
    middle = gaps[len(gaps) // 2] if len(gaps) >= 6 else 0.0
    return middle if 0 < middle < em_of(row[0]) else 0.0


def _is_blank(before: Glyph, glyph: Glyph, gap: float) -> bool:
    if is_wide(before.text[-1]) or is_wide(glyph.text[0]):
        return gap > (BLANK_GAP / 2 if glyph.spaced else BLANK_GAP)
    return (glyph.spaced and gap > 0) or gap > WORD_GAP


def line_of(row: list[Glyph], starts: Container[int] = ()) -> Line:
    """A row of glyphs of a page as a line; ``starts`` as for its text."""
    text, parted = text_of(row, starts)
    box = (
        row[0].left,
        min(each.top for each in row),
        max(each.right for each in row),
        max(each.bottom for each in row),
    )
    ems = sorted(em_of(each) for each in row)
    return Line(text, box, ems[len(ems) // 2], parted, all(each.sure for each in row), row)


def join_lines(first: str, second: str) -> str:
    """Two lines of one text: a blank stands only between Latin words.

    >>> join_lines("不予", "公开"), join_lines("annual", "report")
    ('不予公开', 'annual report')
    """
    if first and second and first[-1].isascii() and second[0].isascii() and first[-1].isalnum() and second[0].isalpha():
        return f"{first} {second}"
    return first + second


def cell_text(glyphs: list[Glyph], box: Box) -> tuple[str, bool]:
    """The text of a cell, and whether its last line is full (so that it may go on elsewhere).

    Lines are joined; figures on two lines only where the first line is longer and had no room for one more figure, else
    ``\\n`` stands between.
    """
    glyphs = [glyph for glyph in glyphs if glyph.text.strip()]
    if not glyphs:
        return "", False
    turned = [glyph for glyph in glyphs if glyph.turn in (90, 270)]
    if 2 * len(turned) > len(glyphs):
        glyphs, box = _upright(glyphs, box, turned[0].turn)
    text, full, digit, length = "", False, 0.0, 0
    for row in rows_of(glyphs):
        line, _ = text_of(row)
        wrapped = full and digit and len(line) <= length
        if text and text[-1].isdigit() and line[:1].isdigit() and not wrapped:
            text += "\n" + line
        else:
            text = join_lines(text, line)
        last, length = row[-1], len(line)
        digit = (last.right - last.left) / len(last.text) if last.text[-1].isdigit() else 0.0
        free = (box[2] - box[0]) - (last.right - row[0].left)
        full = free - 2 * PADDING < (digit or 1.2 * em_of(last))
    return text, full


def _upright(glyphs: list[Glyph], box: Box, turn: int) -> tuple[list[Glyph], Box]:
    """Turned text (90: read downward, 270: read upward) as if it stood upright."""
    left, top, right, bottom = box
    if turn == 90:
        found = [Glyph(g.text, g.top, -g.right, g.bottom, -g.left, g.spaced, 0, g.sure) for g in glyphs]
        return found, (top, -right, bottom, -left)
    found = [Glyph(g.text, -g.bottom, g.left, -g.top, g.right, g.spaced, 0, g.sure) for g in glyphs]
    return found, (-bottom, left, -top, right)
