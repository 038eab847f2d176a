"""Through which channels information is released (《条例》第二十三条), and which of them are counted together; data in ``channels.yaml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from gongkai.law.loader import DataError, Reader, load

_FILE = Path(__file__).with_name("channels.yaml")
WEBSITE = "website"
"""The organ's own pages on this site: only the system says what was released there."""


@dataclass(frozen=True, slots=True)
class Channel:
    """``account``: an official account may be named; ``place``: what is asked of where it was released, nothing when empty."""

    key: str
    title: str
    by_system: bool
    account: bool
    place: str
    since: date
    until: date | None
    basis: str

    def open_on(self, day: date) -> bool:
        """Whether something can be released through it on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class ChannelGroup:
    """Channels that reports count together, such as 政务新媒体."""

    key: str
    title: str
    channels: tuple[str, ...]
    basis: str


@cache
def channels() -> Mapping[str, Channel]:
    """Every channel by key, in the order of the file."""
    return _read(_FILE)[0]


@cache
def channel_groups() -> Mapping[str, ChannelGroup]:
    """Every group by key."""
    return _read(_FILE)[1]


def read_channels(path: Path) -> tuple[dict[str, Channel], dict[str, ChannelGroup]]:
    """Read a file of channels and groups, strictly; raises ``DataError`` with file and line."""
    top = Reader(load(path), path.name)
    found: dict[str, Channel] = {}
    for each in top.take("channels", list):
        row = Reader(each, path.name)
        channel = Channel(
            row.take("key", str),
            row.take("title", str),
            row.take("by_system", bool, False),
            row.take("account", bool, False),
            row.take("place", str, ""),
            row.take("since", date),
            row.take("until", date, None),
            row.take("basis", str),
        )
        row.done()
        if channel.key in found or not channel.basis.strip():
            raise DataError(f"{row.where}：渠道重复或者没有依据：{channel.key}")
        found[channel.key] = channel
    groups: dict[str, ChannelGroup] = {}
    for each in top.take("groups", list):
        row = Reader(each, path.name)
        group = ChannelGroup(
            row.take("key", str), row.take("title", str), row.strings("channels"), row.take("basis", str)
        )
        row.done()
        unknown = [key for key in group.channels if key not in found]
        if group.key in groups or group.key in found or unknown or not group.basis.strip():
            raise DataError(f"{row.where}：合计重复、没有依据，或者有不认识的渠道：{group.key} {unknown}")
        groups[group.key] = group
    top.done()
    return found, groups


@cache
def _read(path: Path) -> tuple[dict[str, Channel], dict[str, ChannelGroup]]:
    return read_channels(path)


def channel_titles() -> dict[str, str]:
    """Titles by key."""
    return {key: channel.title for key, channel in channels().items()}


def by_hand(day: date) -> dict[str, str]:
    """Titles of the channels whose releases people record, as forms offer them on a day."""
    return {key: each.title for key, each in channels().items() if not each.by_system and each.open_on(day)}


def members(names: Iterable[str]) -> tuple[str, ...]:
    """The channels behind names of channels and groups, each once. Raises ``KeyError`` for a name that is neither.

    >>> members(["press", "television"])
    ('newspaper', 'television')
    """
    found: dict[str, None] = {}
    for name in names:
        group = channel_groups().get(name)
        for key in group.channels if group else (channels()[name].key,):
            found[key] = None
    return tuple(found)


def growth(now: int, before: int) -> int | None:
    """How much more than before, in whole percent, half rounded away from zero; None where there was nothing before.

    >>> growth(1507, 815), growth(411, 420), growth(3, 0)
    (85, -2, None)
    """
    if not before:
        return None
    share = Decimal(now - before) * 100 / before
    return int(share.quantize(Decimal(1), rounding=ROUND_HALF_UP))
