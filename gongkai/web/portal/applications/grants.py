"""Who may see one application on the portal: the browser that just submitted it or looked it up, for half an hour.

Only the key of the application is in the session, neither number nor code; leaving takes the grant back at once.
"""

from __future__ import annotations

import time
from typing import Any

from django.http import HttpRequest

from gongkai.web.applications.models import Application

_KEY = "application"
SECONDS = 30 * 60


def grant(request: HttpRequest, application: Application, *, receipt: bool = False) -> None:
    """Let this browser see the application; ``receipt`` also its query code."""
    request.session.cycle_key()
    request.session[_KEY] = {"key": application.pk, "until": int(time.time()) + SECONDS, "receipt": receipt}


def granted(request: HttpRequest, *, receipt: bool = False) -> Application | None:
    """The application that this browser may see now."""
    held: dict[str, Any] | None = request.session.get(_KEY)
    if not held or held["until"] < time.time() or (receipt and not held["receipt"]):
        return None
    return Application.objects.select_related("organ").filter(pk=held["key"]).first()


def leave(request: HttpRequest) -> None:
    """Take the grant back."""
    request.session.pop(_KEY, None)
