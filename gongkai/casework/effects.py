"""What a move does to a clock.

A move that does not name a clock leaves it as it is. ``RUNS`` says that the clock goes (on) from here: it ends a stand and
changes nothing on a clock that was going.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Kind(StrEnum):
    """The seven things that can happen to a clock."""

    STARTS = "starts"
    RUNS = "runs"
    STANDS = "stands"
    RESTARTS = "restarts"
    EXTENDS = "extends"
    REPLACES = "replaces"
    STOPS = "stops"


EFFECT_TITLES = {
    Kind.STARTS: "起算",
    Kind.RUNS: "计算",
    Kind.STANDS: "停止计算",
    Kind.RESTARTS: "重新起算",
    Kind.EXTENDS: "延长",
    Kind.REPLACES: "改定期限",
    Kind.STOPS: "终止",
}


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect on one clock.

    ``length_from`` names the fact that holds a length (a number in the clock's unit, ``{"amount": 30, "unit":
    "calendar_days"}``) or a last day (``"2025-03-31"``); ``dated_by`` the fact that holds the date, for hours
    the moment, at which it happens instead of the event's own; ``no_longer_than`` the clock at whose end a stand is over.
    """

    kind: Kind
    length_from: str = ""
    dated_by: str = ""
    no_longer_than: str = ""

    def within(self, field: str) -> Effect:
        """``STARTS`` or ``RESTARTS`` with the limit that the fact ``field`` gives, the clock's own where it is not given."""
        return replace(self._only(Kind.STARTS, Kind.RESTARTS), length_from=field)

    def by(self, field: str) -> Effect:
        """``EXTENDS`` or ``REPLACES`` by what the fact ``field`` gives."""
        return replace(self._only(Kind.EXTENDS, Kind.REPLACES), length_from=field)

    def dated(self, field: str) -> Effect:
        """The effect at the date (for hours the moment) that the fact ``field`` gives, the event's own where it is not given."""
        return replace(self, dated_by=field)

    def at_most(self, clock: str) -> Effect:
        """``STANDS``, but no longer than until ``clock`` is over, whether or not anybody records it."""
        return replace(self._only(Kind.STANDS), no_longer_than=clock)

    def _only(self, *kinds: Kind) -> Effect:
        if self.kind not in kinds:
            raise ValueError(f"“{EFFECT_TITLES[self.kind]}”不能这样写")
        return self


STARTS = Effect(Kind.STARTS)
RUNS = Effect(Kind.RUNS)
STANDS = Effect(Kind.STANDS)
RESTARTS = Effect(Kind.RESTARTS)
EXTENDS = Effect(Kind.EXTENDS)
REPLACES = Effect(Kind.REPLACES)
STOPS = Effect(Kind.STOPS)
