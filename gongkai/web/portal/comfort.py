"""长者模式 (larger type, stronger contrast, one column; 国办公开办函〔2021〕28号) and what the site does for access."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from gongkai.web.portal.meta import column_meta

COOKIE = "comfort"
KEPT_SECONDS = 365 * 24 * 3600


@never_cache
def choose(request: HttpRequest) -> HttpResponse:
    """Turn the mode on (``?to=on``) or off and go back to where the reader was. Only the cookie changes, so a link will do."""
    response = HttpResponseRedirect(_back(request))
    if request.GET.get("to") == "on":
        response.set_cookie(
            COOKIE, "on", max_age=KEPT_SECONDS, samesite="Lax", secure=request.is_secure(), httponly=True
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response


def accessibility(request: HttpRequest) -> HttpResponse:
    """What readers with difficulties find here, and whom to tell what is lacking."""
    context = {
        "crumbs": [("首页", "/"), ("无障碍说明", None)],
        "meta": column_meta("无障碍说明", kind="网站说明", description="本网站的无障碍和适老化服务"),
    }
    return render(request, "portal/accessibility.html", context)


def _back(request: HttpRequest) -> str:
    """The page to return to: one of this site, named in the address or by the browser; else the first page."""
    for given in (request.GET.get("back", ""), request.headers.get("Referer", "")):
        if url_has_allowed_host_and_scheme(given, {request.get_host()}, require_https=request.is_secure()):
            parts = urlsplit(given)
            # “http://本站//别处”的路径以两条斜线开头，照抄就成了别的网站
            path = "/" + parts.path.lstrip("/\\")
            return f"{path}?{parts.query}" if parts.query else path
    return "/"
