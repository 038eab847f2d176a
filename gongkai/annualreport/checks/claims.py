"""Figures of the text against each other: X-SAME, N-PART-*, N-UNIT, N-LIST-N. (N-FLOW and N-PCT are in ``flows``.)"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from gongkai.annualreport.checks.engine import Context, Outcome, rule
from gongkai.annualreport.checks.stated import sought
from gongkai.annualreport.checks.wording import figure
from gongkai.annualreport.narrative.model import Claim, Fact
from gongkai.annualreport.narrative.scope import part_of_year
from gongkai.checks.finding import Severity

SHARE_NAMED = Decimal("0.5")
"""An open list that names less than this share of its whole gives examples and means no breakdown."""
FEWEST_CHANNELS = 3
"""Two channels named without 其中 may be examples; three or more are meant as all."""
ALIKE = 2
"""Two figures more than so many times apart are hardly meant as the same thing."""
_REST = re.compile(r"其余|剩余|余下|主要|重点|例如|等(?:\d|$)")
_SAME = ("releases.total", "releases.website", "releases.wechat", "releases.new_media", "applications", "disputes", "fees.collected_yuan", "fees.notices")  # fmt: skip
_TIMES = {"条次": "条", "件次": "件", "人次": "人", "场次": "场", "篇次": "篇", "条次条": "条"}


@rule("X-SAME")
def stated_twice_alike(context: Context) -> Iterator[Outcome]:
    """One measure, stated in two sentences, has one value. Where a table has the figure, the checks against it tell."""
    first: dict[tuple[str | None, str, str], Fact] = {}
    told: set[tuple[str | None, str, str]] = set()
    for fact in context.narrative.facts:
        if not _can_repeat(fact) or _in_tables(context, fact):
            continue
        key = (fact.measure, fact.column, fact.unit)
        before = first.setdefault(key, fact)
        if before.value == fact.value or key in told:
            continue
        if (before.section, before.sentence) == (fact.section, fact.sentence) or not _near(before.value, fact.value):
            continue
        told.add(key)
        gap = abs(before.value - fact.value)
        yield Outcome(
            values={
                "first": before.quote,
                "second": fact.quote,
                "difference": f"{figure(gap)} {fact.unit}",
            },
            place=fact.place,
            quote=fact.quote,
        )


def _can_repeat(fact: Fact) -> bool:
    return (
        fact.measure is not None
        and any(fact.measure == each or fact.measure.startswith(each + ".") for each in _SAME)
        and not fact.measure.endswith("by_channel")
        and fact.value > 0
        and fact.sure
        and not fact.approximate
        and fact.scope == "own"
        and fact.year is None
        and "□" not in fact.phrase  # a channel by its own name: there may be several
        and not part_of_year(fact.phrase)
    )


def _in_tables(context: Context, fact: Fact) -> bool:
    held = sought(context, fact.measure or "", fact.column)
    return held is not None and held.value is not None


def _near(one: Decimal, other: Decimal) -> bool:
    return max(one, other) <= ALIKE * min(one, other)


def _claims(context: Context, *kinds: str) -> Iterator[Claim]:
    for claim in context.narrative.claims:
        figures = (claim.whole, *claim.parts)
        if claim.kind in kinds and claim.whole.value > 0 and not any(each.approximate for each in figures):
            yield claim


def _sum_values(claim: Claim) -> dict[str, Any]:
    unit = claim.whole.unit
    total = sum((part.value for part in claim.parts), Decimal(0))
    return {
        "whole": f"{figure(claim.whole.value)} {unit}",
        "parts": "＋".join(figure(part.value) for part in claim.parts),
        "sum": f"{figure(total)} {unit}",
        "difference": f"{figure(abs(claim.difference))} {unit}",
        "way": "多" if claim.difference > 0 else "少",
    }


def _told(claim: Claim, message: str = "fail", severity: Severity | None = None) -> Outcome:
    return Outcome(values=_sum_values(claim), place=claim.place, quote=claim.quote, message=message, severity=severity)


@rule("N-PART-SUM")
def parts_make_the_whole(context: Context) -> Iterator[Outcome]:
    """Parts that are said to be all add up to the whole."""
    for claim in _claims(context, "exhaustive"):
        if abs(claim.difference) <= claim.whole.slack or _in_ten_thousands(claim):
            continue
        short = claim.difference < 0
        doubtful = (claim.marker == "（）" and short) or (
            claim.marker == "通过" and (short and len(claim.parts) < FEWEST_CHANNELS)
        )
        yield _told(claim, severity=Severity.WARNING if doubtful else None)


@rule("N-PART-OVER")
def parts_never_exceed_the_whole(context: Context) -> Iterator[Outcome]:
    """The parts of an open list never come to more than the whole."""
    for claim in _claims(context, "open"):
        if claim.difference <= claim.whole.slack:
            continue
        mixed = any(part.unit != claim.whole.unit for part in claim.parts)
        one = "one" if len(claim.parts) == 1 else "fail"
        yield _told(claim, one, Severity.WARNING if mixed else None)


@rule("N-PART-GAP")
def open_lists_name_most(context: Context) -> Iterator[Outcome]:
    """An open list that names most of its whole but not all: the rest is shown. Never an error, and only for what reports are
    expected to break down: published items, applications, messages."""
    for claim in _claims(context, "open"):
        if claim.whole.measure is None:
            continue
        named = sum((part.value for part in claim.parts), Decimal(0))
        if claim.difference >= -claim.whole.slack or len(claim.parts) < 2 or named < SHARE_NAMED * claim.whole.value:
            continue
        if not _REST.search(claim.quote) and not _in_ten_thousands(claim):
            yield _told(claim)


@rule("N-PART-CHAN")
def channels_within_the_total(context: Context) -> Iterator[Outcome]:
    """One item may stand on several channels, but no channel has more items than there are."""
    for claim in _claims(context, "channels"):
        over = [part for part in claim.parts if part.value > claim.whole.value]
        if over:
            outcome = _told(claim)
            outcome.values["over"] = "、".join(f"“{part.quote}”" for part in over)
            yield outcome


def _in_ten_thousands(claim: Claim) -> bool:
    """Whether the parts make the whole but for its 万: then the unit is wrong, not the sum."""
    return sum((part.value for part in claim.parts), Decimal(0)) * 10000 == claim.whole.value


@rule("N-UNIT")
def one_unit_in_a_list(context: Context) -> Iterator[Outcome]:
    """万条 beside 条, 条次 beside 条."""
    for claim in context.narrative.claims:
        if len(claim.parts) > 1 and _in_ten_thousands(claim):
            outcome = _told(claim, "thousands")
            outcome.values["written"] = claim.whole.quote
            yield outcome
            continue
        units = {each.unit for each in (claim.whole, *claim.parts)}
        if any(base in units and times in units for times, base in _TIMES.items()):
            yield Outcome(
                values={"units": "、".join(f"“{unit}”" for unit in _in_order(claim))},
                place=claim.place,
                quote=claim.quote,
                severity=Severity.NOTICE,
            )


def _in_order(claim: Claim) -> Iterable[str]:
    return dict.fromkeys(each.unit for each in (claim.whole, *claim.parts))


@rule("N-LIST-N")
def as_many_names_as_stated(context: Context) -> Iterator[Outcome]:
    """“5个事项（…）” names five."""
    for remark in context.narrative.remarks:
        if remark.kind == "named" and remark.named != remark.stated:
            yield Outcome(
                values={"quote": remark.quote, "stated": remark.stated, "named": remark.named},
                place=remark.place,
                quote=remark.quote,
            )
