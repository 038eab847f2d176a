"""The facets of a page of hits as links: what each value is called, how many hits it has, the address that filters by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from gongkai.publishing.genres import genre_titles
from gongkai.publishing.themes import themes
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import SiteColumn
from gongkai.web.search.backend import FacetValue
from gongkai.web.search.facets import KINDS, validity_titles

SHOWN = 12
"""Values of one facet that are shown; the rest are rare."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to filter by. ``count`` is in words; ``url`` adds the filter, or takes it away when it is ``chosen``."""

    title: str
    count: str
    url: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """All values of one kind."""

    key: str
    title: str
    choices: list[Choice]


def facets_of(
    found: Mapping[str, list[FacetValue]], query: QueryDict, organ: Organ | None, column: SiteColumn | None
) -> list[Facet]:
    """The facets that divide the hits, and those that are chosen."""
    chosen = {kind: query.get(kind, "") for kind in KINDS}
    shown = []
    for kind, title in KINDS.items():
        values = found.get(kind, [])
        now = {"organ": str(organ.pk) if organ else "", "column": str(column.pk) if column else ""}.get(
            kind, chosen[kind]
        )
        if not now and len(values) < 2:
            continue
        listed = [each for each in values if each.key == now] or values[:SHOWN]
        titles = _titles(kind, [each.key for each in listed])
        choices = []
        for each in listed:
            if each.key in titles:
                name, written = titles[each.key]
                count = f"{each.count}件" + ("以上" if each.more else "")
                choices.append(Choice(name, count, _address(query, kind, written, now == each.key), now == each.key))
        if choices:
            shown.append(Facet(kind, title, choices))
    return shown


def _titles(kind: str, keys: list[str]) -> dict[str, tuple[str, str]]:
    """What values are called, and how they are written in addresses."""
    if kind == "organ":
        rows = Organ.objects.filter(pk__in=keys).values_list("pk", "name", "code")
        return {str(key): (name, code) for key, name, code in rows}
    if kind == "column":
        columns = SiteColumn.objects.filter(pk__in=keys).values_list("pk", "title", "code")
        return {str(key): (title, code) for key, title, code in columns}
    if kind == "year":
        return {key: (f"{key}年", key) for key in keys}
    known = {
        "genre": genre_titles,
        "theme": lambda: {key: each.title for key, each in themes().items()},
        "validity": validity_titles,
    }[kind]()
    return {key: (known.get(key, key), key) for key in keys}


def _address(query: QueryDict, kind: str, written: str, chosen: bool) -> str:
    """The address with the filter, or without it when it is chosen; what hangs on it (the column of an organ) goes with it."""
    changed = query.copy()
    changed.pop("page", None)
    changed.pop(kind, None)
    if kind == "organ":
        changed.pop("column", None)
    if not chosen:
        changed[kind] = written
    return f"?{changed.urlencode()}"
