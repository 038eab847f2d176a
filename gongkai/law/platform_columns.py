"""The columns that every organ's platform has, with names and order as prescribed (``platform_columns.yaml``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

from gongkai.law.loader import DataError, Reader, load

FILE = Path(__file__).with_name("platform_columns.yaml")


@dataclass(frozen=True, slots=True)
class PlatformColumn:
    """One column. ``address`` is its part of the address below the organ's; ``about`` tells readers what is in it."""

    key: str
    title: str
    address: str
    about: str
    basis: str


@dataclass(frozen=True, slots=True)
class Version:
    """The columns in their order from ``since`` on, and who prescribed them."""

    since: date
    basis: str
    columns: tuple[PlatformColumn, ...]


def platform_columns(on: date) -> tuple[PlatformColumn, ...]:
    """The columns prescribed on a day, in order; none before the first rule.

    >>> [column.title for column in platform_columns(date(2024, 1, 1))][0]
    '政府信息公开指南'
    """
    in_force = [version for version in read_versions(FILE) if version.since <= on]
    return in_force[-1].columns if in_force else ()


@cache
def read_versions(path: Path) -> tuple[Version, ...]:
    """The versions in a file. Raises ``DataError`` with file and line for anything that is missing, left over or twice."""
    data = Reader(load(path), path.name)
    versions = tuple(_version(each, path.name) for each in data.take("versions", list))
    data.done()
    if not versions or any(a.since >= b.since for a, b in pairwise(versions)):
        raise DataError(f"{data.where}：versions 应按 since 先后排列")
    return versions


def _version(each: object, name: str) -> Version:
    data = Reader(each, name)
    version = Version(
        data.take("since", date),
        data.take("basis", str),
        tuple(_column(one, name) for one in data.take("columns", list)),
    )
    data.done()
    for part in ("key", "title", "address"):
        values = [getattr(column, part) for column in version.columns]
        if len(values) != len(set(values)):
            raise DataError(f"{data.where}：栏目的 {part} 有重复的")
    if not version.columns:
        raise DataError(f"{data.where}：没有栏目")
    return version


def _column(each: object, name: str) -> PlatformColumn:
    data = Reader(each, name)
    column = PlatformColumn(*(data.take(part, str) for part in ("key", "title", "address", "about", "basis")))
    data.done()
    if not re.fullmatch(r"[a-z][a-z-]*", column.address):
        raise DataError(f"{data.where}：address 由小写字母和横线组成：{column.address!r}")
    return column
