"""Whether two applications ask for the same: by the words that are left when the usual phrases are taken away.

Pairs of neighbouring characters are compared (Dice's coefficient in per cent); numbers, which are years and document numbers, are
compared by themselves, for 2024年度部门决算 and 2025年度部门决算 differ in one character and are two requests. This only
points something out to the officer (《条例》第三十六条第六项、第四十四条); nothing is refused by it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gongkai.law.loader import LINE, DataError, Reader, load

FILE = Path(__file__).with_name("similar.yaml")
_PHRASES = re.compile(
    "依法|根据.{0,20}?条例|按照.{0,20}?条例|特此申请|现?申请人?(?:依法)?(?:要求)?(?:信息)?公开|申请(?:获取|查询|提供|调取)|请(?:贵局|贵单位|贵机关|贵府|你局)?"
    "(?:依法)?(?:予以)?(?:公开|提供|告知|答复)|(?:贵局|贵单位|贵机关|贵府|你局)|本人|我(?:们|单位|公司)?|相关|有关|以下|政府信息|电子版|复印件|纸质版?|年度|年|全文|一份|的|了|和|及|与|等"
)
_NUMBER = re.compile(r"\d+")
_LEFT = re.compile(r"[^\u3400-\u9fffa-z]+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """``percent`` in common; ``differing``: the numbers that stand in one of the two only."""

    percent: int
    differing: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """As far as words tell, the same is asked for."""
        return self.percent >= settings()["same"] and not self.differing

    @property
    def similar(self) -> bool:
        """Near enough to be looked at."""
        return self.percent >= settings()["similar"]


@dataclass(frozen=True, slots=True)
class Words:
    """What is compared of a text: its pairs of characters and its numbers."""

    pairs: frozenset[str]
    numbers: frozenset[str]


@cache
def settings() -> Mapping[str, int]:
    """The choices of ``similar.yaml`` by name."""
    return read_settings(FILE)


def read_settings(path: Path) -> dict[str, int]:
    """Read a file of choices, strictly; raises ``DataError``."""
    found = {}
    for name, each in load(path).items():
        if name == LINE:
            continue
        data = Reader(each, path.name)
        found[name] = data.take("value", int)
        if not data.take("basis", str).strip() or found[name] < 1:
            raise DataError(f"{data.where}：value 应当大于零，basis 不能空着")
        data.done()
    if set(found) != {"same", "similar", "looked_at", "frequent"}:
        raise DataError(f"{path.name}：应当有 same、similar、looked_at、frequent 四项")
    return found


def words_of(text: str) -> Words:
    """What is compared of a text.

    >>> sorted(words_of("申请公开2023年度部门决算").pairs), sorted(words_of("2023年度部门决算").numbers)
    (['决算', '部门', '门决'], ['2023'])
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    numbers = frozenset(each.lstrip("0") or "0" for each in _NUMBER.findall(plain))
    pieces = _LEFT.split(_PHRASES.sub("", plain))
    line = "".join(pieces)
    pairs = frozenset(line[place : place + 2] for place in range(len(line) - 1)) or frozenset({line} if line else ())
    return Words(pairs, numbers)


def gist(text: str) -> str:
    """What is left of a description to look for, without the usual phrases and marks.

    >>> gist("申请公开2023年度部门决算。")
    '2023 部门决算'
    """
    plain = unicodedata.normalize("NFKC", text)
    return " ".join(" ".join(re.split(r"[^\w]+", _PHRASES.sub(" ", plain))).split())


def compare(one: Words, two: Words) -> Likeness:
    """How like two texts are."""
    total = len(one.pairs) + len(two.pairs)
    percent = round(200 * len(one.pairs & two.pairs) / total) if total else 0
    return Likeness(percent, tuple(sorted(one.numbers ^ two.numbers)))


def likeness(one: str, two: str) -> Likeness:
    """How like two descriptions are.

    >>> likeness("2023年度部门决算", "申请公开2023年部门决算").same
    True
    """
    return compare(words_of(one), words_of(two))
