"""What a machine can warn a reviewer of before release: numbers of persons. A person decides (《个人信息保护法》第二十八条)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.publishing.cleaning import plain_text

_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{16}[0-9Xx](?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<![0-9A-Za-z-])1[3-9]\d{9}(?![0-9A-Za-z])")
_SECRECY = re.compile(r"(?:绝密|机密|秘密)★|(?:绝密|机密|秘密)[　 ]*(?:\d+年|长期)")
_AROUND = 12


@dataclass(frozen=True, slots=True)
class Hint:
    """Something that a reviewer should look at: ``title``, where it stands in the text, and the basis."""

    title: str
    place: str
    basis: str


def hints(title: str, body: str) -> tuple[Hint, ...]:
    """What stands out in a text: valid identity numbers, mobile numbers, marks of secrecy. Numbers are shown masked."""
    text = f"{title}\n{plain_text(body)}"
    return tuple(_found(text))


def _found(text: str) -> Iterator[Hint]:
    from stdnum.cn import ric

    for hit in _IDENTITY.finditer(text):
        if ric.is_valid(hit.group()):
            yield Hint("疑似居民身份证号码", _place(text, hit), "《个人信息保护法》第二十八条、《条例》第十五条")
    for hit in _MOBILE.finditer(text):
        yield Hint("疑似手机号码", _place(text, hit), "《个人信息保护法》第六条、《条例》第十五条")
    for hit in _SECRECY.finditer(text):
        yield Hint("疑似国家秘密标志", _place(text, hit), "《条例》第十四条、《保守国家秘密法》第三十五条")


def _place(text: str, hit: re.Match[str]) -> str:
    before = text[max(0, hit.start() - _AROUND) : hit.start()].replace("\n", " ")
    after = text[hit.end() : hit.end() + _AROUND].replace("\n", " ")
    found = hit.group()
    shown = f"{found[:3]}{'＊' * (len(found) - 5)}{found[-2:]}" if found[0].isdigit() else found
    return f"……{before}{shown}{after}……"
