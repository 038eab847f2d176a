"""Signing in and out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.generic import View

from gongkai.web.accounts import demonstration, lockout
from gongkai.web.accounts.addresses import address_of
from gongkai.web.accounts.entering import enter, next_step
from gongkai.web.accounts.events import UNKNOWN, note_person, note_stranger
from gongkai.web.accounts.forms import SignInForm
from gongkai.web.accounts.models import Person
from gongkai.web.accounts.returning import wanted


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class SignIn(View):
    """Name and password."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form; in the demonstration also who can be tried."""
        return self.page(request, SignInForm(request))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Lets in, or says that name and password do not fit; 429 when there were too many tries."""
        if lockout.tries_from(address_of(request)) >= settings.SIGN_IN_TRIES_FROM_ADDRESS:
            return locked_out(request)
        form = SignInForm(request, request.POST)
        if form.is_valid() and form.person is not None:
            enter(request, form.person, way="password")
            return redirect(next_step(request, form.person, wanted(request)))
        if form.refused:
            _note_failure(request, form.cleaned_data["username"])
        return self.page(request, form, 422)

    def page(self, request: HttpRequest, form: SignInForm, status: int = 200) -> HttpResponse:
        """The page with the form."""
        given = {
            "form": form,
            "next": request.POST.get("next") or request.GET.get("next") or "",
            "demo": demonstration.offer(),
            "unified": settings.OIDC_NAME if settings.OIDC_ISSUER else "",
        }
        return render(request, "accounts/sign_in.html", given, status=status)


def _note_failure(request: HttpRequest, username: str) -> None:
    """An event for each wrong password, until the name is locked; then one that says so and no more."""
    failures = getattr(request, "axes_failures_since_start", None)
    if failures is None:
        return
    facts = {"address": address_of(request)}
    person = Person.objects.filter(username=username).first()
    moves = ["sign_in_failed"] + (["sign_in_locked"] if getattr(request, "axes_locked_out", False) else [])
    for move in moves:
        if person is not None:
            note_person(person, move, by=UNKNOWN, facts=facts)
        else:
            note_stranger(move, facts=facts)


@never_cache
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session."""
    if request.user.is_authenticated:
        note_person(Person.objects.get(pk=request.user.pk), "sign_out")
    auth.logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """Says for how long signing in is closed after too many wrong passwords, and whom to ask."""
    minutes = lockout.minutes_left(request, credentials)
    until = timezone.localtime(timezone.now() + timedelta(minutes=minutes))
    answer = render(request, "accounts/locked_out.html", {"minutes": minutes, "until": until}, status=429)
    answer["Retry-After"] = str(minutes * 60)
    return answer
