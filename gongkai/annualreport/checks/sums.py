"""The sums of the forms, compiled once and taken over a table's cells.

The sums come from the scheme (``TableScheme.instances``), whatever form it is. A residual is left minus right: 0 where the sum
holds, None where a cell of it has no number.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from gongkai.annualreport.checks.engine import Context
from gongkai.annualreport.model import ReportTable, State
from gongkai.annualreport.scheme import TableScheme, address, split


@dataclass(frozen=True, slots=True)
class Instance:
    """One sum in one row or column: indexes of the cells left and right."""

    code: str
    across: str
    over: str
    left: tuple[int, ...]
    right: tuple[int, ...]
    rounded: bool


@dataclass(frozen=True, slots=True)
class Compiled:
    """The sums of a table: ``uses[i]`` lists the sums that read cell ``i``, with its sign (+1 left, -1 right);
    ``signed`` are the cells that may be negative."""

    scheme: TableScheme
    cells: tuple[str, ...]
    instances: tuple[Instance, ...]
    uses: tuple[tuple[tuple[int, int], ...], ...]
    signed: frozenset[int]


@dataclass(slots=True)
class Taken:
    """The sums taken over one table."""

    table: ReportTable
    compiled: Compiled
    values: list[int | Decimal | None]
    residuals: list[int | Decimal | None]

    @property
    def failing(self) -> list[int]:
        return [index for index, residual in enumerate(self.residuals) if residual]

    def cells_of(self, index: int) -> list[str]:
        """The addresses that a sum reads."""
        instance = self.compiled.instances[index]
        return [self.compiled.cells[at] for at in (*instance.left, *instance.right)]

    def missing(self, index: int) -> list[str]:
        """The addresses in a sum that have no number."""
        instance = self.compiled.instances[index]
        return [self.compiled.cells[at] for at in (*instance.left, *instance.right) if self.values[at] is None]


_NOTHING = (State.BLANK, State.ABSENT)
_compiled: dict[int, Compiled] = {}


def compile_sums(scheme: TableScheme) -> Compiled:
    """The sums of a table as indexes. Kept by identity: the compiled form holds its scheme alive."""
    found = _compiled.get(id(scheme))
    if found is not None:
        return found
    position: dict[str, int] = {}
    instances = []
    for rule, over, left, right in scheme.instances():
        indexes = [tuple(position.setdefault(cell, len(position)) for cell in side) for side in (left, right)]
        rounded = any(_kind(scheme, cell) == "amount" for cell in (*left, *right))
        instances.append(Instance(rule.code, rule.across, over, indexes[0], indexes[1], rounded))
    uses: list[list[tuple[int, int]]] = [[] for _ in position]
    for index, instance in enumerate(instances):
        for side, sign in ((instance.left, 1), (instance.right, -1)):
            for at in side:
                uses[at].append((index, sign))
    signed = {
        address(scheme.key, row.key, column.key)
        for part, row in scheme.lines
        for column in part.columns
        if column.kind == "change"
    }
    found = Compiled(
        scheme,
        tuple(position),
        tuple(instances),
        tuple(tuple(each) for each in uses),
        frozenset(position[cell] for cell in signed if cell in position),
    )
    _compiled[id(scheme)] = found
    return found


def take(table: ReportTable) -> Taken:
    """Take every sum of a table."""
    compiled = compile_sums(table.scheme)
    cells = table.cells
    values: list[int | Decimal | None] = []
    for at in compiled.cells:
        cell = cells.get(at)
        values.append(None if cell is None else cell.value)
    residuals: list[int | Decimal | None] = []
    for instance in compiled.instances:
        try:
            left: int | Decimal = sum(values[at] for at in instance.left)  # type: ignore[misc]
            right: int | Decimal = sum(values[at] for at in instance.right)  # type: ignore[misc]
        except TypeError:
            residuals.append(None)
        else:
            residuals.append(_within_rounding(left - right, values, instance) if instance.rounded else left - right)
    return Taken(table, compiled, values, residuals)


def _kind(scheme: TableScheme, cell: str) -> str:
    _, row, key = split(cell)
    return next((column.kind for column in scheme.columns_of[row] if column.key == key), "")


def _within_rounding(residual: int | Decimal, values: list[int | Decimal | None], instance: Instance) -> int | Decimal:
    """0 for a residual that rounding explains: half a unit of the last digit written, for every amount in the sum."""
    slack = Decimal(0)
    for at in (*instance.left, *instance.right):
        exponent = Decimal(values[at] or 0).as_tuple().exponent
        slack += Decimal(5).scaleb(int(exponent) - 1)
    return 0 if abs(Decimal(residual)) <= slack else residual


def taken(context: Context) -> list[Taken]:
    """The sums of every table that is there and not wholly blank: of a blank one C-EMPTY tells all there is to tell."""
    return [
        take(table)
        for table in context.report.tables.values()
        if table is not None and any(cell.state not in _NOTHING for cell in table.cells.values())
    ]


def unsound(context: Context) -> set[str]:
    """Every cell that a failing sum reads: what is said of such figures elsewhere would blame twice."""
    return {cell for each in context.of(taken) for index in each.failing for cell in each.cells_of(index)}


def unsound_before(context: Context) -> set[str]:
    """The same in the report of the year before, with the cells whose reading was in doubt there."""
    if context.prior is None:
        return set()
    before = Context(context.prior)
    return before.of(unsound) | set(before.doubted)
