"""文号 in one written form: 机关代字〔年〕序号号, with six-cornered brackets (GB/T 9704—2012 7.2.5)."""

from __future__ import annotations

import re

_NUMBER = re.compile(
    r"^(?P<organ>.+?)\s*[\[(（［【〔]\s*(?P<year>\d{4})\s*[\])）］】〕]\s*第?\s*0*(?P<serial>\d+)\s*号?$"
)


def document_number(text: str) -> str:
    """The number with the right brackets; what is no such number stays as it was written.

    >>> document_number("青农发[2024]012 号")
    '青农发〔2024〕12号'
    >>> document_number("青石县人民政府令第3号")
    '青石县人民政府令第3号'
    """
    text = text.strip()
    found = _NUMBER.match(text)
    if not found:
        return text
    return f"{found['organ']}〔{found['year']}〕{found['serial']}号"
