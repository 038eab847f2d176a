"""One written form for what is searched and what is searched for: full-width, traditional and capital characters are as plain ones.

The traditional characters stand in ``traditional.yaml``, each above the simplified one that it is read as.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from gongkai.law.loader import DataError, Reader, load

_FILE = Path(__file__).with_name("traditional.yaml")
_FORMS = ((0x80, 0xAC00), (0xF900, 0x10000), (0x1D400, 0x1D800), (0x20000, 0x30000))
"""Where characters are that have another plain form: all of the first plane but syllables of Hangul, letters of mathematics, rare ones."""


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
    # 换算长文很慢：只在文里有能换算成词组里的字的字符时才做；词组有标点的，标点之间最长的一段要在
    if not _reads_as(wanted).search(plain) and (wanted.isalnum() or _longest(wanted) not in plain):
        return False
    return wanted in "".join(normal(text).split())


@lru_cache(maxsize=1_000)
def _reads_as(phrase: str) -> re.Pattern[str]:
    """The characters that are read as one of the phrase, but look otherwise."""
    of_phrase = {each for each in phrase if each.isalnum()}
    found = [each for each, plain in _other_forms().items() if not of_phrase.isdisjoint(plain)]
    return re.compile(f"[{re.escape(''.join(found))}]" if found else "(?!)")


@cache
def _other_forms() -> dict[str, str]:
    """Every character whose plain form is not itself, with that form."""
    every = (chr(point) for first, last in _FORMS for point in range(first, last))
    forms = ((each.lower(), normal(each)) for each in every)
    return {each: plain for each, plain in forms if each != plain and len(each) == 1}


def _longest(phrase: str) -> str:
    return max(re.findall(r"[^\W_]+", phrase), key=len, default="")
