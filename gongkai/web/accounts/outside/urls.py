"""The two addresses of the outside sign-in: there and back. Nothing else of django-allauth can be reached."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.socialaccount.providers.openid_connect import views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from requests import RequestException

PROVIDER = {"provider_id": "unified"}


def answered(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Says so when the provider does not answer."""

    @require_safe
    @never_cache
    @wraps(view)
    def asked(request: HttpRequest, **which: Any) -> HttpResponse:
        try:
            return view(request, **which)
        except (RequestException, ValueError, KeyError):
            text = "统一身份认证平台现在没有回应。请稍后再试，或者用登录名和密码登录。"
            return render(request, "accounts/outside_refused.html", {"text": text}, status=502)

    return asked


urlpatterns = [
    path("sign-in/unified/", answered(views.login), PROVIDER, name="openid_connect_login"),
    path("sign-in/unified/return/", answered(views.callback), PROVIDER, name="openid_connect_callback"),
]
