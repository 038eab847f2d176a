"""The outcomes of an application: the rows of table 3 with articles, letter and remedy (``outcomes.yaml``).

One served reply, one outcome, one row. The keys are those of the statutory forms in ``gongkai/annualreport/schemes``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.law.limits import limit
from gongkai.law.loader import LINE, DataError, Reader, grounded, load

FILE = Path(__file__).with_name("outcomes.yaml")


@dataclass(frozen=True, slots=True)
class Remedy:
    """What a reply must say about remedies; ``text`` has braces where the law's limits go."""

    key: str
    title: str
    text: str
    basis: str
    since: date

    def told(self, on: date) -> str:
        """The sentence with the limits in force on a day; empty where there is nothing to tell."""
        lengths = {
            "reconsider": _length("apply_for_reconsideration", on),
            "sue": _length("sue_directly", on),
            "sue_after": _length("sue_after_reconsideration", on),
        }
        return self.text.format(**lengths)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row. ``reasons`` says what the reply must give; only a ``drafted`` one is chosen by a person when drafting."""

    key: str
    title: str
    group: str
    letter: str
    articles: str
    reasons: str
    remedy: Remedy
    drafted: bool
    since: date
    basis: str
    rows: Mapping[str, str] = field(default_factory=dict)

    @property
    def full_title(self) -> str:
        """With its group: 不予公开：属于国家秘密."""
        return f"{self.group}：{self.title}" if self.group else self.title

    def row(self, form: str) -> str:
        """The row of table 3 in a form (``2019``, ``2021``)."""
        return self.rows.get(form, self.key)


@cache
def outcomes() -> Mapping[str, Outcome]:
    """Every outcome by key, in the order of the table."""
    return read_outcomes(FILE)


def outcome_title(key: str) -> str:
    """What people call an outcome; the key itself for one that is not known (any more)."""
    found = outcomes().get(key)
    return found.full_title if found else key


def can_be_drafted(on: date) -> tuple[Outcome, ...]:
    """Those that may be chosen on a day when a reply is drafted."""
    return tuple(each for each in outcomes().values() if each.drafted and each.since <= on)


def read_outcomes(path: Path) -> dict[str, Outcome]:
    """Read a file of outcomes, strictly; raises ``DataError`` with file and line."""
    whole = Reader(load(path), path.name)
    remedies = {key: _remedy(key, each, path.name) for key, each in whole.take("remedies", dict).items() if key != LINE}
    found: dict[str, Outcome] = {}
    for each in whole.take("outcomes", list):
        made = _outcome(each, remedies, path.name)
        if made.key in found:
            raise DataError(f"{path.name}：办理结果“{made.key}”写了两次")
        found[made.key] = made
    whole.done()
    return found


def _remedy(key: str, each: Any, where: str) -> Remedy:
    data = Reader(each, where)
    made = Remedy(
        key, data.take("title", str), data.take("text", str), data.take("basis", str), data.take("since", date)
    )
    _checked(data, made.basis)
    return made


def _outcome(each: Any, remedies: Mapping[str, Remedy], where: str) -> Outcome:
    data = Reader(each, where)
    remedy = data.take("remedy", str)
    if remedy not in remedies:
        raise DataError(f"{data.where}：remedy 应是 {'、'.join(remedies)} 之一：{remedy!r}")
    made = Outcome(
        key=data.take("key", str),
        title=data.take("title", str),
        group=data.take("group", str),
        letter=data.take("letter", str),
        articles=data.take("articles", str),
        reasons=data.take("reasons", str),
        remedy=remedies[remedy],
        drafted=data.take("drafted", bool),
        since=data.take("since", date),
        basis=data.take("basis", str),
        rows={form: row for form, row in data.take("row", dict, {}).items() if form != LINE},
    )
    _checked(data, made.basis)
    return made


def _checked(data: Reader, basis: str) -> None:
    checked = data.take("checked", str)
    data.done()
    grounded(data, basis, checked)


def _length(name: str, on: date) -> str:
    found = limit(name, on)
    return found.length if found else "法定期限"
