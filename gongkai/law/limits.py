"""Limits that the law sets (``limits.yaml``): how long, counted in what, since when, on what ground.

No number from the law stands in code: ask ``limit(name, on)`` with the day on which the limit begins.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from gongkai.law.loader import LINE, DataError, Reader, grounded, load

FILE = Path(__file__).with_name("limits.yaml")


class Unit(StrEnum):
    """What a limit is counted in; the name of its amount in the data file and its Chinese. Hours are counted by cases, never as days."""

    WORKDAYS = "workdays"
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"
    HOURS = "hours"

    @property
    def key(self) -> str:
        return "days" if self is Unit.WORKDAYS else self.value

    @property
    def chinese(self) -> str:
        return {"workdays": "个工作日", "days": "日", "months": "个月", "years": "年", "hours": "小时"}[self.value]


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit as it stood on a day. ``checked`` says how the basis was compared: 条文, 转述 or 待核."""

    name: str
    title: str
    whose: str
    starts: str
    unit: Unit
    amount: int
    since: date
    basis: str
    checked: str
    note: str = ""

    @property
    def length(self) -> str:
        """20个工作日"""
        return f"{self.amount}{self.unit.chinese}"


def limit(name: str, on: date) -> Limit | None:
    """The limit for what begins on that day; None before the first rule. ``KeyError`` for a name that is not there.

    >>> limit("reply_to_application", date(2019, 5, 14)).length
    '15个工作日'
    >>> limit("reply_to_application", date(2019, 5, 15)).length
    '20个工作日'
    """
    in_force = [version for version in limits()[name] if version.since <= on]
    return in_force[-1] if in_force else None


@cache
def limits() -> Mapping[str, tuple[Limit, ...]]:
    """Every limit with its versions, oldest first."""
    return read_limits(FILE)


def read_limits(path: Path) -> dict[str, tuple[Limit, ...]]:
    """Read a file of limits, strictly; raises ``DataError`` with file and line."""
    return {name: _limit(name, each, path.name) for name, each in load(path).items() if name != LINE}


def _limit(name: str, each: Any, where: str) -> tuple[Limit, ...]:
    data = Reader(each, where)
    title, whose, starts = (data.take(key, str) for key in ("title", "whose", "starts"))
    counted_in = data.take("counted_in", str)
    note = data.take("note", str, "")
    versions = []
    for one in data.take("versions", list):
        version = Reader(one, where)
        unit = _unit(version.take("counted_in", str, counted_in), version.where)
        versions.append(
            Limit(
                name,
                title,
                whose,
                starts,
                unit,
                version.take(unit.key, int),
                version.take("since", date),
                version.take("basis", str),
                version.take("checked", str),
                note,
            )
        )
        version.done()
        if versions[-1].amount < 1:
            raise DataError(f"{version.where}：期限应不小于1")
        grounded(version, versions[-1].basis, versions[-1].checked)
    data.done()
    if not versions or any(a.since >= b.since for a, b in pairwise(versions)):
        raise DataError(f"{data.where}：versions 应按 since 先后排列，不能重叠")
    return tuple(versions)


def _unit(text: str, where: str) -> Unit:
    try:
        return Unit(text)
    except ValueError:
        raise DataError(f"{where}：counted_in 应是 {'、'.join(Unit)} 之一：{text!r}") from None
