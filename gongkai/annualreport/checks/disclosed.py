"""Table 2 against the text: X-DOC, X-DOC-LT, X-LIC, X-FEE, X-PROC."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gongkai.annualreport.checks.comparing import TEN_THOUSAND, amounts, contradicted, differing, yuan
from gongkai.annualreport.checks.engine import Context, Outcome, rule
from gongkai.annualreport.checks.stated import denied, facts_of, sought, stated_of
from gongkai.annualreport.checks.wording import figure
from gongkai.annualreport.narrative.model import Fact
from gongkai.checks.finding import Severity

DOCUMENTS = tuple(f"proactive_disclosure.{row}" for row in ("normative_documents", "government_rules"))
DECISIONS = tuple(f"proactive_disclosure.{row}.decisions" for row in ("licensing", "penalties", "enforcement_measures"))
ADMIN_FEES = "proactive_disclosure.admin_fees.amount"
COLLECTED = "fees.collected_yuan"
LAST_DIGIT = Decimal("0.5")
"""Half of the last digit of 万元 with four decimals, in 元."""


@rule("X-DOC")
def number_of_documents(context: Context) -> Iterator[Outcome]:
    """规范性文件 and 规章 issued, repealed, in force (2019: made, newly published, published in all)."""
    yield from differing(context, facts_of(context, *DOCUMENTS))
    yield from contradicted(context, *DOCUMENTS)


@rule("X-DOC-LT")
def documents_are_published(context: Context) -> Iterator[Outcome]:
    """Fewer items published in all than normative documents: each document published is an item."""
    counted = [
        fact
        for fact in stated_of(context, "releases")
        if not fact.approximate and not fact.negated and fact.scope == "own"
    ]
    table = context.report.tables.get("proactive_disclosure")
    if table is None or not any(fact.measure == "releases.total" for fact in counted):
        return
    column = "newly_published" if table.form == "2019" else "issued"
    held = sought(context, f"proactive_disclosure.normative_documents.{column}")
    most = max(counted, key=lambda fact: fact.value)
    if held is not None and held.value is not None and most.value < held.value:
        values = {
            "quote": most.quote,
            "stated": f"{figure(most.value)} {most.unit}",
            "cell": held.words,
            "held": f"{figure(held.value)} 件",
        }
        yield Outcome(values, held.cells, place=most.place, quote=most.quote)


@rule("X-LIC")
def number_of_decisions(context: Context) -> Iterator[Outcome]:
    """Decisions of licensing, penalty and compulsion."""
    yield from differing(context, facts_of(context, *DECISIONS))
    yield from contradicted(context, *DECISIONS)


@rule("X-PROC")
def procurement(context: Context) -> Iterator[Outcome]:
    """政府集中采购: number of projects and amount (form of 2019)."""
    yield from differing(context, facts_of(context, "proactive_disclosure.central_procurement.projects"))
    yield from amounts(context, facts_of(context, "proactive_disclosure.central_procurement.amount"))


@rule("X-FEE")
def fees_agree(context: Context) -> Iterator[Outcome]:
    """行政事业性收费 against its cell; 信息处理费 within the text, and as a part of 行政事业性收费."""
    yield from amounts(context, facts_of(context, ADMIN_FEES))
    for outcome in contradicted(context, ADMIN_FEES):
        outcome.values["held"] = outcome.values["held"].replace("件", "万元")
        yield outcome
    collected = [fact for fact in facts_of(context, COLLECTED) if fact.value and fact.scope == "own"]
    none = next((fact for fact in denied(context, COLLECTED) if fact.scope == "own"), None)
    if collected and none is not None:
        values = {"quote": none.quote, "other": collected[0].quote}
        yield Outcome(values, place=none.place, quote=none.quote, message="both")
    elif collected:
        yield from _within_admin_fees(context, max(collected, key=yuan))


def _within_admin_fees(context: Context, fact: Fact) -> Iterator[Outcome]:
    held = sought(context, ADMIN_FEES)
    if held is not None and held.value is not None and yuan(fact) > held.value * TEN_THOUSAND + LAST_DIGIT:
        values = {
            "quote": fact.quote,
            "stated": f"{figure(yuan(fact))} 元",
            "share": f"{figure(yuan(fact) / TEN_THOUSAND)} 万元",
            "cell": held.words,
            "held": f"{figure(held.value)} 万元",
        }
        yield Outcome(
            values, held.cells, place=fact.place, quote=fact.quote, message="within", severity=Severity.WARNING
        )
