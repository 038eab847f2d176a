"""When somebody is reminded (``reminding.yaml``): of a limit, by the most pressing rule reached, however long nobody looked.

Also of what stands still, without any limit, until the office itself records something.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from gongkai.law.loader import DataError, Reader, load

FILE = Path(__file__).with_name("reminding.yaml")
OFFICER = "officer"
"""Who works on the case, or, where it has no one, the information officers of its section."""


@dataclass(frozen=True, slots=True)
class Rule:
    """From ``left`` working days before the last day on (negative: after it) those of ``to`` are told, again ``every`` so many days."""

    key: str
    left: int
    title: str
    to: tuple[str, ...]
    every: int = 0


@dataclass(frozen=True, slots=True)
class WaitRule:
    """After ``after`` working days of waiting those of ``to`` are told, again ``every`` so many days; ``told`` has a place for ``{days}``."""

    key: str
    title: str
    after: int
    every: int
    to: tuple[str, ...]
    told: str
    decided_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reached:
    """A rule that holds today. ``round`` counts repetitions from 0; ``since`` is on how many days left it began."""

    rule: Rule
    round: int
    since: int


@cache
def rules() -> tuple[Rule, ...]:
    """The rules in force, the least pressing first."""
    return read_rules(FILE)


@cache
def waits() -> tuple[WaitRule, ...]:
    """What is told of cases that stand still."""
    return read_waits(FILE)


def read_rules(path: Path) -> tuple[Rule, ...]:
    """Read a file of rules, strictly; raises ``DataError`` with file and line."""
    return _read(path)[0]


def read_waits(path: Path) -> tuple[WaitRule, ...]:
    """The same for what stands still."""
    return _read(path)[1]


def _read(path: Path) -> tuple[tuple[Rule, ...], tuple[WaitRule, ...]]:
    data = Reader(load(path), path.name)
    if not data.take("basis", str).strip():
        raise DataError(f"{data.where}：basis 不能空着")
    data.take("since", date)
    found: list[Rule] = []
    for each in data.take("rules", list):
        one = Reader(each, path.name)
        rule = Rule(
            one.take("key", str),
            one.take("left", int),
            one.take("title", str),
            one.strings("to"),
            one.take("every", int, 0),
        )
        one.done()
        if not rule.to or rule.every < 0 or (found and rule.left >= found[-1].left):
            raise DataError(f"{one.where}：要写明提醒谁，各条按 left 由大到小排，every 不能小于零")
        found.append(rule)
    stands = tuple(_wait(Reader(each, path.name)) for each in data.take("waits", list))
    data.done()
    return tuple(found), stands


def _wait(one: Reader) -> WaitRule:
    names = ("told", "decided_by", "reason")
    key, title, texts = one.take("key", str), one.take("title", str), {name: one.take(name, str) for name in names}
    rule = WaitRule(key, title, one.take("after", int), one.take("every", int), one.strings("to"), **texts)
    one.done()
    if rule.after < 1 or rule.every < 1 or not rule.to or "{days}" not in rule.told or not all(texts.values()):
        raise DataError(
            f"{one.where}：after、every 至少是 1，to、told、decided_by、reason 不能空着，told 里要有 {{days}}"
        )
    return rule


def waited(days: int, rule: WaitRule) -> int | None:
    """How often before now it has been told of, when it is to be told after ``days`` working days; None while it is not.

    >>> [waited(days, waits()[1]) for days in (4, 5, 9, 10)]
    [None, 0, 0, 1]
    """
    return (days - rule.after) // rule.every if days >= rule.after else None


def reached(left: int, among: tuple[Rule, ...] | None = None) -> Reached | None:
    """The most pressing rule that holds with ``left`` working days to go; negative when late by so many.

    >>> reached(9) is None, reached(2).rule.key, reached(-1).round, reached(-6).round
    (True, 'soon', 0, 1)
    """
    held = [rule for rule in (among or rules()) if left <= rule.left]
    if not held:
        return None
    rule = held[-1]
    number = (rule.left - left) // rule.every if rule.every else 0
    return Reached(rule, number, rule.left - number * rule.every)
