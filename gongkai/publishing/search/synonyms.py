"""Words that mean the same to whoever looks for something; data in ``synonyms.yaml``, with what an office adds of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from gongkai.law.loader import DataError, Reader, load
from gongkai.publishing.search.normal import normal

_FILE = Path(__file__).with_name("synonyms.yaml")


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Terms that stand for each other from ``since`` to ``until``, both included."""

    terms: tuple[str, ...]
    since: date
    until: date | None = None
    basis: str = ""

    def on(self, day: date) -> bool:
        """Whether they stand for each other on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


@cache
def synonyms() -> tuple[Synonyms, ...]:
    """All of the file. Raises ``DataError`` for a file that breaks its rules."""
    top = Reader(load(_FILE), _FILE.name)
    found = []
    for each in top.take("synonyms", list):
        row = Reader(each, _FILE.name)
        group = Synonyms(
            row.strings("terms"), row.take("since", date), row.take("until", date, None), row.take("basis", str)
        )
        row.done()
        if len(set(group.terms)) < 2 or not group.basis.strip() or any(len(term) < 2 for term in group.terms):
            raise DataError(f"{row.where}：同义词至少两个，每个至少两个字，并要写明出处")
        found.append(group)
    top.done()
    return tuple(found)


def meanings(groups: Iterable[Synonyms], day: date) -> dict[str, tuple[str, ...]]:
    """For every term in force its equals, itself first; terms in their normal form.

    >>> meanings([Synonyms(("低保", "最低生活保障"), date(1999, 10, 1))], date(2024, 1, 1))["低保"]
    ('低保', '最低生活保障')
    """
    found: dict[str, dict[str, None]] = {}
    for group in groups:
        if not group.on(day):
            continue
        terms = [normal(term).strip() for term in group.terms]
        for term in terms:
            found.setdefault(term, {term: None}).update(dict.fromkeys(terms))
    return {term: tuple(equal) for term, equal in found.items() if len(equal) > 1}
