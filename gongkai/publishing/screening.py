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
_PERSON = ("疑似居民身份证号码", "《个人信息保护法》第二十八条、《条例》第十五条")
_PHONE = ("疑似手机号码", "《个人信息保护法》第六条、《条例》第十五条")
_MARK = ("疑似国家秘密标志", "《条例》第十四条、《保守国家秘密法》第三十五条")


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

    numbers = [(hit, _PERSON) for hit in _IDENTITY.finditer(text) if ric.is_valid(hit.group())]
    numbers += [(hit, _PHONE) for hit in _MOBILE.finditer(text)]
    masked = text
    for hit, _ in numbers:
        masked = masked[: hit.start()] + _masked(hit.group()) + masked[hit.end() :]
    for hit, (title, basis) in [*numbers, *((hit, _MARK) for hit in _SECRECY.finditer(text))]:
        yield Hint(title, _place(masked, hit), basis)


def _masked(number: str) -> str:
    return f"{number[:3]}{'＊' * (len(number) - 5)}{number[-2:]}"


def _place(masked: str, hit: re.Match[str]) -> str:
    around = masked[max(0, hit.start() - _AROUND) : hit.end() + _AROUND]
    return f"……{around}……".replace("\n", " ")
