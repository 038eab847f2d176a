"""Why something is covered and for whom: grounds with their articles, layers by recipient (``grounds.yaml``); limits of the making.

A ground is read as it stood on a day, so that an old case keeps the wording of its time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

from gongkai.law.loader import LINE, DataError, Reader, grounded, load

FILE = Path(__file__).with_name("grounds.yaml")
LIMITS = Path(__file__).with_name("limits.yaml")


@dataclass(frozen=True, slots=True)
class Version:
    """How a ground reads since a day: ``article`` for letters, ``label`` for the small print on the black."""

    since: date
    article: str
    label: str
    basis: str
    checked: str


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground with its versions, oldest first."""

    key: str
    title: str
    versions: tuple[Version, ...]

    def on(self, day: date) -> Version:
        """The version in force; the oldest one for days before all."""
        return next((each for each in reversed(self.versions) if each.since <= day), self.versions[0])

    def told(self, day: date) -> str:
        """The ground as letters say it.

        >>> grounds()["trade_secret"].told(date(2026, 6, 1))
        '《条例》第十五条（商业秘密）'
        """
        return f"{self.on(day).article}（{self.title}）"


@dataclass(frozen=True, slots=True)
class Layer:
    """A recipient for whom a source is covered. ``must_serve``: the reply is not served before the file was released."""

    key: str
    title: str
    must_serve: bool
    basis: str


@cache
def grounds() -> Mapping[str, Ground]:
    """Every ground by key, in the order of the file. Raises ``DataError``."""
    found = {}
    for each in _rows("grounds"):
        key, title = each.take("key", str), each.take("title", str)
        versions = tuple(_version(Reader(one, each.where)) for one in each.take("versions", list))
        each.done()
        if key in found or not versions or any(a.since >= b.since for a, b in pairwise(versions)):
            raise DataError(f"{each.where}：理由重复，或者各版本没有按 since 先后排列")
        found[key] = Ground(key, title, versions)
    return found


def _version(row: Reader) -> Version:
    found = Version(
        row.take("since", date), *(row.take(name, str) for name in ("article", "label", "basis", "checked"))
    )
    row.done()
    grounded(row, found.basis, found.checked)
    if not found.label.strip():
        raise DataError(f"{row.where}：label 不能空着")
    return found


@cache
def layers() -> Mapping[str, Layer]:
    """Every layer by key."""
    found = {}
    for each in _rows("layers"):
        layer = Layer(
            each.take("key", str), each.take("title", str), each.take("must_serve", bool), each.take("basis", str)
        )
        each.done()
        found[layer.key] = layer
    return found


@cache
def limits() -> Mapping[str, int]:
    """The limits by name, each at least 1."""
    found: dict[str, int] = {}
    for name, each in load(LIMITS).items():
        if name != LINE:
            row = Reader(each, f"{LIMITS.name} {name}")
            found[name] = row.take("value", int)
            basis = row.take("basis", str)
            row.done()
            if found[name] < 1 or not basis.strip():
                raise DataError(f"{row.where}：value 应不小于1，basis 不能空着")
    return found


def _rows(name: str) -> list[Reader]:
    top = Reader(load(FILE), FILE.name)
    rows = [Reader(each, f"{FILE.name} {name}") for each in top.take(name, list)]
    top.take({"grounds": "layers", "layers": "grounds"}[name], list)
    top.done()
    return rows
