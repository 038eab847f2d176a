"""What was found of one table, and what is taken back of it because its heads say something else."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.annualreport.model import Cell, Doubt, ExtraRow, ReportTable, State
from gongkai.annualreport.reading.observe import Observed
from gongkai.annualreport.reading.regions import Region
from gongkai.annualreport.reading.rows import Row
from gongkai.annualreport.reading.values import parse


@dataclass(slots=True)
class Found:
    """A table as read by one form. ``score`` compares forms; ``rows`` are the indices of the rows it took; ``whole``:
    every row of the form stands there under its own label and nothing else, so that no other form can fit better."""

    table: ReportTable
    score: float
    rows: set[int] = field(default_factory=set)
    doubts: list[Doubt] = field(default_factory=list)
    twice: bool = False
    whole: bool = False


def add_extra(found: Found, line: Observed) -> None:
    label = line.label.strip()
    if not label or not any(parse(cell.text).state is State.VALUE for cell in line.values):
        return
    key = f"extra_{len(found.table.extra_rows) + 1}"
    cells = [parse(cell.text, cell.place) for cell in line.values]
    found.table.extra_rows.append(ExtraRow(key, " ".join(label.split()), cells, line.place))


def take_back(found: Found, cells: list[str], why: str, written: str) -> None:
    """Take back figures that stand under other heads than those of the form."""
    for at in cells:
        cell = found.table.cells[at]
        if cell.state is State.VALUE:
            found.table.cells[at] = Cell(State.ILLEGIBLE, None, cell.text, cell.place)
    message = f"{why}（{written}），分不清数字属于哪一列，没有采用。"
    found.doubts.append(Doubt("C-DOUBT", message, cells, found.table.place, written))


def take_back_yuan(found: Found, cells: list[str], written: str) -> None:
    """An amount other than zero under a head in 元 is read in neither unit: organs leave 万元 figures under such heads."""
    told = [at for at in cells if found.table.cells[at].value]
    for at in told:
        cell = found.table.cells[at]
        if "元" in cell.text:
            continue
        found.table.cells[at] = Cell(State.ILLEGIBLE, None, cell.text, cell.place)
        message = f"收费金额的栏目写作“{written}”，格式的单位是万元，分不清“{cell.text}”是元还是万元，没有采用。"
        found.doubts.append(Doubt("C-DOUBT", message, [at], cell.place, cell.text))


def heads_above(rows: list[Row], region: Region) -> int:
    """The first row of the block of rows that a region begins in: its heads stand there."""
    first = region.first
    while first > 0 and rows[first].in_table and rows[first - 1].block == rows[first].block:
        first -= 1
    return first
