"""What the pages about applications have in common."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

Step = tuple[str, str | None]


def crumbs(*steps: Step) -> list[Step]:
    """Where a page stands."""
    return [("首页", reverse("portal:home")), *steps]


def place(request: HttpRequest) -> str:
    """The network address, behind as many proxies as the installation says it has."""
    from axes.helpers import get_client_ip_address

    return str(get_client_ip_address(request) or "")
