"""What every page is given: the site's own particulars and, for staff, where they are."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from gongkai.organs.levels import OrganKind
from gongkai.web.organs.models import Organ


def site(request: HttpRequest) -> dict[str, Any]:
    """``demonstration``, ``site_url``, the request's number for messages, and the reading comfort that the reader chose.

    ``site_organ`` is the organ whose site this is (None while there is none); it is asked for only by pages that show it.
    """
    return {
        "demonstration": settings.DEMONSTRATION,
        "site_url": settings.SITE_URL,
        "request_number": getattr(request, "number", ""),
        "comfort": request.COOKIES.get("comfort", "") == "on",
        "site_organ": SimpleLazyObject(find_site_organ),
    }


def find_site_organ() -> Organ | None:
    """The highest organ of the installation: a government before a department, then by their order."""
    roots = list(Organ.objects.filter(parent=None, dissolved_on=None))
    return min(roots, key=lambda organ: organ.kind != OrganKind.GOVERNMENT, default=None)
