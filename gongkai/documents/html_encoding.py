"""The characters of a web page: which encoding its bytes are in, whatever the page says of itself.

Many pages declare a charset that they do not use, so a declaration is believed only when the bytes agree. The GB family is always
read as GB 18030, which holds the older sets; text that was encoded twice is left as it is.
"""

from __future__ import annotations

import codecs
import re

from gongkai.documents.model import Note

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9][A-Za-z0-9_:.\-]{0,40})", re.I)
_GB = re.compile(r"^(?:gb.*|x-gbk|cp936|ms936|windows-936|hz-gb-2312|chinese|csgb.*|euc-cn)$")
_BIG5 = re.compile(r"^(?:big-?5.*|x-x-big5|cn-big5|csbig5|cp950)$")
_COMMON = "的一是在和有不为年本公开信息政府工作报告申请"
_LOOKED_AT = 8192
_ASCII = bytes(range(128))
_FEW = 64


def as_utf8(data: bytes, charset: str = "") -> tuple[bytes, Note | None]:
    """The page in UTF-8 without a mark, and a note where some of its bytes belong to no character.

    ``charset`` is what was declared outside the page (the head of a mail part); the page's own declaration comes second.

    >>> as_utf8("公开".encode("gbk"))[0].decode()
    '公开'
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _leniently(data[len(mark) :], (name,))
    if wide := _wide(data):
        return _leniently(data, (wide,))
    declared = _known(charset) or _declared(data)
    order = ["utf-8", "gb18030"]
    if declared == "big5hkscs" or (declared == "gb18030" and _non_ascii(data) < _FEW):
        order = [declared, *(name for name in order if name != declared)]
    for name in order:
        try:
            text = data.decode(name)
        except UnicodeDecodeError as problem:
            if problem.start < len(data) - 3 or not problem.start:
                continue
            data = data[: problem.start]  # cut off within its last character
            text = data.decode(name)
        return (data if name == "utf-8" else text.encode()), None
    return _leniently(data, tuple(dict.fromkeys((declared or "utf-8", *order))))


def looks_garbled(raw: bytes) -> bool:
    """Whether a page in UTF-8 shows the usual words of Chinese pages as they look when decoded the wrong way and saved again."""
    word = "政府信息公开".encode()
    shown = [word[start:].decode("gb18030", "ignore")[:4] for start in (0, 1)]
    shown += [word.decode("latin-1")[:9], word.decode("cp1252", "ignore")[:8]]
    shown += [word.decode().encode("gb18030").decode("latin-1")[:6]]
    return any(sign.encode() in raw for sign in shown)


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark, told by the zero bytes of its ASCII characters."""
    sample = data[:400]
    if len(sample) < 4 or sample.count(0) < len(sample) // 4:
        return None
    return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:_LOOKED_AT])
    return None if found is None else _known(found[1].decode("ascii"))


def _known(charset: str) -> str | None:
    name = charset.strip().lower()
    if _GB.match(name):
        return "gb18030"
    if _BIG5.match(name):
        return "big5hkscs"
    return "utf-8" if name.replace("_", "-") in {"utf-8", "utf8"} else None


def _non_ascii(data: bytes) -> int:
    return len(data.translate(None, _ASCII))


def _leniently(data: bytes, names: tuple[str, ...]) -> tuple[bytes, Note | None]:
    """Take the encoding that gives the most sense; what it cannot place becomes U+FFFD and is told."""
    texts = [(name, data.decode(name, "replace")) for name in names]
    name, text = max(texts, key=lambda each: _sense(each[1]))
    raw = text.encode("utf-8", "replace")
    lost = text.count("\ufffd")
    if not lost:
        return raw, None
    return raw, Note("encoding", f"网页中有{lost}处字节不是{name.upper()}文字，已用“\ufffd”代替，请与原网页核对。")


def _sense(text: str) -> int:
    return sum(text.count(letter) for letter in _COMMON) - 2 * text.count("\ufffd")
