"""The labelled sentences of ``tests/screening_set``: what is in them, the fixed split, and how finds are counted against them."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from gongkai.checks.detecting import detect
from gongkai.checks.hits import Severity
from gongkai.checks.words import Words, shipped
from gongkai.law.loader import load

FILE = Path(__file__).parent / "screening_set" / "sentences.yaml"
DAY = date(2026, 11, 22)
_MARK = re.compile(r"⟦(\w+)\|(.*?)⟧")


@dataclass(frozen=True)
class Sentence:
    """A text with what should be found in it: kind, start, end."""

    text: str
    about: str
    wanted: tuple[tuple[str, int, int], ...]

    @property
    def held_out(self) -> bool:
        """Two in five, by the digest of the text: looked at once, when the detectors were done."""
        return int(hashlib.sha256(self.text.encode()).hexdigest()[:8], 16) % 5 >= 3


@dataclass
class Tally:
    """Of one set, by kind: what should have been found and was, and what was found and should not have been."""

    wanted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    notices: Counter[str] = field(default_factory=Counter)
    missed: list[tuple[str, str]] = field(default_factory=list)
    alarms: list[tuple[str, str, str]] = field(default_factory=list)


@cache
def sentences() -> tuple[Sentence, ...]:
    return tuple(_sentence(marked, group["about"]) for group in load(FILE)["groups"] for marked in group["texts"])


def _sentence(marked: str, about: str) -> Sentence:
    text, wanted, last = "", [], 0
    for found in _MARK.finditer(marked):
        text += marked[last : found.start()]
        wanted.append((found[1], len(text), len(text) + len(found[2])))
        text += found[2]
        last = found.end()
    return Sentence(text + marked[last:], about, tuple(wanted))


def tally(chosen: Iterator[Sentence]) -> Tally:
    """A find counts when its kind is right and its place overlaps. Notices beyond what is wanted are counted apart."""
    made, words = Tally(), Words(shipped())
    for sentence in chosen:
        hits = list(detect(sentence.text, day=DAY, words=words))
        for kind, start, end in sentence.wanted:
            made.wanted[kind] += 1
            if any(hit.kind == kind and hit.start < end and start < hit.end for hit in hits):
                made.found[kind] += 1
            else:
                made.missed.append((kind, sentence.text))
        for hit in hits:
            if any(hit.kind == kind and hit.start < end and start < hit.end for kind, start, end in sentence.wanted):
                continue
            if hit.severity is Severity.NOTICE:
                made.notices[hit.kind] += 1
            else:
                made.false[hit.kind] += 1
                made.alarms.append((hit.kind, sentence.text[hit.start : hit.end], sentence.text))
    return made
