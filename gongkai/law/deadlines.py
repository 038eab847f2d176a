"""Dates by which something is due every year (``deadlines.yaml``), each with its article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date
from functools import cache
from itertools import pairwise
from pathlib import Path

from gongkai.law.loader import LINE, DataError, Reader, load

FILE = Path(__file__).with_name("deadlines.yaml")


@dataclass(frozen=True, slots=True)
class Version:
    since: date
    month: int
    day: int
    basis: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day for the report of a year, and on what ground."""

    title: str
    last_day: date
    basis: str


def deadline(name: str, report_year: int) -> Deadline | None:
    """When the report for ``report_year`` is due in the year after; None before the first rule.

    The rule in force on 1 January of that year counts.

    >>> deadline("annual_report_of_department", 2023).last_day
    datetime.date(2024, 1, 31)
    >>> deadline("annual_report_of_department", 2018).last_day
    datetime.date(2019, 3, 31)
    """
    title, versions = _deadlines()[name]
    year = report_year + 1
    if not MINYEAR < year <= MAXYEAR:
        return None
    in_force = [version for version in versions if version.since <= date(year, 1, 1)]
    if not in_force:
        return None
    rule = in_force[-1]
    return Deadline(title, date(year, rule.month, rule.day), rule.basis)


@cache
def _deadlines() -> dict[str, tuple[str, tuple[Version, ...]]]:
    found = {}
    for name, each in load(FILE).items():
        if name == LINE:
            continue
        data = Reader(each, FILE.name)
        title = data.take("title", str)
        versions = []
        for one in data.take("versions", list):
            version = Reader(one, FILE.name)
            versions.append(
                Version(
                    version.take("since", date),
                    version.take("month", int),
                    version.take("day", int),
                    version.take("basis", str),
                )
            )
            version.done()
        data.done()
        if not versions or any(a.since >= b.since for a, b in pairwise(versions)):
            raise DataError(f"{data.where}：versions 应按 since 先后排列")
        found[name] = (title, tuple(versions))
    return found
