"""From plain records to the cells of the statutory tables, for a year and as of a date.

A figure is the size of a set of records: ``selection`` says which records a cell counts, ``rows_of_application`` and
``columns_of_document`` say in which cells a record counts, and both read the same rules. The statistics run from 1 January to
31 December of the year (国办公开办函〔2021〕30号); what is pending at the end of the last day goes to 结转下年度.

An application counts once, with the decision that first ended it: when it is ordered to be decided again it is no new
application and no second result (what became of it stands in table 4 as 结果纠正).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gongkai.annualreport.model import Cell, ReportTable, State
from gongkai.annualreport.scheme import Scheme, TableScheme, address, split
from gongkai.publishing.registers import ROWS, in_wan

RECEIVED, CARRIED_IN, PROCESSED, CARRIED_OUT = "received", "carried_in", "processed_total", "carried_out"
FLOW = (RECEIVED, CARRIED_IN, PROCESSED, CARRIED_OUT)
TOTAL = "total"
APPLICATIONS, DOCUMENTS, REGISTERS, DISPUTES = "applications", "proactive_disclosure", "registers", "disputes"
PENDING = "pending"
"""尚未审结, the column of table 4 for what has no result at the end of the period."""
DOCUMENT_ROWS = ("government_rules", "normative_documents")
ISSUED, REPEALED, IN_FORCE, PUBLISHED_TOTAL = "issued", "repealed", "in_force", "published_total"
MEASURES = {
    "issued": ISSUED,
    "made": ISSUED,
    "newly_published": ISSUED,
    "repealed": REPEALED,
    "in_force": IN_FORCE,
    "published_total": PUBLISHED_TOTAL,
}
"""What each column of 第二十条第（一）项 measures, of all forms. A document is issued when the public could first read it."""

REGISTER_MEASURES = {
    "decisions": "decisions",
    "prior_items": "prior_items",
    "item_change": "item_change",
    "projects": "projects",
    "amount_10k_yuan": "amount",
}
"""What each column of 第二十条第（五）、（六）、（八）、（九）项 measures, of all forms; ``amount`` is kept in 元 and shown in 万元."""
AMOUNT = "amount"


class Uncounted(LookupError):
    """A record that no cell of the form can take; the text says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a report is about: from 1 January of ``year`` to ``until`` (31 December, or an earlier day looked from)."""

    year: int
    until: date

    @property
    def since(self) -> date:
        return date(self.year, 1, 1)

    def has(self, day: date | None) -> bool:
        """Whether the day lies in the period."""
        return day is not None and self.since <= day <= self.until


def period(year: int, as_of: date | None = None) -> Period:
    """The report year, seen as of a day: never beyond 31 December.

    >>> period(2024, date(2025, 1, 10)).until
    datetime.date(2024, 12, 31)
    """
    last = date(year, 12, 31)
    return Period(year, last if as_of is None or as_of > last else as_of)


@dataclass(frozen=True, slots=True)
class ApplicationRecord:
    """An application as counting sees it. ``ended_on`` and ``outcome`` are of the decision that first ended it."""

    applicant_kind: str
    received_on: date
    ended_on: date | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A 规章 or 行政规范性文件: ``row`` of table 2, when issued and repealed; ``lapsed_on``: the first day on which it is out of
    force without repeal (its term was over, or it was withdrawn)."""

    row: str
    issued_on: date
    repealed_on: date | None = None
    lapsed_on: date | None = None


