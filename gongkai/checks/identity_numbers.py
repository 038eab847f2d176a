"""Resident identity numbers (GB 11643—1999): 18 digits by checksum, the old 15 digits where the words say so. Masked ones are fine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from gongkai.checks.hits import Hit, hit, narrow, near

_EIGHTEEN = re.compile(r"(?<![0-9A-Za-z*])(?=([1-9](?:[ \-]?[0-9]){16}[ \-]?[0-9Xx])(?![0-9A-Za-z*]))")
_FIFTEEN = re.compile(r"(?<![0-9A-Za-z*])[1-9][0-9]{14}(?![0-9A-Za-z*])")
_SAID = re.compile(r"身份证|身份号码|公民身份")
_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)


def detect(text: str, *, day: date, words: Any = None) -> Iterator[Hit]:
    """Numbers that are valid, or that the words before them call identity numbers."""
    plain = narrow(text)
    done = 0
    for found in _EIGHTEEN.finditer(plain):
        start, end = found.start(1), found.end(1)
        if start < done:
            continue
        number = re.sub(r"[ \-]", "", found[1]).upper()
        if is_valid(number, day):
            yield hit("identity_number", "full", start, end)
            done = end
        elif _looks(number, day) and near(plain, start, end, _SAID, 12):
            yield hit("identity_number", "labelled", start, end)
            done = end
    for found in _FIFTEEN.finditer(plain):
        number = found[0]
        if near(plain, found.start(), found.end(), _SAID, 14) and _looks(f"{number[:6]}19{number[6:]}0", day):
            yield hit("identity_number", "old", *found.span())


def is_valid(number: str, day: date) -> bool:
    """Whether 18 digits are a number that a person may bear: province, a day of birth before ``day``, and the check digit.

    Counties are not looked up: a person keeps the number of a county that has been abolished.
    """
    from stdnum.cn.ric import calc_check_digit

    return _looks(number, day) and calc_check_digit(number) == number[17]


def _looks(number: str, day: date) -> bool:
    if number[:2] not in _PROVINCES:
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return date(1890, 1, 1) <= born <= day
