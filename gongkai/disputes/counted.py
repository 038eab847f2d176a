"""What the annual report counts of a dispute, read off its history: which row of table 4, since when, how and when it ended.

One case, one cell: it is 尚未审结 until the result that counts is there. Which instance's result that is, by which day, and what a
retrial does, the law leaves open: ``gongkai.law.choices`` (dispute_counted_from, dispute_concluded_on, suit_stage, retrial_result).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gongkai.casework import Event, History
from gongkai.law.choices import Choice, choices

RECONSIDERATION = "reconsideration"
_ENDS = ("receive_decision", "receive_order", "end_early", "end_suit_early", "decline", "decide", "close_body")
_FIRST = ("judge_first", "rule_first")
_EFFECTIVE = ("take_effect", "take_effect_order")
_AFFIRMED, _REVERSED = ("affirm", "affirm_order"), ("reverse", "reverse_order")


@dataclass(frozen=True, slots=True)
class Counted:
    """Empty texts and None for what has not come yet. ``row`` is the row of table 4, ``outcome`` a key of ``outcomes``."""

    row: str = ""
    standing: str = ""
    act: str = ""
    began_on: date | None = None
    outcome: str = ""
    concluded_on: date | None = None

    @property
    def began_year(self) -> int | None:
        """The first year in which it can be counted."""
        return self.began_on.year if self.began_on else None

    @property
    def concluded_year(self) -> int | None:
        """The year in which its result is counted."""
        return self.concluded_on.year if self.concluded_on else None


@dataclass(slots=True)
class _Result:
    outcome: str = ""
    on: date | None = None
    judged: str = ""

    def settle(self, outcome: str, on: date) -> None:
        """The first result stays: one case, one cell."""
        if self.on is None:
            self.outcome, self.on = outcome, on


def counted(history: History, chosen: Mapping[str, Choice] | None = None) -> Counted:
    """What is counted of the dispute as its records, amended ones as amended, stand now."""
    taken = chosen or choices()
    by_first = taken["suit_stage"].chosen == "first_instance"
    result = _Result()
    for event in history.effective:
        _follow(result, event, taken, by_first=by_first)
    if not history.effective:
        return Counted()
    first = history.effective[0]
    row = str(first.facts.get("way", "")) or RECONSIDERATION
    standing = str(first.facts.get("standing", "")) or ("body" if first.move == "receive_application" else "maker")
    return Counted(row, standing, str(first.facts.get("act", "")), _began(first, taken), result.outcome, result.on)


def _follow(result: _Result, event: Event, taken: Mapping[str, Choice], *, by_first: bool) -> None:
    given = str(event.facts.get("outcome", ""))
    if event.move in _ENDS:
        result.settle(given, _decided(event, taken))
    elif event.move in _FIRST:
        result.judged = given
        if by_first:
            result.settle(given, _decided(event, taken))
    elif event.move in _EFFECTIVE:
        result.settle(result.judged, event.on)
    elif event.move in _AFFIRMED:
        result.settle(result.judged, _decided(event, taken))
    elif event.move in _REVERSED:
        result.judged = given
        result.settle(given, _decided(event, taken))
    elif event.move == "retry" and taken["retrial_result"].chosen == "replaces":
        result.outcome, result.on = "", None


def _decided(event: Event, taken: Mapping[str, Choice]) -> date:
    given = event.facts.get("decided_on")
    if given is None or taken["dispute_concluded_on"].chosen == "received":
        return event.on
    return date.fromisoformat(given)


def _began(first: Event, taken: Mapping[str, Choice]) -> date:
    given = first.facts.get("accepted_on")
    if given is None or taken["dispute_counted_from"].chosen == "received":
        return first.on
    return min(date.fromisoformat(given), first.on)
