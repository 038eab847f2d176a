"""The first page of the portal and the page of an organ: what a citizen looks for first."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from gongkai.organs.levels import KIND_TITLES
from gongkai.web.components.context import find_site_organ
from gongkai.web.organs.models import Organ, Succession
from gongkai.web.portal.columns import columns_of
from gongkai.web.portal.meta import column_meta
from gongkai.web.portal.panels import panels, reports
from gongkai.web.portal.publishing.feeds import alternates
from gongkai.web.publishing.column_queries import column_tree
from gongkai.web.publishing.stamps import stamp


def home(request: HttpRequest) -> HttpResponse:
    """The site: search, what can be done here, the newest items by kind, topics, the organs by kind."""
    site_organ = find_site_organ()
    organs = [organ for organ in Organ.objects.order_by("order", "name") if organ.exists_now]
    context = {
        "site_organ": site_organ,
        "columns": columns_of(site_organ) if site_organ else (),
        "panels": panels(None),
        "reports": reports(),
        "kinds": by_kind(organs, site_organ),
        "feeds": alternates(),
        "canonical": "/",
        "meta": column_meta(
            "首页", kind="首页", description="政府信息公开平台：查阅主动公开的政府信息，申请政府信息公开。"
        ),
    }
    return render(request, "portal/home.html", context)


def organ(request: HttpRequest, code: str) -> HttpResponse:
    """One organ: its prescribed columns, its newest items, its own columns, what it is and how to reach it."""
    found = get_object_or_404(Organ.objects.select_related("parent"), code=code)
    now = stamp(found)
    tree = column_tree(found, closed=False, known=now)
    context = {
        "organ": found,
        "columns": columns_of(found),
        "panels": panels(found, now),
        "tree": tree,
        "topics": [each.column for top in tree for each in top.all() if each.column.topic],
        "below": [each for each in found.children.order_by("order", "name") if each.exists_now],
        "former_names": list(found.former_names.all()),
        "successions": _successions(found),
        "feeds": alternates(found),
        "canonical": found.get_absolute_url(),
        "crumbs": [("首页", "/"), (found.name, None)],
        "meta": column_meta(f"{found.name}政府信息公开", description=f"{found.name}的政府信息公开平台"),
    }
    return render(request, "portal/organ.html", context)


def by_kind(organs: Sequence[Organ], site_organ: Organ | None) -> list[tuple[str, list[Organ]]]:
    """Organs under the titles of their kinds, in the order of the kinds; those not of the site's own branch come last."""
    own = [organ for organ in organs if site_organ is None or organ.path.startswith(site_organ.path)]
    groups = [(title, [organ for organ in own if organ.kind == kind]) for kind, title in KIND_TITLES.items()]
    groups.append(("其他机关", [organ for organ in organs if organ not in own]))
    return [(title, members) for title, members in groups if members]


def _successions(found: Organ) -> list[Succession]:
    """Who took over what, for an organ that is no more."""
    if found.exists_now:
        return []
    return list(found.succeeded_by.select_related("successor", "reorganisation").order_by("id"))
