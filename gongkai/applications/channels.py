"""How an application arrives, and which day is the day of its receipt (``channels.yaml``; 《条例》第三十一条)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from gongkai.law.limits import CHECKED
from gongkai.law.loader import LINE, DataError, Reader, load

FILE = Path(__file__).with_name("channels.yaml")
ONLINE = "online"
"""The channel of the portal's own form."""


class ReceiptRule(StrEnum):
    """Which day counts as the day of receipt."""

    SUBMISSION = "submission"
    SIGNING = "signing"
    CONFIRMATION = "confirmation"
    MUTUAL = "mutual"
    ARRIVAL = "arrival"


@dataclass(frozen=True, slots=True)
class Channel:
    """One way in. ``receipt`` tells applicants the rule, ``asks`` tells officers what to enter; a ``basic`` one is never refused."""

    key: str
    title: str
    rule: ReceiptRule
    since: date
    basic: bool
    receipt: str
    asks: str
    basis: str


@cache
def channels() -> Mapping[str, Channel]:
    """Every channel by key."""
    return read_channels(FILE)


def read_channels(path: Path) -> dict[str, Channel]:
    """Read a file of channels, strictly; raises ``DataError`` with file and line."""
    return {key: _channel(key, each, path.name) for key, each in load(path).items() if key != LINE}


def _channel(key: str, each: object, where: str) -> Channel:
    data = Reader(each, where)
    rule = data.take("rule", str)
    if rule not in {one.value for one in ReceiptRule}:
        raise DataError(f"{data.where}：rule 应是 {'、'.join(ReceiptRule)} 之一：{rule!r}")
    made = Channel(
        key,
        data.take("title", str),
        ReceiptRule(rule),
        data.take("since", date),
        data.take("basic", bool),
        data.take("receipt", str),
        data.take("asks", str),
        data.take("basis", str),
    )
    checked = data.take("checked", str)
    data.done()
    if checked not in CHECKED or not made.basis.strip():
        raise DataError(f"{data.where}：basis 不能空着，checked 应是{'、'.join(CHECKED)}之一")
    return made
