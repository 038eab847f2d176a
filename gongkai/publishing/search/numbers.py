"""Numbers of documents as tokens: 文号 in any brackets, with or without 第 and 号; 索引号 and 统一编号 with any dashes."""

from __future__ import annotations

import re

from gongkai.publishing.search.normal import normal
from gongkai.publishing.search.tokens import exact_tokens

_BRACKETS = re.compile(
    r"^(?P<organ>[^\[\]()【】〔〕\d]{1,20}?)\s*[〔\[(【]\s*(?P<year>\d{4})\s*[〕\])】]\s*第?\s*0*(?P<serial>\d{1,6})\s*号?$"
)
_BARE = re.compile(
    r"^(?P<organ>[^\d\W]{2,20}?)\s*(?P<year>(?:19|20)\d{2})(?:年第?|[-—－/]\s*第?|第)0*(?P<serial>\d{1,6})\s*号?$"
)
_SERIAL = re.compile(r"^第?0*(?P<serial>\d{1,6})号$")
_CODE = re.compile(r"^[0-9a-z][0-9a-z./_—–\-‐‑−]*$")


def document_number_of(text: str) -> tuple[str, int, int] | None:
    """Organ, year and serial of a 文号 in its normal form; None for anything else.

    >>> document_number_of("青农发[2024]第012号")
    ('青农发', 2024, 12)
    >>> document_number_of("青农发2024年12号")
    ('青农发', 2024, 12)
    """
    text = text.replace("［", "[").replace("］", "]").strip()
    found = _BRACKETS.match(text) or _BARE.match(text)
    return (found["organ"].strip(), int(found["year"]), int(found["serial"])) if found else None


def serial_of(text: str) -> int | None:
    """The serial when the text is nothing but one.

    >>> serial_of("第012号")
    12
    """
    found = _SERIAL.match(text)
    return int(found["serial"]) if found else None


def whole(organ: str, year: int, serial: int) -> str:
    """The one token of a 文号."""
    return f"{organ}〔{year}〕{serial}"


def compact(text: str) -> str:
    """A number without its dashes, dots and slashes.

    >>> compact("004222241/2024—00012")
    '004222241202400012'
    """
    return re.sub(r"[\W_]+", "", normal(text))


def is_code(text: str) -> bool:
    """Whether a word of a query looks like an 索引号 or 统一编号, whole or in part: letters and digits, with dashes.

    >>> is_code("qsdr-2024-001"), is_code("covid")
    (True, False)
    """
    return bool(_CODE.match(text)) and any(each.isdigit() for each in text) and not text.isalnum()


def number_tokens(document_number: str, index_number: str, registration_number: str) -> list[str]:
    """The tokens of the column ``numbers``."""
    found: list[str] = []
    for written in (document_number, registration_number):
        plain = normal(written)
        known = document_number_of(plain)
        if known:
            organ, year, serial = known
            found += [whole(*known), *exact_tokens(organ), organ, str(year), f"{year}年", f"{serial}号", str(serial)]
        elif plain:
            found += [compact(plain), *exact_tokens(plain)]
    if index_number:
        found += [compact(index_number), *exact_tokens(normal(index_number))]
    return [token for token in dict.fromkeys(found) if token]
