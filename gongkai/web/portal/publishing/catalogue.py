"""法定主动公开内容: the catalogue of an organ and its columns (《条例》第二十四条: search, viewing, download)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from gongkai.web.files.serving import served
from gongkai.web.organs.models import Organ
from gongkai.web.portal import kept
from gongkai.web.portal.kept import keep
from gongkai.web.portal.lists import facets, filters
from gongkai.web.portal.lists.rows import Rows, page_of
from gongkai.web.portal.lists.words import matching
from gongkai.web.portal.meta import column_meta
from gongkai.web.portal.publishing.feeds import Alternate, alternates
from gongkai.web.publishing import column_queries, queries
from gongkai.web.publishing.column_queries import Branch
from gongkai.web.publishing.models import Item, SiteColumn
from gongkai.web.publishing.stamps import stamp as stamp_of_organ

T = TypeVar("T")

CATALOGUE = "法定主动公开内容"
ASKED = ("q", "year", "genre", "theme", "audience", "validity", "sort")
MOST_PARTS, PART_LENGTH = 3, 5
"""How many columns below a topic its page opens with, and how many items of each; the list below them has all."""
FACETS = ("validity", "genre", "year", "theme", "audience")


def catalogue(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that an organ publishes, newest first."""
    return _page(request, kept.organ_at(kept.stamp_of(request), code), None)


def column(request: HttpRequest, code: str, column: str) -> HttpResponse:
    """One column with what is below it. Old addresses, and those of merged columns, lead on for good."""
    stamp = kept.stamp_of(request)
    organ = kept.organ_at(stamp, code)
    found = kept.keep(stamp, ("column at", organ.pk, column), lambda: _column_at(organ, column))
    standing = column_queries.standing_for(found)
    if standing.code != column:
        return redirect(standing, permanent=True)
    return _page(request, organ, found)


def _column_at(organ: Organ, code: str) -> SiteColumn:
    found = column_queries.at_address(organ, code)
    if found is None:
        raise Http404
    found.organ = organ
    return found


def above(column: SiteColumn, branches: list[Branch]) -> list[SiteColumn]:
    """The columns over one, the top one first, from the tree that the page shows anyway."""
    keys = [int(part) for part in column.path.strip("/").split("/")[:-1]]
    known = {each.column.pk: each.column for top in branches for each in top.all()}
    return [known[key] for key in keys if key in known]


def _page(request: HttpRequest, organ: Organ, shown: SiteColumn | None) -> HttpResponse:
    asked = filters.read(request.GET, *ASKED)
    part = _Part(kept.stamp_of(request), organ, shown)
    items, rows = part.items, None
    if asked.q:
        items = matching(items, asked.q)
        rows = facets.counted(items)
    else:
        rows = part.counted
    plain = not asked.chosen
    found = filters.narrowed(items, asked.with_(q=""))
    count = facets.total(rows, asked)
    if shown is not None and shown.closed_on is not None and not rows and not asked.q:
        raise Http404
    title = shown.title if shown else CATALOGUE
    listed = Rows((found, count), organ=organ, kept=(part.stamp if plain else "", part.name))
    context: dict[str, Any] = {
        "organ": organ,
        "shown": shown,
        "title": title,
        "page": page_of(listed, request.GET.get("page")),
        "asked": asked,
        "plain": plain,
        # 只有要重新做这一段的时候才算
        "facets": lambda: facets.facets(rows, asked, FACETS),
        "sorts": lambda: [(name, asked.with_(sort=key).query, asked.sort == key) for key, name in _sorts().items()],
        "tree": part.tree,
        "opened": [int(part) for part in shown.path.strip("/").split("/")] if shown else [],
        "feeds": part.feeds,
        "canonical": part.here,
        "crumbs": part.crumbs,
        "meta": column_meta(title, description=(shown.about if shown else "") or f"{organ.name}{title}"),
    }
    if shown is not None and shown.topic and not asked.narrowed:
        return render(request, "portal/publishing/topic.html", context | {"parts": _parts(shown, part.tree())})
    return render(request, "portal/publishing/catalogue.html", context)


class _Part:
    """What the lists of one column (``None``: of all) have in common whatever is asked of them, kept under the stamp."""

    def __init__(self, stamp: str, organ: Organ, shown: SiteColumn | None) -> None:
        self.stamp, self.organ, self.shown = stamp, organ, shown
        self.name = (organ.pk, shown.pk if shown else None)

    @property
    def items(self) -> QuerySet[Item]:
        """Its public items, newest first."""
        shown = self.shown
        return self._keep(
            "items", lambda: column_queries.in_column(shown) if shown else queries.public_items(self.organ)
        )

    @property
    def counted(self) -> list[facets.Row]:
        """How many there are of each kind."""
        scope = self.shown.path if self.shown else "catalogue"
        return self._keep("counted", lambda: facets.counted(self.items, f"{scope}-{self.now}"))

    def tree(self) -> list[Branch]:
        """All columns of the organ."""
        return keep(self.stamp, ("tree", self.organ.pk), lambda: column_queries.column_tree(self.organ, known=self.now))

    @property
    def feeds(self) -> list[Alternate]:
        return self._keep("feeds", lambda: alternates(self.organ, self.shown))

    @property
    def here(self) -> str:
        """Its address."""
        shown, code = self.shown, self.organ.code
        return self._keep(
            "here", lambda: shown.get_absolute_url() if shown else reverse("portal:catalogue", args=[code])
        )

    @property
    def crumbs(self) -> list[tuple[str, str | None]]:
        """The way to it."""

        def made() -> list[tuple[str, str | None]]:
            found: list[tuple[str, str | None]] = [("首页", "/"), (self.organ.name, self.organ.get_absolute_url())]
            if self.shown is None:
                return [*found, (CATALOGUE, None)]
            found.append((CATALOGUE, reverse("portal:catalogue", args=[self.organ.code])))
            found += [(each.title, each.get_absolute_url()) for each in above(self.shown, self.tree())]
            return [*found, (self.shown.title, None)]

        return self._keep("crumbs", made)

    @cached_property
    def now(self) -> str:
        """The stamp of the organ: its counts outlast what happens in others."""
        return stamp_of_organ(self.organ)

    def _keep(self, what: str, make: Callable[[], T]) -> T:
        return keep(self.stamp, (what, self.name), make)


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
