"""A page of a long list: first the keys, which an index gives, then only the rows that are shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from gongkai.web.publishing.models import Item
from gongkai.web.publishing.queries import public_items

PAGE_SIZE = 20


class Rows(Sequence[Item]):
    """Items of one or more lists put one after the other, of which the lengths are known; slices are read from the database."""

    def __init__(self, *parts: tuple[QuerySet[Item], int]) -> None:
        self.parts = [(items, count) for items, count in parts if count > 0]

    def __len__(self) -> int:
        return sum(count for _, count in self.parts)

    def __iter__(self) -> Iterator[Item]:
        return iter(self[0 : len(self)])

    def __getitem__(self, wanted: Any) -> Any:
        if isinstance(wanted, int):
            return self[wanted : wanted + 1][0]
        start, stop, _ = wanted.indices(len(self))
        keys: list[int] = []
        for items, count in self.parts:
            if start < count and stop > 0:
                # 只取主键，索引里就有；数目是缓存的，实际少了也只是少几行
                keys += items.values_list("pk", flat=True)[max(start, 0) : min(stop, count)]
            start, stop = start - count, stop - count
        found = public_items().in_bulk(keys)
        return [found[key] for key in keys if key in found]


def page_of(rows: Sequence[Item], number: str | None, size: int = PAGE_SIZE) -> Page[Any]:
    """The page asked for, or the nearest that there is."""
    return Paginator(rows, size).get_page(number)
