"""One line for each request, with an id that the error page shows, so that a person can tell whom to ask about what."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from gongkai.web.operation.errors import not_allowed
from gongkai.web.operation.metrics import observe

_log = logging.getLogger("gongkai.request")


class RequestLog:
    """Logs method, path without its query, status and time taken. Never who, never what was sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.number = secrets.token_hex(4)  # type: ignore[attr-defined]
        begun = time.perf_counter()
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            response = not_allowed(request, response)
        route = request.resolver_match.route if request.resolver_match else ""
        response["X-Request-Id"] = request.number  # type: ignore[attr-defined]
        taken = time.perf_counter() - begun
        observe(request.method, route, response.status_code, taken)
        # 监控每隔几秒来问一次，不必每次记一行
        level = logging.DEBUG if route in ("healthz", "metrics") and response.status_code == 200 else logging.INFO
        _log.log(
            level,
            "request",
            extra={
                "number": request.number,  # type: ignore[attr-defined]
                "method": request.method,
                # 路由而不是地址：地址里可能有查询码
                "route": route,
                "status": response.status_code,
                "milliseconds": round(taken * 1000, 1),
            },
        )
        return response
