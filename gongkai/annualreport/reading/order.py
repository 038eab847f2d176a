"""Column heads that stand in another order than on the form, or that head something else: figures are read by place, so such
columns are not read at all."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from gongkai.annualreport.reading.labels import core, likeness, squeeze, unexplained
from gongkai.annualreport.reading.rows import Row
from gongkai.annualreport.scheme import Column, TableScheme

CLEARLY = 0.15
MAX_LINE = 80
_LAST_YEAR = ("上年", "上一年", "去年")


def heads_in(row: Row) -> list[str]:
    """The texts of a row of heads, blanks left out; none for a row that holds figures."""
    if row.cells is None or row.has_figures:
        return []
    return [cell.text.strip() for cell in row.cells if cell.text.strip()]


def misplaced(rows: Iterable[Row], columns: tuple[Column, ...]) -> str:
    """The heads as written when they do not head the columns of the form in its order; else empty.

    A head counts only when it is exactly a column's label (or a known variant), or when its row has just as many heads as
    the form has columns, so that a badly written head is no misplaced one.
    """
    for row in rows:
        heads = heads_in(row)
        if not heads or len(columns) < 2:
            continue
        known = [at for head in heads if (at := _exactly(head, columns)) is not None]
        if any(later <= earlier and later != 0 for earlier, later in pairwise(known)):
            return " ".join(heads)
        if known and known[0] > 0 and 0 in known:
            return " ".join(heads)
        if known and len(heads) == len(columns) + 1 and _heads_another(heads[1:], columns):
            return " ".join(heads)
    return ""


def groups_misplaced(rows: Iterable[Row], scheme: TableScheme) -> str:
    """The names of groups of columns as written when they stand in another order than on the form; else empty."""
    names = [core(row.label) for _, row in scheme.lines]
    seen: list[tuple[int, str]] = []
    for row in rows:
        heads = heads_in(row) if row.cells is not None else row.text.split() if len(row.text) <= MAX_LINE else []
        for head in heads:
            told = core(head)
            if told in names and names.index(told) not in (at for at, _ in seen):
                seen.append((names.index(told), head))
    order = [at for at, _ in seen]
    return "" if order == sorted(order) else " ".join(head for _, head in seen)


def in_yuan(rows: Iterable[Row], column: Column) -> str:
    """The head of an amount as written when it gives 元 and not 万元 as the unit; else empty."""
    for row in rows:
        for head in heads_in(row) if row.cells is not None else [row.text.strip()]:
            told = squeeze(head)
            if (
                "单位元" in told
                and len(told) <= 30
                and max(
                    likeness(core(unexplained(head)), core(unexplained(each)))
                    for each in (column.label, *column.variants)
                )
                >= 0.6
            ):
                return head
    return ""


def _exactly(head: str, columns: tuple[Column, ...]) -> int | None:
    told = core(head)
    for at, column in enumerate(columns):
        if told in (core(each) for each in (column.label, *column.variants)):
            return at
    return None


def _heads_another(heads: list[str], columns: tuple[Column, ...]) -> bool:
    for at, head in enumerate(heads):
        told = core(head)
        if told.startswith(_LAST_YEAR) and not core(columns[at].label).startswith(_LAST_YEAR):
            return True
        scores = [max(likeness(told, core(each)) for each in (column.label, *column.variants)) for column in columns]
        if max(scores) > scores[at] + CLEARLY and max(scores) >= 0.9:
            return True
    return False
