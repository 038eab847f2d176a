"""Rows of a word processor's table as blocks: merged cells joined, tables that only lay out a page taken apart.

The readers of DOCX and DOC share this.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from gongkai.documents.model import Block, Paragraph, Place, Table, TextCell

SHORT = 60
"""Characters up to which a heading written over several lines is one line of text."""


@dataclass(slots=True)
class RowCell:
    """A cell with its blocks; ``continues`` a vertical merge from above, or is ``merged`` at all."""

    cell: TextCell
    blocks: list[Block]
    continues: bool = False
    merged: bool = False


@dataclass(slots=True)
class Row:
    """A row; ``before`` counts the grid columns left free at its start."""

    before: int = 0
    cells: list[RowCell] = field(default_factory=list)


def as_blocks(rows: list[Row], out: list[Block]) -> None:
    """Append a table to ``out``: as one ``Table``; or, where cells hold tables themselves, taken apart.

    A table of one single cell is a frame around text and becomes paragraphs. Of a table that holds others, the rows
    with an inner table and the rows of one cell are laid out one after another; the rest stay tables.
    """
    join_merged(rows)
    rows = [row for row in rows if row.cells]
    if not rows:
        return
    if len(rows) == 1 and len(rows[0].cells) == 1:
        out.extend(rows[0].cells[0].blocks)
        return
    layout = any(_holds_table(row) for row in rows)
    table: list[list[TextCell]] = []
    for row in rows:
        if layout and (len(row.cells) == 1 or _holds_table(row)):
            if table:
                out.append(Table(table))
                table = []
            for each in row.cells:
                out.extend(each.blocks)
        else:
            table.append([each.cell for each in row.cells])
    if table:
        out.append(Table(table))


def join_merged(rows: list[Row]) -> None:
    """Leave out the cells that continue one above them, and count the rows that the upper one spans.

    A cell that claims to continue something while nothing above it is merged keeps its text: word processors show it.
    """
    above: dict[int, RowCell] = {}
    for row in rows:
        open_now: dict[int, RowCell] = {}
        kept: list[RowCell] = []
        column = row.before
        for each in row.cells:
            each.cell.text = "\n".join(block.text for block in each.blocks if isinstance(block, Paragraph))
            start = above.get(column)
            if each.continues and start is not None:
                start.cell.rowspan += 1
                open_now[column] = start
            elif not (each.continues and above and not each.blocks):
                kept.append(each)
                if each.merged:
                    open_now[column] = each
            column += each.cell.colspan
        row.cells = kept
        above = open_now


def number_blocks(blocks: list[Block]) -> list[Block]:
    """The blocks with their places: paragraphs and tables are counted apart, each from 1. A heading stands in one line."""
    numbered: list[Block] = []
    lines = tables = 0
    for block in blocks:
        if isinstance(block, Paragraph):
            text = block.text.strip()
            if block.style == "heading" and len(text) <= SHORT:
                text = "".join(line.strip() for line in text.split("\n"))
            if text:
                lines += 1
                numbered.append(replace(block, text=text, place=Place(line=lines)))
        elif isinstance(block, Table):
            tables += 1
            block.place = Place(table=tables)
            for row, cells in enumerate(block.rows, start=1):
                for column, cell in enumerate(cells, start=1):
                    cell.place = Place(table=tables, row=row, column=column)
            numbered.append(block)
        else:
            numbered.append(block)
    return numbered


def _holds_table(row: Row) -> bool:
    return any(isinstance(block, Table) for each in row.cells for block in each.blocks)
