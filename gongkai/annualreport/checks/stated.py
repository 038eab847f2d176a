"""What the text states beside what the table holds: which cells a measure of the text stands for, and what they add up to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gongkai.annualreport.checks.engine import Context
from gongkai.annualreport.checks.wording import cells_in_words, figure, row_name, table_name
from gongkai.annualreport.model import ReportTable
from gongkai.annualreport.narrative.model import Fact
from gongkai.annualreport.narrative.scope import part_of_year
from gongkai.annualreport.scheme import address, cell_label, split

ORGANISATIONS = ("business", "research", "public_welfare", "legal_service", "other_org")
APPLICANTS = ("natural_person", *ORGANISATIONS)
SUITS = ("direct_suit", "suit_after_reconsideration")
GROUPS = ("refused", "unavailable", "not_processed", "other")
_ISSUED = {"issued": "made"}
"""What the text calls 制发 is 新制作 in the form of 2019."""


@dataclass(frozen=True, slots=True)
class Sought:
    """The cells a measure stands for. ``value`` is their sum; None when a cell has no number or its reading is in doubt.

    ``least`` is what the sum comes to at least, by the cells that can be read. ``across``: a total had no number, its row was
    added up instead.
    """

    table: ReportTable
    cells: list[str]
    value: Decimal | None
    least: Decimal
    across: bool = False

    @property
    def words(self) -> str:
        """The cells in words: one by row and column, several as what they add up to."""
        scheme = self.table.scheme
        name = table_name(self.table.form, self.table.key)
        if len(self.cells) == 1 and self.across:
            return f"{name}“{row_name(scheme, split(self.cells[0])[1])}”行各类申请人相加（“总计”格没有数字）"
        if len(self.cells) == 1:
            return name + cell_label(self.cells[0], self.table.form)
        rows = list(dict.fromkeys(split(cell)[1] for cell in self.cells))
        groups = {scheme.rows[row].groups[-1:] for row in rows}
        if len(rows) > 1 and len(groups) == 1 and (group := groups.pop()) and rows[0].partition(".")[2]:
            return f"{name}“{group[0]}”各行相加"
        if self.table.key == "disputes":
            return f"{name}{'、'.join(f'“{row_name(scheme, row)}”' for row in rows)}相加"
        return f"{name}{cells_in_words(scheme, self.cells)}相加"


def sought(context: Context, measure: str, column: str = "total") -> Sought | None:
    """The cells for a measure of the text; None when the report has no such table, row or column."""
    key, _, rest = measure.partition(".")
    table = context.report.tables.get(key)
    if table is None:
        return None
    cells = _cells(table, rest, column)
    if not cells:
        return None
    values = [_readable(context, cell) for cell in cells]
    least = sum((Decimal(value) for value in values if value is not None), Decimal(0))
    if None not in values:
        return Sought(table, cells, least, least)
    if key == "applications" and column == "total":
        return _by_applicants(context, table, cells)
    return Sought(table, cells, None, least)


def _by_applicants(context: Context, table: ReportTable, cells: list[str]) -> Sought:
    """A total that cannot be read: what its row comes to, where every applicant's cell can be."""
    value: Decimal | None = Decimal(0)
    least = Decimal(0)
    for cell in cells:
        row = split(cell)[1]
        own = _readable(context, cell)
        parts = [_readable(context, address(table.key, row, column)) for column in APPLICANTS]
        known = sum((Decimal(part) for part in parts if part is not None), Decimal(0))
        least += Decimal(own) if own is not None else known
        if own is not None and value is not None:
            value += own
        elif own is None:
            value = None if None in parts or value is None else value + known
    return Sought(table, cells, value, least, across=True)


def _readable(context: Context, cell: str) -> int | Decimal | None:
    return None if cell in context.doubted else context.report.value(cell)


def _cells(table: ReportTable, rest: str, column: str) -> list[str]:
    if table.key == "applications":
        rows = _application_rows(table, rest)
        columns = ORGANISATIONS if column == "organisation" else (column,)
    elif table.key == "disputes":
        name, _, outcome = rest.partition(".")
        rows = {"litigation": list(SUITS), "all": ["reconsideration", *SUITS]}.get(name, [name])
        columns = (outcome or "total",)
    else:
        row, _, name = rest.rpartition(".")
        known = {each.key for each in table.scheme.columns_of.get(row, ())}
        name = name if name in known else _ISSUED.get(name, {"amount": "amount_10k_yuan"}.get(name, name))
        rows, columns = [row], (name,)
    return [
        address(table.key, row, each)
        for row in rows
        for each in columns
        if any(known.key == each for known in table.scheme.columns_of.get(row, ()))
    ]


def _application_rows(table: ReportTable, rest: str) -> list[str]:
    if rest == "handled":
        return ["received", "carried_in"]
    if rest in GROUPS:
        return [key for key, row in table.scheme.rows.items() if key.startswith(f"{rest}.") and not row.local]
    return [rest] if rest in table.scheme.rows else []


def facts_of(context: Context, *prefixes: str) -> Iterator[Fact]:
    """The exact figures of this year that the text states of a measure, each value once; statements of none left out.

    Figures of one office only are left out where the text also gives one of the whole organ.
    """
    facts = [fact for fact in stated_of(context, *prefixes) if not fact.negated]
    whole = {(fact.measure, fact.column) for fact in facts if fact.scope == "own"}
    seen = set()
    for fact in facts:
        key = (fact.measure, fact.column, fact.value, fact.scope)
        if key in seen or fact.approximate or (fact.scope == "part" and (fact.measure, fact.column) in whole):
            continue
        seen.add(key)
        yield fact


def denied(context: Context, *prefixes: str) -> Iterator[Fact]:
    """The statements that there was none, for the whole organ or an office of it."""
    return (fact for fact in stated_of(context, *prefixes) if fact.negated)


def stated_of(context: Context, *prefixes: str) -> Iterator[Fact]:
    """The figures and denials of this year that are of these measures (or finer ones)."""
    finer = tuple(f"{prefix}." for prefix in prefixes)
    for fact in context.of(_comparable):
        measure = fact.measure or ""
        if measure in prefixes or measure.startswith(finer):
            yield fact


def _comparable(context: Context) -> list[Fact]:
    """Figures with a measure, of the year and not of a part of it, nor of all years so far."""
    return [
        fact
        for fact in context.narrative.facts
        if fact.measure is not None
        and fact.year is None
        and fact.scope != "cumulative"
        and not part_of_year(fact.phrase)
    ]


def compared(fact: Fact, held: Decimal, unit: str = "件") -> dict[str, str]:
    """Both figures and the difference in words."""
    gap = fact.value - held
    return {
        "quote": fact.quote,
        "stated": f"{figure(fact.value)} {unit}",
        "held": f"{figure(held)} {unit}",
        "difference": f"文中{'多' if gap > 0 else '少'} {figure(abs(gap))} {unit}",
    }


def agrees(fact: Fact, held: Decimal) -> bool:
    """Whether a figure of the text is that of the table, to the precision written."""
    return abs(fact.value - held) <= fact.slack
