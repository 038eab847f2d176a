"""Whether the site serves: for a supervisor of processes, a load balancer, ``make run``."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, JsonResponse

from gongkai import __version__


def healthz(request: HttpRequest) -> JsonResponse:
    """200 and JSON when the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception as problem:
        return JsonResponse({"status": "unavailable", "why": type(problem).__name__}, status=503)
    return JsonResponse({"status": "ok", "version": __version__})
