"""Asking whether links outside open: in the background, with time-outs, never into the organ's own network (SSRF).

Only where the office wants it (``GONGKAI_CHECK_LINKS``): an installation without a way out says of each link that it was not looked
at. The host's address is resolved once, judged, and exactly this address is connected to; where it sends us on is judged anew.
"""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from socket import create_connection
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django_tasks import task

from gongkai.checks.links import NotAsked, safe_target
from gongkai.web.screening.models import LinkCheck

TIMEOUT = 6.0
AT_ONCE = 20
AGAIN = timedelta(days=30)
FORGOTTEN = timedelta(days=400)
TURNS = 4
_MOVED = (301, 302, 303, 307, 308)
_CLOSED_TO_MACHINES = (401, 403, 405, 406, 412, 418, 429, 521)
"""Answers by which sites turn away programs, not people: nothing is said against such a link."""

Ask = Callable[[str], tuple[int, str]]


def enabled() -> bool:
    """Whether the office lets the site ask other sites."""
    return bool(getattr(settings, "CHECK_LINKS", False))


def check_links_due(now: datetime) -> int:
    """For the tick: hand the links that are due to the background; 0 where nobody asked for it."""
    if not enabled():
        return 0
    due = list(_due(now).values_list("pk", flat=True)[:AT_ONCE])
    if due:
        check_in_background.enqueue(due)
    return len(due)


@task()
def check_in_background(links: list[int]) -> int:
    """Ask each address once; how many were asked."""
    from django.utils import timezone

    for link in LinkCheck.objects.filter(pk__in=links):
        check(link, timezone.now())
    return len(links)


def check(link: LinkCheck, now: datetime, ask: Ask | None = None) -> LinkCheck:
    """Ask an address and note what came of it. A look-up, not an act of anybody: no event is written."""
    link.state, link.told = judged(link.address, ask or asked)
    link.checked_at = now
    link.save(update_fields=["state", "told", "checked_at"])
    return link


def judged(address: str, ask: Ask) -> tuple[str, str]:
    """State of an address and the sentence about it."""
    state = LinkCheck.State
    try:
        for _ in range(TURNS):
            status, onward = ask(address)
            if status not in _MOVED or not onward:
                break
            address = urljoin(address, onward)
    except NotAsked as refusal:
        return state.REFUSED, str(refusal)
    except TimeoutError:
        return state.BROKEN, f"{TIMEOUT:.0f}秒没有回应"
    except ssl.SSLError:
        return state.BROKEN, "证书有问题"
    except (OSError, http.client.HTTPException, ValueError):
        return state.BROKEN, "连接不上"
    if status in _MOVED:
        return state.BROKEN, "转来转去打不开"
    if status < 400 or status in _CLOSED_TO_MACHINES:
        return state.FINE, ""
    return state.BROKEN, "没有这个页面" if status in (404, 410) else f"对方网站出错（{status}）"


def asked(address: str) -> tuple[int, str]:
    """The status that an address answers with, and where it sends us on. Raises ``NotAsked``, ``OSError``, ``HTTPException``."""
    host, network, port = safe_target(address)
    parts = urlsplit(address)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    with closing(create_connection((network, port), TIMEOUT)) as plain:
        plain.settimeout(TIMEOUT)
        line = (
            ssl.create_default_context().wrap_socket(plain, server_hostname=host) if parts.scheme == "https" else plain
        )
        with closing(line):
            connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
            connection.sock = line
            connection.request("GET", _ascii(path), headers={"User-Agent": "gongkai link check", "Range": "bytes=0-0"})
            answer = connection.getresponse()
            return answer.status, answer.getheader("Location") or ""


def _ascii(path: str) -> str:
    from urllib.parse import quote

    return quote(path, safe="/?&=%:@+,;~!$'()*#[]-._")


def _due(now: datetime) -> QuerySet[LinkCheck]:
    old = Q(checked_at=None) | Q(checked_at__lt=now - AGAIN)
    return LinkCheck.objects.filter(old, seen_at__gte=now - FORGOTTEN).order_by(
        F("checked_at").asc(nulls_first=True), "id"
    )
