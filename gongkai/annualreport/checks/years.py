"""This year's tables against the year before: T2-FLOW, T2-19ITEM, T4-CARRY, Y-CARRY, Y-JUMP, Y-SAME.

Each compares only when the other report is the same organ's for the year before; ``Y-PRIOR`` says when it is not. Figures in
doubt and figures in failing sums are left to the checks that tell of those.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gongkai.annualreport.checks.engine import Context, Outcome, rule
from gongkai.annualreport.checks.organs import same_organ
from gongkai.annualreport.checks.plausible import STOCKS
from gongkai.annualreport.checks.sums import unsound, unsound_before
from gongkai.annualreport.checks.wording import figure, row_name, table_name
from gongkai.annualreport.model import Report, ReportTable
from gongkai.annualreport.scheme import address, cell_label, split
from gongkai.checks.finding import Severity, Verdict

JUMP = 5
LARGE = {"count": 50, "amount": 10, "change": 50}
"""A jump between small figures says nothing: the larger must reach this (件, 万元)."""
DISTINCT = 3
"""So many different figures must repeat before a whole year is called the same."""
JUMPING = (
    ("proactive_disclosure", ("issued", "in_force", "decisions", "amount_10k_yuan", "published_total")),
    ("applications", ("total",)),
    ("disputes", ("total",)),
)
_JUMPING_ROWS = {"applications": ("received",)}

Number = int | Decimal


def prior_of(context: Context) -> Report | None:
    """The report of the year before, if it was given and is one."""
    return None if context.prior is None or context.of(mismatch) else context.prior


def mismatch(context: Context) -> str:
    """Why the other report cannot serve as last year's, as a name of a message; empty when it can."""
    report, prior = context.report, context.prior
    if prior is None:
        return ""
    if report.year is not None and prior.year is not None and prior.year != report.year - 1:
        return "year"
    if report.organ and prior.organ and not same_organ(report.organ, prior.organ):
        return "organ"
    return ""


@rule("Y-PRIOR")
def prior_is_the_year_before(context: Context) -> Iterator[Outcome]:
    reason, prior = context.of(mismatch), context.prior
    if reason and prior is not None:
        yield Outcome(
            values={
                "year": context.report.year,
                "other_year": prior.year,
                "organ": context.report.organ,
                "other_organ": prior.organ,
            },
            message=reason,
            verdict=Verdict.NEEDS_OTHER_DATA,
        )


def _known(context: Context, cells: list[str]) -> list[Number] | None:
    values = [context.report.value(cell) for cell in cells]
    known = [value for value in values if value is not None]
    return None if len(known) < len(cells) or any(cell in context.doubted for cell in cells) else known


@rule("T2-FLOW")
def stock_follows_from_last_year(context: Context) -> Iterator[Outcome]:
    table, prior = context.report.tables.get("proactive_disclosure"), prior_of(context)
    if table is None:
        return
    implied: list[tuple[str, list[str], str]] = []
    for row in STOCKS:
        cells = [address(table.key, row, column) for column in ("in_force", "issued", "repealed")]
        figures = _known(context, cells)
        if figures is None:
            continue
        in_force, issued, repealed = figures
        base = in_force - issued + repealed
        if base < 0:
            continue
        name = row_name(table.scheme, row)
        before = None if prior is None else prior.value(cells[0])
        if before is None:
            if issued or repealed:
                sum_ = f"{figure(in_force)}－{figure(issued)}＋{figure(repealed)}＝{figure(base)} 件"
                implied.append((f"{name} {sum_}", cells, name))
        elif before != base:
            due = before + issued - repealed
            more, gap = ("多", in_force - due) if in_force > due else ("少", due - in_force)
            yield Outcome(
                values={
                    "row": f"{table_name(table.form, table.key)}“{name}”",
                    "before": figure(before),
                    "issued": figure(issued),
                    "repealed": figure(repealed),
                    "due": figure(due),
                    "in_force": figure(in_force),
                    "difference": f"{more} {figure(gap)}",
                },
                cells=cells,
            )
    if implied:
        yield Outcome(
            values={"implied": "；".join(words for words, _, _ in implied)},
            cells=[cell for _, cells, _ in implied for cell in cells[:1]],
            inputs=[cell for _, cells, _ in implied for cell in cells],
            message="unread" if prior is not None else "alone",
            verdict=Verdict.NOT_ASSESSABLE if prior is not None else Verdict.NEEDS_OTHER_DATA,
            severity=Severity.NOTICE,
        )


@rule("T2-19ITEM")
def items_follow_from_last_year(context: Context) -> Iterator[Outcome]:
    table, prior = context.report.tables.get("proactive_disclosure"), prior_of(context)
    if table is None or prior is None:
        return
    differing = []
    for row in table.scheme.rows:
        cell = address(table.key, row, "prior_items")
        stated = context.report.value(cell)
        before = prior.value(cell)
        change = prior.value(address(table.key, row, "item_change"))
        if stated is None or before is None or change is None or stated == before + change:
            continue
        words = f"“{row_name(table.scheme, row)}”上年报告为 {figure(before)}（本年增减 {figure(change)}），应有 {figure(before + change)} 项，本年写作 {figure(stated)} 项"
        differing.append((cell, words))
    if differing:
        yield Outcome(
            values={"rows": "；".join(words for _, words in differing)}, cells=[cell for cell, _ in differing]
        )


