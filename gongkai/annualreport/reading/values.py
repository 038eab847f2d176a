"""One cell's text to a state and a number. What is not plainly one number is no number.

Only full-width forms are turned into plain ones. NFKC is not used: it would make 3① into 31 and m² into m2.
"""

from __future__ import annotations

import re
from decimal import Decimal

from gongkai.annualreport.model import Cell, State
from gongkai.documents.model import NOWHERE, Place

_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_BLANKS = dict.fromkeys((0x00A0, 0x3000, 0x2002, 0x2003, 0x2007, 0x2009, 0x202F, 0x205F), " ")
_NOTHING = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD), None)
_SIGNS = {0x2212: "-", 0xFF0D: "-", 0x2010: "-", 0x2011: "-", 0x066B: ".", 0x00B7: "·"}
_TRANSLATION = {**_PLAIN, **_BLANKS, **_NOTHING, **_SIGNS}

DASHES = frozenset({"/", "//", "\\", "-", "--", "---", "—", "——", "———", "–", "―", "─", "－", "无", "不涉及", "N/A"})
UNITS = "万元|元|件次|条次|人次|件|条|项|个|起|宗|次|份|部|篇"
_DIGITS = r"\d{1,3}(?:,\d{3})+|\d+"
_NUMBER = re.compile(rf"^([+-]?)({_DIGITS})(\.\d+)?\s*({UNITS})?$")
MAX_DIGITS = 15


def plain(text: str) -> str:
    """Full-width characters to plain ones, every blank to a space, invisible ones away."""
    return text.translate(_TRANSLATION)


def parse(text: str, place: Place = NOWHERE, *, unit: str = "") -> Cell:
    """The statutory cell that ``text`` is. An amount written in 元 in a column of 万元 is converted exactly.

    >>> parse("１,２３４").value
    1234
    >>> parse("/").state, parse("　").state, parse("3①").state
    (<State.DASH: 'dash'>, <State.BLANK: 'blank'>, <State.ILLEGIBLE: 'illegible'>)
    """
    written = text.strip()
    told = plain(text).strip()
    if not told:
        return Cell(State.BLANK, None, "", place)
    if "".join(told.split()) in DASHES:
        return Cell(State.DASH, None, written, place)
    found = _NUMBER.match(told)
    if found is None or len(found[2]) > MAX_DIGITS or _is_padded(found[2]):
        return Cell(State.ILLEGIBLE, None, written, place)
    sign, whole, fraction, given = found.groups()
    value: int | Decimal = (
        Decimal(f"{sign}{whole.replace(',', '')}{fraction}") if fraction else int(sign + whole.replace(",", ""))
    )
    if unit == "万元" and given == "元":
        value = Decimal(value).scaleb(-4)
    elif unit != "万元" and given == "万元":
        return Cell(State.ILLEGIBLE, None, written, place)
    return Cell(State.VALUE, value, written, place)


def _is_padded(whole: str) -> bool:
    """``007`` or ``00``: zeros in front may be figures of several cells run together."""
    return len(whole) > 1 and whole.startswith("0")


def is_value(text: str) -> bool:
    """Whether a cell holds a figure or one of the signs that stand in its place (a blank is neither)."""
    told = plain(text).strip()
    return bool(told) and ("".join(told.split()) in DASHES or _NUMBER.match(told) is not None)


def is_figure(text: str) -> bool:
    """Whether a cell holds a number."""
    return _NUMBER.match(plain(text).strip()) is not None
