"""Registering a complaint, making a step of one, amending, changing what was entered, files: each a form and a service."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from gongkai.assessment.accountability.complaint_moves import BEGINNINGS
from gongkai.casework.events import told
from gongkai.web.accountability import services
from gongkai.web.accountability.access import POLICY
from gongkai.web.accountability.models import Complaint
from gongkai.web.accountability.papers import PAPERS
from gongkai.web.accountability.queries import ComplaintFile
from gongkai.web.messages import services as message_services
from gongkai.web.messages.access import POLICY as MESSAGE_POLICY
from gongkai.web.messages.models import Message
from gongkai.web.organs.authority import Denied, acting
from gongkai.web.workbench.accountability.carrying import make
from gongkai.web.workbench.accountability.forms import ComplaintMoveForm, EditForm, PaperForm, RegisterForm, amend_form
from gongkai.web.workbench.accountability.records import PAGES
from gongkai.web.workbench.casework.pages import asks, carried_out, status_of
from gongkai.web.workbench.entry import staff


@never_cache
@asks
@staff
def register(request: Any) -> HttpResponse:
    """What came by letter, by telephone, in person, out of a message from the public (``?message=``)."""
    if not POLICY.may_in(request.user, "register", request.organ):
        raise Denied("登记投诉由受理机关的政务公开专职人员、政务公开办办理。")
    by = acting(request.user, request.organ)
    message = _message(request)
    known: dict[str, Any] = {}
    if message is not None:
        names = ("title", "content", "name", "phone", "email", "received_on")
        known = {name: getattr(message, name) for name in names}
        known |= {"channel": "message", "origin": f"由{message.number}转来"}
        if request.method == "GET":
            message_services.read_personal_data(message, by=by)
    form = RegisterForm(request.organ, request.POST or None, initial=known)
    made: list[Complaint] = []

    def act() -> None:
        given = form.cleaned_data
        with transaction.atomic():
            made.append(
                services.register(
                    request.organ, form.letter, given["channel"], by=by, received_on=given["received_on"],
                    about=given["about"], about_named=given["about_named"], origin=given["origin"],
                )
            )  # fmt: skip
            if message is not None:
                why = f"属于对政府信息公开工作的投诉，已经登记为{made[0].number}。"
                message_services.transfer(message, "organ", why, by=by, organ=f"{request.organ.name}（信息公开投诉）")

    if carried_out(request, form, act):
        last = f"作出处理的最后一日是{told(made[0].due_on)}。" if made[0].due_on else ""
        messages.success(request, f"已经登记，编号{made[0].number}。{last}")
        return redirect(made[0])
    context = {"form": form, "message": message, "crumbs": PAGES.trail(None, ("登记投诉", None))}
    return render(request, "workbench/accountability/register.html", context, status=status_of(request))


@never_cache
@asks
@staff
def move(request: Any, number: str, name: str) -> HttpResponse:
    """A step: what is asked, or why it cannot be made and what can be done instead."""
    found = PAGES.fetch(request, number)
    step = PAGES.step(request, found, name, elsewhere=BEGINNINGS)
    if name == "order_rectification":
        return redirect(f"{reverse('workbench:rectification_new')}?complaint={found.number}")
    by = acting(request.user, found.organ)
    form = ComplaintMoveForm(found, step, request.POST or None)
    if carried_out(request, form, lambda: make(found, name, form, by)):
        return PAGES.done(request, found, f"已经办理“{step.title}”。这件投诉目前“{found.state_title}”。")
    return PAGES.step_page(
        request,
        found,
        step,
        form,
        lambda: ComplaintFile(found).options(by),
        template="workbench/accountability/step.html",
        finding=found.findings.order_by("-number").first(),
        accounts=found.accounts.all(),
    )


@never_cache
@asks
@staff
def amend(request: Any, number: str, step: int) -> HttpResponse:
    """Amend what was recorded as a step, by another person than who recorded it."""
    said = "已经更正。原来的记录保留，期限和统计已经随着改变。"
    return PAGES.amend(request, number, step, amend_form, services.amend_step, said)


@never_cache
@asks
@staff
def edit(request: Any, number: str) -> HttpResponse:
    """Change what was entered. The page shows who complained, so opening it is recorded."""
    found = PAGES.fetch(request, number, "edit")
    by = acting(request.user, found.organ)
    form = EditForm(found, request.POST or None)
    if carried_out(request, form, lambda: services.edit(found, form.cleaned_data, by=by)):
        return PAGES.done(request, found, "已经保存。")
    if request.method == "GET":
        services.read_personal_data(found, by=by)
    about = "日期、种类要用“更正记录”，由另一人办理。"
    if found.own_words:
        about = "标题、事实和理由是投诉人自己写的，不能改。"
    return PAGES.form_page(request, found, form, "修改登记内容", about)


@never_cache
@asks
@staff
def erase(request: Any, number: str) -> HttpResponse:
    """Forget what was written and by whom, after a look."""
    found = PAGES.fetch(request, number, "erase")
    by = acting(request.user, found.organ)
    form = forms.Form(request.POST or None)
    if carried_out(request, form, lambda: services.erase(found, by=by)):
        return PAGES.done(request, found, "投诉人写的内容、姓名、联系方式、说明、处理意见和附件已经删除，统计不变。")
    about = "删除以后不能恢复。保管期限届满、或者投诉人依法要求删除的才办理（《个人信息保护法》第四十七条）。"
    return PAGES.form_page(request, found, form, "删除个人信息", about)


@never_cache
@asks
@staff
def add_paper(request: Any, number: str) -> HttpResponse:
    """Keep a file."""
    about = "调查笔录、调取的材料、送达回证等。"
    return PAGES.take_paper(request, number, PaperForm(request.POST or None, request.FILES or None), PAPERS, about)


@never_cache
@require_POST
@staff
def read_paper(request: Any, number: str, key: Any) -> HttpResponse:
    """One file to take away; that it was read is recorded first."""
    return PAGES.hand_paper(request, number, key, PAPERS)


def _message(request: Any) -> Message | None:
    """The message out of which the complaint is registered, when the person may transfer it."""
    number = request.GET.get("message", "")[:80].replace("\x00", "")
    if not number:
        return None
    rows = Message.objects.select_related("organ", "section").filter(organ=request.organ)
    return MESSAGE_POLICY.get(request.user, rows, "transfer", number=number)
