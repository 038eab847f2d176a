"""The registers behind table 2 of the annual report: which kinds there are, what rows count them, amounts in 万元, terms.

Matters (权责和服务事项), decisions (双公示), administrative fees, procurement; and tallies (汇总数) for what another system
registers one by one. One thing is counted once: a tally says with which single records it would count the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from gongkai.law.loader import DataError, Reader, load

_FILE = Path(__file__).with_name("registers.yaml")
ROWS = ("licensing", "other_services", "penalties", "enforcement_measures", "admin_fees", "central_procurement")
FIGURES = ("decisions", "amount", "projects", "items")
SAME = ("decisions", "collections", "procurement", "matters", "fees")
YUAN_IN_WAN = 10_000
_ROUNDING = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of matter or decision; ``row`` of table 2 counts it, none when empty."""

    key: str
    title: str
    row: str
    since: date
    basis: str


@dataclass(frozen=True, slots=True)
class TallyKind:
    """What a tally says. ``stock``: how many there are at the end of a day, else how many in a period; ``same``: which
    register holds the same things one by one."""

    key: str
    title: str
    stock: bool
    has_count: bool
    has_amount: bool
    row: str
    figure: str
    same: str
    basis: str


@dataclass(frozen=True, slots=True)
class AmountRule:
    """How a sum in 元 becomes a figure in 万元 from a day on."""

    since: date
    decimals: int
    rounding: str
    basis: str


@dataclass(frozen=True, slots=True)
class Term:
    """Calendar days within which something is due, from a day on."""

    since: date
    days: int
    basis: str


@dataclass(frozen=True, slots=True)
class Rules:
    """All that the file says."""

    matters: Mapping[str, Kind]
    decisions: Mapping[str, Kind]
    tallies: Mapping[str, TallyKind]
    amounts: tuple[AmountRule, ...]
    withdrawal: tuple[Term, ...]


@cache
def rules() -> Rules:
    """The rules of this installation."""
    return read_rules(_FILE)


def read_rules(path: Path) -> Rules:
    """Read a file of rules, strictly; raises ``DataError`` with file and line."""
    top = Reader(load(path), path.name)
    made = Rules(
        _kinds(top.take("matters", list), path.name),
        _kinds(top.take("decisions", list), path.name),
        _tallies(top.take("tallies", list), path.name),
        _amounts(top.take("amounts", list), path.name),
        _terms(top.take("withdrawal", list), path.name),
    )
    top.done()
    return made


def _kinds(rows: Iterable[object], name: str) -> dict[str, Kind]:
    found: dict[str, Kind] = {}
    for each in rows:
        row = Reader(each, name)
        kind = Kind(
            row.take("key", str),
            row.take("title", str),
            row.take("row", str, ""),
            row.take("since", date),
            row.take("basis", str),
        )
        row.done()
        if kind.key in found or kind.row not in ("", *ROWS) or not kind.basis.strip():
            raise DataError(f"{row.where}：种类重复、行名不对或者没有依据：{kind.key}")
        found[kind.key] = kind
    return found


def _tallies(rows: Iterable[object], name: str) -> dict[str, TallyKind]:
    found: dict[str, TallyKind] = {}
    for each in rows:
        row = Reader(each, name)
        key, title = row.take("key", str), row.take("title", str)
        measure, takes = row.take("measure", str), row.take("takes", str)
        kind = TallyKind(
            key,
            title,
            measure == "stock",
            takes in ("count", "both"),
            takes in ("amount", "both"),
            row.take("row", str),
            row.take("figure", str),
            row.take("same", str),
            row.take("basis", str),
        )
        row.done()
        known = measure in ("flow", "stock") and takes in ("count", "amount", "both") and kind.row in ROWS
        if key in found or not known or kind.figure not in FIGURES or kind.same not in SAME or not kind.basis.strip():
            raise DataError(f"{row.where}：汇总数的写法不对：{key}")
        found[key] = kind
    return found


def _amounts(rows: Iterable[object], name: str) -> tuple[AmountRule, ...]:
    found: list[AmountRule] = []
    for each in rows:
        row = Reader(each, name)
        rule = AmountRule(
            row.take("since", date), row.take("decimals", int), row.take("rounding", str), row.take("basis", str)
        )
        row.done()
        if rule.rounding not in _ROUNDING or not 0 <= rule.decimals <= 6 or (found and found[-1].since >= rule.since):
            raise DataError(f"{row.where}：金额的取法不对，或者没有按日期先后排列")
        found.append(rule)
    if not found:
        raise DataError(f"{name}：没有写金额怎样换算")
    return tuple(found)


