"""Registering what came from a reconsideration body or a court; also what was not registered at the time."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongkai.applications.numbers import tidy_number
from gongkai.casework import NotAllowed
from gongkai.disputes.moves import BEGINNINGS
from gongkai.web.applications.models import Application
from gongkai.web.casework.forms import place
from gongkai.web.casework.services import history_of
from gongkai.web.disputes import services
from gongkai.web.disputes.access import POLICY
from gongkai.web.disputes.timeliness import late_of, late_told
from gongkai.web.organs.authority import Denied, acting
from gongkai.web.workbench.disputes.forms import RegisterForm, what_choices
from gongkai.web.workbench.disputes.records import trail
from gongkai.web.workbench.entry import staff


@never_cache
@require_http_methods(["GET", "POST"])
@staff
def register(request: Any) -> HttpResponse:
    """First what came, then what it says; ``?application=`` fills in what an application already says."""
    if not POLICY.may_in(request.user, "receive_copy", request.organ):
        raise Denied("登记复议和诉讼案件由本机关的政务公开专职人员办理。")
    asked = request.POST if request.method == "POST" else request.GET
    what, number = asked.get("what", ""), asked.get("application", "")[:60]
    offered = what_choices(request.organ)
    if what not in {name for name, _, _ in offered}:
        context = {"offered": offered, "application": number, "crumbs": trail(None, ("登记案件", None))}
        return render(
            request, "workbench/disputes/register_what.html", context, status=422 if request.method == "POST" else 200
        )
    form = RegisterForm(request.organ, what, request.POST or None, initial=_known(request, what, number))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.register(
                request.organ,
                what,
                form.filing,
                by=acting(request.user, request.organ),
                on=form.cleaned_data["on"],
                facts=form.facts,
            )
        except NotAllowed as refusal:
            form.add_error("on", "".join(str(reason) for reason in refusal.reasons) or str(refusal))
        except ValidationError as refusal:
            place(form, refusal)
        else:
            messages.success(
                request, f"已经登记，编号{made.number}。{'请在期限以内提交答复和证据。' if made.due_on else ''}"
            )
            if pointed_out := late_of(made, history_of(made)):
                messages.warning(request, pointed_out)
            return redirect(made)
    context = {
        "form": form,
        "late": _late(form, what),
        "what": what,
        "title": form.move.title,
        "basis": form.move.basis,
        "crumbs": trail(None, ("登记案件", None)),
    }
    return render(request, "workbench/disputes/register.html", context, status=422 if request.method == "POST" else 200)


def _late(form: RegisterForm, what: str) -> str:
    """What is known already of whether it came too late: from what is filled in, else from what the application says."""
    if form.is_bound:
        given = form.cleaned_data
        if given.get("on") is None:
            return ""
        return late_told(BEGINNINGS[what], given.get("application"), given.get("follows"), form.facts, given["on"])
    number, on = form.initial.get("application", ""), form.initial.get("on")
    found = Application.objects.filter(organ=form.organ, number=number).first() if number else None
    if BEGINNINGS[what] != "reconsideration":
        return ""
    return late_told(BEGINNINGS[what], found, None, form.initial, on or timezone.localdate())


def _known(request: Any, what: str, number: str) -> dict[str, Any]:
    """What the application says: its number, what is disputed, and since when it has been."""
    found = Application.objects.filter(organ=request.organ, number=tidy_number(number)).first() if number else None
    if found is None:
        return {}
    known: dict[str, Any] = {
        "application": found.number,
        "act": "reply" if found.ended_on else "inaction",
        "standing": "maker",
    }
    move = "reconsider" if BEGINNINGS[what] == "reconsideration" else "litigate"
    disputed = history_of(found).last(move)
    if disputed is not None:
        known["on"] = disputed.on
    return known
