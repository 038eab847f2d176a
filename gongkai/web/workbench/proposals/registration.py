"""Registering what was handed over: one by one, or a whole register as a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from gongkai.casework.events import told
from gongkai.engagement.proposals.lists import REGISTER
from gongkai.web.organs.authority import Denied, acting
from gongkai.web.proposals import services
from gongkai.web.proposals.access import POLICY
from gongkai.web.proposals.importing import plan
from gongkai.web.proposals.models import Proposal
from gongkai.web.workbench.casework.pages import asks, carried_out, status_of
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.list_import import Listing, import_page
from gongkai.web.workbench.proposals.forms import RegisterForm
from gongkai.web.workbench.proposals.records import trail


@never_cache
@asks
@staff
def register(request: Any) -> HttpResponse:
    """One that was handed over."""
    _check(request)
    form = RegisterForm(request.POST or None)
    made: list[Proposal] = []

    def act() -> None:
        by = acting(request.user, request.organ)
        made.append(services.hand_over(request.organ, form.handing, by=by))

    if carried_out(request, form, act):
        last = f"最后一日是{told(made[0].due_on)}。" if made[0].due_on else ""
        messages.success(request, f"已经登记，系统编号{made[0].number}。{last}")
        return redirect(made[0])
    context = {"form": form, "crumbs": trail(None, ("登记交办", None))}
    return render(request, "workbench/proposals/register.html", context, status=status_of(request))


@staff
def from_file(request: Any) -> HttpResponse:
    """A whole register, every line looked at first."""
    _check(request)
    organ = request.organ
    listing = Listing(
        REGISTER,
        "导入建议提案登记簿",
        lambda data: plan(organ, data),
        lambda data: services.import_register(organ, data, by=acting(request.user, organ)),
        reverse("workbench:proposals"),
        trail(None, ("导入登记簿", None)),
        "同一种类、届次、编号的只登记一次，以前登记过的跳过，重复上传不会多出来。以前已经答复的，可以连同答复日期、办理结果、公开属性和反馈一起登记。",
    )
    return import_page(request, listing)


def _check(request: Any) -> None:
    if not POLICY.may_in(request.user, "hand_over", request.organ):
        raise Denied("登记建议、提案由本机关的政务公开专职人员办理。")
