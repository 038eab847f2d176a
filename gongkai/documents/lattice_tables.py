"""The tables of a page with the text of their cells, and the glyphs that stand in none."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from gongkai.documents.lattice import Box, Glyph, Lattice, Region, Sheet
from gongkai.documents.lattice_grid import lattices
from gongkai.documents.lattice_text import cell_text, em_of, is_wide

TOGETHER = 0.35
"""Glyphs of one word stand no further apart than this share of an em."""
OVER = 0.2
"""The share of a glyph that must lie beyond a ruling for the ruling to cut it."""
BOTH = 0.35
LONGEST_CELL = 300


@dataclass(slots=True)
class DrawnCell:
    """A cell. ``row`` counts within the table from 0; ``full``: its last line fills it, so that the text may go on elsewhere.

    ``end``: the page and the box in which a cell that goes on over pages ends.
    """

    text: str
    page: int
    box: Box
    row: int
    rowspan: int = 1
    colspan: int = 1
    full: bool = False
    sure: bool = True
    end: tuple[int, Box] | None = None


@dataclass(slots=True)
class DrawnTable:
    """A table of a page; each row lists the cells that begin in it. ``xs`` are the edges of its columns.

    Of a table over several pages ``page`` is the first one, ``box`` and ``xs`` are those of the part on ``last_page``.
    """

    page: int
    last_page: int
    box: Box
    xs: list[float]
    rows: list[list[DrawnCell]] = field(default_factory=list)


def tables_of(sheet: Sheet) -> tuple[list[DrawnTable], list[Glyph], bool]:
    """The tables of a page, the glyphs outside them, and whether there were so many lines that none was looked for."""
    drawn = lattices(sheet)
    if not drawn:
        return [], sheet.glyphs, drawn is None
    drawn.sort(key=_area)
    owners = _owners(sheet.glyphs, drawn)
    _mend(sheet.glyphs, owners)
    for glyph, owner in zip(sheet.glyphs, owners, strict=True):
        if owner is not None:
            owner.glyphs.append(glyph)
    tables = []
    released: set[int] = set()
    for lattice in drawn:
        table = _table(sheet.number, lattice)
        if _holds_data(table):
            tables.append(table)
        else:
            released.update(id(glyph) for region in lattice.regions for glyph in region.glyphs)
    rest = [glyph for glyph, owner in zip(sheet.glyphs, owners, strict=True) if owner is None or id(glyph) in released]
    return tables, rest, False


def _area(lattice: Lattice) -> float:
    left, top, right, bottom = lattice.box
    return (right - left) * (bottom - top)


def _owners(glyphs: list[Glyph], drawn: list[Lattice]) -> list[Region | None]:
    """The cell each glyph stands in, of the smallest table around it."""
    found: list[Region | None] = []
    boxes = [(*lattice.box, lattice) for lattice in drawn]
    for glyph in glyphs:
        x, y = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
        for left, top, right, bottom, lattice in boxes:
            if left <= x < right and top <= y < bottom:
                column, row = bisect_right(lattice.xs, x) - 1, bisect_right(lattice.ys, y) - 1
                found.append(lattice.at[row * (len(lattice.xs) - 1) + column])
                break
        else:
            found.append(None)
    return found


def _mend(glyphs: list[Glyph], owners: list[Region | None]) -> None:
    """Give a word that runs over a ruling to the cell that holds most of it.

    A run of figures is moved only where the ruling cuts through a figure, and is doubted where two cells hold much of it.
    """
    done = 0
    for index in range(1, len(glyphs)):
        if owners[index] is owners[index - 1] or index < done or not _follows(glyphs[index - 1], glyphs[index]):
            continue
        start, done = index - 1, index + 1
        while start > 0 and _follows(glyphs[start - 1], glyphs[start]):
            start -= 1
        while done < len(glyphs) and _follows(glyphs[done - 1], glyphs[done]):
            done += 1
        _mend_word(glyphs, owners, range(start, done))


def _follows(before: Glyph, glyph: Glyph) -> bool:
    """Whether two glyphs that follow each other in the file belong to one word by their place."""
    height = before.bottom - before.top
    if glyph.spaced or abs(before.top + before.bottom - glyph.top - glyph.bottom) > 0.6 * height:
        return False
    gap = (glyph.left - before.right) / max(em_of(before), em_of(glyph), 0.1)
    return -TOGETHER < gap < TOGETHER


def _mend_word(glyphs: list[Glyph], owners: list[Region | None], word: range) -> None:
    cut = any(_is_cut(glyphs[at], owners[at]) for at in word)
    crossing = [at for at in word[1:] if owners[at] is not owners[at - 1]]
    words = all(is_wide(glyphs[at].text) or is_wide(glyphs[at - 1].text) for at in crossing)
    if not cut and not words:
        return
    widths: dict[int, float] = {}
    for at in word:
        widths[id(owners[at])] = widths.get(id(owners[at]), 0.0) + glyphs[at].right - glyphs[at].left
    shares = sorted(widths.values(), reverse=True)
    most = max(widths, key=lambda key: widths[key])
    doubted = not words and shares[1] >= BOTH * sum(shares)
    owner = next(owners[at] for at in word if id(owners[at]) == most)
    for at in word:
        if doubted:
            glyphs[at].sure = False
        else:
            owners[at] = owner


def _is_cut(glyph: Glyph, owner: Region | None) -> bool:
    if owner is None:
        return False
    over = OVER * (glyph.right - glyph.left)
    return glyph.left < owner.box[0] - over or glyph.right > owner.box[2] + over


def _table(page: int, lattice: Lattice) -> DrawnTable:
    table = DrawnTable(page, page, lattice.box, lattice.xs)
    rows: dict[int, list[Region]] = {}
    for region in lattice.regions:
        rows.setdefault(region.top, []).append(region)
    for number, top in enumerate(sorted(rows)):
        cells = []
        for region in sorted(rows[top], key=_column):
            text, full = cell_text(region.glyphs, region.box)
            sure = all(glyph.sure for glyph in region.glyphs)
            spans = region.bottom - region.top, region.right - region.left
            cells.append(DrawnCell(text, page, region.box, number, *spans, full, sure))
        table.rows.append(cells)
    return table


def _column(region: Region) -> int:
    return region.left


def _holds_data(table: DrawnTable) -> bool:
    """Whether a grid is a table of data: not a frame, a single column of boxes, or a layout of running text."""
    texts = [[cell.text for cell in row] for row in table.rows]
    longest = max((len(text) for row in texts for text in row), default=0)
    if longest == 0 or max(len(row) for row in texts) < 2:
        return False
    return longest <= LONGEST_CELL or sum(sum(map(bool, row)) >= 3 for row in texts) >= 4
