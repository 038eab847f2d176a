"""Titles and bodies put together from ``words.yaml``: the same number always gives the same text, no two titles are alike."""

from __future__ import annotations

from functools import cache
from math import gcd, prod
from string import Formatter
from typing import Any

from gongkai.demo.site.files import load

BODY = ("first", "second", "third")
STRIDE = 7919
"""A prime, so that neighbours in the row differ in all their parts."""


@cache
def _vocabulary() -> dict[str, Any]:
    found: dict[str, Any] = load("bureaus/words.yaml")
    return found


class Words:
    """The vocabulary of one kind of text."""

    def __init__(self, kind: str) -> None:
        given = _vocabulary()[kind]
        self.lists: dict[str, list[str]] = {
            name: [word or "" for word in words] for name, words in given.items() if name != "title"
        }
        self.pattern: str = given["title"]
        used = [name for _, name, _, _ in Formatter().parse(self.pattern) if name in self.lists]
        self.parts = list(dict.fromkeys(used))
        self.count = prod(len(self.lists[name]) for name in self.parts)
        self.stride = next(step for step in range(STRIDE, STRIDE + self.count + 1) if gcd(step, self.count) == 1)

    def title(self, number: int, year: int) -> str:
        """The title of the ``number``-th text of its kind, counted from 0."""
        return self.pattern.format(**self._chosen(number), year=year, number=number + 1)

    def body(self, number: int, year: int) -> str:
        """Its three sentences, as HTML."""
        words = self._chosen(number) | {"year": year, "count": 3 + number % 17}
        said = []
        for shift, name in enumerate(BODY):
            sentences = self.lists[name]
            said.append(sentences[(number * (shift + 1) + number // 7 + shift) % len(sentences)].format(**words))
        return f"<p>{said[0]}{said[1]}</p><p>{said[2]}</p>"

    def _chosen(self, number: int) -> dict[str, Any]:
        if number >= self.count and "{number}" not in self.pattern:
            raise ValueError(f"词不够用：{number}")
        left, chosen = number * self.stride % self.count, {}
        for name in self.parts:
            words = self.lists[name]
            left, at = divmod(left, len(words))
            chosen[name] = words[at]
        return chosen
