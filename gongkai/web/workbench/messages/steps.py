"""Making a step of a message, amending one, changing what was entered, files, parts of other sections: each a form and a service."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from gongkai.engagement.messages.moves import BEGINNINGS
from gongkai.web.messages import services
from gongkai.web.messages.access import PART_POLICY
from gongkai.web.messages.models import Contribution
from gongkai.web.messages.papers import PAPERS
from gongkai.web.messages.queries import MessageFile
from gongkai.web.organs.authority import acting
from gongkai.web.workbench.casework.pages import asks, carried_out, status_of
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.messages.carrying import make
from gongkai.web.workbench.messages.forms import EditForm, MessageMoveForm, PaperForm, PartForm, amend_form
from gongkai.web.workbench.messages.records import PAGES, fetch, trail

ELSEWHERE = (*BEGINNINGS, "rate")


@never_cache
@asks
@staff
def move(request: Any, number: str, name: str) -> HttpResponse:
    """A step: what is asked, or why it cannot be made and what can be done instead."""
    found = fetch(request, number)
    step = PAGES.step(request, found, name, elsewhere=ELSEWHERE)
    by = acting(request.user, found.organ)
    form = MessageMoveForm(found, step, request.POST or None)
    if carried_out(request, form, lambda: make(found, name, form, by)):
        return PAGES.done(request, found, f"已经办理“{step.title}”。这件留言目前“{found.state_title}”。")
    return PAGES.step_page(
        request,
        found,
        step,
        form,
        lambda: MessageFile(found).options(by),
        template="workbench/messages/step.html",
        reply=found.replies.order_by("-number").first(),
        parts=found.contributions.select_related("section"),
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
    """Change what was entered. The page shows who wrote, so opening it is recorded."""
    found = fetch(request, number, "edit")
    by = acting(request.user, found.organ)
    known = {name: getattr(found, name) for name in EditForm.base_fields}
    form = EditForm(found, request.POST or None, initial=known)
    if carried_out(request, form, lambda: services.edit(found, form.cleaned_data, by=by)):
        return PAGES.done(request, found, "已经保存。")
    if request.method == "GET":
        services.read_personal_data(found, by=by)
    return PAGES.form_page(request, found, form, "修改登记内容", "渠道、种类、日期要用“更正记录”，由另一人办理。")


@never_cache
@asks
@staff
def erase(request: Any, number: str) -> HttpResponse:
    """Forget what was written and by whom, after a look."""
    found = fetch(request, number, "erase")
    by = acting(request.user, found.organ)
    form = forms.Form(request.POST or None)
    if carried_out(request, form, lambda: services.erase(found, by=by)):
        return PAGES.done(request, found, "留言人写的内容、姓名、联系方式、答复稿和附件已经删除，统计不变。")
    about = "删除以后不能恢复。保管期限届满、或者留言人依法要求删除的才办理（《个人信息保护法》第四十七条）。"
    return PAGES.form_page(request, found, form, "删除个人信息", about)


@never_cache
@asks
@staff
def add_paper(request: Any, number: str) -> HttpResponse:
    """Keep a file."""
    form = PaperForm(request.POST or None, request.FILES or None)
    return PAGES.take_paper(request, number, form, PAPERS, "现场照片、协查函、回执等。")


@never_cache
@require_POST
@staff
def read_paper(request: Any, number: str, key: Any) -> HttpResponse:
    """One file to take away; that it was read is recorded first."""
    return PAGES.hand_paper(request, number, key, PAPERS)


@never_cache
@asks
@staff
def part(request: Any, pk: int) -> HttpResponse:
    """A section's part of a joint answer: the question, and what the section says to it."""
    rows = Contribution.objects.select_related("message__organ", "section")
    found = PART_POLICY.get(request.user, rows, pk=get_object_or_404(Contribution, pk=pk).pk)
    form = PartForm(request.POST or None)
    if request.method == "POST":
        PART_POLICY.check(request.user, "give", found)
    by = acting(request.user, found.message.organ)
    if carried_out(request, form, lambda: services.contribute(found, form.cleaned_data["text"], by=by)):
        messages.success(request, "会办意见已经提交给主办科室。")
        return redirect("workbench:message_parts")
    context = {
        "part": found,
        "form": form if found.state == "waiting" and PART_POLICY.may(request.user, "give", found) else None,
        "crumbs": trail(None, ("会办", None)),
    }
    return render(request, "workbench/messages/part.html", context, status=status_of(request))
