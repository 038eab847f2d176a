"""Days that no calendar has: 2月30日, 13月5日, in figures and in Chinese numerals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from gongkai.checks.hits import Hit, hit, narrow

_FULL = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})\s?年\s?([0-9]{1,2})\s?月\s?([0-9]{1,2})\s?日")
_SHORT = re.compile(r"(?<![0-9年])(?<!年 )([0-9]{1,2})月([0-9]{1,2})日")
_MARKS = re.compile(r"(?<![0-9.\-/])((?:19|20)[0-9]{2})([.\-/])([0-9]{1,2})\2([0-9]{1,2})(?![0-9.\-/%])")
_CHINESE = re.compile(
    r"([一二][〇○零九一二三四五六七八]{3})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0}
_LEAP = 2024


def detect(text: str, *, day: date, words: Any = None) -> Iterator[Hit]:
    """Days that are not in the calendar. A day without a year is held against a leap year."""
    plain = narrow(text)
    for found in _FULL.finditer(plain):
        yield from _judged(text, found, int(found[1]), int(found[2]), int(found[3]))
    for found in _SHORT.finditer(plain):
        yield from _judged(text, found, _LEAP, int(found[1]), int(found[2]))
    for found in _MARKS.finditer(plain):
        month, day_of = 1 <= int(found[3]) <= 12, 1 <= int(found[4]) <= 31
        # 2024.13.45 也可能是章节号、版本号：用点隔开的，月、日都像样才算日期
        if (month and day_of) or (found[2] != "." and (month or day_of)):
            yield from _judged(text, found, int(found[1]), int(found[3]), int(found[4]))
    for found in _CHINESE.finditer(text):
        year = int("".join(str(_DIGITS.get(char, 0)) for char in found[1]))
        yield from _judged(text, found, year, numeral(found[2]), numeral(found[3]))


def numeral(text: str) -> int:
    """A Chinese numeral below one hundred.

    >>> numeral("三十"), numeral("二十九"), numeral("十")
    (30, 29, 10)
    """
    tens, ten, ones = text.rpartition("十")
    value = (_DIGITS.get(tens, 1) if tens else 1) * 10 if ten else 0
    return value + _DIGITS.get(ones, 0)


def _judged(text: str, found: re.Match[str], year: int, month: int, day: int) -> Iterator[Hit]:
    try:
        date(year, month, day)
    except ValueError:
        yield hit("wrong_date", "found", *found.span(), date=text[found.start() : found.end()])
