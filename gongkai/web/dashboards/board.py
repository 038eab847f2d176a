"""All numbers of the first page, counted together and kept until something happens in the organ.

Whatever is changed is written to the log of its organ, so the end of the log's chain tells whether a number can have changed;
what only time changes (due, overdue) is asked about a day. The page says at what moment its numbers were counted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.cache import cache
from django.utils import timezone

from gongkai.assessment.dashboards.comparing import Comparison, year_so_far
from gongkai.assessment.freshness.judging import Colour
from gongkai.web.dashboards.counting import Figure, Part, divided, figures
from gongkai.web.dashboards.coverage import Covered, coverage
from gongkai.web.dashboards.due import Row, due_rows
from gongkai.web.dashboards.freshness import columns, counted
from gongkai.web.dashboards.measures import Scope, Subject
from gongkai.web.dashboards.subjects import SUBJECTS, measures
from gongkai.web.log.models import Chain

KEPT_SECONDS = 600
"""At most so long, whatever the log says."""

Counted = TypeVar("Counted")


@dataclass(frozen=True, slots=True)
class Board:
    """The numbers of a scope as of a day.

    ``unused``: subjects without a record of whatever year, which have no figures. ``begun``: those whose first record is of this year; for them the year
    before is not zero but unknown.
    """

    days: Comparison
    figures: Mapping[str, Figure]
    unused: frozenset[str]
    begun: frozenset[str]
    drawn: Mapping[tuple[str, str], list[Part]]
    due: list[Row]
    covered: list[Covered]
    colours: Mapping[Colour, int]
    counted_at: datetime


@dataclass(frozen=True, slots=True)
class Divided:
    """One subject's numbers by each of its divisions; ``begun`` as for the board."""

    days: Comparison
    figures: Mapping[str, Figure]
    parts: Mapping[str, list[Part]]
    used: bool
    begun: bool
    counted_at: datetime


def board(scope: Scope, day: date, today: date) -> Board:
    """The first page's numbers; due and overdue are those of today, whatever the day."""
    return kept(f"board-{day}-{today}", scope, lambda: _board(scope, day, today))


def division(subject: Subject, scope: Scope, day: date) -> Divided:
    """The numbers of one subject's page."""
    return kept(f"subject-{subject.key}-{day}", scope, lambda: _division(subject, scope, year_so_far(day)))


def kept(what: str, scope: Scope, count: Callable[[], Counted]) -> Counted:
    """What was counted before, unless something happened since."""
    key = f"dashboards-{what}-{scope.organ.pk}-{int(scope.below)}-{_seal(scope)}"
    found: Any = cache.get(key)
    if found is None:
        found = count()
        cache.set(key, found, KEPT_SECONDS)
    return found  # type: ignore[no-any-return]  # 缓存不知道存的是什么


def _board(scope: Scope, day: date, today: date) -> Board:
    days = year_so_far(day)
    used = [each for each in SUBJECTS if each.is_used(scope)]
    found = figures((one for each in used for one in each.measures), scope, days)
    begun = [each for each in used if _has_begun(each, found, scope, days)]
    drawn = {
        (measure, by): divided([measures()[measure]], by, scope, days) for each in used for measure, by in each.drawn
    }
    return Board(
        days,
        found,
        frozenset(each.key for each in SUBJECTS if each not in used),
        frozenset(each.key for each in begun),
        drawn,
        due_rows(scope, today),
        coverage(scope, days.now.since, days.now.until),
        counted(columns(scope, day)),
        timezone.now(),
    )


def _has_begun(subject: Subject, found: Mapping[str, Figure], scope: Scope, days: Comparison) -> bool:
    """Whether there is no record from before this year: then there is nothing to compare with."""
    return not any(found[one.key].before for one in subject.measures) and not subject.is_used(scope, days.now.since)


def _division(subject: Subject, scope: Scope, days: Comparison) -> Divided:
    if not subject.is_used(scope):
        return Divided(days, {}, {}, used=False, begun=True, counted_at=timezone.now())
    found = figures(subject.measures, scope, days)
    return Divided(
        days,
        found,
        {by: divided(subject.measures, by, scope, days) for by in subject.divisions if by != "organ" or scope.below},
        True,
        _has_begun(subject, found, scope, days),
        timezone.now(),
    )


def _seal(scope: Scope) -> str:
    """Changes whenever an event is written in the scope."""
    chains = Chain.objects.filter(scope.condition("organ")).order_by("pk")
    return hashlib.sha256("".join(chains.values_list("head", flat=True)).encode()).hexdigest()[:32]
