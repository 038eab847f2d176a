"""What became public last, for feed readers: RSS 2.0, Atom and JSON Feed 1.1, of the site, an organ, a column or a search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed

from gongkai.web.components.context import find_site_organ
from gongkai.web.organs.models import Organ
from gongkai.web.portal.lists import filters
from gongkai.web.publishing import column_queries, queries
from gongkai.web.publishing.models import Item, SiteColumn

LENGTH = 30
"""How many of the newest items a feed holds."""
FORMATS = {"atom": "application/atom+xml", "rss": "application/rss+xml", "json": "application/feed+json"}
_XML: dict[str, type[SyndicationFeed]] = {"atom": Atom1Feed, "rss": Rss201rev2Feed}
ASKED = ("q", "year", "genre", "theme", "audience", "validity")


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed: what it is called, the page that shows the same, its own address, what is in it."""

    title: str
    about: str
    page: str
    address: str
    items: Sequence[Item]


@dataclass(frozen=True, slots=True)
class Alternate:
    """A feed as the head of a page names it."""

    title: str
    media_type: str
    url: str
    label: str


def alternates(organ: Organ | None = None, column: SiteColumn | None = None, query: str = "") -> list[Alternate]:
    """The feeds of a page: of the column, else of the organ, else of the site."""
    if organ is None:
        title, name, args = "最新公开", "portal:site_feed", []
    elif column is None:
        title, name, args = f"{organ.name}政府信息公开", "portal:organ_feed", [organ.code]
    else:
        title, name, args = f"{organ.short_name}：{column.title}", "portal:column_feed", [organ.code, column.code]
    labels = {"rss": "RSS", "atom": "Atom", "json": "JSON"}
    return [
        Alternate(f"{title}（{label}）", FORMATS[to], reverse(name, args=[*args, to]) + query, label)
        for to, label in labels.items()
    ]


def site_feed(request: HttpRequest, to: str) -> HttpResponse:
    """The newest items of all organs; with ``?q=`` and the other filters, those that a search finds."""
    asked = filters.read(request.GET, *ASKED, "organ")
    organ = find_site_organ()
    name = f"{organ.name if organ else ''}政府信息公开"
    items = filters.narrowed(queries.public_items(), asked)
    return _search(request, to, name, items, asked, reverse("portal:home"), reverse("portal:site_feed", args=[to]))


def organ_feed(request: HttpRequest, code: str, to: str) -> HttpResponse:
    """The newest items of an organ, or what a search in its catalogue finds."""
    organ = get_object_or_404(Organ, code=code)
    asked = filters.read(request.GET, *ASKED)
    items = filters.narrowed(queries.public_items(organ), asked)
    page = reverse("portal:catalogue", args=[code])
    here = reverse("portal:organ_feed", args=[code, to])
    return _search(request, to, f"{organ.name}政府信息公开", items, asked, page, here)


def column_feed(request: HttpRequest, code: str, column: str, to: str) -> HttpResponse:
    """The newest items of a column; of an old address, that of the new one."""
    organ = get_object_or_404(Organ, code=code)
    found = column_queries.at_address(organ, column)
    if found is None:
        raise Http404
    standing = column_queries.standing_for(found)
    if standing.code != column:
        return redirect("portal:column_feed", code, standing.code, to, permanent=True)
    asked = filters.read(request.GET, *ASKED)
    items = filters.narrowed(column_queries.in_column(found), asked)
    here = reverse("portal:column_feed", args=[code, column, to])
    return _search(request, to, f"{organ.name}：{found.title}", items, asked, found.get_absolute_url(), here)


def answer(channel: Channel, to: str) -> HttpResponse:
    """A feed in one of ``FORMATS``; any other is not there."""
    if to == "json":
        told = _json(channel)
        params = {"ensure_ascii": False}
        return JsonResponse(told, json_dumps_params=params, content_type=f"{FORMATS[to]}; charset=utf-8")
    if to not in _XML:
        raise Http404
    feed = _XML[to](
        title=channel.title,
        link=_whole(channel.page),
        description=channel.about,
        language="zh-CN",
        feed_url=_whole(channel.address),
    )
    for item in channel.items:
        feed.add_item(
            title=item.title,
            link=_whole(item.get_absolute_url()),
            description=_about(item),
            pubdate=item.published_at,
            updateddate=item.revised_at,
            author_name=item.organ.name,
            unique_id=_whole(item.get_absolute_url()),
            unique_id_is_permalink=True,
            categories=(item.column.title, item.genre_title),
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=f"{FORMATS[to]}; charset=utf-8")


def _search(
    request: HttpRequest, to: str, title: str, items: Any, asked: filters.Filters, page: str, here: str
) -> HttpResponse:
    words = f"（查找：{asked.q}）" if asked.q else ""
    query = asked.query if asked.narrowed else ""
    newest = list(items.order_by("-published_at", "-id")[:LENGTH])
    return answer(Channel(title + words, f"{title}最新公开的政府信息{words}", page + query, here + query, newest), to)


def _json(channel: Channel) -> dict[str, Any]:
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "description": channel.about,
        "home_page_url": _whole(channel.page),
        "feed_url": _whole(channel.address),
        "language": "zh-CN",
        "items": [
            {
                "id": _whole(item.get_absolute_url()),
                "url": _whole(item.get_absolute_url()),
                "title": item.title,
                "content_text": _about(item),
                "date_published": _moment(item.published_at),
                "date_modified": _moment(item.revised_at),
                "authors": [{"name": item.organ.name}],
                "tags": [item.column.title, item.genre_title],
            }
            for item in channel.items
        ],
    }


def _about(item: Item) -> str:
    return "　".join(filter(None, (item.organ.name, item.column.title, item.document_number, item.validity.label)))


def _moment(at: Any) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")


def _whole(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
