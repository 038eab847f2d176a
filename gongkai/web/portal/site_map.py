"""The site map: every organ with its columns."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.web.organs.models import Organ
from gongkai.web.portal.meta import column_meta


def site_map(request: HttpRequest) -> HttpResponse:
    """The organs that exist today, those below another under it; the dissolved ones after them."""
    organs = list(Organ.objects.order_by("order", "name"))
    context = {
        "organs": [organ for organ in organs if organ.exists_now],
        "dissolved": [organ for organ in organs if not organ.exists_now],
        "crumbs": [("首页", "/"), ("网站地图", None)],
        "meta": column_meta("网站地图", kind="网站地图", description="本网站的机关和栏目一览"),
    }
    return render(request, "portal/site_map.html", context)
