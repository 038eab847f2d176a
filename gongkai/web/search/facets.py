"""Facets of a document: written as marks, which queries ask for, and as codes of one length, which counting cuts up.

A document has three codes of one character: where it stands (organ and columns), what it is (genre, theme, year), the dates of
its validity. What a code stands for is kept once (``FacetCode``). So the codes of ten thousand hits are one short text, whose
characters Python counts quickly, and only what differs is taken apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from gongkai.publishing.themes import themes
from gongkai.publishing.validity import VALIDITY_TITLES, Validity, validity

KINDS = {"organ": "机关", "genre": "体裁", "theme": "主题", "year": "年份", "validity": "有效性", "column": "栏目"}
"""The facets by key, in the order in which they are shown."""
_MARK = {"organ": "o", "genre": "g", "theme": "t", "year": "y", "column": "c", "validity": "v"}
_NEVER = "0001-01-01"
_CODES = 3
PLACE, SUBJECT, DATES = range(_CODES)


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

    def marks(self, today: date) -> list[str]:
        """The tokens that queries ask for. Of validity: what a document may become or has become since ``today``."""
        found = [mark("organ", self.organ), mark("genre", self.genre), mark("year", self.year)]
        found += [mark("column", column) for column in self.columns]
        found += [mark("theme", self.theme)] if self.theme else []
        may_be = {
            Validity.IN_FORCE: True,
            Validity.REPEALED: self.repealed_on,
            Validity.EXPIRED: self.expires_on,
            Validity.AMENDED: self.amended_on,
            Validity.NOT_YET: self.effective_on and self.effective_on > today,
        }
        return found + [mark("validity", each) for each, told in may_be.items() if self.binding and told]

    def parts(self, today: date) -> tuple[str, str, str]:
        """What the three codes stand for; dates that have passed all read alike."""
        dates = [self.effective_on, self.expires_on, self.repealed_on, self.amended_on] if self.binding else []
        return (
            ",".join(str(each) for each in (self.organ, *self.columns)),
            "|".join((self.genre, str(self.year), self.theme)),
            ",".join("" if day is None else _NEVER if day < today else day.isoformat() for day in dates),
        )


class Rows:
    """Documents that were found, the newest first: their keys, which are read when they are asked for, and their codes.

    Two texts: ten thousand hits as ten thousand small objects would cost several times as much.
    """

    def __init__(self, keys: str | None = None, codes: str | None = None) -> None:
        self._keys, self.codes = keys or "", codes or ""

    def __len__(self) -> int:
        return len(self.codes) // _CODES

    @cached_property
    def keys(self) -> list[int]:
        """All keys."""
        return [int(key) for key in self._keys.split(",")] if self._keys else []

    def part(self, kind: int) -> str:
        """One of the three codes of each."""
        return self.codes[kind::_CODES]

    def counted(self) -> tuple[Counter[str], Counter[str], Counter[str]]:
        """How often each code is there, by the three kinds."""
        return Counter(self.part(PLACE)), Counter(self.part(SUBJECT)), Counter(self.part(DATES))

    def newest(self, count: int) -> Rows:
        """So many of them."""
        if count >= len(self):
            return self
        return Rows(",".join(self._keys.split(",", count)[:count]), self.codes[: count * _CODES])

    def among(self, wanted: Collection[int]) -> Rows:
        """Those whose keys are wanted."""
        return self.joined(Rows(), wanted)

    def joined(self, other: Rows, wanted: Collection[int] | None = None) -> Rows:
        """These and others, each once, the newest first."""
        codes = dict(self._pairs()) | dict(other._pairs())
        keys = sorted((key for key in codes if wanted is None or key in wanted), reverse=True)
        return Rows(",".join(map(str, keys)), "".join(codes[key] for key in keys))

    def binding_first(self, day: date, known: Mapping[str, str], block: int) -> Iterator[int]:
        """Keys; within each so many, those of what binds no more at the end. ``known``: what the codes of dates stand for."""
        dates = self.part(DATES)
        over = (Validity.REPEALED, Validity.EXPIRED)
        gone = {code for code in set(dates) if validity_of(known.get(code, ""), day) in over}
        for start in range(0, len(self), block):
            pairs = list(zip(self.keys[start : start + block], dates[start : start + block], strict=True))
            yield from (key for key, code in pairs if code not in gone)
            yield from (key for key, code in pairs if code in gone)

    def _pairs(self) -> Iterator[tuple[int, str]]:
        starts = range(0, len(self.codes), _CODES)
        return zip(self.keys, (self.codes[start : start + _CODES] for start in starts), strict=True)


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


def count(
    codes: Sequence[Counter[str]], day: date, known: Mapping[str, str], parents: Mapping[int, int | None] | None = None
) -> dict[str, Counter[str]]:
    """How many documents have each value of each facet, out of ``Rows.counted``. A column counts what is in the columns below
    it as well; columns are counted when their ``parents`` are given. ``known``: what the codes stand for.
    """
    found: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    organs, genres, years, tops, columns = (found[kind] for kind in ("organ", "genre", "year", "theme", "column"))
    places, subjects, dates = codes
    for code, times in places.items():
        organ, *listed = known.get(code, "").split(",")
        organs[organ] += times
        for column in _with_parents(listed, parents) if parents is not None else ():
            columns[column] += times
    for code, times in subjects.items():
        genre, year, theme = known.get(code, "||").split("|", 2)
        genres[genre] += times
        years[year] += times
        tops[theme] += times
    for theme, times in list(tops.items()):
        for above in _above(theme):
            tops[above] += times
    for code, times in dates.items():
        found["validity"][validity_of(known.get(code, ""), day)] += times
    for values in found.values():
        values.pop("", None)
    return found


def columns_in(places: Collection[str], known: Mapping[str, str]) -> set[int]:
    """The columns that the codes of places name."""
    return {int(each) for code in places for each in known.get(code, "").split(",")[1:]}


def _above(theme: str) -> tuple[str, ...]:
    """The theme above one, when there is one."""
    known = themes().get(theme)
    return (known.top,) if known and known.top else ()


def _with_parents(columns: Sequence[str], parents: Mapping[int, int | None]) -> set[str]:
    above = {parents.get(int(column)) for column in columns}
    return {*columns, *(str(column) for column in above if column is not None)}


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
