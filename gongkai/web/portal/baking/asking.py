"""Asking the application for a page without a network between, as an anonymous reader."""

from __future__ import annotations

import io
from functools import cache as once
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http.response import HttpResponseBase


def ask(path: str, query: str = "") -> tuple[int, str, bytes]:
    """Status, media type and content of what an anonymous reader gets."""
    response: HttpResponseBase = _handler().get_response(WSGIRequest(_environ(path, query)))
    try:
        content = b"".join(response)  # type: ignore[call-overload]
    finally:
        response.close()
    return response.status_code, response.get("Content-Type", "").partition(";")[0], content


@once
def _handler() -> WSGIHandler:
    return WSGIHandler()


def _environ(path: str, query: str) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path.encode().decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": _host(),
        "SERVER_PORT": "443" if settings.HTTPS else "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": _host(),
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "https" if settings.HTTPS else "http",
        "HTTP_X_FORWARDED_PROTO": "https" if settings.HTTPS else "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
    }


def _host() -> str:
    """A name by which this installation may be asked: that of its address, or the first that is allowed."""
    own = urlsplit(settings.SITE_URL).hostname or ""
    allowed = [each.lstrip(".") for each in settings.ALLOWED_HOSTS if each != "*"]
    return own if own in allowed or not allowed else allowed[0]
