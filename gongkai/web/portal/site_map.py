"""The site map: every organ with its prescribed columns and the tree of its own."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.web.organs.models import Organ
from gongkai.web.portal.meta import column_meta
from gongkai.web.publishing.column_queries import Branch, tree_of
from gongkai.web.publishing.models import SiteColumn
from gongkai.web.publishing.stamps import stamp

KEPT_SECONDS = 24 * 3600


def site_map(request: HttpRequest) -> HttpResponse:
    """The organs that exist today with their columns; the dissolved ones after them. A fixed number of questions."""
    organs = list(Organ.objects.order_by("order", "name"))
    trees = _trees(organs)
    context = {
        "organs": [(organ, trees.get(organ.pk, [])) for organ in organs if organ.exists_now],
        "dissolved": [organ for organ in organs if not organ.exists_now],
        "crumbs": [("首页", "/"), ("网站地图", None)],
        "meta": column_meta("网站地图", kind="网站地图", description="本网站的机关和栏目一览"),
    }
    return render(request, "portal/site_map.html", context)


def _trees(organs: list[Organ]) -> dict[int, list[Branch]]:
    """The columns in use of every organ."""
    key = f"site-map-{stamp()}"
    rows: list[SiteColumn] | None = cache.get(key)
    if rows is None:
        rows = list(SiteColumn.objects.filter(merged_into=None, closed_on=None).order_by("order", "id"))
        cache.set(key, rows, KEPT_SECONDS)
    known = {organ.pk: organ for organ in organs}
    of_organ: dict[int, list[SiteColumn]] = {}
    for row in rows:
        row.organ = known[row.organ_id]
        of_organ.setdefault(row.organ_id, []).append(row)
    return {key: tree_of(columns, {}) for key, columns in of_organ.items()}
