"""How long an organ has for an answer, by channel and kind, as dated data: what comes with the program and what an organ enters.

The law of the day on which a message is received holds for it. Of several rules that fit, that of the organ itself goes before
that of an organ above it, that before the program's; then one that names the kind before one for all kinds; then the later one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.casework.counting import Length, Unit
from gongkai.engagement.messages.channels import channels, titles
from gongkai.law.loader import DataError, Reader, grounded, load

FILE = Path(__file__).with_name("limits.yaml")
UNITS = (Unit.WORKDAYS, Unit.CALENDAR_DAYS, Unit.MONTHS)


@dataclass(frozen=True, slots=True)
class LimitRule:
    """One version. Empty ``kinds``: for all kinds. ``nearness``: 0 for what comes with the program, the higher the nearer to the organ."""

    channels: tuple[str, ...]
    kinds: tuple[str, ...]
    since: date
    limit: Length
    extension: Length | None
    window: Length
    basis: str
    checked: str
    nearness: int = 0

    def fits(self, channel: str, kind: str, on: date) -> bool:
        """Whether it is about such a message of that day."""
        return channel in self.channels and (not self.kinds or kind in self.kinds) and self.since <= on

    @property
    def facts(self) -> dict[str, Any]:
        """What the record of the message keeps of it: the rule may change, the limit of this message does not."""
        found = {"limit": plain(self.limit), "window": plain(self.window), "rule": self.basis}
        return found if self.extension is None else found | {"longest": plain(self.extension)}


def rule_for(channel: str, kind: str, on: date, entered: Iterable[LimitRule] = ()) -> LimitRule:
    """The rule for a message of that channel and kind received on that day. ``LookupError`` where there is none.

    >>> str(rule_for("website", "suggestion", date(2024, 5, 6)).limit), str(rule_for("hotline", "complaint", date(2024, 5, 6)).limit)
    ('7个工作日', '5个工作日')
    """
    fitting = [each for each in (*limit_rules(), *entered) if each.fits(channel, kind, on)]
    if not fitting:
        raise LookupError(f"没有这一天的期限规定：{channel}、{kind}、{on}")
    return max(fitting, key=lambda each: (each.nearness, bool(each.kinds), each.since))


def plain(length: Length) -> dict[str, Any]:
    """A length as facts keep it."""
    return {"amount": length.amount, "unit": str(length.unit)}


def length_of(given: Any) -> Length | None:
    """The length that facts keep; None for nothing."""
    return Length(given["amount"], Unit(given["unit"])) if given else None


@cache
def limit_rules() -> tuple[LimitRule, ...]:
    """What comes with the program."""
    return read_rules(FILE)


def read_rules(path: Path) -> tuple[LimitRule, ...]:
    """Read such a file, strictly; raises ``DataError`` with file and line."""
    whole = Reader(load(path), path.name)
    found = tuple(_rule(each, path.name) for each in whole.take("rules", list))
    whole.done()
    without = [key for key in channels() if not any(key in each.channels and not each.kinds for each in found)]
    if without:
        raise DataError(f"{path.name}：没有写这些渠道的期限：{'、'.join(without)}")
    return found


def _rule(each: Any, where: str) -> LimitRule:
    given = Reader(each, where)
    longest = given.take("extension", str, "")
    made = LimitRule(
        given.strings("channels"),
        given.strings("kinds", []),
        given.take("since", date),
        _length(given.take("limit", str), given.where),
        _length(longest, given.where) if longest else None,
        _length(given.take("window", str), given.where),
        given.take("basis", str),
        given.take("checked", str),
    )
    given.done()
    strange = [*(set(made.channels) - set(channels())), *(set(made.kinds) - set(titles("kinds")))]
    if strange:
        raise DataError(f"{given.where}：没有这样的渠道或者种类：{'、'.join(strange)}")
    if made.extension is not None and made.extension.unit is not made.limit.unit:
        raise DataError(f"{given.where}：extension 的单位应与 limit 相同")
    grounded(given, made.basis, made.checked)
    return made


def _length(text: str, where: str) -> Length:
    amount, _, unit = text.partition(" ")
    try:
        length = Length(int(amount), Unit(unit))
    except ValueError as problem:
        raise DataError(f"{where}：期限应写成 15 workdays、60 calendar_days、3 months 的样子：{text!r}") from problem
    if length.unit not in UNITS:
        raise DataError(f"{where}：期限不能以小时计：{text!r}")
    return length
