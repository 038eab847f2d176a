"""A hit: something in a text that a person should look at before release, with its place; what each kind means is data (``kinds.yaml``)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.checks.finding import Severity
from gongkai.law.loader import LINE, Reader, load

if TYPE_CHECKING:
    from gongkai.checks.words import Words

FILE = Path(__file__).with_name("kinds.yaml")


@dataclass(frozen=True, slots=True)
class Hit:
    """``text[start:end]`` should be looked at: why, on what ground, and what to do about it."""

    kind: str
    start: int
    end: int
    severity: Severity
    message: str
    basis: str
    suggestion: str


Detector = Callable[..., Iterator[Hit]]
"""``detect(text, *, day, words)``: ``day`` is the day of screening, ``words`` the lists in force."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind is called, its ground, and for each case how grave it is and what is said."""

    key: str
    title: str
    basis: str
    suggestion: str
    cases: Mapping[str, tuple[Severity, str]]


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by key, in the order in which they are listed."""
    return {key: _kind(key, each) for key, each in load(FILE).items() if key != LINE}


def _kind(key: str, data: object) -> Kind:
    reader = Reader(data, f"{FILE.name} {key}")
    cases: dict[str, tuple[Severity, str]] = {}
    for name, each in reader.take("cases", dict).items():
        if name != LINE:
            case = Reader(each, f"{FILE.name} {key}.{name}")
            cases[name] = Severity(case.take("severity", str)), case.take("message", str)
            case.done()
    found = Kind(key, reader.take("title", str), reader.take("basis", str), reader.take("suggestion", str), cases)
    reader.done()
    return found


def hit(kind: str, case: str, start: int, end: int, **said: object) -> Hit:
    """A hit of a kind; ``said`` fills in the sentences, ``basis`` and ``suggestion`` among them replace the usual ones."""
    known = kinds()[kind]
    severity, message = known.cases[case]
    basis, suggestion = said.pop("basis", "") or known.basis, said.pop("suggestion", "") or known.suggestion
    filled = {name: str(value) for name, value in said.items()}
    return Hit(kind, start, end, severity, message.format(**filled), str(basis), str(suggestion).format(**filled))


def near(text: str, start: int, end: int, pattern: re.Pattern[str], before: int = 20, after: int = 0) -> bool:
    """Whether ``pattern`` stands within so many characters of a place, in the same line."""
    left = text.rfind("\n", 0, start) + 1
    right = text.find("\n", end)
    right = len(text) if right < 0 else right
    return bool(
        pattern.search(text, max(left, start - before), start)
        or (after and pattern.search(text, end, min(right, end + after)))
    )


_WIDE = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | {
    0x3000: 0x20,
    0xA0: 0x20,
    0x2007: 0x20,
    0x202F: 0x20,
}
_WIDE |= dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212), 0x2D)


@lru_cache(maxsize=2)
def narrow(text: str) -> str:
    """Full-width letters, digits and blanks as half-width ones; the same length, so that places stay.

    >>> narrow("４２０２　Ａ")
    '4202 A'
    """
    return text.translate(_WIDE)


__all__ = ["Detector", "Hit", "Kind", "Severity", "Words", "date", "hit", "kinds", "narrow", "near"]
