"""Limits of proposals that a region sets, as dated data: what comes with the program (``local.yaml``) and what an organ enters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.casework.counting import Length, Unit
from gongkai.law.loader import DataError, Reader, grounded, keyed, load

FILE = Path(__file__).with_name("local.yaml")
NAMES = ("objection", "opinion", "redo", "publish")
UNITS = (Unit.WORKDAYS, Unit.CALENDAR_DAYS, Unit.MONTHS)


@dataclass(frozen=True, slots=True)
class Version:
    """One version. ``nearness``: 0 for what comes with the program, the higher the nearer to the organ."""

    name: str
    since: date
    limit: Length
    basis: str
    nearness: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """A limit with its versions."""

    key: str
    title: str
    versions: tuple[Version, ...]


@cache
def rules() -> Mapping[str, Rule]:
    """What comes with the program, by name."""
    return read_rules(FILE)


def limit_on(name: str, day: date, entered: Iterable[Version] = ()) -> Version | None:
    """The limit of that name in force on a day; None before the first version.

    >>> str(limit_on("publish", date(2026, 3, 2)).limit)
    '20个工作日'
    """
    fitting = [each for each in (*rules()[name].versions, *entered) if each.name == name and each.since <= day]
    return max(fitting, key=lambda each: (each.nearness, each.since)) if fitting else None


def plain(length: Length) -> dict[str, Any]:
    """A length as facts keep it."""
    return {"amount": length.amount, "unit": str(length.unit)}


def read_rules(path: Path) -> dict[str, Rule]:
    """Read such a file, strictly; raises ``DataError`` with file and line."""
    whole = Reader(load(path), path.name)
    found = keyed((_rule(each, path.name) for each in whole.take("rules", list)), path.name)
    whole.done()
    if set(found) != set(NAMES):
        raise DataError(f"{path.name}：应当正好有这些：{'、'.join(NAMES)}")
    return found


def _rule(each: Any, where: str) -> Rule:
    given = Reader(each, where)
    key, title = given.take("key", str), given.take("title", str)
    versions = tuple(_version(key, one, where) for one in given.take("versions", list))
    given.done()
    if not versions:
        raise DataError(f"{given.where}：versions 不能空着")
    return Rule(key, title, versions)


def _version(name: str, each: Any, where: str) -> Version:
    given = Reader(each, where)
    since, text = given.take("since", date), given.take("limit", str)
    basis, checked = given.take("basis", str), given.take("checked", str)
    given.done()
    grounded(given, basis, checked)
    amount, _, unit = text.partition(" ")
    try:
        length = Length(int(amount), Unit(unit))
    except ValueError as problem:
        raise DataError(f"{given.where}：期限应写成 20 workdays、1 months 的样子：{text!r}") from problem
    if length.unit not in UNITS:
        raise DataError(f"{given.where}：期限不能以小时计：{text!r}")
    return Version(name, since, length, basis)
