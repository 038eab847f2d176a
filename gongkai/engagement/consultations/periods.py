"""Is the period long enough? Measured when a consultation opens, and again whenever its end is moved.

A period is counted from the day after the opening (《民法典》第二百零一条): opened on 1 March and at least 30 days, it ends on 31 March at the
earliest. What is found is kept as plain values with the step, so that it says years later by which rule it was measured.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from gongkai.casework.events import told
from gongkai.engagement.consultations.kinds import HEARING, NEVER, Kind
from gongkai.law.limits import Limit, Unit
from gongkai.workdays import Calendar, last_day

BELOW_LEAST, BELOW_ADVISED = "least", "advised"
SHORT = {BELOW_LEAST: "短于规定的时间", BELOW_ADVISED: "短于宜有的时间"}


@dataclass(frozen=True, slots=True)
class Rule:
    """A period as it holds for a consultation: how long, by what, and the first day on which it may end."""

    length: str
    basis: str
    earliest: date
    checked: str

    @property
    def facts(self) -> dict[str, str]:
        """As plain values."""
        return {
            "length": self.length,
            "basis": self.basis,
            "earliest": self.earliest.isoformat(),
            "checked": self.checked,
        }


@dataclass(frozen=True, slots=True)
class Measured:
    """A period from its opening to its end, against what it should be. ``short``: empty, ``least`` or ``advised``."""

    kind: Kind
    since: date
    until: date
    least: Rule | None
    advised: Rule | None

    @property
    def days(self) -> int:
        """How many days it lasts, the first not counted."""
        return (self.until - self.since).days

    @property
    def short(self) -> str:
        """Against what it is too short."""
        if self.least is not None and self.until < self.least.earliest:
            return BELOW_LEAST
        return BELOW_ADVISED if self.advised is not None and self.until < self.advised.earliest else ""

    @property
    def facts(self) -> dict[str, Any]:
        """What the record of the step keeps of it."""
        found: dict[str, Any] = {
            "kind": self.kind.key,
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "short": self.short,
        }
        rule = self.least or self.advised
        return found | {"rule": rule.facts} if rule is not None else found

    def refusal(self, reason: str) -> tuple[str, str] | None:
        """Why it cannot be so: the field and the sentence; None where it can."""
        least = self.least
        if self.short != BELOW_LEAST or least is None:
            return None
        field = "held_on" if self.kind.counts_to == HEARING else "closes_on"
        asked = f"{self.kind.title}公开征求意见不少于{least.length}（{least.basis}），现在只有{self.days}日"
        if self.kind.shorter == NEVER:
            what = "听证会要在公布听证公告"
            return field, f"{what}{least.length}以后举行（{least.basis}），最早{told(least.earliest)}，请另定日期。"
        if len("".join(reason.split())) < LEAST_REASON:
            return (
                "shortened_reason",
                f"{asked}，最早到{told(least.earliest)}截止。确需缩短的，请写明理由，理由显示在公开的页面上。",
            )
        return None


LEAST_REASON = 4
"""Fewer characters are no reason."""


def rule_of(limit: Limit, since: date, calendar: Calendar) -> Rule:
    """A period as it holds from a day."""
    if limit.unit is Unit.WORKDAYS:
        earliest = last_day(since, limit.amount, calendar).on
    elif limit.unit is Unit.DAYS:
        earliest = since + timedelta(days=limit.amount)
    else:
        raise ValueError("征求意见的时间以日或者工作日计。")
    return Rule(limit.length, limit.basis, earliest, limit.checked)


def finding(measured: Mapping[str, Any], reason: str = "") -> str:
    """What is wrong with a period, as a sentence for whoever writes a report; empty where nothing is.

    >>> rule = {"length": "30日", "basis": "《重大行政决策程序暂行条例》第十五条", "earliest": "2024-03-31"}
    >>> finding({"since": "2024-03-01", "until": "2024-03-11", "short": "least", "rule": rule})
    '从2024年3月1日到2024年3月11日，共10日，短于规定的30日（《重大行政决策程序暂行条例》第十五条；最早到2024年3月31日），早了20日；没有写明缩短的理由。'
    """
    if not measured.get("short"):
        return ""
    since, until = (date.fromisoformat(measured[name]) for name in ("since", "until"))
    rule = measured["rule"]
    earliest = date.fromisoformat(rule["earliest"])
    missing = (earliest - until).days
    named = "规定的" if measured["short"] == BELOW_LEAST else "宜有的"
    why = f"；写明的理由是：{reason.rstrip('。')}" if reason.strip() else ""
    if not why and measured["short"] == BELOW_LEAST:
        why = "；没有写明缩短的理由"
    return (
        f"从{told(since)}到{told(until)}，共{(until - since).days}日，短于{named}{rule['length']}（{rule['basis']}；"
        f"最早到{told(earliest)}），早了{missing}日{why}。"
    )
