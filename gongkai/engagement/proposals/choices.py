"""What is chosen from in proposals: kinds, roles of the organ, attitudes, results, attributes (``choices.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.law.limits import limits
from gongkai.law.loader import DataError, Reader, grounded, keyed, load, titled

FILE = Path(__file__).with_name("choices.yaml")
LISTS = ("stages", "ways", "attributes")
HANDING_IN = "co"
"""The role of an organ whose opinion goes to the one that replies."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Proposals of deputies or of CPPCC members. ``limit`` and ``hard`` name limits of the law; ``proposer`` is what the proposers are called."""

    key: str
    title: str
    proposer: str
    body: str
    limit: str
    hard: str


@dataclass(frozen=True, slots=True)
class Part:
    """The part that an organ has in a proposal; only what is ``handled`` is counted as the organ's."""

    key: str
    title: str
    handled: bool
    basis: str
    checked: str


@dataclass(frozen=True, slots=True)
class Attitude:
    """What the proposer says of the reply; ``good`` counts as satisfied, ``again`` has the matter taken up again."""

    key: str
    title: str
    good: bool
    again: bool
    basis: str
    checked: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """How results are classified since a day; ``nearness`` is 0 for what comes with the program, the higher the nearer to the organ."""

    since: date
    classes: Mapping[str, str]
    basis: str
    nearness: int = 0


@dataclass(frozen=True, slots=True)
class Data:
    """The whole file."""

    kinds: Mapping[str, Kind]
    roles: Mapping[str, Part]
    attitudes: Mapping[str, Attitude]
    lists: Mapping[str, Mapping[str, str]]
    schemes: tuple[Scheme, ...]


@cache
def data() -> Data:
    """What comes with the program."""
    return read_data(FILE)


def kinds() -> Mapping[str, Kind]:
    """Both kinds by key."""
    return data().kinds


def attitudes() -> Mapping[str, Attitude]:
    """Every attitude by key."""
    return data().attitudes


def handled_roles() -> tuple[str, ...]:
    """The roles that count as handled by the organ."""
    return tuple(each.key for each in data().roles.values() if each.handled)


def good_attitudes() -> tuple[str, ...]:
    """Those that count as satisfied."""
    return tuple(each.key for each in attitudes().values() if each.good)


def titles(name: str) -> Mapping[str, str]:
    """Keys and what people call them: ``kinds``, ``roles``, ``attitudes`` or one of ``LISTS``."""
    found = data()
    named: dict[str, Mapping[str, Any]] = {"kinds": found.kinds, "roles": found.roles, "attitudes": found.attitudes}
    return {key: each.title for key, each in named[name].items()} if name in named else found.lists[name]


def title_of(name: str, key: str) -> str:
    """What people call it; the key itself for one that is not known (any more)."""
    return titles(name).get(key, key)


def scheme_on(day: date, entered: Sequence[Scheme] = ()) -> Scheme:
    """The classes of results for a proposal handed over that day: the organ's own go before the program's, a later one before an earlier.

    >>> list(scheme_on(date(2026, 3, 1)).classes)
    ['A', 'B', 'C']
    """
    fitting = [each for each in (*data().schemes, *entered) if each.since <= day]
    if not fitting:
        raise LookupError(f"没有这一天的办理结果分类：{day}")
    return max(fitting, key=lambda each: (each.nearness, each.since))


def read_data(path: Path) -> Data:
    """Read such a file, strictly; raises ``DataError`` with file and line."""
    whole = Reader(load(path), path.name)
    found = Data(
        keyed((_kind(each, path.name) for each in whole.take("kinds", list)), path.name),
        keyed((_part(each, path.name) for each in whole.take("roles", list)), path.name),
        keyed((_attitude(each, path.name) for each in whole.take("attitudes", list)), path.name),
        {name: titled(whole.take(name, list), path.name) for name in LISTS},
        tuple(_scheme(each, path.name) for each in whole.take("results", list)),
    )
    whole.done()
    if HANDING_IN not in found.roles or found.roles[HANDING_IN].handled:
        raise DataError(f"{path.name}：roles 里要有不计件数的“{HANDING_IN}”")
    return found


def _kind(each: Any, where: str) -> Kind:
    given = Reader(each, where)
    made = Kind(*(given.take(name, str) for name in ("key", "title", "proposer", "body", "limit", "hard")))
    given.done()
    for name in (made.limit, made.hard):
        if name not in limits():
            raise DataError(f"{given.where}：limits.yaml 里没有“{name}”")
    return made


def _part(each: Any, where: str) -> Part:
    given = Reader(each, where)
    made = Part(
        given.take("key", str),
        given.take("title", str),
        given.take("handled", bool),
        given.take("basis", str),
        given.take("checked", str),
    )
    given.done()
    grounded(given, made.basis, made.checked)
    return made


def _attitude(each: Any, where: str) -> Attitude:
    given = Reader(each, where)
    made = Attitude(
        given.take("key", str),
        given.take("title", str),
        given.take("good", bool),
        given.take("again", bool),
        given.take("basis", str),
        given.take("checked", str),
    )
    given.done()
    grounded(given, made.basis, made.checked)
    if made.good and made.again:
        raise DataError(f"{given.where}：good 和 again 不能都是 true")
    return made


def _scheme(each: Any, where: str) -> Scheme:
    given = Reader(each, where)
    since, basis, checked = given.take("since", date), given.take("basis", str), given.take("checked", str)
    made = Scheme(since, titled(given.take("classes", list), where), basis)
    given.done()
    grounded(given, basis, checked)
    if not made.classes:
        raise DataError(f"{given.where}：classes 不能空着")
    return made