@rule("Y-CARRY")
def carried_in_is_last_years_carried_out(context: Context) -> Iterator[Outcome]:
    table, prior = context.report.tables.get("applications"), prior_of(context)
    if table is None:
        return
    total = address(table.key, "carried_in", "total")
    if prior is None:
        carried = _known(context, [total])
        if carried and carried[0]:
            values = {"carried_in": figure(carried[0])}
            yield Outcome(values, [total], message="alone", verdict=Verdict.NEEDS_OTHER_DATA)
        return
    differing: list[tuple[str, str]] = []
    unread: list[tuple[str, str]] = []
    for column in table.scheme.columns_of.get("carried_in", ()):
        cell = address(table.key, "carried_in", column.key)
        figures, before = _known(context, [cell]), prior.value(address(table.key, "carried_out", column.key))
        if figures is None or before is None:
            unread.append((cell, column.label))
        elif figures[0] != before:
            differing.append(
                (cell, f"“{column.label}”列上年结转下年 {figure(before)} 件，本年写作 {figure(figures[0])} 件")
            )
    if differing:
        cells = [cell for cell, _ in differing]
        moved = total not in cells and all(cell != total for cell, _ in unread)
        # Where either year's own sums fail, it is open which year is wrong.
        shaky = context.of(unsound).intersection(cells) or context.of(unsound_before).intersection(
            cell.replace(".carried_in.", ".carried_out.") for cell in cells
        )
        yield Outcome(
            values={"columns": "；".join(words for _, words in differing)},
            cells=cells,
            message="moved" if moved else "fail",
            severity=Severity.WARNING if moved or shaky else None,
        )
    elif any(cell == total for cell, _ in unread):
        values = {"columns": "、".join(label for _, label in unread)}
        yield Outcome(values, [cell for cell, _ in unread], message="unread", verdict=Verdict.NOT_ASSESSABLE)


@rule("T4-CARRY")
def pending_cases_turn_up(context: Context) -> Iterator[Outcome]:
    prior = prior_of(context)
    table = context.report.tables.get("disputes")
    if prior is None or table is None:
        return
    for row in table.scheme.rows:
        cell = address(table.key, row, "total")
        pending, figures = prior.value(address(table.key, row, "pending")), _known(context, [cell])
        if pending is None or figures is None or cell in context.of(unsound) | context.of(unsound_before):
            continue
        if figures[0] < pending:
            yield Outcome(
                values={
                    "row": row_name(table.scheme, row),
                    "pending": figure(pending),
                    "total": figure(figures[0]),
                },
                cells=[cell],
                verdict=Verdict.NEEDS_OTHER_DATA,
            )


@rule("Y-JUMP")
def no_jump(context: Context) -> Iterator[Outcome]:
    """More than five times last year's figure or less than a fifth; without last year, against the stock implied."""
    prior = prior_of(context)
    for key, columns in JUMPING:
        table = context.report.tables.get(key)
        if table is None:
            continue
        for row in _JUMPING_ROWS.get(key, tuple(table.scheme.rows)):
            for column in table.scheme.columns_of.get(row, ()):
                if column.key not in columns:
                    continue
                cell = address(key, row, column.key)
                figures = _known(context, [cell])
                if figures is None or cell in context.of(unsound):
                    continue
                if prior is not None and cell in context.of(unsound_before):
                    continue
                if prior is not None and (before := prior.value(cell)) is not None:
                    if _jumps(before, figures[0], LARGE[column.kind]):
                        yield _jump(table, cell, before, figures[0], column.unit, "fail")
                elif (
                    column.key == "in_force"
                    and (base := _implied(context, key, row)) is not None
                    and base > 0  # a stock of nothing: the organ may count for the first time
                    and _jumps(base, figures[0], LARGE[column.kind])
                ):
                    yield _jump(table, cell, base, figures[0], column.unit, "implied")


def _jumps(before: Number, now: Number, large: int) -> bool:
    low, high = min(before, now), max(before, now)
    return high >= large and high > JUMP * low


def _implied(context: Context, key: str, row: str) -> Number | None:
    figures = _known(context, [address(key, row, column) for column in ("in_force", "issued", "repealed")])
    return None if figures is None else figures[0] - figures[1] + figures[2]


def _jump(table: ReportTable, cell: str, before: Number, now: Number, unit: str, message: str) -> Outcome:
    _, row, _ = split(cell)
    inputs = [cell]
    if message == "implied":
        inputs = [address(table.key, row, column) for column in ("in_force", "issued", "repealed")]
    if before == 0:
        times = "上年为 0"
    elif now == 0:
        times = "本年为 0"
    elif now > before:
        times = f"是上年的 {figure(round(Decimal(now) / Decimal(before), 1))} 倍"
    else:
        times = f"只有上年的 {figure(round(100 * Decimal(now) / Decimal(before), 1))}%"
    values = {
        "table": table_name(table.form, table.key),
        "cell": cell_label(cell, table.form),
        "before": figure(before),
        "now": figure(now),
        "unit": unit,
        "times": times,
    }
    return Outcome(values, [cell], inputs, message=message)


@rule("Y-SAME")
def not_all_the_same(context: Context) -> Iterator[Outcome]:
    prior = prior_of(context)
    if prior is None:
        return
    compared: list[Number] = []
    for table in context.report.tables.values():
        if table is None:
            continue
        for cell in table.cells:
            now, before = table.value(cell), prior.value(cell)
            if now is None and before is None:
                continue
            if now is None or before is None or now != before:
                return
            compared.append(now)
    if len({value for value in compared if value}) >= DISTINCT:
        yield Outcome(values={"number": len(compared)})
