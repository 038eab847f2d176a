"""Lists of wrong and sensitive words, and a matcher that takes the same time for fifty words as for five thousand.

A word is at least two characters. ``unless`` are longer expressions in which it is right, ``near`` words of which one must
stand within ``REACH`` characters of it. The shipped list (``words.yaml``) is ours; an organ adds its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from operator import add
from pathlib import Path
from typing import Any

from gongkai.checks.hits import Hit, hit
from gongkai.law.loader import Reader, load

FILE = Path(__file__).with_name("words.yaml")
REACH = 12
KINDS = {"wrong_word": "错别字和固定表述", "sensitive_word": "敏感、不当表述"}


@dataclass(frozen=True, slots=True)
class Word:
    """``wrong`` should be ``right`` (empty: no fixed form). ``note`` says why; ``grave`` makes it an error, ``slight`` a notice."""

    wrong: str
    right: str = ""
    kind: str = "wrong_word"
    note: str = ""
    basis: str = ""
    grave: bool = False
    slight: bool = False
    unless: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


class Words:
    """Words ready to be looked for; ``digest`` changes whenever the list does."""

    def __init__(self, words: Iterable[Word]) -> None:
        # 同一个词写了几次的，后面的（本机关的）算数
        self._words = {word.wrong: word for word in words if len(word.wrong) >= 2}
        self._by_pair: dict[str, list[Word]] = {}
        for word in sorted(self._words.values(), key=lambda each: -len(each.wrong)):
            self._by_pair.setdefault(word.wrong[:2], []).append(word)
        told = "\n".join(sorted(repr(word) for word in self._words.values()))
        self.digest = hashlib.sha256(told.encode()).hexdigest()

    def __len__(self) -> int:
        return len(self._words)

    def find(self, text: str) -> Iterator[tuple[int, Word]]:
        """The words in a text, from left to right, the longest at each place, none within another."""
        by_pair, done = self._by_pair, 0
        for start, pair in enumerate(map(add, text, text[1:])):
            if pair in by_pair and start >= done:
                for word in by_pair[pair]:
                    if text.startswith(word.wrong, start) and _is_meant(text, start, word):
                        yield start, word
                        done = start + len(word.wrong)
                        break


def _is_meant(text: str, start: int, word: Word) -> bool:
    for longer in word.unless:
        offset = longer.find(word.wrong)
        if offset >= 0 and text.startswith(longer, max(0, start - offset)) and start >= offset:
            return False
    if not word.near:
        return True
    around = text[max(0, start - REACH) : start + len(word.wrong) + REACH]
    return any(each in around for each in word.near)


def detect(text: str, *, day: date, words: Words) -> Iterator[Hit]:
    """Every word of the lists that stands in the text."""
    for start, word in words.find(text):
        case = (
            "grave" if word.grave else "slight" if word.slight else "wrong" if word.kind == "wrong_word" else "careful"
        )
        suggestion = f"应为“{word.right}”。" if word.right else ""
        suggestion += f"{word.note.removesuffix('。')}。" if word.note else ""
        yield hit(
            word.kind,
            case,
            start,
            start + len(word.wrong),
            wrong=word.wrong,
            suggestion=suggestion.replace("{", "").replace("}", ""),
            basis=word.basis,
        )


@cache
def shipped() -> tuple[Word, ...]:
    """The words that come with the program."""
    return tuple(read_words(load(FILE), FILE.name))


def read_words(data: Any, where: str) -> Iterator[Word]:
    """Words from a data file: groups of one kind and basis, each a list. Raises ``DataError``."""
    for number, group in enumerate(data, 1):
        reader = Reader(group, f"{where} 第{number}组")
        kind, basis = reader.take("kind", str), reader.take("basis", str)
        for each in reader.take("words", list):
            entry = Reader(each, f"{where} 第{number}组")
            yield Word(
                entry.take("wrong", str), entry.take("right", str, ""), kind, entry.take("note", str, ""), basis,
                entry.take("grave", bool, False), entry.take("slight", bool, False), entry.strings("unless", None), entry.strings("near", None),
            )  # fmt: skip
            entry.done()
        reader.done()
