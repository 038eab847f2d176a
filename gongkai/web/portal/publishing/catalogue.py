"""法定主动公开内容: the catalogue of an organ and its columns (《条例》第二十四条: search, viewing, download)."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from gongkai.publishing.document_numbers import document_number
from gongkai.publishing.index_numbers import read_index_number
from gongkai.web.organs.models import Organ
from gongkai.web.portal.meta import column_meta
from gongkai.web.publishing import column_queries, queries
from gongkai.web.publishing.models import Item, SiteColumn

PAGE_SIZE = 20
CATALOGUE = "法定主动公开内容"


def catalogue(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that an organ publishes, newest first."""
    organ = get_object_or_404(Organ, code=code)
    return _page(request, organ, queries.public_items(organ), None)


def column(request: HttpRequest, code: str, column: str) -> HttpResponse:
    """One column with what is below it. Old addresses, and those of merged columns, lead on for good."""
    organ = get_object_or_404(Organ, code=code)
    found = column_queries.at_address(organ, column)
    if found is None:
        raise Http404
    standing = column_queries.standing_for(found)
    if standing.code != column:
        return redirect(standing, permanent=True)
    items = column_queries.in_column(found)
    if found.closed_on is not None and not items.exists():
        raise Http404
    return _page(request, organ, items, found)


def searched(items: QuerySet[Item], words: str) -> QuerySet[Item]:
    """Items whose title holds every word, or that bear the number; numbers may be written in any brackets."""
    for word in words.split()[:8]:
        found = Q(title__icontains=word) | Q(document_number=document_number(word))
        number = read_index_number(word)
        if number:
            found |= Q(index_number__iexact=number)
        items = items.filter(found)
    return items


def _page(request: HttpRequest, organ: Organ, items: QuerySet[Item], shown: SiteColumn | None) -> HttpResponse:
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    page = Paginator(searched(items, words), PAGE_SIZE).get_page(request.GET.get("page"))
    title = shown.title if shown else CATALOGUE
    crumbs: list[tuple[str, str | None]] = [("首页", "/"), (organ.name, organ.get_absolute_url())]
    if shown:
        crumbs.append((CATALOGUE, f"/{organ.code}/catalogue/"))
        if shown.parent:
            crumbs.append((shown.parent.title, f"/{organ.code}/catalogue/{shown.parent.code}/"))
    context: dict[str, Any] = {
        "organ": organ,
        "shown": shown,
        "title": title,
        "page": page,
        "words": words,
        "tree": column_queries.column_tree(organ),
        "opened": [int(part) for part in shown.path.strip("/").split("/")] if shown else [],
        "crumbs": [*crumbs, (title, None)],
        "meta": column_meta(title, description=(shown.about if shown else "") or f"{organ.name}{title}"),
    }
    return render(request, "portal/publishing/catalogue.html", context)

