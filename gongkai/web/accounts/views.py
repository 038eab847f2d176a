"""Signing in and out."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import views as auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class SignIn(auth.LoginView):
    """Name and password."""

    template_name = "accounts/sign_in.html"


class SignOut(auth.LogoutView):
    """Ends the session."""


def second_factor(request: HttpRequest) -> HttpResponse:
    """Asks for the second factor."""
    return render(request, "accounts/second_factor.html")


def locked_out(
    request: HttpRequest, credentials: dict[str, Any] | None = None, *args: Any, **kwargs: Any
) -> HttpResponse:
    """Says for how long signing in is closed after too many wrong passwords."""
    return render(request, "accounts/locked_out.html", status=429)
