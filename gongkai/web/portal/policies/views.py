"""政策文件库: rules, normative and other documents with their validity, what binds today first, with their interpretations."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from gongkai.publishing.genres import DOCUMENTS
from gongkai.web.organs.models import Organ
from gongkai.web.portal.kept import organ_at, stamp_of
from gongkai.web.portal.lists import filters
from gongkai.web.portal.meta import column_meta
from gongkai.web.portal.publishing.exports import table
from gongkai.web.portal.publishing.feeds import alternates
from gongkai.web.portal.publishing.listing import ASKED, find, shown, sorts
from gongkai.web.publishing import queries
from gongkai.web.publishing.links import public_interpretations
from gongkai.web.publishing.models import Item

TITLE = "政策文件库"


def policies(request: HttpRequest, code: str = "") -> HttpResponse:
    """The library of the whole site, or of one organ."""
    organ = organ_at(stamp_of(request), code) if code else None
    found = find(request, _documents(organ), "policies", organ, valid_first=True)
    here, table_at = _addresses(organ)
    crumbs: list[tuple[str, str | None]] = [("首页", "/")]
    if organ:
        crumbs += [(organ.name, organ.get_absolute_url())]
    interpreted = public_interpretations(found.page.object_list) if found.page.object_list else {}
    context = {
        "organ": organ,
        "title": TITLE,
        "page": found.page,
        "rows": [(item, interpreted.get(item.pk, [])) for item in found.page],
        "asked": found.asked,
        "facets": shown(
            found, ("validity", "genre", "year", "theme") if organ else ("validity", "organ", "genre", "year", "theme")
        ),
        "sorts": sorts(found.asked, "现行有效的在前"),
        "table_url": table_at + found.asked.query,
        "feeds": alternates(organ),
        "canonical": here,
        "crumbs": [*crumbs, (TITLE, None)],
        "meta": column_meta(TITLE, description=f"{organ.name if organ else '各机关'}的规章、行政规范性文件和其他文件"),
    }
    return render(request, "portal/policies/policies.html", context)


def policies_csv(request: HttpRequest, code: str = "") -> HttpResponseBase:
    """The documents that the filters leave, as a table."""
    organ = get_object_or_404(Organ, code=code) if code else None
    asked = filters.read(request.GET, *(name for name in ASKED if organ is None or name != "organ"))
    return table(filters.narrowed(_documents(organ), asked), f"{organ.code + '-' if organ else ''}policies.csv")


def _documents(organ: Organ | None) -> QuerySet[Item]:
    return queries.public_items(organ).filter(genre__in=DOCUMENTS)


def _addresses(organ: Organ | None) -> tuple[str, str]:
    if organ is None:
        return reverse("portal:policies"), reverse("portal:policies_csv")
    return reverse("portal:organ_policies", args=[organ.code]), reverse("portal:organ_policies_csv", args=[organ.code])
