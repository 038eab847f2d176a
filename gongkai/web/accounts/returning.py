"""Back to where a person wanted to go, as long as that is on this site."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode


def wanted(request: HttpRequest, otherwise: str = "workbench:home", *, given: str | None = None) -> str:
    """The path that ``next`` names, or the page ``otherwise``. An address of another site is as good as none."""
    if given is None:
        given = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(given, {request.get_host()}, require_https=request.is_secure()):
        parts = urlsplit(given)
        if parts.path.startswith("/") and not parts.path.startswith("//"):
            return parts.path + (f"?{parts.query}" if parts.query else "")
    return resolve_url(otherwise)


def by_way_of(page: str, target: str) -> str:
    """The address of ``page`` that leads on to ``target``."""
    return f"{reverse(page)}?{urlencode({'next': target})}"
