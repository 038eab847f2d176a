"""Figures out of the ledger: each the size of a query over records, and for each cell the records themselves.

Table 3 is counted by four queries that read the counting indexes of applications only, table 4 by two that read those of
disputes only; a plain count over events (``reference``) must give the same (a property test).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, IntegerField, Q, QuerySet, Value
from django.utils import timezone

from gongkai.annualreport.counting import (
    APPLICATIONS,
    CARRIED_IN,
    CARRIED_OUT,
    DISPUTES,
    DOCUMENT_ROWS,
    DOCUMENTS,
    IN_FORCE,
    ISSUED,
    PENDING,
    PROCESSED,
    PUBLISHED_TOTAL,
    RECEIVED,
    REGISTERS,
    REPEALED,
    TOTAL,
    Period,
    application_cells,
    dispute_cells,
    document_cells,
    kinds_of,
    period,
    register_cells,
    register_cells_of,
    row_of_outcome,
    selection,
)
from gongkai.annualreport.scheme import Scheme, TableScheme, address, scheme_for, split
from gongkai.applications.outcomes import outcomes
from gongkai.disputes.outcomes import counted_standings
from gongkai.disputes.outcomes import outcomes as dispute_outcomes
from gongkai.web.applications.models import Application
from gongkai.web.disputes.models import Dispute
from gongkai.web.disputes.queries import unregistered
from gongkai.web.organs.models import Organ
from gongkai.web.publishing import queries as publishing
from gongkai.web.publishing.models import Item
from gongkai.web.registers import counting as registers

BEGINNING = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Counted:
    """``cells`` are the figures; ``problems`` say of cells why they are not counted (something would be counted twice)."""

    cells: dict[str, int | Decimal]
    problems: dict[str, str]


def counted(organ: Organ, scheme: Scheme, during: Period) -> Counted:
    """The cells that registers feed, and those that they cannot."""
    three, two = scheme.table(APPLICATIONS), scheme.table(DOCUMENTS)
    cells: dict[str, int | Decimal] = {**application_cells(application_groups(organ, during), three)}
    cells |= document_cells(document_groups(organ, during), two)
    wanted = register_cells_of(two)
    found = registers.figures(organ, during.since, during.until, set(wanted.values()))
    cells |= register_cells({key: each.value for key, each in found.items()}, two, during.until)
    problems = {at: found[key].problem for at, key in wanted.items() if found[key].problem}
    cells |= dispute_cells(dispute_groups(organ, during), scheme.table(DISPUTES))
    for at, why in _unregistered(organ).items():
        # 申请已经在复议、诉讼，案件却没有登记：数出来的一定少，宁可空着
        problems[at] = why
        cells.pop(at), cells.pop(address(*split(at)[:2], TOTAL))
    return Counted(cells, problems)


def figures(organ: Organ, scheme: Scheme, during: Period) -> dict[str, int | Decimal]:
    """The cells that registers feed."""
    return counted(organ, scheme, during).cells


def register_records(organ: Organ, year: int, cell: str, as_of: date | None = None) -> list[QuerySet[Any]]:
    """The records that a cell fed by matters, decisions, fees, procurement or tallies counts, register by register."""
    chosen = selection(cell, scheme_of_year(year))
    if chosen is None or chosen.register != REGISTERS:
        return []
    during = period(year, as_of or timezone.localdate())
    (row,) = chosen.rows
    return registers.records(organ, row, chosen.measure, during.since, during.until)


def application_groups(organ: Organ, during: Period) -> dict[tuple[str, str], int]:
    """Applications by row of table 3 (outcomes as such) and kind of applicant."""
    found: Counter[tuple[str, str]] = Counter()
    base = Application.objects.filter(organ=organ)
    for row in (RECEIVED, CARRIED_IN, CARRIED_OUT):
        for kind, number in _counted(base.filter(_in_row(row, during)), "applicant_kind"):
            found[row, kind] += number
    for outcome, kind, number in _counted(base.filter(_in_row(PROCESSED, during)), "outcome", "applicant_kind"):
        found[outcome, kind] += number
    return dict(found)


def dispute_groups(organ: Organ, during: Period) -> dict[tuple[str, str], int]:
    """Disputes by row and column of table 4."""
    found: Counter[tuple[str, str]] = Counter()
    results = _disputes(organ).filter(_concluded(during)).order_by().values_list("row", "outcome")
    for row, outcome, number in results.annotate(number=Count("*")):
        found[row, dispute_outcomes()[outcome].column] += number
    pending = _disputes(organ).filter(_pending(during)).order_by().values_list("row")
    for row, number in pending.annotate(number=Count("*")):
        found[row, PENDING] += number
    return dict(found)


def disputes(organ: Organ, row: str, column: str, during: Period) -> QuerySet[Dispute]:
    """The disputes of a row that a column of table 4 counts."""
    found = _disputes(organ).filter(row=row)
    if column == PENDING:
        return found.filter(_pending(during))
    if column == TOTAL:
        return found.filter(_pending(during) | _concluded(during))
    keys = [key for key, each in dispute_outcomes().items() if each.column == column]
    return found.filter(_concluded(during), outcome__in=keys)


def document_groups(organ: Organ, during: Period) -> dict[tuple[str, str], int]:
    """规章 and 行政规范性文件 by row of table 2 and measure; all counts in one statement."""
    wanted = [(row, measure) for row in DOCUMENT_ROWS for measure in (ISSUED, REPEALED, IN_FORCE, PUBLISHED_TOTAL)]
    first, *others = [
        documents(organ, row, measure, during)
        .order_by()
        .annotate(which=Value(number, IntegerField()))
        .values("which")
        .annotate(number=Count("*"))
        .values_list("which", "number")
        for number, (row, measure) in enumerate(wanted)
    ]
    return dict.fromkeys(wanted, 0) | {wanted[which]: number for which, number in first.union(*others, all=True)}


def documents(organ: Organ, row: str, measure: str, during: Period) -> QuerySet[Item]:
    """The documents of a row that a measure counts."""
    match measure:
        case "issued":
            return publishing.issued(organ, row, during.since, during.until)
        case "repealed":
            return publishing.repealed(organ, row, during.since, during.until)
        case "in_force":
            return publishing.in_force(organ, row, during.until)
        case _:
            return publishing.issued(organ, row, BEGINNING, during.until)


def records_behind(organ: Organ, year: int, cell: str, as_of: date | None = None) -> QuerySet[Any] | None:
    """The records that a cell of the form in force counts; None for a cell without a register, or with several
    (``register_records``). Raises ``KeyError`` for a cell that the form does not have."""
    scheme = scheme_of_year(year)
    if cell not in scheme.table(cell.partition(".")[0]).addresses:
        raise KeyError(cell)
    chosen = selection(cell, scheme)
    if chosen is None or chosen.register == REGISTERS:
        return None
    during = period(year, as_of or timezone.localdate())
    (row,) = chosen.rows
    if chosen.register == DOCUMENTS:
        return documents(organ, row, chosen.measure, during).order_by("published_at", "id")
    if chosen.register == DISPUTES:
        return disputes(organ, row, chosen.measure, during).order_by("began_on", "id")
    table = scheme.table(APPLICATIONS)
    found = Application.objects.filter(organ=organ)
    if row in (RECEIVED, CARRIED_IN, CARRIED_OUT):
        found = found.filter(_in_row(row, during))
    else:
        found = found.filter(_in_row(PROCESSED, during))
        if row != PROCESSED:
            found = found.filter(outcome__in=_outcomes_in(row, table))
    if chosen.kinds != frozenset(kinds_of(table)):
        found = found.filter(applicant_kind__in=sorted(chosen.kinds))
    return found.order_by("received_on", "id")


def scheme_of_year(year: int) -> Scheme:
    """The form for a year; ``KeyError`` before the first one."""
    scheme = scheme_for(year)
    if scheme is None:
        raise KeyError(year)
    return scheme


def _in_row(row: str, during: Period) -> Q:
    """The condition of a row of table 3. Whole years are asked by the year columns, which the indexes cover."""
    year = during.year
    if during.until == date(year, 12, 31):
        open_at_end = Q(ended_year=None) | Q(ended_year__gt=year)
        came, ended = Q(received_year=year), Q(ended_year=year)
        there = Q(received_year__lte=year)
    else:
        open_at_end = Q(ended_on=None) | Q(ended_on__gt=during.until)
        came = Q(received_year=year, received_on__lte=during.until)
        ended = Q(ended_year=year, ended_on__lte=during.until)
        # 年度是从日期得出的，多写一个条件，索引才用得上
        there = Q(received_year__lte=year, received_on__lte=during.until)
    if row == RECEIVED:
        return came
    if row == CARRIED_IN:
        return Q(received_year__lt=year) & (Q(ended_year=None) | Q(ended_year__gte=year))
    if row == CARRIED_OUT:
        return there & open_at_end
    return ended & there


def _disputes(organ: Organ) -> QuerySet[Dispute]:
    return Dispute.objects.filter(organ=organ, standing__in=counted_standings())


def _concluded(during: Period) -> Q:
    """With a result in the period. Whole years are asked by the year columns, which the indexes cover."""
    year = during.year
    if during.until == date(year, 12, 31):
        return Q(concluded_year=year)
    return Q(concluded_year=year, concluded_on__lte=during.until, began_on__lte=during.until)


def _pending(during: Period) -> Q:
    """Begun by then, and without a result then."""
    year = during.year
    if during.until == date(year, 12, 31):
        return Q(began_year__lte=year) & (Q(concluded_year=None) | Q(concluded_year__gt=year))
    there = Q(began_year__lte=year, began_on__lte=during.until)
    return there & (Q(concluded_on=None) | Q(concluded_on__gt=during.until))


def _unregistered(organ: Organ) -> dict[str, str]:
    """Cells that would say too little, with the reason: an application is disputed and the dispute is not on record."""
    found: dict[str, str] = {}
    rows = {"in_reconsideration": "reconsideration", "in_litigation": "direct_suit"}
    for state, number in unregistered(organ).order_by().values_list("state").annotate(number=Count("*")):
        at = address(DISPUTES, rows[state], PENDING)
        found[at] = f"有{number}件申请正在复议、诉讼，案件还没有登记。请先在“复议和诉讼”里补登。"
    return found


def _outcomes_in(row: str, table: TableScheme) -> list[str]:
    return [key for key in outcomes() if _row(key, table) == row]


def _row(outcome: str, table: TableScheme) -> str:
    return row_of_outcome(outcome, table)


def _counted(found: QuerySet[Application], *by: str) -> list[tuple[Any, ...]]:
    return list(found.order_by().values_list(*by).annotate(number=Count("*")))
