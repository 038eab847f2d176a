"""What complaints are about, how they come and end, how an organ is made to set things right (``choices.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.law.loader import Reader, grounded, keyed, load, titled

FILE = Path(__file__).with_name("choices.yaml")
LISTS = ("receivers", "decline_grounds", "outcomes", "ways", "sources", "bodies")
GROUNDED, FLAGGED = ("kinds", "measures"), {"channels": "form", "results": "counted", "measures": "superior"}
FOUNDED = ("founded", "partly")
"""Outcomes out of which an organ can be made to set things right."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a list. ``flag`` says what the file explains beside the list: the portal's form uses it, only a superior may, it counts."""

    key: str
    title: str
    flag: bool = False
    basis: str = ""
    checked: str = ""


@cache
def data() -> Mapping[str, Mapping[str, Choice]]:
    """Every list that comes with the program."""
    return read_data(FILE)


def read_data(path: Path) -> Mapping[str, Mapping[str, Choice]]:
    """Read such a file, strictly; raises ``DataError`` with file and line."""
    whole = Reader(load(path), path.name)
    found: dict[str, Mapping[str, Choice]] = {}
    for name in dict.fromkeys((*GROUNDED, *FLAGGED)):
        found[name] = keyed((_choice(name, each, path.name) for each in whole.take(name, list)), path.name)
    for name in LISTS:
        rows = titled(whole.take(name, list), path.name)
        found[name] = {key: Choice(key, title) for key, title in rows.items()}
    whole.done()
    return found


def _choice(name: str, each: Any, where: str) -> Choice:
    given = Reader(each, where)
    key, title = given.take("key", str), given.take("title", str)
    flag = given.take(FLAGGED[name], bool, False) if name in FLAGGED else False
    basis, checked = (given.take("basis", str), given.take("checked", str)) if name in GROUNDED else ("", "")
    given.done()
    if name in GROUNDED:
        grounded(given, basis, checked)
    return Choice(key, title, flag, basis, checked)


def listed(name: str) -> Mapping[str, Choice]:
    """One list by key."""
    return data()[name]


def titles(name: str) -> dict[str, str]:
    """Keys of one list and what people call them.

    >>> titles("outcomes")
    {'founded': '属实', 'partly': '部分属实', 'unfounded': '不属实'}
    """
    return {each.key: each.title for each in data()[name].values()}


def title_of(name: str, key: str) -> str:
    """What people call it; the key itself for one that is not known (any more)."""
    found = data()[name].get(key)
    return found.title if found else key
