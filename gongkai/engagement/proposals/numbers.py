"""Numbers of proposals: the system's own, and that of the session's register made comparable."""

from __future__ import annotations

import re
import unicodedata

_AROUND = re.compile(r"^第|号$")


def number_of(organ_code: str, year: int, serial: int) -> str:
    """The number by which a proposal is known in the system.

    >>> number_of("nongye", 2026, 7)
    'nongye-jyta-2026-0007'
    """
    return f"{organ_code}-jyta-{year}-{serial:04d}"


def register_number(text: str) -> str:
    """The number of the session's register without what is written around it, so that the same is found again.

    >>> register_number(" 第０12号 "), register_number("B-031")
    ('12', 'B-31')
    """
    plain = _AROUND.sub("", unicodedata.normalize("NFKC", "".join(text.split())))
    return re.sub(r"(?<!\d)0+(?=\d)", "", plain).upper()


def session_name(text: str) -> str:
    """The session as it is compared: without blanks, narrow signs.

    >>> session_name("十七届人大 三次会议")
    '十七届人大三次会议'
    """
    return unicodedata.normalize("NFKC", "".join(text.split()))
