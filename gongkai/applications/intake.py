"""What an application is asked for, as choices with their titles (``intake.yaml``; 《条例》第二十九条第二款、第四十条)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.law.loader import LINE, DataError, Reader, load

FILE = Path(__file__).with_name("intake.yaml")
NATURAL_PERSON = "natural_person"
RESIDENT_CARD = "resident_card"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose, with a word of help. ``organisation``: of applicant kinds, whether it is no natural person."""

    key: str
    title: str
    hint: str = ""
    organisation: bool = False


@cache
def lists() -> Mapping[str, Mapping[str, Choice]]:
    """Every list by name."""
    return read_lists(FILE)


def read_lists(path: Path) -> dict[str, dict[str, Choice]]:
    """Read a file of lists, strictly; raises ``DataError`` with file and line."""
    return {name: _list(name, each, path.name) for name, each in load(path).items() if name != LINE}


def applicant_kinds() -> Mapping[str, Choice]:
    """The six columns of table 3 into which applicants fall."""
    return lists()["applicant_kinds"]


def titles(name: str) -> list[tuple[str, str]]:
    """A list as pairs of key and title, for forms."""
    return [(each.key, each.title) for each in lists()[name].values()]


def title_of(name: str, key: str) -> str:
    """The title of one choice; the key itself for one that is not known."""
    found = lists()[name].get(key)
    return found.title if found else key


def _list(name: str, each: Any, where: str) -> dict[str, Choice]:
    data = Reader(each, where)
    if not data.take("basis", str).strip():
        raise DataError(f"{data.where}：basis 不能空着")
    data.take("since", date)
    made = {}
    for one in data.take("items", list):
        item = Reader(one, where)
        choice = Choice(
            item.take("key", str),
            item.take("title", str),
            item.take("hint", str, ""),
            item.take("organisation", bool, False),
        )
        item.done()
        if choice.key in made:
            raise DataError(f"{item.where}：“{name}”里“{choice.key}”写了两次")
        made[choice.key] = choice
    data.done()
    return made
