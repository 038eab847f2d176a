"""Passports and permits of residents of Hong Kong, Macao and Taiwan: told by the words before them, since the numbers have no checksum."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from gongkai.checks.hits import Hit, hit, narrow, near

_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?:[EGDSPHMCW][A-HJ-NP-Z]?[0-9]{7,8}(?:[0-9]{2})?|[0-9]{8})(?![0-9A-Za-z])")
_PASSPORT = re.compile(r"护照|通行证|回乡证|台胞证|旅行证")
_NOT = re.compile(r"20[0-9]{6}")


def detect(text: str, *, day: date, words: Any = None) -> Iterator[Hit]:
    """Numbers right after the name of such a document. Eight digits that read as a day are none."""
    if not _PASSPORT.search(text):
        return
    plain = narrow(text)
    for found in _NUMBER.finditer(plain):
        if near(plain, *found.span(), _PASSPORT, 12) and not _NOT.fullmatch(found[0]):
            yield hit("travel_document", "found", *found.span())
