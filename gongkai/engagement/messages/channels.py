"""Where messages come from, of what kind they are, and the lists from which is chosen (``channels.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.law.loader import DataError, Reader, grounded, keyed, load, titled

FILE = Path(__file__).with_name("channels.yaml")
LISTS = ("kinds", "ways", "invalid_grounds", "destinations")


@dataclass(frozen=True, slots=True)
class Channel:
    """A way by which messages come.

    ``form``: the portal's form uses it; ``site``: a check of the website looks at it; ``elsewhere``: answers may be given on the
    platform it comes from; ``petition``: its limits are those of petitions.
    """

    key: str
    title: str
    form: bool
    site: bool
    elsewhere: bool
    petition: bool
    basis: str
    checked: str


@dataclass(frozen=True, slots=True)
class Score:
    """What somebody thinks of the answer; ``good`` counts as satisfied, ``asked`` is for calls back only."""

    key: str
    title: str
    good: bool
    asked: bool


@dataclass(frozen=True, slots=True)
class Data:
    """The whole file."""

    channels: Mapping[str, Channel]
    scores: Mapping[str, Score]
    lists: Mapping[str, Mapping[str, str]]


@cache
def data() -> Data:
    """What comes with the program."""
    return read_data(FILE)


def channels() -> Mapping[str, Channel]:
    """Every channel by key."""
    return data().channels


def scores() -> Mapping[str, Score]:
    """Every score by key."""
    return data().scores


def titles(name: str) -> Mapping[str, str]:
    """Keys and what people call them: of one of ``LISTS``, or ``channels``, or ``scores``."""
    if name == "channels":
        return {each.key: each.title for each in channels().values()}
    if name == "scores":
        return {each.key: each.title for each in scores().values()}
    return data().lists[name]


def title_of(name: str, key: str) -> str:
    """What people call it; the key itself for one that is not known (any more)."""
    return titles(name).get(key, key)


def site_channels() -> tuple[str, ...]:
    """The channels that a check of the website looks at."""
    return tuple(each.key for each in channels().values() if each.site)


def read_data(path: Path) -> Data:
    """Read such a file, strictly; raises ``DataError`` with file and line."""
    whole = Reader(load(path), path.name)
    found = Data(
        keyed((_channel(each, path.name) for each in whole.take("channels", list)), path.name),
        keyed((_score(each, path.name) for each in whole.take("scores", list)), path.name),
        {name: titled(whole.take(name, list), path.name) for name in LISTS},
    )
    whole.done()
    return found


def _channel(each: Any, where: str) -> Channel:
    given = Reader(each, where)
    made = Channel(
        given.take("key", str),
        given.take("title", str),
        given.take("form", bool, False),
        given.take("site", bool, False),
        given.take("elsewhere", bool, False),
        given.take("petition", bool, False),
        given.take("basis", str),
        given.take("checked", str),
    )
    given.done()
    grounded(given, made.basis, made.checked)
    if made.form and made.elsewhere:
        # 门户上写来的，答复要经过审核
        raise DataError(f"{given.where}：form 和 elsewhere 不能都是 true")
    return made


def _score(each: Any, where: str) -> Score:
    given = Reader(each, where)
    made = Score(
        given.take("key", str),
        given.take("title", str),
        given.take("good", bool, False),
        given.take("asked", bool, False),
    )
    given.done()
    return made
