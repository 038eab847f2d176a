"""What every page is given: the site's own particulars and, for staff, where they are."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """``demonstration``, ``site_url``, the request's number for messages, and the reading comfort that the reader chose."""
    return {
        "demonstration": settings.DEMONSTRATION,
        "site_url": settings.SITE_URL,
        "request_number": getattr(request, "number", ""),
        "comfort": request.COOKIES.get("comfort", "") == "on",
    }
