"""Nobody works with a password that somebody else has set: it is changed before anything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from gongkai.web.accounts.entering import must_change_password
from gongkai.web.accounts.returning import by_way_of

_OPEN = frozenset({"change_password", "sign_out", "sign_in"})


class OwnPasswordFirst:
    """Sends a person whose password must be changed from the workbench and the account pages to the page for that."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        inside = match is not None and ("workbench" in match.namespaces or match.route.startswith("account/"))
        if not inside or match is None or match.url_name in _OPEN:
            return None
        if not request.user.is_authenticated or not must_change_password(request, request.user):
            return None
        target = request.get_full_path() if request.method == "GET" else ""
        return redirect(by_way_of("change_password", target))
