"""The sums of the statutory tables: T3-ROW, T3-TOT, T3-BAL, T4-SUM, and T-SUM for those of further forms.

A sum that fails names the cell that is wrong where the crossing sums tell it (``locate``). A sum with a cell that has no number is
not assessable; so is one with a cell whose reading is in doubt: before the organ is blamed the reading must be sure. Where most sums
of a table fail, the table is probably shifted as a whole: one finding a code says so, as a warning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from gongkai.annualreport.checks.engine import Context, Outcome, rule
from gongkai.annualreport.checks.entries import catalogue
from gongkai.annualreport.checks.locate import Located, locate
from gongkai.annualreport.checks.sums import Taken, taken
from gongkai.annualreport.checks.sumwords import over_words, sum_values, unread_words
from gongkai.annualreport.checks.wording import cells_in_words, figure, listing, row_name, table_name
from gongkai.annualreport.scheme import cell_label, split
from gongkai.checks.finding import Severity, Verdict, plain

OTHER = "T-SUM"
MANY = 12
FEW = 3
NAMED = ("T3-ROW", "T3-TOT", "T3-BAL", "T4-SUM")


def outcomes(context: Context) -> dict[str, list[Outcome]]:
    """What comes of every sum of the report, by the code under which it is told."""
    found: dict[str, list[Outcome]] = {}
    for each in context.of(taken):
        out_of_step = _out_of_step(each)
        located = {} if out_of_step else locate(each)
        failing: dict[str, list[int]] = {}
        unread: dict[str, list[int]] = {}
        for index, instance in enumerate(each.compiled.instances):
            residual = each.residuals[index]
            if residual == 0:
                continue
            code = instance.code if instance.code in NAMED and instance.code in catalogue() else OTHER
            if residual is None:
                unread.setdefault(code, []).append(index)
            elif out_of_step:
                failing.setdefault(code, []).append(index)
            else:
                found.setdefault(code, []).append(_failing(context, each, index, located[index]))
        for code, indexes in failing.items():
            found.setdefault(code, []).append(_many(each, indexes))
        for code, indexes in unread.items():
            found.setdefault(code, []).append(_unread(each, indexes))
    return found


def _out_of_step(taken: Taken) -> bool:
    """Whether so many sums fail that the whole table is probably shifted, in the file or by the reading."""
    failing, taken_at_all = len(taken.failing), sum(residual is not None for residual in taken.residuals)
    return failing >= MANY and 2 * failing > taken_at_all


def _many(taken: Taken, indexes: list[int]) -> Outcome:
    inputs = list(dict.fromkeys(cell for index in indexes for cell in taken.cells_of(index)))
    overs = (over_words(taken, taken.compiled.instances[index]) for index in indexes)
    values = {
        "table": table_name(taken.table.form, taken.table.key),
        "overs": listing(overs, 4),
        "number": len(taken.failing),
        "all": sum(residual is not None for residual in taken.residuals),
    }
    return Outcome(values, inputs=inputs, place=taken.table.place, message="many", severity=Severity.WARNING)


def _failing(context: Context, taken: Taken, index: int, located: Located) -> Outcome:
    values = sum_values(taken, index)
    inputs = taken.cells_of(index)
    doubted = [cell for cell in inputs if cell in context.doubted]
    form = taken.table.form
    if doubted:
        doubt = context.doubted[doubted[0]]
        values |= {"cells": "、".join(cell_label(cell, form) for cell in doubted[:3]), "doubt": doubt.message}
        return Outcome(values, doubted, inputs, doubt.place, message="doubt", verdict=Verdict.NOT_ASSESSABLE)
    outcome = Outcome(values, located.cells, inputs)
    recognised = next((doubt for doubt in context.report.doubts if doubt.code == "C-OCR" and not doubt.cells), None)
    for cell, value in list(located.fitting.items())[:6]:
        why = f"{cell_label(cell, form)}若为 {figure(value)}，{_sums_through(taken, cell)}成立"
        outcome.candidates.append({"cells": {cell: plain(value)}, "why": why})
    if located.certain:
        cell = located.cells[0]
        written, fitting = taken.table.value(cell), located.fitting.get(cell)
        outcome.message, outcome.certain = "located", True
        values |= {"cell": cell_label(cell, form), "written": figure(written if written is not None else 0)}
        values["fitting"] = (
            f"若为 {figure(fitting)} {values['unit']}，各项勾稽都成立"
            if fitting is not None
            else "但改动这一格不能使各项勾稽成立，请一并核对相邻各格"
        )
    elif located.fitting or len(located.cells) < len(inputs):
        outcome.message = "group"
        values["choices"] = _choices(located, form, values["unit"])
    if recognised is not None:
        outcome.certain = False
        outcome.message, outcome.verdict, outcome.severity = "image", Verdict.NOT_ASSESSABLE, Severity.WARNING
        values["cells"] = cells_in_words(taken.compiled.scheme, located.cells, 4)
    return outcome


def _choices(located: Located, form: str, unit: str) -> str:
    fitting = [
        f"{cell_label(cell, form)}应为 {figure(value)} {unit}" for cell, value in list(located.fitting.items())[:3]
    ]
    if not fitting or len(located.fitting) > 3:
        return ""
    return f"如果只错了一格，{'，或者'.join(fitting)}。"


def _sums_through(taken: Taken, cell: str) -> str:
    number = len(taken.compiled.uses[taken.compiled.cells.index(cell)])
    return f"涉及它的 {number} 项勾稽都" if number > 1 else "这一项勾稽"


def _unread(taken: Taken, indexes: list[int]) -> Outcome:
    missing = list(dict.fromkeys(cell for index in indexes for cell in taken.missing(index)))
    inputs = list(dict.fromkeys(cell for index in indexes for cell in taken.cells_of(index)))
    implied = {cell: value for cell, value in implied_values(taken).items() if cell in missing}
    return Outcome(
        values={"message": unread_words(taken, indexes, implied), "sums": len(indexes), "missing": len(missing)},
        cells=missing,
        inputs=inputs,
        message="unread",
        verdict=Verdict.NOT_ASSESSABLE,
        candidates=_offers(taken, implied),
    )


def _offers(taken: Taken, implied: dict[str, int | Decimal]) -> list[dict[str, Any]]:
    if len(implied) > FEW:
        cells = {cell: plain(value) for cell, value in implied.items()}
        return [{"cells": cells, "why": f"其余各格无误时，这 {len(cells)} 格只有这样填，勾稽才成立"}]
    form = taken.table.form
    return [
        {
            "cells": {cell: plain(value)},
            "why": f"其余各格无误时，{cell_label(cell, form)}只有填 {figure(value)}，勾稽才成立",
        }
        for cell, value in implied.items()
    ]


def implied_values(taken: Taken) -> dict[str, int | Decimal]:
    """Cells without a number for which the sums through them allow one value only: that value.

    A sum that lacks one cell gives it; a sum whose known cells already come out even leaves 0 for all it lacks on one side, as
    counts are never negative. Where two sums differ, or the value would be negative, nothing is implied.
    """
    found: dict[str, set[int | Decimal]] = {}
    cells, signed = taken.compiled.cells, taken.compiled.signed
    for index, residual in enumerate(taken.residuals):
        if residual is not None:
            continue
        instance = taken.compiled.instances[index]
        holes = [at for at in (*instance.left, *instance.right) if taken.values[at] is None]
        left = sum(value for at in instance.left if (value := taken.values[at]) is not None)
        right = sum(value for at in instance.right if (value := taken.values[at]) is not None)
        one_side = all(at in instance.left for at in holes) or all(at in instance.right for at in holes)
        if len(holes) == 1:
            found.setdefault(cells[holes[0]], set()).add(right - left if holes[0] in instance.left else left - right)
        elif left == right and one_side and not signed.intersection(holes):
            for at in holes:
                found.setdefault(cells[at], set()).add(0)
    return {cell: next(iter(values)) for cell, values in found.items() if len(values) == 1 and min(values) >= 0}


def _told(context: Context, code: str) -> Iterable[Outcome]:
    return context.of(outcomes).get(code, ())


@rule("T3-ROW")
def rows(context: Context) -> Iterable[Outcome]:
    return _told(context, "T3-ROW")


@rule("T3-TOT")
def results(context: Context) -> Iterable[Outcome]:
    return _told(context, "T3-TOT")


@rule("T3-BAL")
def balance(context: Context) -> Iterable[Outcome]:
    return _told(context, "T3-BAL")


@rule("T4-SUM")
def disputes(context: Context) -> Iterable[Outcome]:
    return _told(context, "T4-SUM")


@rule(OTHER)
def other_sums(context: Context) -> Iterable[Outcome]:
    """Sums of a further form whose code the catalogue does not have."""
    return _told(context, OTHER)


@rule("T3-PARTIAL")
def counted_twice(context: Context) -> Iterator[Outcome]:
    """A total that lacks just the partly granted ones, in every column that fails, with no other cell to blame."""
    for each in context.of(taken):
        located = locate(each)
        matching: list[tuple[str, int | Decimal]] = []
        for index in each.failing:
            instance = each.compiled.instances[index]
            if instance.code != "T3-TOT":
                continue
            partly = f"{each.table.key}.partly_granted.{instance.over}"
            value = each.table.value(partly)
            if located[index].certain or not value or each.residuals[index] != value:
                matching = []
                break
            matching.append((partly, value))
        if matching and not any(cell in context.doubted for cell, _ in matching):
            _, row, _ = split(matching[0][0])
            yield Outcome(
                values={"row": row_name(each.compiled.scheme, row, brief=True), "amount": figure(matching[-1][1])},
                cells=[cell for cell, _ in matching],
                message="fail",
            )
