"""Figures of messages for a period, counted from the records with two questions to the database; nothing is stored.

figures(organ, since, until, *, by, below=False) -> Figures      by: channel, kind, category or section
received(organ, since, until, **which) -> QuerySet[Message]      for the figures of a report
closed(organ, since, until, **which) -> QuerySet[Message]
received_and_closed(organ, since, until, **which) -> QuerySet[Message]
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from gongkai.engagement.messages.channels import scores, titles
from gongkai.web.messages.models import Category, Message
from gongkai.web.organs.models import Organ, Section

BY: Mapping[str, str] = {"channel": "渠道", "kind": "种类", "category": "类别", "section": "主办科室"}
GOOD = tuple(key for key, each in scores().items() if each.good)


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
    within = _within(organ, below)
    came = within.filter(received_on__gte=since, received_on__lte=until).order_by().values_list(by)
    came = came.annotate(
        n_received=Count("pk"),
        n_open=Count("pk", filter=Q(ended=False)),
        n_elsewhere=Count("pk", filter=Q(state__in=("transferred", "moved", "merged", "invalid"))),
    )
    given = within.filter(answered_on__gte=since, answered_on__lte=until).order_by().values_list(by)
    given = given.annotate(
        n_answered=Count("pk"),
        n_in_time=Count("pk", filter=Q(in_time=True)),
        n_late=Count("pk", filter=Q(in_time=False)),
        n_rated=Count("pk", filter=~Q(satisfaction="")),
        n_satisfied=Count("pk", filter=Q(satisfaction__in=GOOD)),
    )
    found: dict[Any, dict[str, int]] = {}
    for key, *numbers in came:
        found.setdefault(key, {}).update(zip(("received", "open", "elsewhere"), numbers, strict=True))
    for key, *numbers in given:
        found.setdefault(key, {}).update(
            zip(("answered", "in_time", "late", "rated", "satisfied"), numbers, strict=True)
        )
    names, order = _titles(by, list(found)), list(_order(by))
    keys = sorted(found, key=lambda key: (order.index(key) if key in order else len(order), str(names.get(key, ""))))
    rows = tuple(Row(key, names.get(key) or "（没有写）", **found[key]) for key in keys)
    sums = {
        each.name: sum(getattr(row, each.name) for row in rows)
        for each in fields(Row)
        if each.name not in ("key", "title")
    }
    return Figures(rows, Row("", "合计", **sums))


def received(organ: Organ, since: date, until: date, **which: Any) -> QuerySet[Message]:
    """Those that came, of that ``channel``, ``kind`` or ``category__name``."""
    return Message.objects.filter(organ=organ, received_on__gte=since, received_on__lte=until, **which)


def closed(organ: Organ, since: date, until: date, **which: Any) -> QuerySet[Message]:
    """Those that were answered, of that ``channel``, ``kind`` or ``category__name``."""
    return Message.objects.filter(organ=organ, answered_on__gte=since, answered_on__lte=until, **which)


def received_and_closed(organ: Organ, since: date, until: date, **which: Any) -> QuerySet[Message]:
    """Those that came and were answered, both in the period."""
    return received(organ, since, until, answered_on__gte=since, answered_on__lte=until, **which)


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
