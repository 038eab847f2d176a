"""Figures of messages for a period, counted from the records with two questions to the database; nothing is stored.

figures(organ, since, until, *, by, below=False) -> Figures      by: channel, kind, category or section
received(organ, since, until, **which) -> QuerySet[Message]      for the figures of a report
closed(organ, since, until, **which) -> QuerySet[Message]
behind(organ, since, until, measure, *, by="", key="", below=False) -> QuerySet[Message]      the messages that one number counts
received_and_closed(organ, since, until, **which) -> QuerySet[Message]
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from gongkai.engagement.messages.channels import scores, titles
from gongkai.engagement.messages.moves import LED_ELSEWHERE, TABLE
from gongkai.web.messages.models import Category, Message
from gongkai.web.organs.models import Organ, Section

BY: Mapping[str, str] = {"channel": "渠道", "kind": "种类", "category": "类别", "section": "主办科室"}
GOOD = tuple(key for key, each in scores().items() if each.good)
TOTAL = "合计"
CAME, GIVEN = "received_on", "answered_on"
MEASURES: Mapping[str, tuple[str, Q]] = {
    "received": (CAME, Q()),
    "open": (CAME, ~Q(state__in=TABLE.final)),  # 索引里有状态，没有是否办结
    "elsewhere": (CAME, Q(state__in=LED_ELSEWHERE)),
    "answered": (GIVEN, Q()),
    "in_time": (GIVEN, Q(in_time=True)),
    "late": (GIVEN, Q(in_time=False)),
    "rated": (GIVEN, ~Q(satisfaction="")),
    "satisfied": (GIVEN, Q(satisfaction__in=GOOD)),
}
"""What is counted: by which day it belongs to a period, and on what condition."""


@dataclass(frozen=True, slots=True)
class Row:
    """Of one channel, kind, category or section: messages that came in the period, and answers that were given in it."""

    key: Any
    title: str
    received: int = 0
    open: int = 0
    elsewhere: int = 0
    answered: int = 0
    in_time: int = 0
    late: int = 0
    rated: int = 0
    satisfied: int = 0

    @property
    def in_time_rate(self) -> float | None:
        """Of the answers with a limit, those in time, in percent."""
        whole = self.in_time + self.late
        return round(100 * self.in_time / whole, 1) if whole else None

    @property
    def satisfied_rate(self) -> float | None:
        """Of those who said something of the answer, the satisfied ones, in percent."""
        return round(100 * self.satisfied / self.rated, 1) if self.rated else None


@dataclass(frozen=True, slots=True)
class Figures:
    """The rows, those with anything, and their sum."""

    rows: tuple[Row, ...]
    total: Row


def figures(organ: Organ, since: date, until: date, *, by: str = "channel", below: bool = False) -> Figures:
    """What came and what was answered between two days, both included."""
    if by not in BY:
        raise ValueError(by)
    found: dict[Any, dict[str, int]] = {}
    for day in (CAME, GIVEN):
        asked = {name: condition for name, (field, condition) in MEASURES.items() if field == day}
        rows = _within(organ, below).filter(**_period(day, since, until)).order_by().values_list(by)
        for key, *numbers in rows.annotate(
            **{f"n_{name}": Count("pk", filter=condition or None) for name, condition in asked.items()}
        ):
            found.setdefault(key, {}).update(zip(asked, numbers, strict=True))
    names, order = _titles(by, list(found)), list(_order(by))
    keys = sorted(found, key=lambda key: (order.index(key) if key in order else len(order), str(names.get(key, ""))))
    made = tuple(Row(key, names.get(key) or "（没有写）", **found[key]) for key in keys)
    sums = {
        each.name: sum(getattr(row, each.name) for row in made)
        for each in fields(Row)
        if each.name not in ("key", "title")
    }
    return Figures(made, Row("", TOTAL, **sums))


def behind(
    organ: Organ, since: date, until: date, measure: str, *, by: str = "", key: str = "", below: bool = False
) -> QuerySet[Message]:
    """The messages that one number counts: of one row when ``by`` is given (an empty ``key`` is what has none), of all otherwise.

    Raises ``KeyError`` for a measure and ``ValueError`` for a division or key that there is not.
    """
    day, condition = MEASURES[measure]
    found = _within(organ, below).filter(condition, **_period(day, since, until))
    if not by:
        return found
    if by not in BY:
        raise ValueError(by)
    if by in ("channel", "kind"):
        return found.filter(**{by: key})
    return found.filter(**({by: int(key)} if key else {f"{by}__isnull": True}))


def received(organ: Organ, since: date, until: date, **which: Any) -> QuerySet[Message]:
    """Those that came, of that ``channel``, ``kind`` or ``category__name``."""
    return Message.objects.filter(organ=organ, received_on__gte=since, received_on__lte=until, **which)


def closed(organ: Organ, since: date, until: date, **which: Any) -> QuerySet[Message]:
    """Those that were answered, of that ``channel``, ``kind`` or ``category__name``."""
    return Message.objects.filter(organ=organ, answered_on__gte=since, answered_on__lte=until, **which)


def received_and_closed(organ: Organ, since: date, until: date, **which: Any) -> QuerySet[Message]:
    """Those that came and were answered, both in the period."""
    return received(organ, since, until, answered_on__gte=since, answered_on__lte=until, **which)


def _period(day: str, since: date, until: date) -> dict[str, date]:
    return {f"{day}__gte": since, f"{day}__lte": until}


def _within(organ: Organ, below: bool) -> QuerySet[Message]:
    if below:
        organs = Organ.objects.filter(path__startswith=organ.path).values("pk")
        return Message.objects.filter(organ__in=organs)
    return Message.objects.filter(organ=organ)


def _order(by: str) -> Mapping[str, str]:
    return titles("channels") if by == "channel" else titles("kinds") if by == "kind" else {}


def _titles(by: str, keys: list[Any]) -> Mapping[Any, str]:
    if by in ("channel", "kind"):
        return _order(by)
    model: Any = Category if by == "category" else Section
    return {each.pk: each.name for each in model.objects.filter(pk__in=[key for key in keys if key])}
