"""Registering what came by telephone, by letter, from the hotline or from another platform."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from gongkai.casework.events import told
from gongkai.web.messages import services
from gongkai.web.messages.access import POLICY
from gongkai.web.messages.models import Message
from gongkai.web.organs.authority import Denied, acting
from gongkai.web.workbench.casework.pages import asks, carried_out, status_of
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.messages.forms import RegisterForm
from gongkai.web.workbench.messages.records import trail


@never_cache
@asks
@staff
def register(request: Any) -> HttpResponse:
    """What came, by which channel, on which day."""
    if not POLICY.may_in(request.user, "register", request.organ):
        raise Denied("登记来件由本机关的政务公开专职人员办理。")
    form = RegisterForm(request.organ, request.POST or None)
    made: list[Message] = []

    def act() -> None:
        given = form.cleaned_data
        made.append(
            services.register(
                request.organ,
                form.letter,
                given["channel"],
                by=acting(request.user, request.organ),
                received_on=given["received_on"],
                source_number=given["source_number"],
                category=given["category"],
            )
        )

    if carried_out(request, form, act):
        last = f"最后一日是{told(made[0].due_on)}。" if made[0].due_on else ""
        messages.success(request, f"已经登记，编号{made[0].number}。{last}")
        return redirect(made[0])
    context = {"form": form, "crumbs": trail(None, ("登记来件", None))}
    return render(request, "workbench/messages/register.html", context, status=status_of(request))
