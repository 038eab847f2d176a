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
    shift = other.box[0] - table.box[0]
    ends = [cell for row in table.rows for cell in row if _is_at_end(cell, table)]
    pairs = [(_above(cell, ends, shift), cell) for cell in rows[0]]
    if _is_head(ends):
        if _only_heads(pairs):
            rows[0] = [cell for above, cell in pairs if above is None or not _goes_on_down(above, cell, True)]
        elif _mend_head(pairs):
            rows = rows[1:]
    else:
        pairs = _without_leading_blanks(pairs)
        pairs = [(above, cell) for above, cell in pairs if above is None or not _goes_on_down(above, cell, False)]
        rows[0] = [cell for _, cell in pairs]
        if _mend_row(pairs):
            rows = rows[1:]
    first = len(table.rows)
    for number, row in enumerate(rows):
        for cell in row:
            cell.row = first + number
    table.rows += [row for row in rows if row]
    table.box, table.xs, table.last_page = other.box, other.xs, other.last_page


def _repeated_heads(table: DrawnTable, other: DrawnTable) -> int:
    """How many of the first rows only repeat the head of the table."""
    for count in range(min(MOST_HEADS, len(table.rows), len(other.rows) - 1), 0, -1):
        head = [[cell.text for cell in row] for row in table.rows[:count]]
        texts = [text for row in head for text in row if text]
        if (
            texts
            and not any(_FIGURE.match(text) for text in texts)
            and head == [[cell.text for cell in row] for row in other.rows[:count]]
        ):
            return count
    return 0


def _is_at_end(cell: DrawnCell, table: DrawnTable) -> bool:
    page, box = cell.end or (cell.page, cell.box)
    return page == table.last_page and box[3] >= table.box[3] - SAME_X


def _without_leading_blanks(
    pairs: list[tuple[DrawnCell | None, DrawnCell]],
) -> list[tuple[DrawnCell | None, DrawnCell]]:
    """A row without the blank cells before its label that continue labels of groups."""
    count = next((at for at, (_, cell) in enumerate(pairs) if cell.text), 0)
    if count and _FIGURE.match(pairs[count][1].text):
        return pairs
    for above, cell in pairs[:count]:
        if above is None or _FIGURE.match(above.text):
            return pairs
        _carry_on(above, cell)
    return pairs[count:]


def _carry_on(above: DrawnCell, cell: DrawnCell) -> None:
    above.rowspan += cell.rowspan
    above.end = cell.page, cell.box


def _is_head(ends: list[DrawnCell]) -> bool:
    """Whether a table's part ends with a row of its head, below which nothing goes on: words in every column."""
    return all(cell.text and not _FIGURE.match(cell.text) for cell in ends if cell.rowspan == 1)


def _only_heads(pairs: list[tuple[DrawnCell | None, DrawnCell]]) -> bool:
    """Whether a row that follows a head is one of the head too: blank below heads that reach down, words in the others."""
    words = [cell for _, cell in pairs if cell.text]
    return len(words) > 1 and all(
        not _FIGURE.match(cell.text) and (above is None or not cell.text) for above, cell in pairs
    )


def _mend_head(pairs: list[tuple[DrawnCell | None, DrawnCell]]) -> bool:
    """Put the halves of a row of heads cut in two together; whether that was done."""
    halves = [(above, cell) for above, cell in pairs if above is not None]
    lower = [(above, cell) for above, cell in halves if cell.text]
    if len(halves) < len(pairs) or not lower or len(lower) == len(halves):
        return False
    if not all(above.full and not NUMBERED.match(cell.text) and not _FIGURE.match(cell.text) for above, cell in lower):
        return False
    for above, cell in halves:
        above.text = join_lines(above.text, cell.text)
        above.end = cell.page, cell.box
    return True


def _above(cell: DrawnCell, ends: list[DrawnCell], shift: float) -> DrawnCell | None:
    """The cell at the end of the page before that takes the same columns."""
    for end in ends:
        _, box = end.end or (end.page, end.box)
        if abs(box[0] + shift - cell.box[0]) <= SAME_X and abs(box[2] + shift - cell.box[2]) <= SAME_X:
            return end
    return None


def _goes_on_down(above: DrawnCell, cell: DrawnCell, head: bool) -> bool:
    """Take a cell that only continues a vertically merged one into that (in a head, any blank one); whether it did."""
    if above.rowspan == 1 and cell.rowspan == 1 and not head:
        return False
    if cell.text and (not above.text or not above.full or NUMBERED.match(cell.text) or _FIGURE.match(cell.text)):
        return False
    above.text = join_lines(above.text, cell.text)
    _carry_on(above, cell)
    return True


def _mend_row(pairs: list[tuple[DrawnCell | None, DrawnCell]]) -> bool:
    """Put the halves of a row cut in two together in its upper half; whether that was done."""
    if any(above is None for above, _ in pairs) or len(pairs) < 2:
        return False
    halves = [(above, cell) for above, cell in pairs if above is not None]
    upper = any(_FIGURE.match(above.text) for above, _ in halves)
    lower = any(_FIGURE.match(cell.text) for _, cell in halves)
    if upper and lower and _are_cut_figures(halves):
        return True
    if upper == lower or any(_both(above.text, cell.text) for above, cell in halves):
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
        above.end = cell.page, cell.box
        above.sure = above.sure and cell.sure
    return True


def _are_cut_figures(halves: list[tuple[DrawnCell, DrawnCell]]) -> bool:
    """Whether figures themselves were cut in two: nobody vouches for what they were, so such cells are kept as doubtful."""
    lower = [(above, cell) for above, cell in halves if cell.text]
    if not all(_FIGURE.match(cell.text) and above.full and _FIGURE.match(above.text) for above, cell in lower):
        return False
    for above, cell in lower:
        above.text = f"{above.text}\n{cell.text}"
        above.sure = False
    return True


def _both(text: str, other: str) -> bool:
    """Whether two halves of a cell both hold something and one of them a figure."""
    return bool(text and other and (_FIGURE.match(text) or _FIGURE.match(other)))


def _is_unfinished(cell: DrawnCell) -> bool:
    """Whether a label visibly goes on: its last line fills the cell, or a bracket is open."""
    return cell.full or any(cell.text.count(a) > cell.text.count(b) for a, b in ("（）", "()", "《》", "“”"))