def _terms(rows: Iterable[object], name: str) -> tuple[Term, ...]:
    found: list[Term] = []
    for each in rows:
        row = Reader(each, name)
        term = Term(row.take("since", date), row.take("days", int), row.take("basis", str))
        row.done()
        if not term.basis.strip() or (found and found[-1].since >= term.since):
            raise DataError(f"{row.where}：期限没有依据，或者没有按日期先后排列")
        found.append(term)
    return tuple(found)


def matter_titles() -> dict[str, str]:
    """Titles of the kinds of matter by key."""
    return {key: kind.title for key, kind in rules().matters.items()}


def decision_titles() -> dict[str, str]:
    """Titles of the kinds of decision by key."""
    return {key: kind.title for key, kind in rules().decisions.items()}


def tally_titles() -> dict[str, str]:
    """Titles of the kinds of tally by key."""
    return {key: kind.title for key, kind in rules().tallies.items()}


def matters_in(row: str) -> tuple[str, ...]:
    """The kinds of matter that a row of table 2 counts."""
    return tuple(key for key, kind in rules().matters.items() if kind.row == row)


def decisions_in(row: str) -> tuple[str, ...]:
    """The kinds of decision that a row of table 2 counts."""
    return tuple(key for key, kind in rules().decisions.items() if kind.row == row)


def tally_for(row: str, figure: str) -> TallyKind | None:
    """The kind of tally that stands for a figure of a row; ``projects`` and ``amount`` of procurement are one."""
    return next(
        (
            kind
            for kind in rules().tallies.values()
            if kind.row == row and (kind.figure == figure or (figure == "amount" and kind.has_amount))
        ),
        None,
    )


def in_wan(yuan: Decimal, on: date) -> Decimal:
    """A sum in 元 as 万元, rounded once as the rule in force on a day says, without needless zeros.

    >>> in_wan(Decimal("74630"), date(2020, 12, 31)), in_wan(Decimal("380.00"), date(2025, 12, 31))
    (Decimal('7.463'), Decimal('0.038'))
    """
    steps = rules().amounts
    rule = next((each for each in reversed(steps) if each.since <= on), steps[0])
    exact = (yuan / YUAN_IN_WAN).quantize(Decimal(1).scaleb(-rule.decimals), rounding=_ROUNDING[rule.rounding])
    plain = exact.normalize()
    return plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain


def withdraw_by(changed_on: date) -> tuple[date, Term] | None:
    """The last day to withdraw a published penalty that was changed on a day, and on what ground; None before the rule.

    >>> withdraw_by(date(2024, 5, 6))[0]
    datetime.date(2024, 5, 9)
    """
    terms = [each for each in rules().withdrawal if each.since <= changed_on]
    return (changed_on + timedelta(days=terms[-1].days), terms[-1]) if terms else None


@dataclass(frozen=True, slots=True)
class Span:
    """Days from ``since`` to ``until``, both included."""

    since: date
    until: date

    def meets(self, other: Span) -> bool:
        """Whether the two have a day in common."""
        return self.since <= other.until and other.since <= self.until

    def __str__(self) -> str:
        if self.since == self.until:
            return f"{self.since:%Y-%m-%d}"
        return f"{self.since:%Y-%m-%d}至{self.until:%Y-%m-%d}"


def span_problem(span: Span, *, stock: bool, today: date) -> str:
    """What is wrong with the days of a tally or of money collected, in words; nothing when they can be counted."""
    if span.until < span.since:
        return "止日比起日早，请核对。"
    if span.until > today:
        return f"止日{span.until:%Y-%m-%d}还没有到，只能登记已经过去的日子。"
    if stock and span.since != span.until:
        return "事项数和项目数是某一天结束时有多少，起日和止日填同一天，例如都填 2024-12-31。"
    if span.since.year != span.until.year:
        return "年度报告按公历年度统计，一笔汇总数不能跨年。请分年登记，例如到 12-31 一笔，从 01-01 起一笔。"
    return ""
