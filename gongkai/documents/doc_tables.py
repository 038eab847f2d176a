"""Rows of tables in a Word 97–2003 file: cells have edges in twips there, and no counts of columns spanned."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from gongkai.documents.doc_binary import Implausible
from gongkai.documents.doc_format import Cells
from gongkai.documents.docx_tables import Row, RowCell
from gongkai.documents.model import Block, TextCell

NEAR = 30
"""Twips (1/1440 inch): edges nearer than this in two rows are one edge drawn inexactly."""
CONTINUES, STARTS = 1, 3


@dataclass(slots=True)
class MeasuredRow:
    """A row with the left and right edge of each of its cells; none where the file does not say them."""

    row: Row
    edges: list[tuple[int, int]]


def table_row(cells: list[list[Block]], about: Cells | None) -> MeasuredRow:
    """A row of the cells read; ``Implausible`` when the row's definition counts another number of cells.

    Of cells merged sideways the first has the content. Which of two values marks the first is written differently in
    descriptions of the format; the first cell of a group shows it.
    """
    row = Row()
    edges: list[tuple[int, int]] = []
    if about is not None and len(about.across) != len(cells):
        raise Implausible("a row has another number of cells than it says")
    head = 0
    for index, blocks in enumerate(cells):
        across, down = (about.across[index], about.down[index]) if about else (0, 0)
        if across and head and across != head:
            edges[-1] = edges[-1][0], about.edges[index + 1] if about else 0
            continue
        head = across
        row.cells.append(RowCell(TextCell(""), blocks, down == CONTINUES, down != 0))
        if about is not None:
            edges.append((about.edges[index], about.edges[index + 1]))
    return MeasuredRow(row, edges)


def on_grid(measured: list[MeasuredRow]) -> list[Row]:
    """The rows of a table, their cells' spans counted on the grid that all edges of the table make together."""
    grid: list[int] = []
    for edge in sorted({edge for each in measured for pair in each.edges for edge in pair}):
        if not grid or edge - grid[-1] > NEAR:
            grid.append(edge)
    for each in measured:
        places = [(bisect_right(grid, left), bisect_right(grid, right)) for left, right in each.edges]
        if places:
            each.row.before = places[0][0] - 1
        for cell, (left, right) in zip(each.row.cells, places, strict=False):
            cell.cell.colspan = max(1, right - left)
    return [each.row for each in measured]
