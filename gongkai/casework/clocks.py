"""Clocks as intervals: what the events of a case make of each of its limits, without counting a single day.

A leg is one uninterrupted life of a clock, from its start or restart to its end; within it lie the stands. Legs follow
one another when a clock restarts or, after an order to decide again, starts once more. All of it is derived from events.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise

from gongkai.casework.counting import Length


class Status(StrEnum):
    """Where a clock is, as recorded. A stand that is over by law but not yet on record is told by ``due``."""

    NEVER = "never_started"
    RUNNING = "running"
    STANDING = "standing"
    STOPPED = "stopped"
    RESTARTED = "restarted"


@dataclass(frozen=True, slots=True)
class Mark:
    """The event that did something to a clock: its number and move, the date (for hours the moment) that counts."""

    event: int
    move: str
    on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Stand:
    """A time in which a clock does not count. ``until`` is None while nobody has recorded the end.

    ``no_longer_than`` is the clock at whose end it is over all the same, ``key`` the party whom it concerns.
    """

    since: Mark
    until: Mark | None = None
    no_longer_than: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Extension:
    """So much more, in the clock's unit."""

    mark: Mark
    length: Length


@dataclass(frozen=True, slots=True)
class Replacement:
    """A limit that took the place of the one before; extensions made before it are part of what it replaced."""

    mark: Mark
    limit: Length | date


@dataclass(frozen=True, slots=True)
class Leg:
    """One life of a clock.

    ``limit`` is a length or a last day given in the case, None for the law's own. ``ended`` is the mark of its end and
    ``status`` how it ended or where it is.
    """

    clock: str
    key: str
    since: Mark
    limit: Length | date | None = None
    replacements: tuple[Replacement, ...] = ()
    extensions: tuple[Extension, ...] = ()
    stands: tuple[Stand, ...] = ()
    ended: Mark | None = None
    restarted: bool = False
    begun_by_restart: bool = False

    @property
    def status(self) -> Status:
        """Running or standing while it goes; stopped or restarted when it has ended."""
        if self.ended is not None:
            return Status.RESTARTED if self.restarted else Status.STOPPED
        return Status.STANDING if any(stand.until is None for stand in self.stands) else Status.RUNNING

    @property
    def given_limit(self) -> Length | date | None:
        """The limit that the case itself set, the latest; None for the law's own."""
        return self.replacements[-1].limit if self.replacements else self.limit

    @property
    def holding_extensions(self) -> tuple[Extension, ...]:
        """The extensions of the limit as it is now."""
        since = self.replacements[-1].mark.event if self.replacements else 0
        return tuple(extension for extension in self.extensions if extension.mark.event > since)

    @property
    def going(self) -> bool:
        return self.ended is None

    def last_mark(self) -> Mark:
        """The latest mark that bears on the order of dates: where it began, stood or went on."""
        marks = [self.since]
        for stand in self.stands:
            marks.append(stand.until or stand.since)
        return max(marks, key=lambda mark: (mark.on, mark.event))

    def close(self, mark: Mark, *, restarted: bool = False) -> Leg:
        """The leg ended by ``mark``; an open stand ends with it."""
        stands = tuple(stand if stand.until else replace(stand, until=mark) for stand in self.stands)
        return replace(self, stands=stands, ended=mark, restarted=restarted)


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of a leg for showing: it runs or stands from the mark ``since`` to the mark ``until`` (None: still)."""

    stands: bool
    since: Mark
    until: Mark | None


def intervals(leg: Leg) -> tuple[Interval, ...]:
    """The leg as stretches that follow one another; stands that overlap are one."""
    cuts: list[tuple[Mark, bool]] = [(leg.since, False)]
    for since, until in _joined(leg.stands):
        cuts.append((since, True))
        if until is not None and until != leg.ended:
            cuts.append((until, False))
    stretches = [Interval(stands, mark, following[0]) for (mark, stands), following in pairwise(cuts)]
    last, stands = cuts[-1]
    return (*stretches, Interval(stands, last, leg.ended))


def _joined(stands: tuple[Stand, ...]) -> list[tuple[Mark, Mark | None]]:
    joined: list[tuple[Mark, Mark | None]] = []
    for stand in sorted(stands, key=lambda one: one.since.event):
        if joined and (joined[-1][1] is None or joined[-1][1].event > stand.since.event):
            since, until = joined[-1]
            later = (
                None if until is None or stand.until is None else max(until, stand.until, key=lambda mark: mark.event)
            )
            joined[-1] = (since, later)
        else:
            joined.append((stand.since, stand.until))
    return joined


Legs = dict[tuple[str, str], tuple[Leg, ...]]
"""All legs of a case, by clock and key, in order."""
