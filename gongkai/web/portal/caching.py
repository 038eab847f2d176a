"""Whole public pages kept for the next reader, found again only while nothing public has changed (docs/decisions/0022).

The key of a page holds its address, the stamp of everything public (``publishing.stamps``: it grows in the transaction of
each change, and tells the day, on which validity depends), the reader's 长者模式, and what was installed. The stamp is read
before the page is made: a change meanwhile leaves the page under a key that nobody asks for again. So a withdrawn item is
gone with the next request, in every process, whatever keeps the pages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache as once
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.http import parse_etags

from gongkai import __version__
from gongkai.web.portal.comfort import COOKIE as COMFORT
from gongkai.web.publishing.models import PublicStamp

PAGES = "pages"
"""The cache that keeps them (settings.CACHES)."""
KEPT_SECONDS = 600
"""No longer, in case somebody changed the database by hand."""
LARGEST = 256 * 1024
"""Bytes of a page that is kept; longer ones are few and asked for seldom."""
LONGEST_QUERY = 200
MAY_BE_KEPT = "public, max-age=0, s-maxage=30, must-revalidate"
"""Browsers ask each time (a 304 costs little); a proxy before the site may answer half a minute by itself."""
FACES = ("portal", "api")
NEVER = frozenset(["search", "search_suggest", "comfort", "file", "file_preview", "column_picture", "apply"])
"""Addresses of the portal by name: words without end, files (sent by the server), forms."""
NOT_OURS = (
    "/workbench/",
    "/static/",
    "/applications/",
    "/messages/",
    "/search/",
    "/files/",
    "/account/",
    "/sign-",
    "/metrics",
    "/healthz",
    "/favicon.ico",
    "/components/",
)
COOKIES_OF_PERSONS = ("messages",)


@dataclass(frozen=True, slots=True)
class KeptPage:
    """What is sent again. ``route`` is told to the log and the measures."""

    headers: tuple[tuple[str, str], ...]
    content: bytes
    route: str


@dataclass(frozen=True, slots=True)
class Route:
    """So much of a resolved address as the log of requests asks for."""

    route: str


class KeptPages:
    """Answers anonymous readers from the pages kept. Stands before everything that makes pages, after what redirects to https."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not may_be_asked(request):
            return self.get_response(request)
        request.get_host()  # 域名不对的照样拒绝
        stamp = site_stamp()
        # 没有过任何变化（刚安装）的，序号说明不了什么，不据此保留
        request.public_stamp = "" if stamp.startswith("0-") else stamp  # type: ignore[attr-defined]
        key = key_of(stamp, request.get_full_path(), request.COOKIES)
        etag = f'W/"{key}"'
        if etag in parse_etags(request.headers.get("If-None-Match", "")):
            # 标记里有变化序号：我们给过它，而且从那以后没有变过
            return _told(HttpResponseNotModified(), etag)
        pages = caches[PAGES]
        kept: KeptPage | None = pages.get(key)
        if kept is not None:
            return _again(request, kept)
        response = self.get_response(request)
        if may_be_kept(request, response):
            _told(response, etag)
            if request.method == "GET":
                assert request.resolver_match is not None
                headers = tuple((name, value) for name, value in response.items())
                page = KeptPage(headers, response.content, request.resolver_match.route)
                pages.set(key, page, KEPT_SECONDS)
        return response


def may_be_asked(request: HttpRequest) -> bool:
    """Whether a kept page may be the answer: an anonymous reader who looks at something public."""
    if request.method not in ("GET", "HEAD") or "Authorization" in request.headers:
        return False
    if settings.SESSION_COOKIE_NAME in request.COOKIES or any(name in request.COOKIES for name in COOKIES_OF_PERSONS):
        return False
    if request.path_info.startswith(NOT_OURS) or len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
        return False
    return not request.GET.get("q")


def may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether what was made is the same for every reader: found, whole, without token, message, cookie or session."""
    match = request.resolver_match
    if response.status_code != 200 or response.streaming or response.cookies or match is None:
        return False
    if not match.namespaces or match.namespaces[0] not in FACES or match.url_name in NEVER:
        return False
    # 页面里用过表单令牌的，响应里一定带着令牌的 cookie，上面已经排除
    if request.META.get("CSRF_COOKIE_NEEDS_UPDATE") or request.session.modified:
        return False
    said = response.get("Cache-Control", "")
    return not any(word in said for word in ("no-store", "no-cache", "private")) and len(response.content) <= LARGEST


def key_of(stamp: str, path: str, cookies: Mapping[str, str]) -> str:
    """The digest under which the page of an address is kept while the stamp stands."""
    comfort = "comfort" if cookies.get(COMFORT) == "on" else ""
    text = "\n".join((stamp, installation(), comfort, path))
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


def site_stamp() -> str:
    """As ``stamps.stamp()``, asked without the costs of a model: it is the one question of a page that is kept."""
    with connection.cursor() as cursor:
        cursor.execute(_STAMPS)
        number, at = cursor.fetchone()
    return f"{number or 0}-{at or 0}-{timezone.localdate():%Y%m%d}"


_STAMPS = f"SELECT SUM(number), MAX(at) FROM {PublicStamp._meta.db_table}"  # noqa: S608 - the name of a table of ours


@once
def installation() -> str:
    """What pages are made of besides the database: the program, its static files, the settings that pages show."""
    collected = Path(settings.STATIC_ROOT) / "staticfiles.json"
    names = collected.read_bytes() if collected.exists() else b""
    shown = (
        settings.SITE_URL,
        settings.ICP,
        settings.POLICE_RECORD,
        settings.DEMONSTRATION,
        settings.CONTACT,
        settings.DEBUG,
    )
    return hashlib.sha256(repr((__version__, shown)).encode() + names).hexdigest()[:16]


def _told(response: HttpResponse, etag: str) -> HttpResponse:
    response["ETag"] = etag
    response["Cache-Control"] = MAY_BE_KEPT
    if isinstance(response, HttpResponseNotModified):
        response["Vary"] = "Cookie"
    return response


def _again(request: HttpRequest, kept: KeptPage) -> HttpResponse:
    response = HttpResponse(b"" if request.method == "HEAD" else kept.content)
    for name, value in kept.headers:
        response.headers[name] = value
    request.resolver_match = Route(kept.route)  # type: ignore[assignment]
    return response
