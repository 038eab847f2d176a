"""How long it may take, by the rule of the day (``limits.yaml``): the 条例 sets no days, each row says what was chosen and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.casework.counting import Length, Unit
from gongkai.law.loader import DataError, Reader, grounded, load

FILE = Path(__file__).with_name("limits.yaml")
NAMES = ("accept", "decide", "extension", "account", "rectify")


@dataclass(frozen=True, slots=True)
class Limit:
    """One version of one limit."""

    name: str
    title: str
    since: date
    length: Length
    basis: str
    checked: str


def limit_on(name: str, on: date) -> Limit:
    """The limit of that name as of a day; the earliest one for days before it.

    >>> str(limit_on("account", date(2026, 6, 1)).length)
    '10个工作日'
    """
    versions = [each for each in limits() if each.name == name]
    return max((each for each in versions if each.since <= on), key=lambda each: each.since, default=versions[0])


def plain(length: Length) -> dict[str, Any]:
    """A length as facts keep it."""
    return {"amount": length.amount, "unit": str(length.unit)}


@cache
def limits() -> tuple[Limit, ...]:
    """What comes with the program, in order of time."""
    return read_limits(FILE)


def read_limits(path: Path) -> tuple[Limit, ...]:
    """Read such a file, strictly; raises ``DataError`` with file and line."""
    whole = Reader(load(path), path.name)
    found = sorted((_limit(each, path.name) for each in whole.take("limits", list)), key=lambda each: each.since)
    whole.done()
    missing = [name for name in NAMES if not any(each.name == name for each in found)]
    if missing:
        raise DataError(f"{path.name}：没有写这些期限：{'、'.join(missing)}")
    if len({(each.name, each.since) for each in found}) != len(found):
        raise DataError(f"{path.name}：同一期限在同一天有两版")
    return tuple(found)


def _limit(each: Any, where: str) -> Limit:
    given = Reader(each, where)
    name, title, since = given.take("name", str), given.take("title", str), given.take("since", date)
    amount, _, unit = given.take("length", str).partition(" ")
    basis, checked = given.take("basis", str), given.take("checked", str)
    given.done()
    grounded(given, basis, checked)
    if name not in NAMES:
        raise DataError(f"{given.where}：没有这样的期限：{name}")
    try:
        length = Length(int(amount), Unit(unit), basis)
    except ValueError as problem:
        raise DataError(f"{given.where}：期限应写成 15 workdays、60 calendar_days 的样子") from problem
    return Limit(name, title, since, length, basis, checked)
