"""Judging: how a column or an account stands on a day, and whether a veto is triggered. Only values in, only values out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from gongkai.assessment.freshness.rules import ColumnClass, Indicator, Rules, Span


class Colour(StrEnum):
    """How fresh something is; pages say the word, never the colour alone."""

    EMPTY = "empty"
    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    NONE = "none"

    @property
    def label(self) -> str:
        """The word for it."""
        return _TITLES[self]

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return _TONES[self]


_TITLES = {
    Colour.EMPTY: "空白",
    Colour.RED: "逾期未更新",
    Colour.AMBER: "快要到期",
    Colour.GREEN: "正常",
    Colour.NONE: "不要求更新",
}
_TONES = {
    Colour.EMPTY: "bad",
    Colour.RED: "bad",
    Colour.AMBER: "warn",
    Colour.GREEN: "good",
    Colour.NONE: "neutral",
}
ORDER = tuple(Colour)
"""The most pressing first."""


class Verdict(StrEnum):
    """What came of a veto. What nobody looked at is not assessed: never taken for good."""

    TRIGGERED = "triggered"
    NOT_ASSESSED = "not_assessed"
    CLEAR = "clear"
    NOT_APPLICABLE = "not_applicable"

    @property
    def label(self) -> str:
        """The word for it."""
        return _VERDICTS[self][0]

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return _VERDICTS[self][1]


_VERDICTS = {
    Verdict.TRIGGERED: ("触发单项否决", "bad"),
    Verdict.NOT_ASSESSED: ("没有评估", "warn"),
    Verdict.CLEAR: ("没有触发", "good"),
    Verdict.NOT_APPLICABLE: ("不适用", "neutral"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How something stands on a day. ``last`` is the day of the newest item, ``warn_on``/``due_on`` the last days before amber/red.

    ``counted_in`` is the veto that counts it, "" for none; ``limit`` the limit in words; ``stricter``: amber by the column's own,
    stricter period, though no veto counts it.
    """

    colour: Colour
    last: date | None = None
    days: int | None = None
    due_on: date | None = None
    warn_on: date | None = None
    counted_in: str = ""
    limit: str = ""
    stricter: bool = False

    @property
    def words(self) -> str:
        """The state in words."""
        return "超过自定周期" if self.stricter else self.colour.label


def column_standing(
    rules: Rules, update_class: str, level: int, last: date | None, on: date, *, own_days: int | None = None
) -> Standing:
    """How a column stands on a day, by the newest item that it shows (with the columns below it) on that day.

    >>> from gongkai.assessment.freshness.rules import rules_on
    >>> column_standing(rules_on(date(2026, 1, 1)), "news", 1, date(2026, 11, 8), date(2026, 11, 22)).colour.label
    '快要到期'
    """
    if last is None:
        return Standing(Colour.EMPTY, counted_in="empty")
    asked = class_of(rules, update_class, level)
    if asked is None or not asked.red:
        return Standing(Colour.NONE, last, (on - last).days)
    red, amber = asked.red, asked.amber
    if asked.own:
        red = Span(days=own_days) if own_days else red
        whole = (red.last_day(last) - last).days
        amber = Span(days=max(whole * asked.own_share // 100, 1))
    found = _standing(last, on, red, amber, asked.counted_in)
    if own_days and not asked.own and found.colour is not Colour.RED:
        # 栏目自己写的周期更严：过了它先变黄，数单项否决仍按指标的天数
        own_due = Span(days=own_days).last_day(last)
        if found.due_on and own_due < found.due_on:
            past = on > own_due
            warn = min(own_due, found.warn_on or own_due)
            colour = Colour.AMBER if past or found.colour is Colour.AMBER else Colour.GREEN
            return replace(found, colour=colour, warn_on=warn, stricter=past, limit=f"{own_days}天（自定）")
    return found


def class_of(rules: Rules, update_class: str, level: int) -> ColumnClass | None:
    """What is asked of a column of that class on that level."""
    found = rules.classes.get(update_class)
    if found is not None and found.levels and level not in found.levels:
        return rules.classes.get(found.below)
    return found


def dated_standing(last: date | None, on: date, days: int, amber_days: int, counted_in: str) -> Standing:
    """How the home page or an account stands: red after ``days`` without anything new, or when there was never anything."""
    if last is None:
        return Standing(Colour.EMPTY, counted_in=counted_in, limit=f"{days}天")
    return _standing(last, on, Span(days=days), Span(days=min(amber_days, max(days - 1, 1))), counted_in)


def _standing(last: date, on: date, red: Span, amber: Span, counted_in: str) -> Standing:
    due, warn = red.last_day(last), (amber or red).last_day(last)
    colour = Colour.RED if on > due else Colour.AMBER if on > warn else Colour.GREEN
    return Standing(colour, last, (on - last).days, due, warn, counted_in if colour is Colour.RED else "", red.words)


def counted(indicator: Indicator, number: int) -> Verdict:
    """The verdict of a veto that counts records."""
    return Verdict.TRIGGERED if number >= indicator.limit else Verdict.CLEAR


def services_verdict(indicator: Indicator, flawed: int, whole: int) -> Verdict:
    """Guides with missing elements: too many of them, or, where there are few, every one."""
    few = whole < indicator.numbers["few"]
    triggered = (flawed == whole > 0) if few else flawed >= indicator.limit
    return Verdict.TRIGGERED if triggered else Verdict.CLEAR


def visits_verdict(indicator: Indicator, visits: int, failed: int) -> Verdict:
    """By how many visits of a week's watch failed; too few visits say nothing."""
    numbers = indicator.numbers
    if visits < numbers["visits_a_day"] * numbers["days"]:
        return Verdict.NOT_ASSESSED
    return Verdict.TRIGGERED if failed * 100 >= numbers["percent"] * visits else Verdict.CLEAR
