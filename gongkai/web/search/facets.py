"""Facets of a document: written as marks, which queries ask for, and as one text, which counting takes apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from gongkai.publishing.themes import themes
from gongkai.publishing.validity import VALIDITY_TITLES, Validity, validity

KINDS = {"organ": "机关", "genre": "体裁", "theme": "主题", "year": "年份", "validity": "有效性", "column": "栏目"}
"""The facets by key, in the order in which they are shown."""
_MARK = {"organ": "o", "genre": "g", "theme": "t", "year": "y", "column": "c"}
_NEVER = "0001-01-01"


@dataclass(frozen=True, slots=True)
class Facets:
    """What a document is filtered and counted by. ``columns``: its own and those in which it is shown as well."""

    organ: int
    genre: str
    theme: str
    year: int
    columns: tuple[int, ...]
    binding: bool
    effective_on: date | None = None
    expires_on: date | None = None
    repealed_on: date | None = None
    amended_on: date | None = None

    def marks(self) -> list[str]:
        """The tokens that queries ask for."""
        found = [mark("organ", self.organ), mark("genre", self.genre), mark("year", self.year)]
        found += [mark("column", column) for column in self.columns]
        return found + ([mark("theme", self.theme)] if self.theme else [])

    def text(self, today: date) -> str:
        """All in one; dates that have passed all read alike, so that equal documents are counted as equal."""
        dates = [self.effective_on, self.expires_on, self.repealed_on, self.amended_on] if self.binding else []
        said = ",".join("" if day is None else _NEVER if day < today else day.isoformat() for day in dates)
        columns = ",".join(str(column) for column in self.columns)
        theme = self.theme.replace("|", " ")
        return "|".join((str(self.organ), self.genre, theme, str(self.year), columns, said))


class Rows:
    """Documents that were found, the newest first: their keys and, in lists as long, what their facets say.

    Made from one text and kept in flat lists: ten thousand hits as ten thousand small objects would cost several times as much.
    """

    def __init__(self, text: str | None) -> None:
        parts = text.split("|") if text else []
        self.keys = [int(key) for key in parts[0::7]]
        self.organ, self.genre, self.theme, self.year = (parts[place::7] for place in (1, 2, 3, 4))
        self.columns, self.dates = parts[5::7], parts[6::7]

    def __len__(self) -> int:
        return len(self.keys)

    def kept(self, wanted: Collection[int] | slice) -> Rows:
        """Some of them, in their order."""
        found = Rows(None)
        if isinstance(wanted, slice):
            places: Sequence[int] = range(len(self))[wanted]
        else:
            places = [place for place, key in enumerate(self.keys) if key in wanted]
        for name, values in vars(self).items():
            setattr(found, name, [values[place] for place in places])
        return found

    def joined(self, other: Rows) -> Rows:
        """These and others, each once, the newest first."""
        found = Rows(None)
        mine = set(self.keys)
        more = other.kept([key for key in other.keys if key not in mine])
        keys = [*self.keys, *more.keys]
        places = sorted(range(len(keys)), key=keys.__getitem__, reverse=True)
        for name, values in vars(self).items():
            every = [*values, *getattr(more, name)]
            setattr(found, name, [every[place] for place in places])
        return found

    def binding_first(self, day: date) -> list[int]:
        """Keys, those of what binds no more at the end; else in their order."""
        gone = {dates for dates in set(self.dates) if validity_of(dates, day) in (Validity.REPEALED, Validity.EXPIRED)}
        pairs = list(zip(self.keys, self.dates, strict=True))
        return [key for key, dates in pairs if dates not in gone] + [key for key, dates in pairs if dates in gone]


def mark(kind: str, key: object) -> str:
    """The token of a facet; no word of a text can be like it.

    >>> mark("organ", 12)
    '=o12'
    """
    return f"={_MARK[kind]}{key}".lower()


@lru_cache(maxsize=50_000)
def validity_of(said: str, day: date) -> str:
    """The validity on a day out of the dates in a text of facets; nothing for what has none."""
    if not said:
        return ""
    effective, expires, repealed, amended = (date.fromisoformat(each) if each else None for each in said.split(","))
    found = validity(day, effective_on=effective, expires_on=expires, repealed_on=repealed, amended_on=amended)
    return str(found)


def count(rows: Rows, day: date, parents: Mapping[int, int | None] | None = None) -> dict[str, Counter[str]]:
    """How many documents have each value of each facet. A column counts what is in the columns below it as well; columns are
    counted when their ``parents`` are given.
    """
    found: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    for kind in ("organ", "genre", "year"):
        found[kind].update(getattr(rows, kind))
    for theme, times in Counter(rows.theme).items():
        for each in _with_top(theme):
            found["theme"][each] += times
    for dates, times in Counter(rows.dates).items():
        if binds := validity_of(dates, day):
            found["validity"][binds] += times
    for listed, times in Counter(rows.columns).items() if parents is not None else ():
        for column in _with_parents(listed, parents or {}):
            found["column"][column] += times
    return found


def _with_top(theme: str) -> tuple[str, ...]:
    """A theme and the one above it; nothing for none."""
    known = themes().get(theme)
    return ((theme, known.top) if known and known.top else (theme,)) if theme else ()


def _with_parents(columns: str, parents: Mapping[int, int | None]) -> set[str]:
    found = set()
    for written in columns.split(",") if columns else ():
        found.add(written)
        above = parents.get(int(written))
        if above is not None:
            found.add(str(above))
    return found


def validity_titles() -> dict[str, str]:
    """What a validity is called, by key."""
    return {str(key): title for key, title in VALIDITY_TITLES.items() if key}


def expand(kind: str, key: str, parents: Mapping[int, int | None]) -> Sequence[str]:
    """The marks of a filter, one of which a document must have: a column or theme stands for those below it too."""
    if kind == "theme":
        return [mark("theme", key), *(mark("theme", each.key) for each in themes().values() if each.top == key)]
    if kind != "column":
        return [mark(kind, key)]
    below = [each for each, above in parents.items() if str(above) == key]
    return [mark("column", key), *(mark("column", each) for each in below)]
