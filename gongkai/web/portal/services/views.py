"""办事服务: the guides of the organs by organ, theme and audience, with the way in online (《条例》第二十条第（五）项)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gongkai.web.portal.kept import organ_at, stamp_of
from gongkai.web.portal.meta import column_meta
from gongkai.web.portal.panels import SERVICES
from gongkai.web.portal.publishing.feeds import alternates
from gongkai.web.portal.publishing.listing import find, shown
from gongkai.web.publishing import queries
from gongkai.web.publishing.models import Item

TITLE = "办事服务"


def services(request: HttpRequest, code: str = "") -> HttpResponse:
    """The guides of the whole site, or of one organ."""
    organ = organ_at(stamp_of(request), code) if code else None
    found = find(request, queries.public_items(organ).filter(genre=SERVICES), "services", organ)
    said = dict(Item.objects.filter(pk__in=[item.pk for item in found.page]).values_list("pk", "details"))
    crumbs: list[tuple[str, str | None]] = [("首页", "/")]
    if organ:
        crumbs += [(organ.name, organ.get_absolute_url())]
    context = {
        "organ": organ,
        "title": TITLE,
        "page": found.page,
        "rows": [(item, said.get(item.pk) or {}) for item in found.page],
        "asked": found.asked,
        "facets": shown(found, ("audience", "theme") if organ else ("organ", "audience", "theme")),
        "feeds": alternates(organ),
        "canonical": reverse("portal:organ_services", args=[code]) if organ else reverse("portal:services"),
        "crumbs": [*crumbs, (TITLE, None)],
        "meta": column_meta(TITLE, kind="办事服务", description=f"{organ.name if organ else '各机关'}的办事指南"),
    }
    return render(request, "portal/services/services.html", context)
