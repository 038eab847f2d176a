"""The newest item that each column showed on a day, as it was on that day: from publications, not from today's flags.

The date is the displayed one (发布日期, ``Item.published_at``), which the system sets. The great mass of items has been public in
the same column since it was first published, and is asked by index; what was withdrawn, moved to another column or published
again since the first of the days asked for is followed version by version.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone

from gongkai.web.publishing.counts import day_start
from gongkai.web.publishing.models import Item, Placement, Publication, SiteColumn, Version

ENDED = ("superseded", "withdrawn")


@dataclass(frozen=True, slots=True)
class _Shown:
    """An item in columns from one moment until another."""

    columns: tuple[int, ...]
    dated: datetime
    since: datetime
    until: datetime | None

    def on(self, end: datetime) -> bool:
        return self.since < end and (self.until is None or self.until >= end)


def newest_on(organs: Collection[int], days: Sequence[date]) -> list[dict[int, date]]:
    """For each day the day of the newest item of each column, items placed there besides their own column included.

    Columns that showed nothing are left out; columns below one are not added to it.
    """
    ends = [day_start(day, 1) for day in days]
    strange = _strange(organs, min(ends)) if ends else {}
    items = Item.objects.filter(state="published", column=OuterRef("pk")).exclude(pk__in=list(strange))
    asked: dict[str, Any] = {
        f"on{number}": Subquery(
            items.filter(published_at__lt=end).order_by("-published_at", "-id").values("published_at")[:1]
        )
        for number, end in enumerate(ends)
    }
    found: list[dict[int, datetime]] = [{} for _ in ends]
    for key, *moments in (
        SiteColumn.objects.filter(organ__in=organs).order_by().annotate(**asked).values_list("pk", *asked)
    ):
        for place, moment in enumerate(moments):
            if moment is not None:
                found[place][key] = moment
    _add_placed(found, organs, ends, strange)
    for shown in (one for spans in strange.values() for one in spans):
        for place, end in enumerate(ends):
            if shown.on(end):
                for column in shown.columns:
                    _newer(found[place], column, shown.dated)
    return [{key: timezone.localdate(at) for key, at in each.items()} for each in found]


def _add_placed(
    found: list[dict[int, datetime]], organs: Collection[int], ends: list[datetime], strange: Collection[int]
) -> None:
    rows = Placement.objects.filter(column__organ__in=organs, item__state="published").exclude(item__in=list(strange))
    if not rows.exists():
        return
    for place, end in enumerate(ends):
        newest = rows.filter(item__published_at__lt=end).values_list("column").annotate(Max("item__published_at"))
        for column, at in newest.order_by():
            _newer(found[place], column, at)


def _newer(found: dict[int, datetime], column: int, at: datetime) -> None:
    found[column] = max(found.get(column, at), at)


def _strange(organs: Collection[int], end: datetime) -> dict[int, list[_Shown]]:
    """Items that were shown differently at some time since ``end``, with every span in which they were public."""
    if end > timezone.now():
        return {}
    # 从版本问起：它有按机关、状态、时间的索引；从发布记录问起，要把发布记录都看一遍
    ended = Version.objects.filter(organ__in=organs, state__in=ENDED, entered_at__gte=end).values_list(
        "item",
        "state",
        "publication__review__wording__column",
        "publication__review__wording__also_in",
        "item__column",
        "item__current__review__wording__also_in",
    )
    keys, continued = set(), set()
    for item, state, column, also_in, now_in, now_also in ended:
        continued.add(item)
        if state == "withdrawn" or column != now_in or sorted(also_in or ()) != sorted(now_also or ()):
            keys.add(item)
    # 撤下以后又重新公开的：首次公开早，中间有一段不在
    again = Version.objects.filter(
        organ__in=organs, state="published", entered_at__gte=end, number__gt=1, item__published_at__lt=end
    )
    keys |= set(again.values_list("item", flat=True)) - continued
    spans: dict[int, list[_Shown]] = {key: [] for key in keys}
    if not keys:
        return spans
    every: Iterable[tuple[Any, ...]] = Publication.objects.filter(version__item__in=keys).values_list(
        "version__item",
        "version__item__published_at",
        "published_at",
        "version__state",
        "version__entered_at",
        "review__wording__column",
        "review__wording__also_in",
    )
    for item, dated, since, state, left, column, also_in in every:
        until = None if state == "published" else left
        spans[item].append(_Shown((column, *(also_in or ())), dated, since, until))
    return spans
