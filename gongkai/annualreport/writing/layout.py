"""How a statutory table looks: from its scheme to a grid of head, label and figure cells with their spans.

Every writer draws this grid, so a form that is added as a file is written by all of them. Rows and columns count from 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from gongkai.annualreport.model import Cell, ExtraRow, ReportTable, State
from gongkai.annualreport.scheme import Column, Part, Row, TableScheme, address

CORNER = "corner"
COLUMN = "column"
BLOCK = "block"
LABEL = "label"
FIGURE = "figure"
DASHES = frozenset(("/", "／", "—", "——", "－", "-", "\\", "＼"))


@dataclass(frozen=True, slots=True)
class GridCell:
    """One drawn cell. ``kind``: corner, column (a head), block (the title of a block), label (of a row) or figure.

    ``final`` tells the head of one column or the label of one row from those that span several. A figure's ``text`` is
    what to write; it has its ``address`` (empty in a row beyond the form) and what the report holds there.
    """

    kind: str
    row: int
    column: int
    text: str = ""
    colspan: int = 1
    rowspan: int = 1
    final: bool = True
    address: str = ""
    cell: Cell | None = None


@dataclass(slots=True)
class Grid:
    """A drawn table: ``lines`` hold the cells that begin in each row, from left to right.

    ``heads`` rows at the top repeat on each page; ``stubs`` columns at the left hold labels. ``groups`` are the rows that
    belong together (the blocks of a table of blocks, else all rows after the heads).
    """

    key: str
    form: str
    title: str
    layout: str
    columns: int
    heads: int
    stubs: int
    lines: list[list[GridCell]] = field(default_factory=list)
    groups: list[range] = field(default_factory=list)

    @property
    def cells(self) -> list[GridCell]:
        return [cell for line in self.lines for cell in line]

    @property
    def covered(self) -> dict[tuple[int, int], GridCell]:
        """The cell that covers each position."""
        return {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.row + cell.rowspan)
            for column in range(cell.column, cell.column + cell.colspan)
        }


def grid(table: ReportTable) -> Grid:
    """The grid of a table of a report, local rows and rows beyond the form included where the report has them."""
    scheme = table.scheme
    if scheme.layout == "blocks":
        return _blocks(scheme, table)
    if scheme.layout == "matrix":
        return _matrix(scheme, table)
    return _line(scheme, table)


def _blocks(scheme: TableScheme, table: ReportTable) -> Grid:
    widest = max(len(part.columns) for part in scheme.parts)
    stubs = max(len(row.groups) + 1 for _, row in scheme.lines)
    found = Grid(scheme.key, scheme.form, scheme.title, scheme.layout, stubs + widest, 0, stubs)
    extra = [row for row in table.extra_rows if fits(row, scheme)]
    for index, part in enumerate(scheme.parts):
        start = len(found.lines)
        if part.title:
            found.lines.append([GridCell(BLOCK, start, 0, part.title, colspan=found.columns)])
        spans = _shares(len(part.columns), widest)
        _heads(found, part, spans)
        rows = _present(part, table)
        last = index == len(scheme.parts) - 1
        own = [row for row in extra if len(row.cells) == len(part.columns) or last]
        extra = [row for row in extra if row not in own]
        _body(found, part, rows, spans, table, own)
        found.groups.append(range(start, len(found.lines)))
    return found


def _matrix(scheme: TableScheme, table: ReportTable) -> Grid:
    part = scheme.parts[0]
    stubs = max(len(row.groups) + 1 for row in part.rows)
    found = Grid(scheme.key, scheme.form, scheme.title, scheme.layout, stubs + len(part.columns), 0, stubs)
    spans = [1] * len(part.columns)
    found.heads = _heads(found, part, spans)
    extra = [row for row in table.extra_rows if fits(row, scheme)]
    _body(found, part, _present(part, table), spans, table, extra)
    found.groups.append(range(found.heads, len(found.lines)))
    return found


def _line(scheme: TableScheme, table: ReportTable) -> Grid:
    part = scheme.parts[0]
    rows = _present(part, table)
    figures = [(row, column) for row in rows for column in part.columns]
    found = Grid(scheme.key, scheme.form, scheme.title, scheme.layout, len(figures), 0, 0)
    paths = [
        (
            (
                *((group, "") for group in row.groups),
                (row.label, row.key),
                *((group, row.key) for group in column.groups),
                (column.label, f"{row.key}.{column.key}"),
            )
        )
        for row, column in figures
    ]
    found.heads = _hang(found, paths, 0, [1] * len(figures))
    number = len(found.lines)
    found.lines.append([_figure(table, row.key, column, number, index) for index, (row, column) in enumerate(figures)])
    found.groups.append(range(found.heads, len(found.lines)))
    return found


def _present(part: Part, table: ReportTable) -> list[Row]:
    """The rows to draw: all of the form, and a local row when the report has something in it."""
    return [
        row
        for row in part.rows
        if not row.local or any(address(table.key, row.key, column.key) in table.cells for column in part.columns)
    ]


def _shares(columns: int, width: int) -> list[int]:
    """How wide each of few columns is drawn over ``width``: evenly, and what is left goes to the last.

    >>> _shares(1, 3), _shares(2, 3)
    ([3], [1, 2])
    """
    each = width // columns
    return [each] * (columns - 1) + [width - each * (columns - 1)]


Path = Sequence[tuple[str, str]]


def _heads(found: Grid, part: Part, spans: list[int]) -> int:
    """Draw the heads of a block with its corner; return how many rows they take."""
    start = len(found.lines)
    paths = [((*((group, "") for group in column.groups), (column.label, column.key))) for column in part.columns]
    depth = _hang(found, paths, found.stubs, spans)
    corner = GridCell(CORNER, start, 0, part.corner, colspan=found.stubs, rowspan=depth)
    found.lines[start].insert(0, corner)
    return depth


def _hang(found: Grid, paths: Sequence[Path], left: int, spans: list[int]) -> int:
    """Draw heads as a tree hanging from the top: neighbours with the same beginning share cells, the last cell of a path
    reaches down to the figures. Returns the number of rows."""
    start = len(found.lines)
    depth = max(len(path) for path in paths)
    edges = [left]
    for span in spans:
        edges.append(edges[-1] + span)
    for level in range(depth):
        line = []
        for first, after in _runs(paths, level):
            path = paths[first]
            final = level == len(path) - 1
            line.append(
                GridCell(
                    COLUMN,
                    start + level,
                    edges[first],
                    path[level][0],
                    colspan=edges[after] - edges[first],
                    rowspan=depth - level if final else 1,
                    final=final,
                )
            )
        found.lines.append(line)
    return depth


def _runs(paths: Sequence[Path], level: int) -> list[tuple[int, int]]:
    """First and past-the-last index of neighbours that share the first ``level`` + 1 steps; shorter paths are left out."""
    runs: list[tuple[int, int]] = []
    index = 0
    while index < len(paths):
        after = index + 1
        if len(paths[index]) > level:
            shared = tuple(paths[index][: level + 1])
            while after < len(paths) and tuple(paths[after][: level + 1]) == shared:
                after += 1
            runs.append((index, after))
        index = after
    return runs


def _body(
    found: Grid, part: Part, rows: list[Row], spans: list[int], table: ReportTable, extra: Sequence[ExtraRow]
) -> None:
    start = len(found.lines)
    paths = [((*((group, "") for group in row.groups), (row.label, row.key))) for row in rows]
    lines: list[list[GridCell]] = [[] for _ in rows]
    for level in range(found.stubs):
        for first, after in _runs(paths, level):
            path = paths[first]
            final = level == len(path) - 1
            lines[first].append(
                GridCell(
                    LABEL,
                    start + first,
                    level,
                    path[level][0],
                    colspan=found.stubs - level if final else 1,
                    rowspan=after - first,
                    final=final,
                )
            )
    for offset, row in enumerate(rows):
        left = found.stubs
        for column, span in zip(part.columns, spans, strict=True):
            drawn = _figure(table, row.key, column, start + offset, left)
            lines[offset].append(replace(drawn, colspan=span))
            left += span
    found.lines.extend(lines)
    for each in extra:
        found.lines.append(_beyond(each, len(found.lines), found))


def _beyond(row: ExtraRow, number: int, found: Grid) -> list[GridCell]:
    """A row beyond the form: its label, then its figures."""
    line = [GridCell(LABEL, number, 0, row.label, colspan=found.stubs)]
    left = found.stubs
    for cell, span in zip(row.cells, _shares(len(row.cells), found.columns - found.stubs), strict=True):
        line.append(GridCell(FIGURE, number, left, shown(cell), colspan=span, cell=cell))
        left += span
    return line


def _figure(table: ReportTable, row: str, column: Column, number: int, left: int) -> GridCell:
    at = address(table.key, row, column.key)
    cell = table.cell(at)
    return GridCell(FIGURE, number, left, shown(cell, as_written=column.as_written), address=at, cell=cell)


def shown(cell: Cell, *, as_written: bool = False) -> str:
    """What stands in the cell: the number in plain digits, a dash, or nothing; never a zero for what is not known.

    >>> shown(Cell(State.VALUE, Decimal("7.4630")), as_written=True), shown(Cell(State.DASH)), shown(Cell(State.BLANK))
    ('7.4630', '/', '')
    """
    if cell.state is State.DASH:
        return cell.text if cell.text in DASHES else "/"
    if cell.state is not State.VALUE or cell.value is None:
        return ""
    if as_written and cell.text:
        return cell.text
    return format(cell.value, "f") if isinstance(cell.value, Decimal) else str(cell.value)


def fits(row: ExtraRow, scheme: TableScheme) -> bool:
    """Whether a row beyond the form can stand in the grid: it has figures, and not more than the table is wide."""
    return scheme.layout != "line" and 0 < len(row.cells) <= max(len(part.columns) for part in scheme.parts)
