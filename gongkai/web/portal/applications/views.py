"""Applying for information and looking the application up; works without scripts, without an account.

The form goes through a page of confirmation. What was typed travels in the form itself: nothing personal is kept in the session.
"""

from __future__ import annotations

import re
import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.applications.channels import ONLINE, channels
from gongkai.applications.details import needless_personal_data
from gongkai.applications.intake import applicant_kinds, title_of
from gongkai.applications.numbers import shown
from gongkai.applications.outcomes import outcomes
from gongkai.applications.public_view import STATES, public_steps
from gongkai.casework import Status
from gongkai.law.limits import limit
from gongkai.web.applications import services
from gongkai.web.applications.forms import DetailsForm
from gongkai.web.applications.lookup import NotFound, TooManyTries, look_up
from gongkai.web.applications.models import Application
from gongkai.web.applications.queries import CaseFile, receiving_organs
from gongkai.web.organs.models import Organ
from gongkai.web.portal.applications.forms import LookUpForm, WhoForm
from gongkai.web.portal.applications.grants import grant, granted, leave

_TOKEN = re.compile(r"[0-9a-f]{32}")
Step = tuple[str, str | None]


def _crumbs(*steps: Step) -> list[Step]:
    return [("首页", reverse("portal:home")), *steps]


@require_GET
def apply(request: HttpRequest, code: str) -> HttpResponse:
    """An organ's page 依申请公开: how to apply, through which channels, within which limits."""
    organ = get_object_or_404(Organ, code=code)
    today = timezone.localdate()
    names = ("reply_to_application", "extend_reply", "ask_correction", "third_party_opinion")
    context = {
        "organ": organ,
        "channels": [each for each in channels().values() if each.basic or each.key == ONLINE],
        "limits": [found for name in names if (found := limit(name, today))],
        "form_url": f"{reverse('portal:application_new')}?organ={organ.code}",
        "crumbs": _crumbs((organ.name, organ.get_absolute_url()), ("依申请公开", None)),
    }
    return render(request, "portal/applications/apply.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form: first to whom and as what, then what, then a look at it all, then it is submitted."""
    asked = request.POST if request.method == "POST" else request.GET
    organ = receiving_organs().filter(code=asked.get("organ", "").replace("\x00", "")[:60]).first()
    kind = asked.get("kind", "")
    if organ is None or kind not in applicant_kinds():
        return _who(request, organ, asked)
    if request.method == "GET":
        return _form(request, organ, DetailsForm(kind), secrets.token_hex(16))
    token = request.POST.get("token", "")
    token = token if _TOKEN.fullmatch(token) else secrets.token_hex(16)
    form = DetailsForm(kind, request.POST)
    if not form.is_valid():
        return _form(request, organ, form, token, status=422)
    step = request.POST.get("step", "")
    if step == "edit":
        return _form(request, organ, form, token)
    if step != "submit":
        return _confirm(request, organ, form, token)
    try:
        application = services.submit(organ, form.details, token=token)
    except ValidationError as refusal:
        for name, errors in _by_field(refusal).items():
            form.add_error(name if name in form.fields else None, errors)
        return _form(request, organ, form, token, status=422)
    grant(request, application, receipt=True)
    return redirect("portal:application_receipt")


@never_cache
@require_GET
def receipt(request: HttpRequest) -> HttpResponse:
    """What the applicant keeps: number, query code, from which day it counts, and when the reply is due."""
    application = granted(request, receipt=True)
    if application is None:
        return redirect("portal:application_look_up")
    context = _told(application) | {
        "code": shown(application.query_code),
        "crumbs": _crumbs(("申请回执", None)),
    }
    return render(request, "portal/applications/receipt.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def look_up_page(request: HttpRequest) -> HttpResponse:
    """Number and query code; neither is in an address or a log."""
    form = LookUpForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                found = look_up(form.cleaned_data["number"], form.cleaned_data["code"], place=_place(request))
            except NotFound as refusal:
                form.add_error(None, str(refusal))
            except TooManyTries as refusal:
                form.add_error(None, str(refusal))
                status = 429
            else:
                grant(request, found)
                return redirect("portal:application_status")
    context = {"form": form, "crumbs": _crumbs(("查询申请", None))}
    return render(request, "portal/applications/look_up.html", context, status=status)


@never_cache
@require_GET
def status(request: HttpRequest) -> HttpResponse:
    """How the application stands: state, deadline, what happened, the reply."""
    application = granted(request)
    if application is None:
        return redirect("portal:application_look_up")
    case = CaseFile(application)
    reply = case.served_reply()
    context = _told(application, case) | {
        "steps": list(public_steps(case.history)),
        "reply": reply,
        "outcome": outcomes().get(reply.outcome) if reply else None,
        "remedy": outcomes()[reply.outcome].remedy.told(timezone.localdate(reply.written_at)) if reply and not reply.kind else "",
        "crumbs": _crumbs(("查询申请", reverse("portal:application_look_up")), ("办理情况", None)),
    }
    return render(request, "portal/applications/status.html", context)


@never_cache
@require_GET
def proof(request: HttpRequest) -> HttpResponse:
    """The deadline day by day, to print."""
    application = granted(request)
    if application is None:
        return redirect("portal:application_look_up")
    case = CaseFile(application)
    context = _told(application, case) | {
        "rows": case.proof(),
        "crumbs": _crumbs(("办理情况", reverse("portal:application_status")), ("期限逐日说明", None)),
    }
    return render(request, "portal/applications/proof.html", context)


@require_POST
def leave_page(request: HttpRequest) -> HttpResponse:
    """End looking at an application, as on a computer that others use."""
    leave(request)
    return redirect("portal:application_look_up")


def _told(application: Application, case: CaseFile | None = None) -> dict[str, Any]:
    case = case or CaseFile(application)
    reading = case.reading()
    return {
        "application": application,
        "organ": application.organ,
        "state": STATES.get(application.state, application.state_title),
        "channel": channels().get(application.channel),
        "urgency": case.urgency,
        "sentences": case.clocks()[0].sentences,
        "reading": reading,
        "waiting": reading.status is Status.NEVER and not application.ended,
        "form_title": title_of("wanted_forms", application.wanted_form),
        "route_title": title_of("wanted_routes", application.wanted_route),
    }


def _who(request: HttpRequest, organ: Organ | None, asked: Any) -> HttpResponse:
    form = WhoForm(
        {"organ": organ.code if organ else asked.get("organ", ""), "kind": asked.get("kind", "")}
        if "kind" in asked
        else None,
        initial={"organ": organ.code if organ else ""},
    )
    context = {"form": form, "organ": organ, "crumbs": _crumbs(("提出申请", None))}
    return render(request, "portal/applications/who.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, organ: Organ, form: DetailsForm, token: str, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "organ": organ,
        "token": token,
        "kind": applicant_kinds()[form.kind],
        "crumbs": _crumbs((organ.name, organ.get_absolute_url()), ("提出申请", None)),
    }
    return render(request, "portal/applications/new.html", context, status=status)


def _confirm(request: HttpRequest, organ: Organ, form: DetailsForm, token: str) -> HttpResponse:
    details = form.details
    found = needless_personal_data(details.description)
    rows = []
    for name, field in form.fields.items():
        value = getattr(details, name)
        if name in ("identity_kind", "wanted_form", "wanted_route"):
            value = title_of(f"{name}s", value)
        rows.append((field.label, value or "（未填）"))
    context = {
        "form": form,
        "organ": organ,
        "token": token,
        "kind": applicant_kinds()[form.kind],
        "rows": rows,
        "needless": f"所需信息的描述里似乎写了{'、'.join(found)}，办理申请用不着，建议返回修改，删去以后再提交。"
        if found
        else "",
        "reply_limit": limit("reply_to_application", timezone.localdate()),
        "channel": channels()[ONLINE],
        "crumbs": _crumbs((organ.name, organ.get_absolute_url()), ("核对申请", None)),
    }
    return render(request, "portal/applications/confirm.html", context)


def _by_field(refusal: ValidationError) -> dict[str, list[str]]:
    return refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages}


def _place(request: HttpRequest) -> str:
    """The network address, behind as many proxies as the installation says it has."""
    from axes.helpers import get_client_ip_address

    return str(get_client_ip_address(request) or "")
