"""The national check of government sites as data (``rules.yaml``): classes of columns with their limits, and the vetoes (单项否决).

What holds on a day is the version in force on it: ``rules_on(day)``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from gongkai.law.loader import CHECKED, LINE, DataError, Reader, load
from gongkai.workdays.counting import nominal_day

FILE = Path(__file__).with_name("rules.yaml")
HOWS = {"program": "由程序数", "person": "由人检查", "visits": "由人填写监测次数"}
PARTS = {"site": "政府网站", "media": "政务新媒体"}


@dataclass(frozen=True, slots=True)
class Span:
    """A number of days or months; neither for no limit."""

    days: int = 0
    months: int = 0

    def __bool__(self) -> bool:
        return bool(self.days or self.months)

    def last_day(self, since: date) -> date:
        """The last day of it; ``since`` itself is not counted."""
        return nominal_day(since, days=self.days, months=self.months)

    @property
    def words(self) -> str:
        """As people say it: 14天, 6个月."""
        return f"{self.days}天" if self.days else f"{self.months}个月" if self.months else ""


@dataclass(frozen=True, slots=True)
class ColumnClass:
    """What is asked of columns of an update class. ``counted_in`` is the veto that counts it when it is red, "" for none.

    ``levels``: only these levels are judged so, those further down like class ``below``. ``own``: a column's own period takes the
    place of ``red``; at ``own_share`` percent of it, it is amber.
    """

    key: str
    red: Span
    amber: Span
    counted_in: str
    own: bool
    own_share: int
    levels: tuple[int, ...]
    below: str
    checked: str
    choice: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """One veto. It is triggered by ``limit`` records or more; ``numbers`` are what else it counts with."""

    key: str
    part: str
    number: str
    title: str
    how: str
    limit: int
    trigger: str
    checked: str
    choice: str = ""
    services: bool = False
    numbers: Mapping[str, int] = field(default_factory=dict)

    @property
    def by_program(self) -> bool:
        """Whether the program counts it; what it cannot see a person is asked."""
        return self.how == "program"


@dataclass(frozen=True, slots=True)
class Rules:
    """All of a version."""

    since: date
    basis: str
    answer_days: int
    classes: Mapping[str, ColumnClass]
    indicators: Mapping[str, Indicator]
    guide: tuple[tuple[str, str], ...]


def rules_on(day: date) -> Rules:
    """The version in force on a day; before the first one, the first."""
    found = versions()
    return next((each for each in reversed(found) if each.since <= day), found[0])


@cache
def versions() -> tuple[Rules, ...]:
    """Every version, the oldest first."""
    return read_rules(FILE)


def read_rules(path: Path) -> tuple[Rules, ...]:
    """Read a file of rules, strictly; raises ``DataError`` with file and line."""
    top = Reader(load(path), path.name)
    found = tuple(_version(each, path.name) for each in top.take("versions", list))
    top.done()
    if not found or any(a.since >= b.since for a, b in pairwise(found)):
        raise DataError(f"{top.where}：versions 应按 since 先后排列，不能重叠")
    return found


def _version(data: Any, file: str) -> Rules:
    row = Reader(data, file)
    classes = {each.key: each for each in (_class(one, file) for one in row.take("classes", list))}
    indicators = {each.key: each for each in (_indicator(one, file) for one in row.take("indicators", list))}
    guide = []
    for one in row.take("guide", list):
        pair = Reader(one, file)
        guide.append((pair.take("title", str), pair.take("element", str)))
        pair.done()
    made = Rules(
        row.take("since", date), row.take("basis", str), row.take("answer_days", int), classes, indicators, tuple(guide)
    )
    row.take("answer_choice", str)
    row.done()
    strange = {each.counted_in for each in classes.values() if each.counted_in} - set(indicators)
    strange |= {each.below for each in classes.values() if each.below} - set(classes)
    if strange or not made.basis.strip():
        raise DataError(f"{row.where}：basis 不能空着，counted_in、below 里有不认识的：{'、'.join(sorted(strange))}")
    return made


def _class(data: Any, file: str) -> ColumnClass:
    row = Reader(data, file)
    made = ColumnClass(
        row.take("key", str),
        Span(row.take("red_days", int, 0), row.take("red_months", int, 0)),
        Span(row.take("amber_days", int, 0), row.take("amber_months", int, 0)),
        row.take("counted_in", str, ""),
        row.take("own", bool, False),
        row.take("own_share", int, 0),
        tuple(row.take("levels", list, [])),
        row.take("below", str, ""),
        _checked(row),
        row.take("choice", str, ""),
    )
    row.done()
    if bool(made.red) != bool(made.counted_in) or bool(made.levels) != bool(made.below) or made.own_share > 100:
        raise DataError(f"{row.where}：写了期限的要写计入哪一项，写了 levels 的要写 below，own_share 不超过100")
    return made


def _indicator(data: Any, file: str) -> Indicator:
    row = Reader(data, file)
    numbers = {key: value for key, value in row.take("numbers", dict, {}).items() if key != LINE}
    made = Indicator(
        row.take("key", str),
        row.take("part", str),
        row.take("number", str),
        row.take("title", str),
        row.take("how", str),
        row.take("limit", int),
        row.take("trigger", str),
        _checked(row),
        row.take("choice", str, ""),
        row.take("services", bool, False),
        numbers,
    )
    row.done()
    if made.part not in PARTS or made.how not in HOWS or made.limit < 1:
        raise DataError(f"{row.where}：part、how 不认识，或者 limit 小于1")
    if any(not isinstance(value, int) for value in numbers.values()):
        raise DataError(f"{row.where}：numbers 里都应是整数")
    return made


def _checked(row: Reader) -> str:
    found: str = row.take("checked", str)
    if found not in CHECKED:
        raise DataError(f"{row.where}：checked 应是{'、'.join(CHECKED)}之一")
    return found