@dataclass(frozen=True, slots=True)
class DisputeRecord:
    """A reconsideration or a suit as counting sees it: ``row`` of table 4; ``column`` of its result, once ``concluded_on`` is there."""

    row: str
    began_on: date
    concluded_on: date | None = None
    column: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which records a cell counts. ``rows``: rows of table 3 or, for documents and registers, of table 2; ``kinds``: of
    applicants; ``measure``: what of a document or register is counted, for disputes the column of table 4."""

    register: str
    rows: frozenset[str]
    kinds: frozenset[str] = frozenset()
    measure: str = ""


def kinds_of(table: TableScheme) -> tuple[str, ...]:
    """The kinds of applicant, as the columns of table 3 have them."""
    return tuple(column.key for column in table.parts[0].columns if column.key != TOTAL)


def outcomes_of(table: TableScheme) -> tuple[str, ...]:
    """The rows of 三、本年度办理结果 without their total."""
    return tuple(row for row in table.rows if row not in FLOW)


def row_of_outcome(outcome: str, table: TableScheme) -> str:
    """The row of the form for an outcome; a form with one single row 其他处理 takes all of that kind. Raises ``Uncounted``."""
    if outcome in outcomes_of(table):
        return outcome
    single = f"{outcome.partition('.')[0]}.all"
    if single in table.rows:
        return single
    raise Uncounted(f"办理结果“{outcome}”在{table.form}年格式的表三里没有对应的一行。")


def rows_of_application(record: ApplicationRecord, during: Period, table: TableScheme) -> frozenset[str]:
    """The rows of table 3 in which an application counts: none, or one of the first two and one result (and its total) or the last."""
    if record.received_on > during.until:
        return frozenset()
    if record.ended_on is not None and record.ended_on < during.since:
        return frozenset()
    found = {RECEIVED if record.received_on >= during.since else CARRIED_IN}
    if record.ended_on is None or record.ended_on > during.until:
        found.add(CARRIED_OUT)
    else:
        found |= {PROCESSED, row_of_outcome(record.outcome, table)}
    return frozenset(found)


def measures_of_document(record: DocumentRecord, during: Period) -> frozenset[str]:
    """What of table 2 a document counts for in the period."""
    found = set()
    if during.has(record.issued_on):
        found.add(ISSUED)
    if during.has(record.repealed_on) and record.issued_on <= during.until:
        found.add(REPEALED)
    if record.issued_on <= during.until:
        found.add(PUBLISHED_TOTAL)
        ends = [day for day in (record.repealed_on, record.lapsed_on) if day is not None]
        if not ends or min(ends) > during.until:
            found.add(IN_FORCE)
    return frozenset(found)


def column_of_dispute(record: DisputeRecord, during: Period) -> str | None:
    """The one column of table 4 in which a dispute counts: of its result in the year of that, 尚未审结 while it has none; None before
    it began and in the years after its result."""
    if record.began_on > during.until:
        return None
    if record.concluded_on is None or record.concluded_on > during.until:
        return PENDING
    return record.column if during.has(record.concluded_on) else None


def selection(cell: str, scheme: Scheme) -> Selection | None:
    """Which records the cell counts; None for a cell that no register feeds."""
    key, row, column = split(cell)
    table = scheme.table(key)
    if key == APPLICATIONS and row in table.rows:
        kinds = kinds_of(table)
        return Selection(key, frozenset((row,)), frozenset(kinds if column == TOTAL else (column,)))
    if key == DISPUTES:
        return Selection(key, frozenset((row,)), measure=column)
    if key == DOCUMENTS and row in DOCUMENT_ROWS and column in MEASURES:
        return Selection(key, frozenset((row,)), measure=MEASURES[column])
    if key == DOCUMENTS and row in ROWS and column in REGISTER_MEASURES:
        return Selection(REGISTERS, frozenset((row,)), measure=REGISTER_MEASURES[column])
    return None


def register_cells_of(table: TableScheme) -> dict[str, tuple[str, str]]:
    """The cells that registers of matters, decisions, fees and procurement may feed: by address, row and measure."""
    return {
        address(table.key, row, column.key): (row, REGISTER_MEASURES[column.key])
        for row, columns in table.columns_of.items()
        if row in ROWS
        for column in columns
        if column.key in REGISTER_MEASURES
    }


def register_cells(
    groups: Mapping[tuple[str, str], int | Decimal | None], table: TableScheme, on: date
) -> dict[str, int | Decimal]:
    """The cells of those registers that hold something, from figures by row and measure; amounts, given in 元, as 万元 by the rule of a day."""
    found: dict[str, int | Decimal] = {}
    for at, (row, measure) in register_cells_of(table).items():
        value = groups.get((row, measure))
        if value is not None:
            found[at] = in_wan(Decimal(value), on) if measure == AMOUNT else value
    return found


def application_cells(groups: Mapping[tuple[str, str], int], table: TableScheme) -> dict[str, int]:
    """Every cell of table 3 from counts by row (or outcome) and kind of applicant; what is not counted is 0, for the register is whole.

    ``groups`` need no totals: they are made here, so that the sums of the form hold.
    """
    kinds = kinds_of(table)
    found = {(row, kind): 0 for row in table.rows for kind in kinds}
    for (row, kind), number in groups.items():
        if row == PROCESSED:
            continue
        if kind not in kinds:
            raise Uncounted(f"申请人类别“{kind}”在表三里没有对应的一列。")
        at = row if row in FLOW else row_of_outcome(row, table)
        found[at, kind] += number
        if at not in FLOW:
            found[PROCESSED, kind] += number
    cells = {address(table.key, row, kind): number for (row, kind), number in found.items()}
    for row in table.rows:
        cells[address(table.key, row, TOTAL)] = sum(found[row, kind] for kind in kinds)
    return cells


def document_cells(groups: Mapping[tuple[str, str], int], table: TableScheme) -> dict[str, int]:
    """The cells of 第二十条第（一）项 from counts by row and measure."""
    return {
        address(table.key, row, column.key): groups.get((row, MEASURES[column.key]), 0)
        for row, columns in table.columns_of.items()
        if row in DOCUMENT_ROWS
        for column in columns
        if column.key in MEASURES
    }


def dispute_cells(groups: Mapping[tuple[str, str], int], table: TableScheme) -> dict[str, int]:
    """Every cell of table 4 from counts by row and column; what is not counted is 0, and totals are made here."""
    found: dict[str, int] = {}
    for row in table.rows:
        parts = {
            column.key: groups.get((row, column.key), 0) for column in table.columns_of[row] if column.key != TOTAL
        }
        found |= {address(table.key, row, column): number for column, number in parts.items()}
        found[address(table.key, row, TOTAL)] = sum(parts.values())
    strange = sorted({f"{row}.{column}" for row, column in groups} - {at.partition(".")[2] for at in found})
    if strange:
        raise Uncounted(f"表四没有“{'、'.join(strange)}”这一格。")
    return found


def count(
    scheme: Scheme,
    during: Period,
    applications: Iterable[ApplicationRecord],
    documents: Iterable[DocumentRecord],
    disputes: Iterable[DisputeRecord] = (),
) -> dict[str, int]:
    """The cells that registers feed, record by record: the plain way, to hold the quick one against."""
    three, two = scheme.table(APPLICATIONS), scheme.table(DOCUMENTS)
    cases = Counter(
        (row, each.applicant_kind) for each in applications for row in rows_of_application(each, during, three)
    )
    texts = Counter((each.row, measure) for each in documents for measure in measures_of_document(each, during))
    quarrels = Counter((each.row, column) for each in disputes if (column := column_of_dispute(each, during)))
    return (
        application_cells(cases, three) | document_cells(texts, two) | dispute_cells(quarrels, scheme.table(DISPUTES))
    )


def without_register(scheme: Scheme) -> tuple[str, ...]:
    """The cells that may be blank, to be entered by hand: no register feeds them, or one that an organ need not keep.

    Those that are the sum of others in their row are left out.
    """
    sums = {at for table in scheme.tables for rule, _, _, right in table.instances() if len(right) == 1 for at in right}
    return tuple(
        at for table in scheme.tables for at in table.addresses if not _always_counted(at, scheme) and at not in sums
    )


def _always_counted(cell: str, scheme: Scheme) -> bool:
    """Whether a register that every organ keeps whole feeds the cell, so that nothing recorded means 0."""
    chosen = selection(cell, scheme)
    return chosen is not None and chosen.register != REGISTERS


def tables_of(scheme: Scheme, figures: Mapping[str, int | Decimal]) -> dict[str, ReportTable | None]:
    """The tables with these figures; a cell without one is blank, and the sum of a row is made once all its parts are there."""
    found: dict[str, ReportTable | None] = {}
    for table in scheme.tables:
        cells = {at: _cell(figures.get(at)) for at in table.addresses}
        for rule, _, left, right in table.instances():
            if rule.across == "columns" and len(right) == 1 and cells[right[0]].state is State.BLANK:
                parts = [value for at in left if (value := cells[at].value) is not None]
                if len(parts) == len(left):
                    cells[right[0]] = _cell(sum(parts))
        found[table.key] = ReportTable(table.key, scheme.form, cells)
    return found


def _cell(value: int | Decimal | None) -> Cell:
    if value is None:
        return Cell(State.BLANK)
    if isinstance(value, Decimal) and value == value.to_integral_value():
        value = int(value)
    return Cell(State.VALUE, value, format(value, "f") if isinstance(value, Decimal) else str(value))
