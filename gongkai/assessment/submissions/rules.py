"""The score rules of 信息报送: channels with level and points, how several adoptions of one piece count, how ties stand (``rules.yaml``).

An organ writes its own versions, each from a day on; a line of the list of channels is ``名称，级别，分值``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from gongkai.law.loader import DataError, Reader, grounded, load

FILE = Path(__file__).with_name("rules.yaml")
COMBINING = {"highest": "按分值最高的一处计分", "sum": "各处的分值相加"}
TIES = {"skip": "并列，后面的名次跳过（1、1、3）", "dense": "并列，后面的名次不跳过（1、1、2）"}
TIE_BREAKS = {"": "同分就并列", "adopted": "同分的比采用件数", "rate": "同分的比采用率"}
MOST_POINTS = Decimal(1000)
MOST_CHANNELS = 40
_SPLIT = re.compile(r"\s*[，,、\t|｜]\s*|\s{2,}")


class WrongRules(ValueError):
    """Rules that cannot be; the text says which line and why."""


@dataclass(frozen=True, slots=True)
class Channel:
    """Where a piece can be adopted, of which level, and what it is worth there."""

    title: str
    level: str
    points: Decimal

    @property
    def level_title(self) -> str:
        """What the level is called."""
        return levels()[self.level]


@dataclass(frozen=True, slots=True)
class Rules:
    """A version of the rules. ``urgent_hours``: an urgent piece that came later after the event is late; None: no such limit.

    ``handle_workdays``: within how many working days the office handles a piece; None: the organ sets no limit.
    """

    since: date
    channels: Mapping[str, Channel]
    combining: str
    ties: str
    tie_break: str
    urgent_hours: int | None
    handle_workdays: int | None
    basis: str

    def score(self, points: Iterable[Decimal]) -> Decimal:
        """What a piece is worth that was adopted for so many points at each place."""
        found = list(points)
        if not found:
            return Decimal(0)
        return max(found) if self.combining == "highest" else sum(found, Decimal(0))

    @property
    def lines(self) -> str:
        """The channels as they are typed."""
        return "\n".join(f"{each.title}，{each.level_title}，{plain(each.points)}" for each in self.channels.values())


@dataclass(frozen=True, slots=True)
class _Data:
    levels: Mapping[str, str]
    kinds: Mapping[str, str]
    versions: tuple[Rules, ...]


def plain(points: Decimal) -> str:
    """Points without needless zeros.

    >>> plain(Decimal("2.0")), plain(Decimal("10")), plain(Decimal("0.5"))
    ('2', '10', '0.5')
    """
    text = f"{points:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def levels() -> Mapping[str, str]:
    """The levels of channels by key, lowest first."""
    return _data().levels


def kinds() -> Mapping[str, str]:
    """The kinds of pieces by key."""
    return _data().kinds


def default_rules(on: date) -> Rules:
    """What holds on a day for an organ that has decided nothing itself; the oldest version for a day before all."""
    versions = _data().versions
    return next((each for each in reversed(versions) if each.since <= on), versions[0])


def channels_of(rows: Sequence[Mapping[str, str]]) -> dict[str, Channel]:
    """Channels from plain data, each with title, level and points. Raises ``WrongRules``."""
    if not rows:
        raise WrongRules("请至少写一个采用渠道，每行一个，例如：本机关网站，本机关，1")
    if len(rows) > MOST_CHANNELS:
        raise WrongRules(f"采用渠道最多写{MOST_CHANNELS}个。")
    found: dict[str, Channel] = {}
    for number, row in enumerate(rows, start=1):
        title, level = row["title"].strip(), row["level"]
        if not title or len(title) > 40:
            raise WrongRules(f"第{number}个渠道的名称请写1到40个字。")
        if title in found:
            raise WrongRules(f"渠道“{title}”写了两次。")
        if level not in levels():
            raise WrongRules(f"渠道“{title}”的级别请写：{'、'.join(levels().values())}。")
        try:
            points = Decimal(row["points"])
        except InvalidOperation:
            points = Decimal(-1)
        if not points.is_finite() or not 0 <= points <= MOST_POINTS or points != round(points, 1):
            raise WrongRules(f"渠道“{title}”的分值请写0到{MOST_POINTS}之间的数，最多一位小数。")
        found[title] = Channel(title, level, points)
    return found


def read_lines(text: str) -> list[dict[str, str]]:
    """Channels as typed, one a line: name, level, points. Raises ``WrongRules`` that names the line.

    >>> read_lines("县政务要情，县（市、区）级，3")
    [{'title': '县政务要情', 'level': 'county', 'points': '3'}]
    """
    known = {title: key for key, title in levels().items()}
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        parts = [each for each in (part.strip() for part in _split(line.strip(), known)) if each]
        if len(parts) != 3:
            raise WrongRules(f"第{number}行“{line.strip()[:40]}”请写成“名称，级别，分值”，例如：市政务信息，市级，5")
        title, level, points = parts
        if level not in known:
            raise WrongRules(f"第{number}行的级别“{level[:20]}”不认识，请写：{'、'.join(known)}。")
        found.append({"title": title, "level": known[level], "points": points})
    channels_of(found)
    return found


def _split(line: str, known: Mapping[str, str]) -> list[str]:
    # “县（市、区）级”里有顿号：先认级别，再分其余的
    for title in sorted(known, key=len, reverse=True):
        before, found, after = line.rpartition(title)
        if found and _SPLIT.match(after) and re.search(rf"(?:{_SPLIT.pattern})$", before):
            return [re.sub(rf"(?:{_SPLIT.pattern})$", "", before), title, _SPLIT.sub("", after, count=1)]
    return _SPLIT.split(line)


def check(rules: Rules) -> None:
    """Raise ``WrongRules`` for choices that there are not."""
    if rules.combining not in COMBINING or rules.ties not in TIES or rules.tie_break not in TIE_BREAKS:
        raise WrongRules("计分、并列和同分的办法请从列出的里面选。")
    for name, value in (("紧急信息的时限", rules.urgent_hours), ("处理期限", rules.handle_workdays)):
        if value is not None and not 1 <= value <= 240:
            raise WrongRules(f"{name}请写1到240之间的数，没有就空着。")


@cache
def _data() -> _Data:
    return read_data(FILE)


def read_data(path: Path) -> _Data:
    """Read such a file, strictly; raises ``DataError`` with file and line."""
    whole = Reader(load(path), path.name)
    found = _Data(_titles(whole, "levels", path.name), _titles(whole, "kinds", path.name), ())
    rows = whole.take("versions", list)
    whole.done()
    versions = tuple(_version(each, path.name, found.levels) for each in rows)
    if not versions or any(a.since >= b.since for a, b in pairwise(versions)):
        raise DataError(f"{path.name}：versions 应按 since 先后排列，不能重叠")
    return _Data(found.levels, found.kinds, versions)


def _titles(whole: Reader, name: str, where: str) -> dict[str, str]:
    found = {}
    for each in whole.take(name, list):
        one = Reader(each, where)
        found[one.take("key", str)] = one.take("title", str)
        one.done()
    return found


def _version(each: Any, where: str, known: Mapping[str, str]) -> Rules:
    data = Reader(each, where)
    found: dict[str, Channel] = {}
    for row in data.take("channels", list):
        one = Reader(row, where)
        channel = Channel(one.take("title", str), one.take("level", str), Decimal(one.take("points", str)))
        one.done()
        if channel.level not in known or channel.title in found:
            raise DataError(f"{one.where}：级别不认识，或者渠道写了两次")
        found[channel.title] = channel
    made = Rules(
        since=data.take("since", date),
        channels=found,
        combining=data.take("combining", str),
        ties=data.take("ties", str),
        tie_break=data.take("tie_break", str),
        urgent_hours=data.take("urgent_hours", (int, type(None))),
        handle_workdays=data.take("handle_workdays", (int, type(None))),
        basis=data.take("basis", str),
    )
    grounded(data, made.basis, data.take("checked", str))
    data.done()
    try:
        check(made)
    except WrongRules as problem:
        raise DataError(f"{data.where}：{problem}") from problem
    return made
