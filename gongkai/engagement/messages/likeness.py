"""How alike two questions are: by the pairs of signs that they share, so that no dictionary is needed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_PLAIN = re.compile(r"[^\w]+")
LEAST = 0.25


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring signs of a text.

    >>> sorted(pairs("复工 复产"))
    ['复产', '复工', '工复']
    """
    plain = _PLAIN.sub("", text).lower()
    return frozenset(plain[place : place + 2] for place in range(len(plain) - 1))


def likeness(asked: frozenset[str], title: frozenset[str], whole: frozenset[str]) -> float:
    """From 0 to 1: how much of a title stands in what is asked, or of what is asked in title and question."""
    if not asked or not title:
        return 0.0
    return max(len(asked & title) / len(title), len(asked & whole) / len(asked))


def most_alike(text: str, known: Iterable[tuple[int, str, str]], most: int = 5) -> Sequence[int]:
    """The keys of those of ``known`` (key, title, question) that are like ``text``, the most alike first."""
    asked = pairs(text)
    rated = [(likeness(asked, pairs(title), pairs(title + question)), key) for key, title, question in known]
    return [key for rate, key in sorted(rated, key=lambda each: (-each[0], each[1])) if rate >= LEAST][:most]
