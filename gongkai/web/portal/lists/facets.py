"""How many items there are of each year, genre, theme …, as links: counted in one question and kept until something changes.

The question groups the items by all of these at once. From its rows every count is summed in memory, whatever else was
chosen, so that a click asks the database nothing new.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.db.models import Case, CharField, Count, QuerySet, Value, When
from django.db.models.functions import Cast, Substr
from django.utils import timezone

from gongkai.publishing.audiences import audience_titles
from gongkai.publishing.genres import genre_titles
from gongkai.publishing.themes import themes
from gongkai.web.portal.lists.filters import Filters
from gongkai.web.publishing.models import Item
from gongkai.web.publishing.narrowing import EARLIER, FIRST_YEAR, VALIDITIES, of_validity, of_year

KEPT_SECONDS = 24 * 3600
TITLES = {
    "validity": "有效性",
    "organ": "发文机关",
    "genre": "体裁",
    "year": "年份",
    "theme": "主题",
    "audience": "服务对象",
}
Row = tuple[str, str, str, str, str, str, int]
"""Organ, genre, theme, audience, year, validity; and how many."""
_PLACES = {"organ": 0, "genre": 1, "theme": 2, "audience": 3, "year": 4, "validity": 5}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet: how many items choosing it would leave, and the address that chooses it (or drops it)."""

    title: str
    query: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one filter, those with the most first (years: the newest)."""

    name: str
    title: str
    choices: Sequence[Choice]
    any_query: str
    chosen: str


def counted(items: QuerySet[Item], key: str = "") -> list[Row]:
    """How many of the items there are of every combination. ``key`` names the list and its stamp, for keeping; empty: not kept."""
    found: list[Row] | None = cache.get(f"facets-{key}") if key else None
    if found is None:
        day = timezone.localdate()
        rows = items.order_by().annotate(said_year=_year(day), said_validity=_validity(day))
        names = ("organ__code", "genre", "theme", "audience", "said_year", "said_validity")
        found = [tuple(row) for row in rows.values_list(*names).annotate(Count("pk"))]  # type: ignore[misc]
        if key:
            cache.set(f"facets-{key}", found, KEPT_SECONDS)
    return found


def total(rows: Sequence[Row], filters: Filters) -> int:
    """How many items the filters leave (words apart)."""
    return sum(row[-1] for row in rows if _fits(row, filters, ""))


def facets(
    rows: Sequence[Row], filters: Filters, names: Sequence[str], organs: Mapping[str, str] | None = None
) -> list[Facet]:
    """The facets named that have something to choose. ``organs`` gives names by code."""
    return [facet for name in names if (facet := _facet(rows, filters, name, organs or {})).choices]


def _facet(rows: Sequence[Row], filters: Filters, name: str, organs: Mapping[str, str]) -> Facet:
    place, chosen = _PLACES[name], getattr(filters, name)
    found: Counter[str] = Counter()
    for row in rows:
        if _fits(row, filters, name):
            found[_top(str(row[place]), name)] += row[-1]
    titles = _titles(name, organs)
    keys = [key for key in _order(name, found) if key in titles or name in ("year", "organ")]
    if chosen and chosen not in keys:
        keys.append(chosen)
        found[chosen] = total(rows, filters)
    choices = [
        Choice(
            titles.get(key, f"{key}年" if name == "year" else key),
            filters.with_(**{name: "" if key == chosen else key}).query,
            found[key],
            key == chosen,
        )
        for key in keys
        if key
    ]
    if len(choices) < 2 and not chosen:
        choices = []
    title = next((each.title for each in choices if each.chosen), "")
    return Facet(name, TITLES[name], choices, filters.with_(**{name: ""}).query, title)


def _fits(row: Row, filters: Filters, besides: str) -> bool:
    for name, place in _PLACES.items():
        wanted = getattr(filters, name)
        if wanted and name != besides and wanted not in (row[place], _top(str(row[place]), name)):
            return False
    return True


def _top(key: str, name: str) -> str:
    theme = themes().get(key) if name == "theme" else None
    return theme.top or theme.key if theme else key


def _order(name: str, found: Counter[str]) -> list[str]:
    if name == "year":
        return sorted((key for key in found if key != EARLIER), reverse=True) + [EARLIER] * (EARLIER in found)
    if name == "validity":
        return [key for key in VALIDITIES if found[key]]
    return [key for key, _ in found.most_common()]


def _titles(name: str, organs: Mapping[str, str]) -> Mapping[str, str]:
    known: dict[str, Callable[[], Mapping[str, str]]] = {
        "organ": lambda: organs,
        "genre": genre_titles,
        "theme": lambda: {key: each.title for key, each in themes().items()},
        "audience": audience_titles,
        "year": lambda: {EARLIER: f"{FIRST_YEAR}年以前"},
        "validity": lambda: VALIDITIES,
    }
    return known[name]()


def _year(day: date) -> Case:
    """The year as text. What was signed tells it by its first four characters on both databases; the rest by comparing."""
    signed = Substr(Cast("signed_on", CharField()), 1, 4)
    years = (When(of_year(str(year)), then=Value(str(year))) for year in range(day.year + 1, FIRST_YEAR - 1, -1))
    return Case(
        When(of_year(EARLIER), then=Value(EARLIER)),
        When(signed_on__isnull=False, then=signed),
        *years,
        default=Value(""),
        output_field=CharField(),
    )


def _validity(day: date) -> Case:
    cases = (When(of_validity(key, day), then=Value(key)) for key in VALIDITIES)
    return Case(*cases, default=Value(""), output_field=CharField())
