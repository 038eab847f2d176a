"""What the annual report counts of an application, read off its history: when received, from whom, how and when it ended.

One application, one row of table 3. The first end counts: an application that is ordered to be decided again is no new
one, and the row of the year in which it was first answered stays (applications.md §7). One that was withdrawn before its
receipt was settled was never received and is counted nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gongkai.casework import Event, History

ENDS: Mapping[str, str] = {
    "lapse_correction": "other.uncorrected",
    "lapse_payment": "other.fee_unpaid",
    "withdraw": "other.other",
    "merge": "other.other",
}
"""The rows of applications that end without a reply, by the move that ends them."""

DRAFTED: Mapping[str, str] = {
    "refuse_excessive": "not_processed.excessive",
    "conclude_excessive": "not_processed.excessive",
    "find_still_unclear": "unavailable.still_unclear",
    "conclude_unclear": "unavailable.still_unclear",
}
"""The rows that the move itself settles; for ``draft`` the fact ``outcome`` says it."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Empty texts and None for what has not come yet. ``drafted`` is the row of the reply in hand, served or not.

    ``extended``, ``corrected`` (asked for) and ``disputed`` (reconsideration or a suit) say whether it ever was.
    """

    channel: str = ""
    applicant_kind: str = ""
    received_on: date | None = None
    outcome: str = ""
    ended_on: date | None = None
    drafted: str = ""
    extended: bool = False
    corrected: bool = False
    disputed: bool = False

    @property
    def received_year(self) -> int | None:
        """The year of table 3's first row."""
        return self.received_on.year if self.received_on else None

    @property
    def ended_year(self) -> int | None:
        """The year in which its outcome is counted."""
        return self.ended_on.year if self.ended_on else None


def counted(history: History) -> Counted:
    """What is counted of the application as its records, amended ones as amended, stand now."""
    channel = kind = drafted = outcome = ""
    received_on = ended_on = None
    for event in history.effective:
        if event.move == "submit":
            channel, kind = str(event.facts.get("channel", "")), str(event.facts.get("applicant_kind", ""))
        elif event.move == "receive":
            received_on = event.on
        elif event.move == "draft":
            drafted = str(event.facts["outcome"])
        elif event.move in DRAFTED:
            drafted = DRAFTED[event.move]
        ended = _ended(event, drafted)
        if ended and received_on is not None and ended_on is None:
            outcome, ended_on = ended
    made = {event.move for event in history.effective}
    return Counted(
        channel,
        kind,
        received_on,
        outcome,
        ended_on,
        drafted,
        extended="extend" in made,
        corrected="ask_correction" in made,
        disputed=not made.isdisjoint(("reconsider", "litigate")),
    )


def _ended(event: Event, drafted: str) -> tuple[str, date] | None:
    """The row and the day when the event ends the application: a reply by post on the day of posting."""
    if event.move == "serve":
        posted = event.facts.get("posted_on")
        return drafted, date.fromisoformat(posted) if posted else event.on
    return (ENDS[event.move], event.on) if event.move in ENDS else None
