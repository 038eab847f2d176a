"""Long texts outlive a session: whoever was signed out while writing gets back what was typed, signs in and goes on.

Nothing is stored for a stranger: the page itself carries the fields. After signing in they come back into the form, which is then
saved as usual; the address that puts them there changes nothing and so needs no token.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils.http import urlencode

View = Callable[..., HttpResponseBase]
RESUME = "resume/"
LONG = 200
"""Characters from which a field is shown to be copied."""


def keeps_typed(view: View) -> View:
    """Around ``staff``: a form sent after the session ended is answered with what was typed instead of the sign-in alone."""

    @wraps(view)
    def kept(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and not request.user.is_authenticated and worth_keeping(request):
            return carried(request)
        return view(request, *args, **kwargs)

    kept.when_stale = carried  # type: ignore[attr-defined]
    return kept


def worth_keeping(request: Any) -> bool:
    """Whether anything was typed; who sent nothing is simply led to the sign-in."""
    return any(request.POST.get(name, "").strip() for name in ("title", "body_html"))


def carried(request: Any) -> HttpResponse:
    """The page that carries the fields: nothing was saved, and how to go on."""
    back = request.path.removesuffix(RESUME)
    fields = [
        (name, value, len(value) > LONG or "\n" in value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
    context = {
        "fields": fields,
        "action": f"{back}{RESUME}",
        "sign_in": f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}",
        "signed_in": request.user.is_authenticated,
    }
    return render(request, "workbench/publishing/carried.html", context, status=403)
