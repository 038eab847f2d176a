"""A list of items of many organs with its filters: everything public, the policy library, the service guides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from gongkai.web.organs.models import Organ
from gongkai.web.portal.kept import keep, stamp_of
from gongkai.web.portal.lists import facets, filters
from gongkai.web.portal.lists.rows import Rows, page_of
from gongkai.web.portal.lists.words import matching
from gongkai.web.portal.meta import column_meta
from gongkai.web.portal.publishing.feeds import alternates
from gongkai.web.publishing import queries
from gongkai.web.publishing.models import Item
from gongkai.web.publishing.narrowing import VALIDITIES, of_validity
from gongkai.web.publishing.stamps import stamp

ASKED = ("q", "organ", "year", "genre", "theme", "audience", "validity", "sort")


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader asked for, how many there are of each kind, and the page of them."""

    asked: filters.Filters
    rows: list[facets.Row]
    page: Any


def find(
    request: HttpRequest, items: QuerySet[Item], key: str, organ: Organ | None, *, valid_first: bool = False
) -> Found:
    """Narrow the items to what was asked for. ``key`` names the list, for keeping its counts.

    ``valid_first`` puts what binds today before what no longer does, unless another order was chosen.
    """
    asked = filters.read(request.GET, *(name for name in ASKED if organ is None or name != "organ"))
    if asked.q:
        items = matching(items, asked.q)
        rows = facets.counted(items)
    else:
        whole, name = items, ("counted", key, organ.pk if organ else None)
        rows = keep(stamp_of(request), name, lambda: facets.counted(whole, f"{key}-{stamp(organ)}"))
    told = asked.with_(q="")
    found, count = filters.narrowed(items, told), facets.total(rows, asked)
    parts = [(found, count)]
    if valid_first and not asked.validity and not asked.sort:
        # 按词找到的不多，排一次序就行；整个文件库按有效性分段，每段用索引
        parts = [(_valid_first(found), count)] if asked.q else _by_validity(items, rows, told)
    return Found(asked, rows, page_of(Rows(*parts, organ=organ), request.GET.get("page")))


def _by_validity(items: QuerySet[Item], rows: list[facets.Row], told: filters.Filters) -> list[tuple[Any, int]]:
    each = [told.with_(validity=validity) for validity in VALIDITIES]
    return [(filters.narrowed(items, only), facets.total(rows, only)) for only in each]


def _valid_first(items: QuerySet[Item]) -> QuerySet[Item]:
    today = timezone.localdate()
    cases = [When(of_validity(key, today), then=Value(place)) for place, key in enumerate(VALIDITIES)]
    rank = Case(*cases, default=Value(len(cases)))
    return items.order_by(rank, "-published_at", "-id")


def everything(request: HttpRequest) -> HttpResponse:
    """All that is public, of all organs, newest first."""
    found = find(request, queries.public_items(), "everything", None)
    here = reverse("portal:items")
    context = {
        "title": "全部公开信息",
        "page": found.page,
        "asked": found.asked,
        "facets": shown(found, ("organ", "genre", "year", "theme", "validity")),
        "feeds": alternates(query=found.asked.query if found.asked.narrowed else ""),
        "canonical": here,
        "crumbs": [("首页", "/"), ("全部公开信息", None)],
        "meta": column_meta("全部公开信息", description="各机关主动公开的全部政府信息"),
    }
    return render(request, "portal/publishing/everything.html", context)


def shown(found: Found, names: Sequence[str]) -> list[facets.Facet]:
    """The facets, with the organs by their short names."""
    organs: dict[str, str] = {}
    if "organ" in names:
        codes = {row[0] for row in found.rows}
        organs = dict(Organ.objects.filter(code__in=codes).values_list("code", "short_name"))
    return facets.facets(found.rows, found.asked, names, organs)


def sorts(asked: filters.Filters, default: str) -> list[tuple[str, str, bool]]:
    """The orders to choose from: title, address, whether it is the one in use; the first is that without any word."""
    first = (default, asked.with_(sort="").query, not asked.sort)
    return [first, *((title, asked.with_(sort=key).query, asked.sort == key) for key, title in filters.SORTS.items())]
