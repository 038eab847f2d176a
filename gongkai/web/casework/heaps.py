"""The heaps into which a list of cases is divided: what waits for whom, what is overdue, what is ended.

HEAPS = Heaps({"received": Heap("待分办", Q(state="received")), "overdue": Heap("逾期", Q(ended=False), overdue=True), ...})
HEAPS.of(records, "received")        the records of one heap, the most urgent first
HEAPS.counts(records)                how many are in each heap that is counted, in one question to the database
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Count, F, Model, Q, QuerySet
from django.utils import timezone

AnyRow = TypeVar("AnyRow", bound=Model)


@dataclass(frozen=True, slots=True)
class Heap:
    """What is in it. ``overdue``: only what has a last day that has passed. ``by_day``: the most urgent first, otherwise the newest.

    One that is not ``counted`` is shown without a number: it grows with the years.
    """

    title: str
    condition: Q
    overdue: bool = False
    by_day: bool = True
    counted: bool = True

    def on(self, day: date) -> Q:
        """The condition as of a day."""
        return self.condition & Q(due_on__lt=day) if self.overdue else self.condition


class Heaps:
    """The heaps of one list by name, in the order in which they are shown. Cases need ``due_on``."""

    def __init__(self, heaps: Mapping[str, Heap]) -> None:
        self._heaps = dict(heaps)

    def __contains__(self, name: object) -> bool:
        return name in self._heaps

    def __iter__(self) -> Iterator[str]:
        return iter(self._heaps)

    def of(self, records: QuerySet[AnyRow], name: str, *, today: date | None = None) -> QuerySet[AnyRow]:
        """The records of one heap. Raises ``KeyError`` for a name that there is not."""
        heap = self._heaps[name]
        found = records.filter(heap.on(today or timezone.localdate()))
        return found.order_by(F("due_on").asc(nulls_last=True), "id") if heap.by_day else found.order_by("-id")

    def counts(self, records: QuerySet[AnyRow], *, today: date | None = None) -> dict[str, int]:
        """How many are in each heap that is counted; ``records`` may be narrowed beforehand to what those can hold."""
        day = today or timezone.localdate()
        asked: dict[str, Any] = {
            name: Count("pk", filter=heap.on(day)) for name, heap in self._heaps.items() if heap.counted
        }
        found: dict[str, int] = records.aggregate(**asked)
        return found

    def tabs(self, numbers: Mapping[str, int]) -> list[tuple[str, str, int | str]]:
        """For the head of a list: name, title, and how many where that is counted."""
        return [(name, heap.title, numbers.get(name, "")) for name, heap in self._heaps.items()]
