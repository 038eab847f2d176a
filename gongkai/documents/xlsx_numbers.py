"""Numbers of a spreadsheet as text. The sheet stores 45291 and shows 2023年12月31日; it stores 0.5 and shows 50%.

A figure keeps the value that is stored, with the 15 digits that a sheet shows at most, and whole ones have no point. Of its
format a unit behind the figure is followed; rounding, zeros at the end and separators of thousands are not.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, DecimalException
from functools import lru_cache

GENERAL = "General"
BUILT_IN = {
    9: "0%", 10: "0.00%", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm",
    21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: "yyyy年m月", 28: "m月d日", 29: "m月d日", 30: "m-d-yy", 31: "yyyy年m月d日",
    32: "h时mm分", 33: "h时mm分ss秒", 34: "h时mm分", 35: "h时mm分ss秒", 36: "yyyy年m月", 45: "mm:ss", 46: "h:mm:ss", 47: "mm:ss",
    50: "yyyy年m月", 51: "m月d日", 52: "yyyy年m月", 53: "m月d日", 54: "m月d日", 55: "h时mm分", 56: "h时mm分ss秒", 57: "yyyy年m月", 58: "m月d日",
}  # fmt: skip
"""Formats known by number only, as a Chinese system shows them (ECMA-376 part 1, 18.8.30)."""
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_TAIL = re.compile(r'[0#?](?:"([^"]*)"|\\?([\u4e00-\u9fff‰]+))\s*(?:_.)?$')
_EPOCH = datetime(1899, 12, 30)
_LAST_DAY = 2_958_465


def shown(number: float, code: str, *, since_1904: bool = False) -> str:
    """A stored number in the number format ``code``.

    >>> shown(12.0, "General"), shown(0.1 + 0.2, "0.00"), shown(0.125, "0.0%"), shown(45291, "yyyy年m月d日"), shown(3, '0"件"')
    ('12', '0.3', '12.5%', '2023年12月31日', '3件')
    """
    kind, tail, decimals = _kind(code.split(";")[0])
    if kind == "date":
        return _date(number + (1462 if since_1904 else 0), code.split(";")[0]) or plain(number)
    if kind == "percent":
        step = Decimal(1).scaleb(-decimals)
        try:
            return f"{(Decimal(repr(number)) * 100).quantize(step, ROUND_HALF_UP)}%"
        except DecimalException:
            return plain(number)
    return plain(number) + tail


def plain(number: float) -> str:
    """A number as its shortest text: no point behind whole ones, no exponent.

    >>> plain(3.0), plain(7.463), plain(1e16), plain(-0.0)
    ('3', '7.463', '10000000000000000', '0')
    """
    if number != number or number in (float("inf"), float("-inf")):
        return ""
    text = format(Decimal(f"{number:.15g}"), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


@lru_cache(maxsize=512)
def _kind(code: str) -> tuple[str, str, int]:
    """What a format shows (number, percent or date), the unit it writes behind, and the decimals of a percentage."""
    bare = _LITERAL.sub("", code)
    if code.casefold() == "general" or code == "@":
        return "number", "", 0
    if re.search(r"[ymdhs年月日时分秒]", bare, re.IGNORECASE) and not re.search(r"[0#?]", bare.replace("ss.0", "")):
        return "date", "", 0
    if "%" in bare:
        return "percent", "", bare.partition(".")[2].count("0")
    found = _TAIL.search(code)
    return "number", (found.group(1) or found.group(2) or "").strip() if found else "", 0


def _date(number: float, code: str) -> str | None:
    if not 0 <= number < _LAST_DAY:
        return None
    if 0 < number < 61:
        number += 1  # the sheet counts a 29th of February 1900, which there was not
    moment = _EPOCH + timedelta(days=number)
    moment = (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
    bare = _LITERAL.sub("", code).casefold()
    parts = ""
    if "y" in bare:
        parts += f"{moment.year}年"
    if "m" in bare and ("y" in bare or "d" in bare):
        parts += f"{moment.month}月"
    if "d" in bare:
        parts += f"{moment.day}日"
    if "h" in bare or "s" in bare:
        parts += (
            (" " if parts else "")
            + f"{moment.hour}:{moment.minute:02d}"
            + (f":{moment.second:02d}" if "s" in bare else "")
        )
    return parts or None
