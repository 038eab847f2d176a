"""Number plates of vehicles (GA 36—2018) near words about a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from gongkai.checks.hits import Hit, hit, narrow, near

_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][ ·•.\-]?(?:[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学]|[DF][A-HJ-NP-Z0-9][0-9]{4})(?![0-9A-Za-z警])"
)
_DIGIT = re.compile(r"[0-9]{2}|[0-9].*[0-9]")
_PERSON = re.compile(r"驾驶|车主|当事人|师傅|[某×*]|所有的|号牌为|车牌|姓名|先生|女士")


def detect(text: str, *, day: date, words: Any = None) -> Iterator[Hit]:
    """Plates with somebody who drives or owns the vehicle in the same line."""
    plain = narrow(text)
    for found in _PLATE.finditer(plain):
        if _DIGIT.search(found[0]) and near(plain, *found.span(), _PERSON, 20, 16):
            yield hit("plate", "found", *found.span())
