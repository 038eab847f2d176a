"""Figures of the statutory tables that cannot be, or hardly can: T2-STOCK, T2-REG, T2-19ADD, T3-NEG, T3-OUT, T3-FEEROW, T4-AFTER, T4-NOAPP.

They speak only of cells whose sums hold: where a sum fails, that sum says so, and nothing is blamed twice. Figures that are only
unlikely are warned of, with the reason why they can still be right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gongkai.annualreport.checks.engine import Context, Outcome, rule
from gongkai.annualreport.checks.organs import cannot_make_rules
from gongkai.annualreport.checks.sums import unsound, unsound_before
from gongkai.annualreport.checks.wording import figure, row_name, table_name
from gongkai.annualreport.model import ReportTable
from gongkai.annualreport.scheme import address
from gongkai.checks.finding import Severity, Verdict

STOCKS = ("government_rules", "normative_documents")
MANY_CARRIED_OUT = 20
"""Fewer applications left over at the end of the year say nothing about a share."""
LARGE_SHARE = Decimal(1) / 3
"""Of a year's applications about one in six arrives in the last 40 working days (《条例》第三十三条: 20 and 20 more)."""
_NO_FEE_NOTICE = re.compile(
    r"(未|没有|无|不存在)[^。；;，,\d]{0,12}收费通知|收费通知[书单]?[^。；;\d]{0,8}(?<!\d)0\s*[件份次]"
)

Number = int | Decimal


def _figures(context: Context, cells: list[str]) -> list[Number] | None:
    """The figures of cells that are all there, not in doubt and in no failing sum; else None."""
    values = [context.report.value(cell) for cell in cells]
    known = [value for value in values if value is not None]
    if len(known) < len(cells) or any(cell in context.doubted for cell in cells):
        return None
    return None if context.of(unsound).intersection(cells) else known


def _label(table: ReportTable, row: str) -> str:
    return f"{table_name(table.form, table.key)}“{row_name(table.scheme, row)}”"


@rule("T2-STOCK")
def stock_covers_the_year(context: Context) -> Iterator[Outcome]:
    table = context.report.tables.get("proactive_disclosure")
    if table is None:
        return
    for row in STOCKS:
        cells = [address(table.key, row, column) for column in ("issued", "repealed", "in_force")]
        figures = _figures(context, cells)
        if figures is None:
            continue
        issued, repealed, in_force = figures
        if in_force < issued - repealed:
            yield Outcome(
                values={
                    "row": _label(table, row),
                    "issued": figure(issued),
                    "repealed": figure(repealed),
                    "in_force": figure(in_force),
                    "base": figure(in_force - issued + repealed),
                },
                cells=cells,
            )


@rule("T2-REG")
def rules_of_bodies_that_make_none(context: Context) -> Iterator[Outcome]:
    table, organ = context.report.tables.get("proactive_disclosure"), context.report.organ
    if table is None or organ is None or not cannot_make_rules(organ):
        return
    columns = [column.key for column in table.scheme.columns_of.get(STOCKS[0], ())]
    cells = [at for key in columns if table.value(at := address(table.key, STOCKS[0], key))]
    if cells and not any(cell in context.doubted for cell in cells):
        amounts = "、".join(figure(value) for cell in cells if (value := table.value(cell)) is not None)
        yield Outcome(values={"row": _label(table, STOCKS[0]), "amounts": amounts, "organ": organ}, cells=cells)


@rule("T2-19ADD")
def published_within_made(context: Context) -> Iterator[Outcome]:
    table = context.report.tables.get("proactive_disclosure")
    if table is None:
        return
    for row in table.scheme.rows:
        cells = [address(table.key, row, column) for column in ("made", "newly_published", "published_total")]
        figures = _figures(context, cells)
        if figures is None:
            continue
        made, newly, total = figures
        values = {"row": _label(table, row), "made": figure(made), "newly": figure(newly), "total": figure(total)}
        if total < newly:
            yield Outcome(values=values, cells=cells[1:], inputs=cells)
        elif newly > made:
            # An older document may be published for the first time this year, so this is no sure error.
            yield Outcome(values, cells[:2], cells, message="older", severity=Severity.WARNING)


