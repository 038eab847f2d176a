"""What search engines ask for: robots.txt, and sitemap.xml with parts of at most 50,000 addresses (sitemaps.org 0.9)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.core.cache import cache
from django.db.models import F, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from gongkai.web.annualreport.queries import published as published_reports
from gongkai.web.consultations.queries import public_consultations
from gongkai.web.organs.models import Organ
from gongkai.web.portal.columns import columns_of
from gongkai.web.publishing.models import Item, SiteColumn
from gongkai.web.publishing.stamps import stamp

PART = 50_000
"""How many addresses a file may hold; items are divided by their keys, so that a part stays the same when others grow."""
KEPT_SECONDS = 24 * 3600
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
CLOSED = ("/workbench/", "/sign-in/", "/sign-out/", "/account/", "/applications/", "/components/", "/help/comfort/")
"""Addresses that have nothing to find for a search engine."""


def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be found."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {each}" for each in CLOSED),
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def index(request: HttpRequest) -> HttpResponse:
    """The parts, each with the moment of its last change."""
    parts: list[tuple[str, datetime | None]] = [(reverse("portal:sitemap_pages"), None)]
    parts += [(reverse("portal:sitemap_part", args=[part]), at) for part, at in _parts()]
    inside = "".join(f"<sitemap>{_entry(address, at)}</sitemap>\n" for address, at in parts)
    return _xml(f"<sitemapindex {_SPACE}>\n{inside}</sitemapindex>\n")


def pages(request: HttpRequest) -> HttpResponse:
    """The pages besides items: of the site, the organs, the columns, the annual reports."""
    named = ("home", "policies", "services", "all_annual_reports", "site_map", "accessibility", "consultations")
    found: list[tuple[str, datetime | None]] = [(reverse(f"portal:{name}"), None) for name in named]
    for organ in Organ.objects.order_by("order", "name"):
        found.append((organ.get_absolute_url(), None))
        found += [(each.url, None) for each in columns_of(organ) if each.url]
    columns = SiteColumn.objects.filter(merged_into=None, closed_on=None).values_list("organ__code", "code")
    found += [(reverse("portal:column", args=each), None) for each in columns.order_by("organ", "order", "id")]
    found += [(each.public_url, each.published_at) for each in published_reports()]
    consultations = reverse("portal:consultations")
    found += [(f"{consultations}{each}/", None) for each in public_consultations().values_list("number", flat=True)]
    return _urls(found[:PART])


def part(request: HttpRequest, number: int) -> HttpResponse:
    """The public items whose keys fall into a part."""
    rows = Item.objects.filter(state="published", pk__gt=(number - 1) * PART, pk__lte=number * PART)
    items = list(rows.order_by("pk").values_list("index_number", "revised_at")) if number < 10**9 else []
    if not items:
        raise Http404
    return _urls((reverse("portal:item", args=[index]), at) for index, at in items)


def _parts() -> list[tuple[int, datetime]]:
    key = f"sitemap-{stamp()}"
    found: list[tuple[int, datetime]] | None = cache.get(key)
    if found is None:
        rows = Item.objects.filter(state="published").order_by().annotate(part=(F("pk") - 1) / PART + 1)
        found = sorted(rows.values_list("part").annotate(Max("revised_at")))
        cache.set(key, found, KEPT_SECONDS)
    return found


def _urls(addresses: Iterable[tuple[str, Any]]) -> HttpResponse:
    inside = "".join(f"<url>{_entry(address, at)}</url>\n" for address, at in addresses)
    return _xml(f"<urlset {_SPACE}>\n{inside}</urlset>\n")


def _entry(address: str, at: datetime | None) -> str:
    changed = f"<lastmod>{timezone.localtime(at).isoformat(timespec='seconds')}</lastmod>" if at else ""
    return f"<loc>{escape(settings.SITE_URL + address)}</loc>{changed}"


def _xml(text: str) -> HttpResponse:
    return HttpResponse(_HEAD + text, content_type="application/xml; charset=utf-8")
