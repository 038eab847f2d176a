"""Tables cut by the end of a page: put together again, without their repeated heads, and rows cut in two mended.

Nothing is mended on a mere likeness: a row is put together only where one half has the figures and the other has none, and the
upper label was visibly not at its end.
"""

from __future__ import annotations

import re

from gongkai.documents.lattice_flow import NUMBERED
from gongkai.documents.lattice_tables import DrawnCell, DrawnTable
from gongkai.documents.lattice_text import join_lines

SAME_X = 4.0
SHARED = 0.6
MOST_HEADS = 5
_FIGURE = re.compile(r"^[+-]?\d[\d,.]*(?:\D{1,3})?$|^[/／—–-]+$")


def continues(table: DrawnTable, other: DrawnTable) -> bool:
    """Whether a table at the top of a page has the columns of the one at the end of the page before."""
    width, beyond = table.box[2] - table.box[0], other.box[2] - other.box[0]
    if abs(width - beyond) > max(6.0, 0.02 * width):
        return False
    shift = other.box[0] - table.box[0]
    inner = [x + shift for x in table.xs[1:-1]]
    outer = other.xs[1:-1]
    fewer, more = sorted((inner, outer), key=len)
    if not fewer:
        return len(more) <= 1
    return sum(any(abs(x - y) <= SAME_X for y in more) for x in fewer) >= SHARED * len(fewer)


def join(table: DrawnTable, other: DrawnTable) -> None:
    """Let ``table`` go on with the rows of ``other``."""
    rows = other.rows[_repeated_heads(table, other) :]
    if not rows:
        return
    if len(rows) == len(other.rows):
        shift = other.box[0] - table.box[0]
        ends = [cell for row in table.rows for cell in row if cell.box[3] >= table.box[3] - SAME_X]
        pairs = [(_above(cell, ends, shift), cell) for cell in rows[0]]
        left = [cell for above, cell in pairs if above is None or not _goes_on_down(above, cell)]
        if len(left) < len(rows[0]):
            pairs = [(above, cell) for above, cell in pairs if any(cell is each for each in left)]
            rows[0] = left
        if _mend_row(pairs):
            rows = rows[1:]
    first = len(table.rows)
    for number, row in enumerate(rows):
        for cell in row:
            cell.row = first + number
    table.rows += [row for row in rows if row]
    table.box, table.xs = other.box, other.xs


def _repeated_heads(table: DrawnTable, other: DrawnTable) -> int:
    """How many of the first rows only repeat the head of the table."""
    for count in range(min(MOST_HEADS, len(table.rows) - 1, len(other.rows) - 1), 0, -1):
        head = [[cell.text for cell in row] for row in table.rows[:count]]
        texts = [text for row in head for text in row if text]
        if (
            texts
            and not any(_FIGURE.match(text) for text in texts)
            and head == [[cell.text for cell in row] for row in other.rows[:count]]
        ):
            return count
    return 0


def _above(cell: DrawnCell, ends: list[DrawnCell], shift: float) -> DrawnCell | None:
    """The cell at the end of the page before that takes the same columns."""
    for end in ends:
        if abs(end.box[0] + shift - cell.box[0]) <= SAME_X and abs(end.box[2] + shift - cell.box[2]) <= SAME_X:
            return end
    return None


def _goes_on_down(above: DrawnCell, cell: DrawnCell) -> bool:
    """Take a cell that only continues a vertically merged one into that; whether it did."""
    if above.rowspan == 1 and cell.rowspan == 1:
        return False
    if cell.text and (not above.text or not above.full or NUMBERED.match(cell.text) or _FIGURE.match(cell.text)):
        return False
    above.text = join_lines(above.text, cell.text)
    above.rowspan += cell.rowspan
    return True


def _mend_row(pairs: list[tuple[DrawnCell | None, DrawnCell]]) -> bool:
    """Put the halves of a row cut in two together in its upper half; whether that was done."""
    if any(above is None for above, _ in pairs) or len(pairs) < 2:
        return False
    halves = [(above, cell) for above, cell in pairs if above is not None]
    upper = any(_FIGURE.match(above.text) for above, _ in halves)
    lower = any(_FIGURE.match(cell.text) for _, cell in halves)
    if upper == lower or any(_FIGURE.match(above.text) and cell.text for above, cell in halves):
        return False
    labels = [(above, cell) for above, cell in halves if not _FIGURE.match(above.text) and not _FIGURE.match(cell.text)]
    named = [(above, cell) for above, cell in labels if above.text]
    if not named or any(NUMBERED.match(cell.text) for _, cell in labels):
        return False
    above, cell = named[-1]
    if not _is_unfinished(above) or (upper and not cell.text) or any(each.text for top, each in labels if not top.text):
        return False
    for above, cell in halves:
        above.text = join_lines(above.text, cell.text)
        above.full = cell.full if cell.text else above.full
        above.sure = above.sure and cell.sure
    return True


def _is_unfinished(cell: DrawnCell) -> bool:
    """Whether a label visibly goes on: its last line fills the cell, or a bracket is open."""
    return cell.full or any(cell.text.count(a) > cell.text.count(b) for a, b in ("（）", "()", "《》", "“”"))
