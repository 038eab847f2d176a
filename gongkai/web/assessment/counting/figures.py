"""What a source of figures is, and the one made of a query."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models import Count as Number

from gongkai.web.organs.models import Organ

Place = tuple[int, int | None]
"""An organ by key; a section of it, or None for the whole organ."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which ``places``, within which days, both included. ``organ`` is the one that assesses, ``round`` the round's key."""

    organ: Organ
    round: int
    since: date
    until: date
    places: tuple[Place, ...]

    @property
    def organs(self) -> list[int]:
        """The organs of the places, each once."""
        return list(dict.fromkeys(organ for organ, _ in self.places))

    @property
    def by_section(self) -> bool:
        """Whether sections are asked for."""
        return any(section is not None for _, section in self.places)


@dataclass(frozen=True, slots=True)
class Count:
    """``part`` of ``whole``; where a number is asked for, ``whole`` is None."""

    part: int = 0
    whole: int | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A record behind a figure, for whoever may open it. ``part``: whether it is of the part, for rates."""

    title: str
    day: date | None
    told: str = ""
    url: str = ""
    part: bool = True


@dataclass(frozen=True, slots=True)
class Behind:
    """The records behind a figure: something to be paged through, and how a row of it is shown."""

    rows: QuerySet[Any] | list[Any]
    shown: Callable[[Any], Record]


class Source(Protocol):
    """Where a figure comes from."""

    def counted(self, asked: Asked) -> Mapping[Place, Count]:
        """For every place, with a fixed number of questions; places with nothing may be left out."""
        ...

    def behind(self, asked: Asked, place: Place) -> Behind:
        """The records of one place."""
        ...


@dataclass(frozen=True)
class Query:
    """A figure from a query. ``part``: the condition on what is counted; for a rate ``rows`` are the whole.

    ``organ`` and ``section`` lead from a record to whose it is.
    """

    rows: Callable[[Asked], QuerySet[Any]]
    shown: Callable[[Any], Record]
    part: Callable[[Asked], Q] | None = None
    rate: bool = False
    organ: str = "organ"
    section: str = "section"
    related: tuple[str, ...] = field(default=())

    def counted(self, asked: Asked) -> Mapping[Place, Count]:
        """One question for all places."""
        part = self.part(asked) if self.part else Q()
        names = [self.organ, self.section] if asked.by_section else [self.organ]
        rows = self.rows(asked).filter(**{f"{self.organ}__in": asked.organs}).order_by().values_list(*names)
        found = {}
        for *place, counted, whole in rows.annotate(n_part=Number("pk", filter=part), n_whole=Number("pk")):
            key = (place[0], place[1] if asked.by_section else None)
            found[key] = Count(counted, whole if self.rate else None)
        return found

    def behind(self, asked: Asked, place: Place) -> Behind:
        """The whole of a rate with what is of the part marked; else what was counted."""
        organ, section = place
        part = self.part(asked) if self.part else Q()
        rows = self.rows(asked).filter(**{self.organ: organ})
        if section is not None:
            rows = rows.filter(**{self.section: section})
        if not self.rate:
            rows = rows.filter(part)
        hit = Case(When(part, then=Value(True)), default=Value(False)) if self.part else Value(True)
        return Behind(rows.annotate(hit=hit).select_related(*self.related).order_by("hit", "-pk"), self.shown)


_SOURCES: dict[str, Source] = {}


def register(key: str, source: Source) -> None:
    """Say where the figure of a measure comes from."""
    _SOURCES[key] = source


def source_of(key: str) -> Source:
    """Where the figure of a measure comes from. Raises ``KeyError``."""
    return _SOURCES[key]
