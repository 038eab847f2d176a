"""Which complaint this browser may see: the one just written or looked up, for half an hour. Neither number nor code is in the session."""

from __future__ import annotations

import time
from typing import Any

from django.http import HttpRequest

from gongkai.web.accountability.models import Complaint

_KEY = "complaint"
SECONDS = 30 * 60


def grant(request: HttpRequest, complaint: Complaint, *, receipt: bool = False) -> None:
    """Let this browser see the complaint; ``receipt`` also its query code."""
    request.session.cycle_key()
    request.session[_KEY] = {"key": complaint.pk, "until": int(time.time()) + SECONDS, "receipt": receipt}


def granted(request: HttpRequest, *, receipt: bool = False) -> Complaint | None:
    """The complaint that this browser may see now."""
    held: dict[str, Any] | None = request.session.get(_KEY)
    if not held or held["until"] < time.time() or (receipt and not held["receipt"]):
        return None
    return Complaint.objects.select_related("organ").filter(pk=held["key"]).first()


def leave(request: HttpRequest) -> None:
    """Take the grant back."""
    request.session.pop(_KEY, None)
