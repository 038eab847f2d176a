"""When somebody is reminded of a limit (``reminding.yaml``): the most pressing rule reached, however long nobody looked."""

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
class Reached:
    """A rule that holds today. ``round`` counts repetitions from 0; ``since`` is on how many days left it began."""

    rule: Rule
    round: int
    since: int


@cache
def rules() -> tuple[Rule, ...]:
    """The rules in force, the least pressing first."""
    return read_rules(FILE)


def read_rules(path: Path) -> tuple[Rule, ...]:
    """Read a file of rules, strictly; raises ``DataError`` with file and line."""
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
    data.done()
    return tuple(found)


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
