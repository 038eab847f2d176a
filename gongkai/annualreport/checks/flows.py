"""What the text says came in and was done: N-FLOW, N-PCT; and what it says has changed since last year: Y-TREND."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from gongkai.annualreport.checks.engine import Context, Outcome, rule
from gongkai.annualreport.checks.stated import sought
from gongkai.annualreport.checks.wording import figure
from gongkai.annualreport.checks.years import prior_of
from gongkai.annualreport.narrative.model import Fact, Growth
from gongkai.checks.finding import Severity, Verdict

_CAME = re.compile(r"(?:收到|受理|接到|接收|承办|接受)(?!.*(?:办结|答复))[^,;]*#")
_DONE = re.compile(
    r"^(?:已经?|均|共|全部|现已|目前|及时|按期|按时|其中|，|,)*(?:办结|办理|答复|回复|办理完毕|处理|化解|处置)(?:了|完毕)?#"
)
_RATE = re.compile(r"(?:办结率|答复率|办理率|回复率|办复率)(?:为|达到?|均为)*#")
_SHARE = re.compile(r"^(?:约)?占(?:比|总数的|总量的|全部的)?(?:为|约)?#")
_BEFORE = re.compile(r"上年|去年|往年|结转|跨年|上一年|积压")
FLOW = ("applications.received", "applications.handled", "applications.processed_total")
SMALL = 20
"""Below so many, a percentage against last year is not worth asking for last year's report."""


def _sentences(context: Context) -> Iterator[list[Fact]]:
    """The figures of the text, sentence by sentence."""
    group: list[Fact] = []
    for fact in context.narrative.facts:
        if fact.negated:
            continue
        if group and (group[-1].section, group[-1].sentence) != (fact.section, fact.sentence):
            yield group
            group = []
        group.append(fact)
    if group:
        yield group


def _pairs(context: Context) -> Iterator[tuple[Fact, Fact, list[Fact]]]:
    """“受理 a 件，办结 b 件” with what follows in the sentence. Applications are left to the table where it has them."""
    held = sought(context, "applications.received")
    in_table = held is not None and held.value is not None
    for facts in _sentences(context):
        for number, (came, done) in enumerate(pairwise(facts)):
            if came.approximate or done.approximate or came.unit != done.unit:
                continue
            if not _CAME.search(came.phrase) or not _DONE.search(done.phrase):
                continue
            if in_table and str(came.measure).startswith("applications."):
                continue
            yield came, done, facts[number + 2 :]


@rule("N-FLOW")
def no_more_done_than_came(context: Context) -> Iterator[Outcome]:
    """What is done does not exceed what came in, unless some was left from before."""
    for came, done, _ in _pairs(context):
        if done.value > came.value and not _BEFORE.search(came.phrase + done.phrase):
            yield Outcome(
                values={
                    "came": came.quote,
                    "done": done.quote,
                    "difference": f"{figure(done.value - came.value)} {done.unit}",
                },
                place=done.place,
                quote=f"{came.quote}，{done.quote}",
            )


@rule("N-PCT")
def shares_and_rates(context: Context) -> Iterator[Outcome]:
    """A rate or share is that of the figures beside it, to the precision written."""
    for came, done, rest in _pairs(context):
        rate = next((fact for fact in rest[:1] if fact.unit == "%" and _RATE.search(fact.phrase)), None)
        if rate is not None and came.value and not _is_share(rate, done.value, came.value):
            yield _share(rate, done, came)
    wholes = {part: claim.whole for claim in context.narrative.claims for part in claim.parts}
    for facts in _sentences(context):
        for part, share in pairwise(facts):
            whole = wholes.get(part)
            if whole is None or share.unit != "%" or not _SHARE.search(share.phrase) or share.approximate:
                continue
            exact = whole.value and not whole.approximate and not part.approximate
            if exact and not _is_share(share, part.value, whole.value):
                yield _share(share, part, whole)


def _is_share(share: Fact, part: Decimal, whole: Decimal) -> bool:
    """Rounded or cut off at the digits written."""
    digit = Decimal(1).scaleb(-_digits(share))
    return abs(100 * part / whole - share.value) < digit


def _digits(share: Fact) -> int:
    exponent = share.value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _share(share: Fact, part: Fact, whole: Fact) -> Outcome:
    actual = 100 * part.value / whole.value
    return Outcome(
        values={
            "quote": share.quote,
            "part": f"{figure(part.value)} {part.unit}",
            "whole": f"{figure(whole.value)} {whole.unit}",
            "stated": f"{figure(share.value)}%",
            "actual": f"{figure(round(actual, max(_digits(share), 1)))}%",
        },
        place=share.place,
        quote=share.quote,
    )


