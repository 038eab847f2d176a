"""A line of cells to the cells of one row of the form: the window that fits, or a doubt with the candidates."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import combinations

from gongkai.annualreport.model import ABSENT, Candidate, Cell, Doubt, State
from gongkai.annualreport.reading.observe import Observed, windows
from gongkai.annualreport.reading.values import parse
from gongkai.annualreport.scheme import Column, TableScheme, address
from gongkai.documents.model import TextCell

MAX_SURPLUS = 2


def fit(
    scheme: TableScheme, targets: list[tuple[str, Column]], line: Observed, name: str, offset: int | None = None
) -> tuple[dict[str, Cell], list[Doubt]]:
    """The cells for ``targets`` (row key and column) out of one observed line.

    More cells than columns are fine when the surplus is blank and only one placing is left (``offset`` is where the
    other lines of the table begin); everything else leaves the cells ILLEGIBLE with a doubt that shows the raw line.
    """
    width = len(targets)
    places = windows(line.values, width)
    if len(places) > 1 and offset in places:
        places = [offset]
    if len(places) == 1:
        return _cells(scheme, targets, line.values[places[0] : places[0] + width]), []
    if len(line.values) < width and line.in_table and line.blank:
        return _cells(scheme, targets, line.values + [TextCell("", line.place)] * (width - len(line.values))), []
    return _illegible(scheme, targets, line), [_doubt(scheme, targets, line, name, places)]


def _cells(scheme: TableScheme, targets: list[tuple[str, Column]], values: list[TextCell]) -> dict[str, Cell]:
    found = {}
    for (row, column), value in zip(targets, values, strict=True):
        cell = parse(value.text, value.place, unit=column.unit)
        if not getattr(value, "sure", True) and cell.state is State.VALUE:
            cell = Cell(State.ILLEGIBLE, None, cell.text, cell.place)
        found[address(scheme.key, row, column.key)] = cell
    return found


def _illegible(scheme: TableScheme, targets: list[tuple[str, Column]], line: Observed) -> dict[str, Cell]:
    raw = " ".join(cell.text.strip() or "□" for cell in line.values)
    return {
        address(scheme.key, row, column.key): Cell(State.ILLEGIBLE, None, raw, line.place) for row, column in targets
    }


def _doubt(
    scheme: TableScheme, targets: list[tuple[str, Column]], line: Observed, name: str, places: list[int]
) -> Doubt:
    width, count = len(targets), len(line.values)
    cells = [address(scheme.key, row, column.key) for row, column in targets]
    raw = " ".join(cell.text.strip() or "□" for cell in line.values)
    if places:
        message = f"{name}有{count}格，应有{width}格，多出的空格不知在前还是在后，这些数字没有采用。原文：{raw}"
        return Doubt("C-SHIFT", message, cells, line.place, raw, _placings(scheme, cells, line, places))
    if count > width:
        message = f"{name}有{count}个数，应有{width}个，分不清哪一个是多余的，这些数字没有采用。原文依次为：{raw}"
    elif line.in_table:
        message = f"{name}只有{count}格，应有{width}格，分不清缺的是哪一格，这些数字没有采用。原文：{raw}"
    else:
        message = f"{name}只读到{count}个数，应有{width}个，分不清空着的是哪几格，这些数字没有采用。原文：{raw}"
    candidates = _deletions(scheme, cells, line) if count > width else _insertions(scheme, cells, line)
    return Doubt("C-COUNT", message, cells, line.place, raw, candidates)


def _placings(scheme: TableScheme, cells: list[str], line: Observed, places: list[int]) -> list[Candidate]:
    found = []
    for start in places:
        values = [parse(cell.text).value for cell in line.values[start : start + len(cells)]]
        figures = {at: value for at, value in zip(cells, values, strict=True) if value is not None}
        if sums_hold(scheme, figures):
            found.append(Candidate(figures, "这样排列，各项合计都成立"))
    return found


def _deletions(scheme: TableScheme, cells: list[str], line: Observed) -> list[Candidate]:
    surplus = len(line.values) - len(cells)
    values = [parse(cell.text).value for cell in line.values]
    if surplus > MAX_SURPLUS or None in values:
        return []
    found: dict[tuple[object, ...], Candidate] = {}
    for gone in combinations(range(len(values)), surplus):
        kept = [value for index, value in enumerate(values) if index not in gone]
        figures = {at: value for at, value in zip(cells, kept, strict=True) if value is not None}
        if tuple(kept) not in found and sums_hold(scheme, figures):
            which = "、".join(f"第{index + 1}个数“{line.values[index].text.strip()}”" for index in gone)
            found[tuple(kept)] = Candidate(figures, f"去掉{which}，各项合计都成立")
    return list(found.values())


def _insertions(scheme: TableScheme, cells: list[str], line: Observed) -> list[Candidate]:
    missing = len(cells) - len(line.values)
    values = [parse(cell.text).value for cell in line.values]
    if None in values or not values or missing > 6 or len(cells) > 7:
        return []
    found = []
    for kept in combinations(range(len(cells)), len(values)):
        figures = {cells[place]: value for place, value in zip(kept, values, strict=True) if value is not None}
        if sums_hold(scheme, {at: figures.get(at, 0) for at in cells}):
            found.append(Candidate(figures, "其余各格为空时，合计成立"))
    return found if len(found) <= 3 else []


def sums_hold(scheme: TableScheme, figures: Mapping[str, int | Decimal]) -> bool:
    """Whether every sum of the form that lies wholly within ``figures`` holds."""
    for _, _, left, right in scheme.instances():
        if all(at in figures for at in (*left, *right)):
            difference = sum((figures[at] for at in left), Decimal(0)) - sum((figures[at] for at in right), Decimal(0))
            if difference != 0:
                return False
    return True


def absent_cells(scheme: TableScheme, cells: dict[str, Cell]) -> dict[str, Cell]:
    """All cells of the form, ABSENT where nothing was read; keys in the order of the form."""
    ordered = {at: cells.get(at, ABSENT) for at in scheme.addresses}
    ordered.update({at: cell for at, cell in cells.items() if at not in ordered})
    return ordered


def row_name(scheme: TableScheme, row: str) -> str:
    """A row in words, for messages."""
    line = scheme.rows[row]
    return f"“{line.label}”一行"
