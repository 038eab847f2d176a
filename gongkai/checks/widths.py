"""Full-width digits, half-width punctuation between Chinese characters, punctuation that stands twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from gongkai.checks.hits import Hit, hit, narrow

_HAN = "一-鿿"
_DIGITS = re.compile(r"[０-９](?:[０-９．，％]*[０-９％])?")
_MARK = re.compile(
    rf"(?<=[{_HAN}0-9])[,;:!?](?=[{_HAN}])|(?<=[{_HAN}])\.(?=[{_HAN}])|(?<=[{_HAN}：；，。])\((?=[{_HAN}]{{1,3}}\)[{_HAN}])|(?<=[{_HAN}：；，。]\([{_HAN}])\)(?=[{_HAN}])"
)
_DOUBLED = re.compile(r"([，。；：、！？])\1+")
_FULL_FORMS = str.maketrans(",;:!?.()", "，；：！？。（）")


def detect(text: str, *, day: date, words: Any = None) -> Iterator[Hit]:
    """Slips of width and of punctuation, for the record; doubled marks as a warning."""
    for found in _DIGITS.finditer(text):
        yield hit("width", "digits", *found.span(), right=narrow(found[0]))
    for found in _MARK.finditer(text):
        if found[0] == "," and text[found.start() - 1].isdigit() and not text[found.end()].isalpha():
            continue
        yield hit("width", "mark", *found.span(), right=found[0].translate(_FULL_FORMS))
    for found in _DOUBLED.finditer(text):
        yield hit("width", "doubled", *found.span(), right=found[1])
