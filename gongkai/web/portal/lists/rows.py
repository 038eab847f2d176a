"""A page of a long list: first the keys, which an index gives, then only the rows that are shown."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils import timezone

from gongkai.publishing.validity import Validity
from gongkai.web.components.wording import date_words
from gongkai.web.organs.models import Organ
from gongkai.web.portal.item_urls import item_url
from gongkai.web.portal.kept import keep
from gongkai.web.publishing.models import Item
from gongkai.web.publishing.prepared import Given, Prepared
from gongkai.web.publishing.queries import LIST_FIELDS

PAGE_SIZE = 20
AT_ONCE = 100
"""Rows read by one question."""
FIRST = 100
"""Rows at the head of a list of which the question is kept: few readers, but every robot, go further."""
_OF_ITEM = tuple(name for name in LIST_FIELDS if "__" not in name)
_OF_ORGAN = tuple(name for name in LIST_FIELDS if name.startswith("organ__"))
_TONES = {
    Validity.REPEALED: "bad",
    Validity.EXPIRED: "bad",
    Validity.AMENDED: "warn",
    Validity.NOT_YET: "info",
}


class Rows(Sequence[Item]):
    """Items of one or more lists put one after the other, of which the lengths are known; slices are read from the database.

    ``organ``: whose they all are. ``kept``: the stamp and the name of the list, where its question may be kept (``portal.kept``).
    """

    def __init__(
        self, *parts: tuple[QuerySet[Item], int], organ: Organ | None = None, kept: tuple[str, Hashable] = ("", "")
    ) -> None:
        self.parts = [(items, count) for items, count in parts if count > 0]
        self.organ, self.kept = organ, kept

    def __len__(self) -> int:
        return sum(count for _, count in self.parts)

    def __iter__(self) -> Iterator[Item]:
        return iter(self[0 : len(self)])

    def __getitem__(self, wanted: Any) -> Any:
        if isinstance(wanted, int):
            return self[wanted : wanted + 1][0]
        start, stop, _ = wanted.indices(len(self))
        keys: list[int] = []
        for place, (items, count) in enumerate(self.parts):
            if start < count and stop > 0:
                # 只取主键，索引里就有；数目是缓存的，实际少了也只是少几行
                keys += self._keys(items, place, max(start, 0), min(stop, count))
            start, stop = start - count, stop - count
        found = {each.pk: each for each in self._read(keys)}
        return [found[key] for key in keys if key in found]

    def _keys(self, items: QuerySet[Item], place: int, start: int, stop: int) -> list[int]:
        def question() -> Prepared:
            return Prepared(lambda: items.values_list("pk")[start:stop])

        stamp, name = self.kept
        asked = keep(stamp if stop <= FIRST else "", ("keys", name, place, start, stop), question)
        return [key for (key,) in asked()]

    def _read(self, keys: Sequence[int]) -> Iterator[Item]:
        for begin in range(0, len(keys), AT_ONCE):
            some = keys[begin : begin + AT_ONCE]
            given = {f"key{place}": key for place, key in enumerate(some)}
            for each in _by_keys(len(some), self.organ is None)(**given):
                if self.organ is not None:
                    each.organ = self.organ
                yield each


@lru_cache(maxsize=2 * AT_ONCE)
def _by_keys(count: int, with_organ: bool) -> Prepared:
    """So many public items by their keys, in any order, with what a list shows of each."""

    def query() -> QuerySet[Item]:
        # state 再问一遍：取主键以后撤下的不显示
        found = Item.objects.filter(state="published", pk__in=[Given(f"key{place}") for place in range(count)])
        found = found.order_by()
        if with_organ:
            return found.select_related("organ").only(*_OF_ITEM, *_OF_ORGAN)
        return found.only(*_OF_ITEM, "organ")

    return Prepared(query)


def page_of(rows: Sequence[Item], number: str | None, size: int = PAGE_SIZE) -> Page[Any]:
    """The page asked for, or the nearest that there is."""
    return Paginator(rows, size).get_page(number)


@dataclass(frozen=True, slots=True)
class Line:
    """What a list says of an item. ``label`` and ``tone``: its validity, where a reader must know of it; ``document``: whether it has any."""

    url: str
    title: str
    day: str
    day_words: str
    number: str
    document: bool
    label: str
    tone: str
    item: Item


def lines(items: Iterable[Item]) -> list[Line]:
    """The lines of a list, as of today."""
    today = timezone.localdate()
    return [_line(item, item.validity_on(today)) for item in items]


def _line(item: Item, validity: Validity) -> Line:
    at = item.published_at
    day = timezone.localtime(at).date() if at else None
    tone = _TONES.get(validity, "")
    return Line(
        item_url(item.index_number),
        item.title,
        day.isoformat() if day else "",
        date_words(day),
        item.document_number,
        bool(validity.label),
        validity.label if tone else "",
        tone,
        item,
    )
