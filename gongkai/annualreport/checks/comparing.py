"""One figure of the text against its cells, for the checks of the text against the tables.

A figure that the text gives for another scope (one office, a wider area) or in words that leave some room is a warning, a
figure written as approximate is never held against the table, and where a cell has no number that is said once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from gongkai.annualreport.checks.engine import Context, Outcome
from gongkai.annualreport.checks.stated import Sought, agrees, compared, denied, sought
from gongkai.annualreport.checks.wording import figure
from gongkai.annualreport.narrative.model import Fact
from gongkai.checks.finding import Severity, Verdict

TEN_THOUSAND = Decimal(10000)


def differing(context: Context, facts: Iterable[Fact], also: tuple[str, ...] = ()) -> Iterator[Outcome]:
    """Every figure that is not that of its cells; ``also`` are other measures that the same words can mean."""
    unread = False
    for fact in facts:
        held = sought(context, fact.measure or "", fact.column)
        if held is None:
            continue
        if held.value is None and fact.value >= held.least:
            # What can be read does not contradict the text; that nothing can be read is worth saying once.
            if fact.value and not held.least and not unread:
                unread = True
                yield _unread(fact, held)
            continue
        value = held.least if held.value is None else held.value
        if agrees(fact, value) or any(_is(context, other, fact) for other in also):
            continue
        yield against(fact, held, value, "part" if fact.scope == "part" else "fail")


def _is(context: Context, measure: str, fact: Fact) -> bool:
    held = sought(context, measure, fact.column)
    return held is not None and held.value is not None and agrees(fact, held.value)


def _unread(fact: Fact, held: Sought) -> Outcome:
    return Outcome(
        values={"quote": fact.quote, "cell": held.words},
        cells=held.cells,
        place=fact.place,
        quote=fact.quote,
        message="unread",
        verdict=Verdict.NOT_ASSESSABLE,
        severity=Severity.NOTICE,
    )


def against(
    fact: Fact, held: Sought, value: Decimal, message: str = "fail", severity: Severity | None = None
) -> Outcome:
    """Both figures and the difference; a warning where the words or the scope leave room."""
    if severity is None and not (fact.sure and fact.scope == "own"):
        severity = Severity.WARNING
    return Outcome(
        values=compared(fact, value) | {"cell": held.words},
        cells=held.cells,
        place=fact.place,
        quote=fact.quote,
        message=message,
        severity=severity,
    )


def contradicted(context: Context, *measures: str) -> Iterator[Outcome]:
    """Statements of none of these where the cells show some."""
    for fact in denied(context, *measures):
        held = sought(context, fact.measure or "", fact.column)
        if held is not None and held.least:
            yield against(fact, held, held.least, "zero")


def amounts(context: Context, facts: Iterable[Fact]) -> Iterator[Outcome]:
    """Amounts of the text against cells in 万元, to the precision of the less precise of the two."""
    for fact in facts:
        held = sought(context, fact.measure or "")
        if held is None or held.value is None:
            continue
        stated = yuan(fact) / TEN_THOUSAND
        digits = min(_decimals(stated), _decimals(held.value))
        gap = stated - held.value
        if abs(gap) > Decimal(5).scaleb(-digits - 1):
            outcome = against(fact, held, held.value)
            outcome.values |= {
                "stated": f"{figure(stated)} 万元",
                "held": f"{figure(held.value)} 万元",
                "difference": f"文中{'多' if gap > 0 else '少'} {figure(abs(gap))} 万元",
            }
            yield outcome


def yuan(fact: Fact) -> Decimal:
    """An amount in 元."""
    return fact.value * TEN_THOUSAND if fact.unit == "万元" else fact.value


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