@rule("Y-TREND")
def growth_as_stated(context: Context) -> Iterator[Outcome]:
    """“同比增长 p%” against last year's figure; without last year's report, what it would have been."""
    prior = prior_of(context)
    for growth in context.narrative.growth:
        fact = growth.fact
        if fact is None or fact.measure is None or fact.approximate or fact.year is not None or fact.scope != "own":
            continue
        if growth.base:
            if not _grew(growth, fact.value, growth.base):
                yield _untrue(growth, fact, [(fact.value, growth.base)])
        elif prior is None:
            if growth.percent is not None and fact.value >= SMALL and not growth.approximate:
                yield _implied(growth, fact)
        else:
            before = _before(context, fact)
            if before and not any(_grew(growth, now, then) for now, then in before):
                yield _untrue(growth, fact, before)


def _implied(growth: Growth, fact: Fact) -> Outcome:
    """Between which figures last year's would have been, for the percentage to be right."""
    percent = growth.percent or Decimal(0)
    half = Decimal(5).scaleb(-growth.decimals - 1)
    bounds = [fact.value / (1 + (percent + side) / 100) for side in (half, -half) if percent + side > -100]
    low, high = min(bounds), max(bounds)
    lowest = int(low) + (low != int(low))
    if int(high) > lowest:
        last_year = f"在 {lowest} 至 {int(high)} {fact.unit}之间"
    else:
        last_year = f"为 {round((low + high) / 2)} {fact.unit}左右"
    return Outcome(
        values={"quote": growth.quote, "figure": fact.quote, "last_year": last_year},
        place=growth.place,
        quote=growth.quote,
        message="alone",
        verdict=Verdict.NEEDS_OTHER_DATA,
        severity=Severity.NOTICE,
    )


def _before(context: Context, fact: Fact) -> list[tuple[Decimal, Decimal]]:
    """This year's and last year's figure, in every sense that the words can have; the one of the fact itself first."""
    found: list[tuple[Decimal, Decimal]] = []
    measures = dict.fromkeys((fact.measure or "", *(FLOW if fact.measure in FLOW else ())))
    for measure in measures:
        now, then = _held(context, measure, fact.column, last=False), _held(context, measure, fact.column, last=True)
        if measure == fact.measure:
            now = fact.value
        if now is not None and then:
            found.append((now, then))
    return found


def _held(context: Context, measure: str, column: str, *, last: bool) -> Decimal | None:
    """A measure in one year: by its table, else by its text if that states one exact figure."""
    source = context.of(_last_year) if last else context
    held = sought(source, measure, column)
    if held is not None:
        return held.value
    values = {
        fact.value
        for fact in source.narrative.facts
        if fact.measure == measure
        and fact.column == column
        and fact.year is None
        and fact.scope == "own"
        and not (fact.approximate or fact.negated)
    }
    return values.pop() if len(values) == 1 else None


def _last_year(context: Context) -> Context:
    """Last year's report as something to look at; its text is read once."""
    return context if context.prior is None else Context(context.prior)


def _grew(growth: Growth, now: Decimal, then: Decimal) -> bool:
    if growth.percent is not None:
        digit = Decimal(1).scaleb(-growth.decimals)
        return growth.approximate or abs(100 * (now - then) / then - growth.percent) < digit
    if growth.amount is not None:
        return growth.approximate or abs(now - then) == growth.amount
    return (now > then) == growth.rises and now != then


def _untrue(growth: Growth, fact: Fact, before: list[tuple[Decimal, Decimal]]) -> Outcome:
    now, then = before[0]
    change = 100 * (now - then) / then
    way = "增长" if change > 0 else "下降"
    return Outcome(
        values={
            "quote": growth.quote,
            "now": f"{figure(now)} {fact.unit}",
            "then": f"{figure(then)} {fact.unit}",
            "actual": f"{way} {figure(abs(round(change, max(growth.decimals, 1))))}%（{figure(abs(now - then))} {fact.unit}）"
            if change
            else "没有增减",
        },
        place=growth.place,
        quote=growth.quote,
        severity=Severity.WARNING
        if growth.percent is None or not fact.measure or fact.measure.startswith("releases")
        else None,
    )
