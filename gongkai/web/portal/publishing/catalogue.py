"""法定主动公开内容: the catalogue of an organ and its columns (《条例》第二十四条: search, viewing, download)."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from gongkai.web.files.serving import served
from gongkai.web.organs.models import Organ
from gongkai.web.portal.lists import facets, filters
from gongkai.web.portal.lists.rows import Rows, page_of
from gongkai.web.portal.lists.words import matching
from gongkai.web.portal.meta import column_meta
from gongkai.web.portal.publishing.feeds import alternates
from gongkai.web.publishing import column_queries, queries
from gongkai.web.publishing.column_queries import Branch
from gongkai.web.publishing.models import Item, SiteColumn
from gongkai.web.publishing.stamps import stamp

CATALOGUE = "法定主动公开内容"
ASKED = ("q", "year", "genre", "theme", "audience", "validity", "sort")
MOST_PARTS, PART_LENGTH = 3, 5
"""How many columns below a topic its page opens with, and how many items of each; the list below them has all."""
FACETS = ("validity", "genre", "year", "theme", "audience")


def catalogue(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that an organ publishes, newest first."""
    return _page(request, get_object_or_404(Organ, code=code), None)


def column(request: HttpRequest, code: str, column: str) -> HttpResponse:
    """One column with what is below it. Old addresses, and those of merged columns, lead on for good."""
    organ = get_object_or_404(Organ, code=code)
    found = column_queries.at_address(organ, column)
    if found is None:
        raise Http404
    standing = column_queries.standing_for(found)
    if standing.code != column:
        return redirect(standing, permanent=True)
    found.organ = organ
    return _page(request, organ, found)


def above(column: SiteColumn, branches: list[Branch]) -> list[SiteColumn]:
    """The columns over one, the top one first, from the tree that the page shows anyway."""
    keys = [int(part) for part in column.path.strip("/").split("/")[:-1]]
    known = {each.column.pk: each.column for top in branches for each in top.all()}
    return [known[key] for key in keys if key in known]


def _page(request: HttpRequest, organ: Organ, shown: SiteColumn | None) -> HttpResponse:
    asked = filters.read(request.GET, *ASKED)
    now = stamp(organ)
    items = column_queries.in_column(shown) if shown else queries.public_items(organ)
    scope = f"{shown.path if shown else 'catalogue'}-{now}"
    if asked.q:
        items, scope = matching(items, asked.q), ""
    found = filters.narrowed(items, asked.with_(q=""))
    rows = facets.counted(items, scope)
    count = facets.total(rows, asked)
    if shown is not None and shown.closed_on is not None and not rows and not asked.q:
        raise Http404
    tree = column_queries.column_tree(organ, known=now)
    title = shown.title if shown else CATALOGUE
    crumbs: list[tuple[str, str | None]] = [("首页", "/"), (organ.name, organ.get_absolute_url())]
    if shown:
        crumbs.append((CATALOGUE, reverse("portal:catalogue", args=[organ.code])))
        crumbs += [(each.title, each.get_absolute_url()) for each in above(shown, tree)]
    context: dict[str, Any] = {
        "organ": organ,
        "shown": shown,
        "title": title,
        "page": page_of(Rows((found, count)), request.GET.get("page")),
        "asked": asked,
        "facets": facets.facets(rows, asked, FACETS),
        "sorts": [(name, asked.with_(sort=key).query, asked.sort == key) for key, name in _sorts().items()],
        "tree": tree,
        "opened": [int(part) for part in shown.path.strip("/").split("/")] if shown else [],
        "feeds": alternates(organ, shown),
        "canonical": shown.get_absolute_url() if shown else reverse("portal:catalogue", args=[organ.code]),
        "crumbs": [*crumbs, (title, None)],
        "meta": column_meta(title, description=(shown.about if shown else "") or f"{organ.name}{title}"),
    }
    if shown is not None and shown.topic and not asked.narrowed:
        return render(request, "portal/publishing/topic.html", context | {"parts": _parts(shown, tree)})
    return render(request, "portal/publishing/catalogue.html", context)


def picture(request: HttpRequest, code: str, column: str) -> HttpResponseBase:
    """The picture of a topic column. It is the organ's own and shown with the column, so it is public with it."""
    organ = get_object_or_404(Organ, code=code)
    found = column_queries.at_address(organ, column)
    if found is None or not found.topic or found.picture is None or found.merged_into_id is not None:
        raise Http404
    return served(request, found.picture, cache="public, max-age=300")


def _parts(topic: SiteColumn, tree: list[Branch]) -> list[tuple[Branch, list[Item]]]:
    """The columns right below a topic, each with its newest items. One question for each of them, of which there are few."""
    here = next((each for top in tree for each in top.all() if each.column.pk == topic.pk), None)
    below = here.below[:MOST_PARTS] if here else ()
    return [(each, list(column_queries.in_column(each.column)[:PART_LENGTH]) if each.count else []) for each in below]


def _sorts() -> dict[str, str]:
    """Orders to choose from; the first is the one that needs no word in the address."""
    return {"" if key == "newest" else key: name for key, name in filters.SORTS.items()}
