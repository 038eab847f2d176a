"""Binding an authenticator, and asking for its code."""

from __future__ import annotations

import django_otp
import segno
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.web.accounts import demonstration, factors
from gongkai.web.accounts.forms import CodeForm, EnrolForm
from gongkai.web.accounts.models import Person
from gongkai.web.accounts.places import needs_second_factor
from gongkai.web.accounts.returning import by_way_of, wanted

CANDIDATE = "second_factor_key"
"""Where the session keeps the key that is being bound; it goes nowhere else before a code has confirmed it."""
FRESH_CODES = "recovery_codes"
"""Where the session keeps new recovery codes until they have been shown, once."""


def person_of(request: HttpRequest) -> Person:
    """The signed-in person itself (``request.user`` is a lazy stand-in)."""
    return Person.objects.get(pk=request.user.pk or 0)


@login_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Asks for the code and leads on to ``next``; who has no authenticator yet is led to bind one."""
    person, target = person_of(request), wanted(request)
    if not factors.has_second_factor(person):
        return redirect(by_way_of("set_up_second_factor", target))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            device = factors.verify(person, form.cleaned_data["code"])
        except factors.WrongCode as problem:
            form.add_error("code", str(problem))
        else:
            request.session.cycle_key()
            django_otp.login(request, device)
            return redirect(target)
    given = {
        "form": form,
        "next": target,
        "again": "again" in request.GET,
        "demo_code": demonstration.shown_code(person),
    }
    return render(request, "accounts/second_factor.html", given, status=422 if form.errors else 200)


@login_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Shows a new key as a picture and in letters, and binds it when the first code is right.

    Who has an authenticator already proves it first: a password alone must not be enough to replace it.
    """
    person, target = person_of(request), wanted(request, "account")
    if factors.has_second_factor(person) and not request.user.is_verified():  # type: ignore[union-attr]
        return redirect(by_way_of("second_factor", request.get_full_path()))
    if CANDIDATE not in request.session:
        request.session[CANDIDATE] = factors.new_key()
    key = request.session[CANDIDATE]
    form = EnrolForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            enrolled = factors.enrol(person, key, form.cleaned_data["code"])
        except factors.WrongCode as problem:
            form.add_error("code", str(problem))
        else:
            request.session.cycle_key()
            del request.session[CANDIDATE]
            django_otp.login(request, enrolled.device)
            request.session[FRESH_CODES] = list(enrolled.codes)
            return redirect(by_way_of("recovery_codes", target))
    picture = segno.make(factors.candidate(person, key).config_url, error="m")
    given = {
        "form": form,
        "next": target,
        "qr": picture.svg_data_uri(scale=5, border=4, light="white"),
        "key": factors.written(key),
        "asked": needs_second_factor(person),
        "replaces": factors.has_second_factor(person),
    }
    return render(request, "accounts/set_up_second_factor.html", given, status=422 if form.errors else 200)


@login_required
@never_cache
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Shows new recovery codes, once, for printing."""
    codes = request.session.pop(FRESH_CODES, None)
    person = person_of(request)
    given = {"codes": codes, "left": factors.codes_left(person), "next": wanted(request, "account"), "person": person}
    return render(request, "accounts/recovery_codes.html", given)


@login_required
@never_cache
@require_POST
def new_recovery_codes(request: HttpRequest) -> HttpResponse:
    """Makes new recovery codes; those before stop working. Only for who has given the second factor."""
    if not request.user.is_verified():  # type: ignore[union-attr]
        return redirect(by_way_of("second_factor", request.build_absolute_uri("/account/")))
    request.session[FRESH_CODES] = list(factors.make_recovery_codes(person_of(request)))
    return redirect("recovery_codes")
