"""Periods of 规章, 行政规范性文件 and interpretations (``normative_limits.yaml``), and what places decide for themselves (``normative.yaml``).

Most of these numbers are local: the file holds what is used as long as an office has entered nothing else, marked 待核.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from gongkai.law.limits import Limit, Unit, read_limits
from gongkai.law.loader import DataError, Reader, load
from gongkai.workdays import Calendar, last_day
from gongkai.workdays.counting import nominal_day

_LIMITS = Path(__file__).with_name("normative_limits.yaml")
_CHOICES = Path(__file__).with_name("normative.yaml")
REGISTRATION, SYNCHRONY = "registration", "synchrony"
BY_LAW = ("consult_government_rules", "consult_major_decision")
"""Limits that no office can set otherwise."""


@dataclass(frozen=True, slots=True)
class LocalChoice:
    """Something that places decide for themselves, and what holds until they do."""

    key: str
    title: str
    options: Mapping[str, str]
    default: str
    basis: str
    reason: str


@cache
def normative_limits() -> Mapping[str, tuple[Limit, ...]]:
    """Every period with its versions, oldest first."""
    return read_limits(_LIMITS)


def normative_limit(name: str, on: date) -> Limit:
    """The period for what begins on a day; before the first rule, the first. ``KeyError`` for a name that is not there.

    >>> normative_limit("evaluate_before_end", date(2024, 1, 1)).length
    '6个月'
    """
    versions = normative_limits()[name]
    return next((each for each in reversed(versions) if each.since <= on), versions[0])


@cache
def local_choices() -> Mapping[str, LocalChoice]:
    """Every local choice by key. Raises ``DataError`` for a file that breaks its rules."""
    top = Reader(load(_CHOICES), _CHOICES.name)
    found = {}
    for each in top.take("choices", list):
        row = Reader(each, _CHOICES.name)
        texts = [row.take(name, str) for name in ("key", "title", "default", "basis", "reason")]
        options = Reader(row.take("options", dict), row.where)
        words = {name: options.take(name, str) for name in each["options"] if not name.startswith("__")}
        options.done()
        row.done()
        key, title, default, basis, reason = texts
        if key in found or default not in words or not basis.strip():
            raise DataError(f"{row.where}：重复、没有依据或者默认的做法不在可取的做法里：{key}")
        found[key] = LocalChoice(key, title, words, default, basis, reason)
    top.done()
    return found


def consultation_limit(kind: str, major: bool, on: date) -> Limit:
    """How long opinions must be asked for at least: for a kind of document, or for a 重大行政决策."""
    named = "consult_major_decision" if major else f"consult_{kind}"
    return normative_limit(named if named in normative_limits() else "consult_normative_documents", on)


def earliest_end(start: date, limit: Limit, calendar: Calendar | None = None) -> date:
    """The first day on which what lasts at least ``limit`` from ``start`` may end. Working days need the ``calendar``.

    >>> earliest_end(date(2024, 3, 1), normative_limit("consult_major_decision", date(2024, 3, 1)))
    datetime.date(2024, 3, 31)
    """
    if limit.unit is Unit.WORKDAYS:
        if calendar is None:
            raise LookupError("按工作日计算的期限要给出日历。")
        return last_day(start, limit.amount, calendar).on
    if limit.unit is Unit.DAYS:
        return start + timedelta(days=limit.amount)
    return nominal_day(start, months=limit.amount * (12 if limit.unit is Unit.YEARS else 1))


def is_trial(title: str) -> bool:
    """Whether a title says 暂行 or 试行.

    >>> is_trial("青石县农机购置补贴办法（试行）")
    True
    """
    return "暂行" in title or "试行" in title


def term_warnings(
    title: str, effective_on: date, expires_on: date | None, limit: Limit | None = None
) -> tuple[str, ...]:
    """What is unusual about a document's term, in sentences; warnings, since terms are set by each place."""
    found = limit or normative_limit("longest_trial_term" if is_trial(title) else "longest_term", effective_on)
    if expires_on is None:
        return (f"没有写有效期。通常不超过{found.length}（{found.basis}）。",)
    last = nominal_day(effective_on, months=found.amount * (12 if found.unit is Unit.YEARS else 1))
    if expires_on > last:
        kind = "标题有“暂行”“试行”的文件，" if is_trial(title) else ""
        return (f"{kind}有效期通常不超过{found.length}，现在写到{expires_on:%Y-%m-%d}（{found.basis}）。",)
    return ()


def evaluation_from(expires_on: date, limit: Limit | None = None) -> date:
    """From which day a document that ends is due for evaluation.

    >>> evaluation_from(date(2024, 12, 31))
    datetime.date(2024, 6, 30)
    """
    found = limit or normative_limit("evaluate_before_end", expires_on)
    year, month = divmod(expires_on.year * 12 + expires_on.month - 1 - found.amount, 12)
    return date(year, month + 1, min(expires_on.day, monthrange(year, month + 1)[1]))