@rule("T3-NEG")
def carried_out_within_all(context: Context) -> Iterator[Outcome]:
    """Only where 办理结果 has no number, else T3-BAL tells the same and more."""
    table = context.report.tables.get("applications")
    if table is None:
        return
    for column in table.scheme.columns_of.get("received", ()):
        cells = [address(table.key, row, column.key) for row in ("received", "carried_in", "carried_out")]
        figures = _figures(context, cells)
        if figures is None or table.value(address(table.key, "processed_total", column.key)) is not None:
            continue
        received, carried_in, carried_out = figures
        if carried_out > received + carried_in:
            yield Outcome(
                values={
                    "table": table_name(table.form, table.key),
                    "column": column.label,
                    "carried_out": figure(carried_out),
                    "all": figure(received + carried_in),
                    "more": figure(carried_out - received - carried_in),
                },
                cells=cells,
            )


@rule("T3-OUT")
def share_carried_out(context: Context) -> Iterator[Outcome]:
    cells = [f"applications.{row}.total" for row in ("received", "carried_in", "carried_out")]
    figures = _figures(context, cells)
    if figures is None:
        return
    received, carried_in, carried_out = figures
    values = {"received": figure(received), "carried_in": figure(carried_in), "carried_out": figure(carried_out)}
    if carried_out > received:
        yield Outcome(values | {"older": figure(carried_out - received)}, cells, message="older")
    elif carried_out >= MANY_CARRIED_OUT and carried_out > LARGE_SHARE * (received + carried_in):
        share = round(100 * carried_out / (received + carried_in))
        yield Outcome(values | {"share": share}, cells)


@rule("T3-FEEROW")
def unpaid_without_notice(context: Context) -> Iterator[Outcome]:
    cell = "applications.other.fee_unpaid.total"
    figures = _figures(context, [cell])
    if not figures or not figures[0]:
        return
    for section in context.report.sections:
        if denial := _NO_FEE_NOTICE.search(section.text):
            yield Outcome(
                values={"unpaid": figure(figures[0]), "section": section.title},
                cells=[cell],
                quote=denial.group(),
            )
            return


def _decided_before(context: Context) -> Number | None:
    """Reviews decided last year, where last year's figures are sound."""
    cells = [f"disputes.reconsideration.{column}" for column in ("total", "pending")]
    if context.prior is None or context.of(unsound_before).intersection(cells):
        return None
    total, pending = (context.prior.value(cell) for cell in cells)
    return None if total is None or pending is None else total - pending


@rule("T4-AFTER")
def suits_after_reviews(context: Context) -> Iterator[Outcome]:
    """Suits need reviews decided this year or last, or suits still pending from last year."""
    cells = [f"disputes.{row}.total" for row in ("suit_after_reconsideration", "reconsideration")]
    cells.append("disputes.reconsideration.pending")
    figures, earlier = _figures(context, cells), _decided_before(context)
    if figures is None or earlier is None or context.prior is None:
        return
    pending = context.prior.value("disputes.suit_after_reconsideration.pending") or 0
    suits, decided = figures[0], figures[1] - figures[2]
    if suits > decided + earlier + pending:
        yield Outcome(
            values={
                "suits": figure(suits),
                "decided": figure(decided),
                "earlier": figure(earlier),
                "pending": figure(pending),
                "more": figure(suits - decided - earlier - pending),
            },
            cells=cells,
        )


@rule("T4-NOAPP")
def disputes_without_applications(context: Context) -> Iterator[Outcome]:
    rows = ("reconsideration", "direct_suit", "suit_after_reconsideration")
    disputes = [f"disputes.{row}.total" for row in rows]
    applied = ["applications.received.total", "applications.carried_in.total"]
    figures = _figures(context, [*disputes, *applied])
    if figures is None:
        return
    cases, applications = sum(figures[:3]), sum(figures[3:])
    if not cases or applications:
        return
    values = {"cases": figure(cases)}
    cells = [cell for cell, value in zip(disputes, figures, strict=False) if value]
    if context.prior is None:
        yield Outcome(values, cells, message="alone", verdict=Verdict.NEEDS_OTHER_DATA, severity=Severity.NOTICE)
        return
    before = [context.prior.value(cell) for cell in applied]
    if all(value == 0 for value in before):
        yield Outcome(values, cells)
