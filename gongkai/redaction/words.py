"""The words of a source with their places: boxes to propose over personal data, and the words that marks cover.

A proposal is no decision: a person looks at every page, and scans have no words to look at.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.checks.detecting import MASKED, detect
from gongkai.checks.words import Words
from gongkai.redaction.drawing import opened
from gongkai.redaction.marks import LEAST, Box

GROUND = "personal_information"
KINDS = (*MASKED, "health", "minor")
"""Kinds of hits over which a box is proposed; credit codes of organisations stay readable."""
_FINE = 1_000_000
_BESIDE, _ABOVE = 0.1, 0.1
"""By how much a box is wider and higher than the ink, in heights of a character."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A character and its box in fractions of the page as it is seen."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def signs_of(page: Any) -> list[Sign]:
    """The characters of a page in the order of the file; breaks between lines have no width."""
    import pypdfium2.raw as api

    textpage = page.get_textpage()
    try:
        found = []
        across, down = ctypes.c_int(), ctypes.c_int()
        rect = api.FS_RECTF()
        for index in range(max(0, api.FPDFText_CountChars(textpage.raw))):
            code = api.FPDFText_GetUnicode(textpage.raw, index)
            sign = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
            if sign in "\r\n" or not api.FPDFText_GetLooseCharBox(textpage.raw, index, rect):
                found.append(Sign("\n" if sign in "\r\n" else sign, 0, 0, 0, 0))
                continue
            corners = []
            for x, y in ((rect.left, rect.top), (rect.right, rect.bottom)):
                api.FPDF_PageToDevice(page.raw, 0, 0, _FINE, _FINE, 0, x, y, across, down)
                corners.append((across.value / _FINE, down.value / _FINE))
            (x0, y0), (x1, y1) = corners
            found.append(Sign(sign[0], min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
        return found
    finally:
        textpage.close()


def proposals(source: bytes, day: date) -> list[tuple[int, str, list[float]]]:
    """Page, kind of hit and ``[left, top, width, height]`` for each. Call it in a process of its own. Raises ``Unreadable``."""
    none = Words([])
    found = []
    with opened(source) as document:
        for number in range(1, len(document) + 1):
            page = document[number - 1]
            signs = signs_of(page)
            text = "".join(each.text for each in signs)
            for hit in detect(text, day=day, words=none):
                if hit.kind in KINDS and hit.kind != "credit_code":
                    for place in _lines(signs[hit.start : hit.end]):
                        found.append((number, hit.kind, place))
            page.close()
    return found


def _lines(signs: list[Sign]) -> Iterator[list[float]]:
    """A box around each line of some characters."""
    line: list[Sign] = []
    for sign in [*(each for each in signs if each.right > each.left and each.bottom > each.top), None]:
        if sign is not None and (not line or _same_line(line[-1], sign)):
            line.append(sign)
            continue
        if line:
            yield _around(line)
        line = [sign] if sign is not None else []


def _same_line(before: Sign, sign: Sign) -> bool:
    """Whether a character follows beside the other one, or right below or above it, as on pages that are turned."""
    beside = min(before.bottom, sign.bottom) - max(before.top, sign.top)
    across = min(before.right, sign.right) - max(before.left, sign.left)
    high = min(before.bottom - before.top, sign.bottom - sign.top)
    wide = min(before.right - before.left, sign.right - sign.left)
    return beside > 0.3 * high or (across > 0.3 * wide and beside > -0.5 * high)


def _around(line: list[Sign]) -> list[float]:
    high = max(each.bottom - each.top for each in line)
    left = max(0.0, min(each.left for each in line) - _BESIDE * high)
    top = max(0.0, min(each.top for each in line) - _ABOVE * high)
    right = min(1.0, max(each.right for each in line) + _BESIDE * high)
    bottom = min(1.0, max(each.bottom for each in line) + _ABOVE * high)
    return [left, top, max(LEAST, right - left), max(LEAST, bottom - top)]


def covered(page: Any, boxes: tuple[Box, ...], *, whole: bool = False) -> set[str]:
    """The words of a page under its boxes (all of them when it is withheld), two characters or longer."""
    found: set[str] = set()
    word = ""
    for sign in [*signs_of(page), Sign(" ", 0, 0, 0, 0)]:
        if not sign.text.isspace() and (whole or any(_under(sign, each) for each in boxes)):
            word += sign.text
            continue
        if len(word) > 1:
            found.add(word)
        word = ""
    return found


def _under(sign: Sign, box: Box) -> bool:
    across, down = (sign.left + sign.right) / 2, (sign.top + sign.bottom) / 2
    return sign.right > sign.left and box.left <= across <= box.right and box.top <= down <= box.bottom
