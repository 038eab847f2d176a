"""Genres of items (体裁) and which of them table 2 of the annual report counts; data in ``genres.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from gongkai.law.loader import DataError, Reader, load

_FILE = Path(__file__).with_name("genres.yaml")
_TABLE2 = ("", "government_rules", "normative_documents")
_FROM = ("publication", "effect")


@dataclass(frozen=True, slots=True)
class Genre:
    """A kind of document. ``table2`` is the row that counts it in the annual report, empty when none does."""

    key: str
    title: str
    table2: str
    since: date
    until: date | None
    basis: str


@dataclass(frozen=True, slots=True)
class CountingChoice:
    """How documents are counted from a day on: what begins being in force, and whether lapse counts as repeal."""

    since: date
    in_force_from: str
    lapse_counts_as_repeal: bool
    basis: str


@cache
def genres() -> Mapping[str, Genre]:
    """All genres by key, in the order of the file. Raises ``DataError`` for a file that breaks its rules."""
    top = Reader(load(_FILE), _FILE.name)
    top.take("counting", list)
    found: dict[str, Genre] = {}
    for each in top.take("genres", list):
        row = Reader(each, _FILE.name)
        genre = Genre(
            row.take("key", str),
            row.take("title", str),
            row.take("table2", str, ""),
            row.take("since", date),
            row.take("until", date, None),
            row.take("basis", str),
        )
        row.done()
        if genre.key in found or genre.table2 not in _TABLE2 or not genre.basis.strip():
            raise DataError(f"{row.where}：体裁重复、行名不对或者没有依据：{genre.key}")
        found[genre.key] = genre
    top.done()
    return found


@cache
def counting_choices() -> tuple[CountingChoice, ...]:
    """How documents are counted, oldest first."""
    top = Reader(load(_FILE), _FILE.name)
    top.take("genres", list)
    found: list[CountingChoice] = []
    for each in top.take("counting", list):
        row = Reader(each, _FILE.name)
        choice = CountingChoice(
            row.take("since", date),
            row.take("in_force_from", str),
            row.take("lapse_counts_as_repeal", bool),
            row.take("basis", str),
        )
        row.done()
        if choice.in_force_from not in _FROM or not choice.basis.strip():
            raise DataError(f"{row.where}：没有这种取法或者没有依据：{choice.in_force_from}")
        if found and found[-1].since >= choice.since:
            raise DataError(f"{row.where}：各版应当按日期先后排列")
        found.append(choice)
    top.done()
    return tuple(found)


def counting_on(day: date) -> CountingChoice:
    """The choice in force on a day; before the first, the first."""
    choices = counting_choices()
    return next((each for each in reversed(choices) if each.since <= day), choices[0])


def genre_titles() -> dict[str, str]:
    """Titles by key."""
    return {key: genre.title for key, genre in genres().items()}


def genres_on(day: date) -> dict[str, str]:
    """Titles of the genres in use on a day, as forms offer them."""
    return {
        key: genre.title
        for key, genre in genres().items()
        if genre.since <= day and (genre.until is None or day <= genre.until)
    }


def counted_as(row: str) -> tuple[str, ...]:
    """The genres that a row of table 2 counts, such as ``normative_documents``."""
    return tuple(key for key, genre in genres().items() if genre.table2 == row)


DOCUMENTS = ("government_rules", "normative_documents", "other_documents")
"""Genres whose items have a validity: they bind until repealed or expired."""
