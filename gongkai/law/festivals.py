"""The days off that the law itself names: 《全国年节及纪念日放假办法》第二条, by version (``festivals.yaml``).

They hold for a year whose holiday notice is not entered yet; in a year with a notice they tell a statutory day
from one that was only shifted. Lunar days are looked up in the same file, 2000 to 2050.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from gongkai.law.loader import LINE, DataError, Reader, load

FILE = Path(__file__).with_name("festivals.yaml")


@dataclass(frozen=True, slots=True)
class Statutory:
    """A day on which all citizens are off, and the text that says so."""

    festival: str
    basis: str


@dataclass(frozen=True, slots=True)
class _Rule:
    festival: str
    start: str
    days: int
    earlier: int


@dataclass(frozen=True, slots=True)
class _Version:
    since: date
    basis: str
    rules: tuple[_Rule, ...]


@cache
def statutory_days(year: int) -> Mapping[date, Statutory]:
    """The statutory days off of a year. Two festivals on one day are named together.

    Raises ``KeyError`` outside ``first_year()`` to ``last_year()``.

    >>> [day.isoformat() for day in statutory_days(2027) if day.month == 2]
    ['2027-02-05', '2027-02-06', '2027-02-07', '2027-02-08']
    """
    versions, lunar = _data()
    starts = lunar[year]
    in_force = [version for version in versions if version.since <= date(year, 1, 1)][-1]
    found: dict[date, Statutory] = {}
    for rule in in_force.rules:
        start = starts.get(rule.start) or date.fromisoformat(f"{year}-{rule.start}")
        for number in range(rule.days):
            day = start + timedelta(days=number - rule.earlier)
            names = f"{found[day].festival}、{rule.festival}" if day in found else rule.festival
            found[day] = Statutory(names, in_force.basis)
    return dict(sorted(found.items()))


def first_year() -> int:
    """The first year for which the statutory days are known."""
    return min(_data()[1])


def last_year() -> int:
    """The last year for which the statutory days are known."""
    return max(_data()[1])


@cache
def _data() -> tuple[tuple[_Version, ...], dict[int, dict[str, date]]]:
    data = Reader(load(FILE), FILE.name)
    title, article = data.take("title", str), data.take("article", str)
    versions = tuple(_version(each, title, article) for each in data.take("versions", list))
    years = {year: dates for year, dates in data.take("lunar", dict).items() if year != LINE}
    data.done()
    if not versions or any(a.since >= b.since for a, b in pairwise(versions)):
        raise DataError(f"{FILE.name}：versions 应按 since 先后排列")
    lunar = {year: _dates(year, dates) for year, dates in years.items()}
    if sorted(lunar) != list(range(min(lunar), max(lunar) + 1)):
        raise DataError(f"{FILE.name}：lunar 的年份应连续")
    if any(version.since > date(min(lunar), 1, 1) for version in versions[:1]):
        raise DataError(f"{FILE.name}：lunar 的第一年早于第一版的施行日期")
    for version in versions:
        for rule in version.rules:
            if rule.start not in lunar[min(lunar)]:
                _month_day(rule.start)
    return versions, lunar


def _version(each: Any, title: str, article: str) -> _Version:
    data = Reader(each, FILE.name)
    rules = []
    for one in data.take("days", list):
        rule = Reader(one, FILE.name)
        rules.append(
            _Rule(
                rule.take("festival", str),
                rule.take("from", str),
                rule.take("days", int),
                rule.take("earlier", int, 0),
            )
        )
        rule.done()
    basis = f"{title}（{data.take('basis', str)}）{article}"
    version = _Version(data.take("since", date), basis, tuple(rules))
    data.done()
    return version


def _dates(year: Any, each: Any) -> dict[str, date]:
    data = Reader(each, FILE.name)
    names = ("spring_festival", "qingming", "dragon_boat", "mid_autumn")
    dates = {name: data.take(name, date) for name in names}
    data.done()
    if any(day.year != year for day in dates.values()) or sorted(dates.values()) != list(dates.values()):
        raise DataError(f"{data.where}：日期不在{year}年，或者先后不对")
    return dates


def _month_day(text: str) -> None:
    try:
        date.fromisoformat(f"2001-{text}")
    except ValueError:
        raise DataError(f"{FILE.name}：from 应是“月-日”或者农历节日的名称：{text!r}") from None
