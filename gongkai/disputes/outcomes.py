"""How disputes end, in which capacity the organ stands in them and what they are about (``outcomes.yaml``).

The column of table 4 is data: the form does not print which outcome goes where.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.law.loader import DataError, Reader, grounded, keyed, load, titled

FILE = Path(__file__).with_name("outcomes.yaml")
KINDS = {"reconsideration": "行政复议", "litigation": "行政诉讼"}
COLUMNS = {"upheld": "结果维持", "overturned": "结果纠正", "other": "其他结果"}
LISTS = ("parties", "hearings", "appellants")
ORDERS = ("", "again", "perform")
WAYS = {"direct_suit": "未经复议直接起诉", "suit_after_reconsideration": "复议后起诉"}
"""The rows of table 4 for suits; reconsideration has one row of its own name."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way in which a dispute ends. ``orders``: what the organ must then do (``again``, ``perform`` or nothing)."""

    key: str
    kind: str
    title: str
    column: str
    decides: bool
    early: bool
    ruling: bool
    declines: bool
    orders_what: str
    basis: str
    since: date
    checked: str

    @property
    def orders(self) -> bool:
        """Whether the organ must do something."""
        return bool(self.orders_what)


@dataclass(frozen=True, slots=True)
class Standing:
    """In which capacity the organ is in a dispute; one that is not ``counted`` is no part of its table 4."""

    key: str
    title: str
    counted: bool
    suits: bool
    basis: str
    checked: str


@dataclass(frozen=True, slots=True)
class Act:
    """What is disputed; ``application`` whether it is about an application."""

    key: str
    title: str
    application: bool


@dataclass(frozen=True, slots=True)
class Data:
    """The whole file."""

    outcomes: Mapping[str, Outcome]
    standings: Mapping[str, Standing]
    acts: Mapping[str, Act]
    lists: Mapping[str, Mapping[str, str]]


@cache
def data() -> Data:
    """What comes with the program."""
    return read_data(FILE)


def outcomes() -> Mapping[str, Outcome]:
    """Every outcome by key."""
    return data().outcomes


def standings() -> Mapping[str, Standing]:
    """Every capacity by key."""
    return data().standings


def acts() -> Mapping[str, Act]:
    """Every kind of act by key."""
    return data().acts


def titles(name: str) -> Mapping[str, str]:
    """One of ``LISTS``: keys and what people call them."""
    return data().lists[name]


def outcome_title(key: str) -> str:
    """What people call an outcome; the key itself for one that is not known (any more)."""
    found = outcomes().get(key)
    return found.title if found else key


def counted_standings() -> tuple[str, ...]:
    """The capacities of which a dispute is part of the organ's table 4."""
    return tuple(sorted(each.key for each in standings().values() if each.counted))


def read_data(path: Path) -> Data:
    """Read such a file, strictly; raises ``DataError`` with file and line."""
    whole = Reader(load(path), path.name)
    found = Data(
        keyed((_outcome(each, path.name) for each in whole.take("outcomes", list)), path.name),
        keyed((_standing(each, path.name) for each in whole.take("standings", list)), path.name),
        keyed((_act(each, path.name) for each in whole.take("acts", list)), path.name),
        {name: titled(whole.take(name, list), path.name) for name in LISTS},
    )
    whole.done()
    return found


def _outcome(each: Any, where: str) -> Outcome:
    given = Reader(each, where)
    made = Outcome(
        key=given.take("key", str),
        kind=given.take("kind", str),
        title=given.take("title", str),
        column=given.take("column", str),
        decides=given.take("decides", bool, False),
        early=given.take("early", bool, False),
        ruling=given.take("ruling", bool, False),
        declines=given.take("declines", bool, False),
        orders_what=given.take("orders", str, ""),
        basis=given.take("basis", str),
        since=given.take("since", date),
        checked=given.take("checked", str),
    )
    given.done()
    if made.kind not in KINDS or made.column not in COLUMNS or made.orders_what not in ORDERS:
        raise DataError(f"{given.where}：kind、column、orders 应是写明的几种之一")
    if made.decides is made.early:
        raise DataError(f"{given.where}：decides 和 early 应恰好有一个为 true")
    grounded(given, made.basis, made.checked)
    return made


def _standing(each: Any, where: str) -> Standing:
    given = Reader(each, where)
    made = Standing(
        given.take("key", str),
        given.take("title", str),
        given.take("counted", bool),
        given.take("suits", bool),
        given.take("basis", str),
        given.take("checked", str),
    )
    given.done()
    grounded(given, made.basis, made.checked)
    return made


def _act(each: Any, where: str) -> Act:
    given = Reader(each, where)
    made = Act(given.take("key", str), given.take("title", str), given.take("application", bool))
    given.done()
    return made
