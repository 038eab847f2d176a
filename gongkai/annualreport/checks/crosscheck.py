"""Tables 3 and 4 against the text: X-ZERO-APP, X-NUM-APP, X-DONE, X-CARRY, X-RESULT, X-ZERO-T4, X-NUM-T4."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gongkai.annualreport.checks.comparing import against, contradicted, differing
from gongkai.annualreport.checks.engine import Context, Outcome, rule
from gongkai.annualreport.checks.stated import denied, facts_of, sought, stated_of
from gongkai.annualreport.checks.wording import figure
from gongkai.annualreport.model import Doubt
from gongkai.annualreport.narrative.model import Fact
from gongkai.annualreport.scheme import split
from gongkai.checks.finding import Severity

RECEIVED = "applications.received"
HANDLED = "applications.handled"
PROCESSED = "applications.processed_total"
CARRIED_IN = "applications.carried_in"
CARRIED_OUT = "applications.carried_out"
OUTCOMES = ("granted", "partly_granted", "refused", "unavailable", "not_processed", "other")
_LENIENT = re.compile(r"受理|接收|办理|处理")
_DISPUTE_ROWS = {
    "disputes.reconsideration": ("reconsideration",),
    "disputes.litigation": ("direct_suit", "suit_after_reconsideration"),
}


@rule("X-ZERO-APP")
def none_received(context: Context) -> Iterator[Outcome]:
    """“未收到申请” against the number received; said several times, told once."""
    seen: set[str] = set()
    for outcome in contradicted(context, RECEIVED):
        key = ",".join(outcome.cells)
        if key not in seen:
            seen.add(key)
            outcome.message = "part" if outcome.severity is Severity.WARNING else "fail"
            yield outcome


@rule("X-NUM-APP")
def number_received(context: Context) -> Iterator[Outcome]:
    """Applications received, or received and carried in together (收办), by applicant where stated."""
    for fact in facts_of(context, RECEIVED, HANDLED):
        if fact.measure == HANDLED or _LENIENT.search(fact.phrase):
            yield from differing(context, [fact], also=(RECEIVED, HANDLED))
            continue
        both, alone = sought(context, HANDLED, fact.column), sought(context, RECEIVED, fact.column)
        for outcome in differing(context, [fact]):
            if both is not None and alone is not None and both.value == fact.value and alone.value is not None:
                # The text has counted what was carried in as well.
                outcome.message, outcome.severity = "handled", Severity.WARNING
            yield outcome


@rule("X-DONE")
def number_processed(context: Context) -> Iterator[Outcome]:
    """How many were dealt with, and that all were."""
    carried_in = sought(context, CARRIED_IN)
    before = Decimal(0) if carried_in is None or carried_in.value is None else carried_in.value
    for fact in facts_of(context, PROCESSED):
        held = sought(context, PROCESSED, fact.column)
        if held is not None and held.value is not None and held.value - before <= fact.value < held.value:
            continue  # those of this year without the ones carried in: nothing contradicts that
        yield from differing(context, [fact], also=() if fact.sure else (RECEIVED, HANDLED))
    for fact in facts_of(context, RECEIVED):
        held = sought(context, PROCESSED, fact.column)
        together = "并办结" in fact.phrase and fact.scope == "own"
        if together and held is not None and held.value is not None and held.value < fact.value:
            yield against(fact, held, held.value, "together")
    yield from _all_processed(context)


def _all_processed(context: Context) -> Iterator[Outcome]:
    """“所有申请均已办理完成” against applications carried over."""
    done = next((each for each in context.narrative.remarks if each.kind == "all_processed"), None)
    if done is None:
        return
    held = sought(context, CARRIED_OUT)
    said = [fact for fact in stated_of(context, CARRIED_OUT) if fact.value]
    parts = [f"文中另说“{said[0].quote}”"] if said else []
    if held is not None and held.least:
        parts.append(f"{held.words}为 {figure(held.least)} 件")
    if parts:
        yield Outcome(
            values={"quote": done.quote, "carried": "，".join(parts)},
            cells=[] if held is None else held.cells,
            place=done.place,
            quote=done.quote,
            message="all",
        )


@rule("X-CARRY")
def number_carried_over(context: Context) -> Iterator[Outcome]:
    """Applications carried in and carried out."""
    yield from differing(context, facts_of(context, CARRIED_IN, CARRIED_OUT))


@rule("X-RESULT")
def numbers_of_each_outcome(context: Context) -> Iterator[Outcome]:
    """予以公开, 部分公开, 不予公开 …, and their grounds."""
    yield from differing(context, facts_of(context, *(f"applications.{each}" for each in OUTCOMES)))


@rule("X-ZERO-T4")
def no_disputes(context: Context) -> Iterator[Outcome]:
    """“不存在行政复议、行政诉讼” against table 4, be it read, or known by its candidates only."""
    facts = [fact for fact in denied(context, *_DISPUTE_ROWS) if fact.scope == "own"]
    if not facts:
        return
    shown: list[str] = []
    cells: list[str] = []
    for measure in dict.fromkeys(fact.measure or "" for fact in facts):
        held = sought(context, measure)
        if held is not None and held.least:
            cells.extend(cell for cell in held.cells if context.report.value(cell))
            shown.append(f"{held.words}为 {figure(held.least)} 件")
    if cells:
        values = {"quote": facts[0].quote, "table": "，".join(shown)}
        yield Outcome(values, cells, place=facts[0].place, quote=facts[0].quote)
    else:
        yield from _by_candidates(context, facts)


def _by_candidates(context: Context, facts: list[Fact]) -> Iterator[Outcome]:
    """Table 4 cannot be read, but every possible reading shows cases in the rows that the text says are empty."""
    rows = {row for fact in facts for row in _DISPUTE_ROWS.get(fact.measure or "", ())}
    doubt = next((each for each in context.report.doubts if _all_show_cases(each, rows)), None)
    if doubt is not None:
        values = {cell: value for each in doubt.candidates for cell, value in each.cells.items() if value}
        standing = sorted({value for cell, value in values.items() if split(cell)[1] in rows})
        yield Outcome(
            values={"quote": facts[0].quote, "figures": "、".join(figure(value) for value in standing)},
            cells=[cell for cell in doubt.cells if split(cell)[1] in rows],
            place=facts[0].place,
            quote=facts[0].quote,
            message="doubt",
        )


def _all_show_cases(doubt: Doubt, rows: set[str]) -> bool:
    return (
        doubt.code in ("C-COUNT", "C-CANDIDATE")
        and any(cell.startswith("disputes.") for cell in doubt.cells)
        and bool(doubt.candidates)
        and all(
            any(value and split(cell)[1] in rows for cell, value in each.cells.items()) for each in doubt.candidates
        )
    )


@rule("X-NUM-T4")
def number_of_disputes(context: Context) -> Iterator[Outcome]:
    """Reviews and suits in the text against the totals of table 4."""
    for fact in facts_of(context, "disputes"):
        held, pending = sought(context, fact.measure or ""), sought(context, f"{fact.measure}.pending")
        for outcome in differing(context, [fact]):
            decided = None
            if held is not None and held.value is not None and pending is not None and pending.value:
                decided = held.value - pending.value
            if outcome.message == "fail" and pending is not None and decided == fact.value:
                outcome.message = "pending"
                outcome.values["pending"] = f"{figure(pending.value or 0)} 件"
            yield outcome
