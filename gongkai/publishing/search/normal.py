"""One written form for what is searched and what is searched for: full-width, traditional and capital characters are as plain ones.

The traditional characters stand in ``traditional.yaml``, each above the simplified one that it is read as.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from gongkai.law.loader import DataError, Reader, load

_FILE = Path(__file__).with_name("traditional.yaml")


@cache
def _simplified() -> dict[int, str]:
    top = Reader(load(_FILE), _FILE.name)
    top.take("about", str)
    found: dict[int, str] = {}
    for each in top.take("characters", list):
        row = Reader(each, _FILE.name)
        traditional, simplified = row.take("traditional", str), row.take("simplified", str)
        row.done()
        if len(traditional) != len(simplified):
            raise DataError(f"{row.where}：繁体字和简体字不一样多：{len(traditional)}、{len(simplified)}")
        found |= {ord(old): new for old, new in zip(traditional, simplified, strict=True)}
    top.done()
    return found


def normal(text: str) -> str:
    """The text in its plain form. May be longer or shorter than it was.

    >>> normal("農業Ａ１２號")
    '农业a12号'
    """
    if not text or text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", text).lower().translate(_simplified())


def normal_with_places(text: str) -> tuple[str, list[int] | None]:
    """The plain form, and for each of its characters the place in ``text``; None when all stand where they stood."""
    plain = normal(text)
    if len(plain) == len(text) and unicodedata.is_normalized("NFC", text):
        return plain, None
    parts, places = [], []
    for place, character in enumerate(text):
        part = normal(character)
        parts.append(part)
        places += [place] * len(part)
    return "".join(parts), places


def says(text: str, phrase: str) -> bool:
    """Whether a text holds a phrase (in its normal form), blanks and line breaks apart.

    >>> says("优化\\n营商環境", "营商环境")
    True
    """
    wanted = "".join(phrase.split())
    plain = "".join(text.split()).lower()
    if wanted in plain:
        return True
    # 换算长文很慢：只在原文或者词组里有要换算的字符时才做
    return bool(_written_otherwise().search(plain) or not wanted.isalnum()) and wanted in "".join(normal(text).split())


@cache
def _written_otherwise() -> re.Pattern[str]:
    traditional = "".join(chr(each) for each, plain in _simplified().items() if chr(each) != plain)
    return re.compile(f"[{re.escape(traditional)}\uff10-\uff5a\u2460-\u2473\u3300-\u33ff\uf900-\ufaff]")
