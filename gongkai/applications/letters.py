"""The letters of an application (``letters.yaml``): which there are, their numbers, and what they are called in the record of a step."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from gongkai.letters.kinds import Catalogue, LetterKind, read_kinds

FILE = Path(__file__).with_name("letters.yaml")
REPLY = "reply."
"""Before the row of table 3: the kind of the letter that answers."""


@cache
def letter_kinds() -> Catalogue:
    """Every kind by key, procedural ones first, then one answer for each row of table 3."""
    return read_kinds(FILE)


def answering(outcome: str) -> LetterKind:
    """The letter that answers with an outcome. Raises ``KeyError`` for one that is settled without an answer."""
    return letter_kinds().kinds[f"{REPLY}{outcome}"]


def document_number(mark: str, series: str, year: int, serial: int) -> str:
    """The number of a letter.

    >>> document_number("青农", "reply", 2026, 3)
    '青农公复〔2026〕3号'
    """
    return f"{mark}{letter_kinds().series[series]}〔{year}〕{serial}号"


def cited(title: str, number: str) -> str:
    """A letter as the record of a step names it.

    >>> cited("政府信息公开申请补正告知书", "青农公告〔2026〕3号")
    '政府信息公开申请补正告知书（青农公告〔2026〕3号）'
    """
    return f"{title}（{number}）" if number else title
