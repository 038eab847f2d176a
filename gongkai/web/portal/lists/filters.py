"""What a list is narrowed to: year, genre, theme, audience, organ, validity and words, all of them in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.http import urlencode

from gongkai.publishing.audiences import audience_titles
from gongkai.publishing.genres import genres
from gongkai.publishing.themes import themes
from gongkai.web.portal.lists.words import matching
from gongkai.web.publishing.models import Item
from gongkai.web.publishing.narrowing import EARLIER, FIRST_YEAR, VALIDITIES, of_theme, of_validity, of_year

SORTS = {
    "newest": "最近公开在前",
    "oldest": "最早公开在前",
    "signed": "成文日期新的在前",
    "title": "按标题",
}
_ORDERS = {
    "newest": ("-published_at", "-id"),
    "oldest": ("published_at", "id"),
    "signed": ("-signed_on", "-published_at", "-id"),
    "title": ("title", "-id"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What was chosen; empty for what was not. Only values that there are come in (``read``)."""

    q: str = ""
    year: str = ""
    genre: str = ""
    theme: str = ""
    audience: str = ""
    organ: str = ""
    validity: str = ""
    sort: str = ""

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen, by name."""
        return {each.name: value for each in fields(self) if (value := getattr(self, each.name))}

    @property
    def narrowed(self) -> bool:
        """Whether anything but the order was chosen."""
        return bool(self.chosen.keys() - {"sort"})

    def with_(self, **changed: str) -> Filters:
        """The same with some of it changed."""
        return replace(self, **changed)

    @property
    def query(self) -> str:
        """As part of an address, with its question mark; empty for none."""
        return f"?{urlencode(self.chosen)}" if self.chosen else "?"


def read(given: Mapping[str, str], *names: str) -> Filters:
    """What an address asks for, of the filters named; values that do not exist are left out rather than refused."""
    told: dict[str, str] = {}
    checks: dict[str, Any] = {
        "year": lambda value: (
            value == EARLIER or (value.isascii() and value.isdigit() and FIRST_YEAR <= int(value[:5]) < 3000)
        ),
        "genre": genres().__contains__,
        "theme": themes().__contains__,
        "audience": audience_titles().__contains__,
        "organ": lambda value: len(value) <= 40 and value.replace("-", "").isalnum(),
        "validity": VALIDITIES.__contains__,
        "sort": SORTS.__contains__,
    }
    for name in names:
        value = str(given.get(name, "")).replace("\x00", "").strip()
        if name == "q":
            told["q"] = " ".join(value.split())[:100]
        elif value and checks[name](value):
            told[name] = value
    return Filters(**told)


def narrowed(items: QuerySet[Item], filters: Filters, day: date | None = None) -> QuerySet[Item]:
    """Those of the items that were asked for, in the order asked for."""
    day = day or timezone.localdate()
    if filters.year:
        items = items.filter(of_year(filters.year))
    if filters.genre:
        items = items.filter(genre=filters.genre)
    if filters.theme:
        items = (
            items.filter(theme=filters.theme) if themes()[filters.theme].top else items.filter(of_theme(filters.theme))
        )
    if filters.audience:
        items = items.filter(audience=filters.audience)
    if filters.organ:
        items = items.filter(organ__code=filters.organ)
    if filters.validity:
        items = items.filter(of_validity(filters.validity, day))
    if filters.q:
        items = matching(items, filters.q)
    return items.order_by(*_ORDERS[filters.sort]) if filters.sort else items
