"""Taking part: giving an opinion, filling in a questionnaire. Sent once however often the button is pressed, and never too fast.

Whoever has filled in a questionnaire gets a signed cookie that says so for this survey, and nothing else: it is no record of who answered.
"""

from __future__ import annotations

import re
import secrets
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.web.accounts.addresses import address_of
from gongkai.web.casework.forms import place
from gongkai.web.consultations import services
from gongkai.web.consultations.answering import WrongAnswers
from gongkai.web.consultations.drafting import standing
from gongkai.web.consultations.forms import SheetForm
from gongkai.web.consultations.models import Consultation
from gongkai.web.portal.consultations.forms import OpinionForm
from gongkai.web.portal.consultations.views import fetch, trail
from gongkai.web.portal.search.limits import too_often

_TOKEN = re.compile(r"[0-9a-f]{32}")
SENT_A_MINUTE = 10
SALT = "consultations.answered"
DAY = 24 * 3600
KEPT_DAYS = 400


@never_cache
@require_http_methods(["GET", "POST"])
def opinion(request: HttpRequest, number: str) -> HttpResponse:
    """Give an opinion on a draft."""
    found = fetch(number)
    if found.is_survey:
        return redirect("portal:survey", found.number)
    if request.method == "GET":
        return _opinion(request, found, OpinionForm(found))
    form = OpinionForm(found, request.POST)
    if too_often(request, "opinion", SENT_A_MINUTE):
        form.add_error(None, "提交得太频繁，请过一分钟再提交。填写的内容还在。")
        return _opinion(request, found, form, 429)
    if form.is_valid():
        try:
            services.give(found, token=_token(request), **form.given)
        except ValidationError as refusal:
            place(form, refusal)
        else:
            return redirect(f"{reverse('portal:consultation_thanks', args=[found.number])}")
    return _opinion(request, found, form, 422)


@never_cache
@require_http_methods(["GET", "POST"])
def survey(request: HttpRequest, number: str) -> HttpResponse:
    """Fill in a questionnaire, once."""
    found = fetch(number)
    if not found.is_survey:
        return redirect("portal:opinion", found.number)
    questions = standing(found) if found.is_open else []
    if request.method == "GET":
        return _survey(request, found, SheetForm(questions), answered=has_answered(request, found))
    form, token = SheetForm(questions, request.POST), _token(request)
    if has_answered(request, found):
        return _survey(request, found, form, 409, answered=True)
    if too_often(request, "survey", SENT_A_MINUTE):
        form.add_error(None, "提交得太频繁，请过一分钟再提交。填写的内容还在。")
        return _survey(request, found, form, 429)
    if form.is_valid():
        try:
            services.answer(found, form.given, address=address_of(request), token=token)
        except WrongAnswers as refusal:
            form.refused(refusal)
        except ValidationError as refusal:
            place(form, refusal)
        else:
            return _marked(redirect("portal:consultation_thanks", found.number), found)
    return _survey(request, found, form, 422)


@never_cache
@require_safe
def thanks(request: HttpRequest, number: str) -> HttpResponse:
    """It has come."""
    found = fetch(number)
    context = {"consultation": found, "crumbs": trail((found.title, found.public_url), ("已收到", None))}
    return render(request, "portal/consultations/thanks.html", context)


def has_answered(request: HttpRequest, found: Consultation) -> bool:
    """Whether this browser says that it has filled in this version of the survey."""
    held = request.COOKIES.get(cookie_of(found), "")
    try:
        said = signing.loads(held, salt=SALT, max_age=KEPT_DAYS * DAY)
    except signing.BadSignature:
        return False
    return bool(said == found.number)


def cookie_of(found: Consultation) -> str:
    """The name of the cookie for a survey."""
    return f"answered-{found.pk}"


def _marked(response: HttpResponse, found: Consultation) -> HttpResponse:
    from django.conf import settings

    response.set_cookie(
        cookie_of(found),
        signing.dumps(found.number, salt=SALT),
        max_age=KEPT_DAYS * DAY,
        path=reverse("portal:consultations"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _token(request: HttpRequest) -> str:
    given = request.POST.get("token", "")
    return given if _TOKEN.fullmatch(given) else secrets.token_hex(16)


def _opinion(request: HttpRequest, found: Consultation, form: OpinionForm, status: int = 200) -> HttpResponse:
    context = {
        "consultation": found,
        "form": form,
        "token": _token(request),
        "crumbs": trail((found.title, found.public_url), ("提意见", None)),
    }
    return render(request, "portal/consultations/opinion.html", context, status=status)


def _survey(request: HttpRequest, found: Consultation, form: SheetForm, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "consultation": found,
        "form": form,
        "token": _token(request),
        "crumbs": trail((found.title, found.public_url), ("回答问卷", None)),
        **more,
    }
    return render(request, "portal/consultations/survey.html", context, status=status)
