"""Making a step of a proposal, amending one, changing what was entered, files: each a form and a service."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from gongkai.web.organs.authority import acting
from gongkai.web.proposals import services
from gongkai.web.proposals.papers import PAPERS
from gongkai.web.proposals.queries import ProposalFile
from gongkai.web.workbench.casework.pages import asks, carried_out
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.proposals.carrying import make
from gongkai.web.workbench.proposals.forms import EditForm, PaperForm, ProposalMoveForm, amend_form
from gongkai.web.workbench.proposals.records import PAGES, fetch

ELSEWHERE = ("hand_over", "publish", "withhold", "take_down")
"""Moves that are made on other pages."""


@never_cache
@asks
@staff
def move(request: Any, number: str, name: str) -> HttpResponse:
    """A step: what is asked, or why it cannot be made and what can be done instead."""
    found = fetch(request, number)
    step = PAGES.step(request, found, name, elsewhere=ELSEWHERE)
    by = acting(request.user, found.organ)
    form = ProposalMoveForm(found, step, request.POST or None)
    if carried_out(request, form, lambda: make(found, name, form, by)):
        return PAGES.done(request, found, f"已经办理“{step.title}”。这件目前“{found.state_title}”。")
    return PAGES.step_page(
        request,
        found,
        step,
        form,
        lambda: ProposalFile(found).options(by),
        template="workbench/proposals/step.html",
        reply=found.replies.order_by("-number").first(),
        co_handlers=found.co_handlers.all(),
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
    """Change what was entered. The page shows how to reach the proposers, so opening it is recorded."""
    found = fetch(request, number, "edit")
    by = acting(request.user, found.organ)
    form = EditForm(request.POST or None, initial={name: getattr(found, name) for name in EditForm.base_fields})
    if carried_out(request, form, lambda: services.edit(found, form.cleaned_data, by=by)):
        return PAGES.done(request, found, "已经保存。")
    if request.method == "GET":
        services.read_personal_data(found, by=by)
    return PAGES.form_page(
        request, found, form, "修改登记内容", "承办方式、日期要用“更正记录”，由另一人办理；届次、编号不能改。"
    )


@never_cache
@asks
@staff
def erase(request: Any, number: str) -> HttpResponse:
    """Forget how to reach the proposers and the files, after a look."""
    found = fetch(request, number, "erase")
    by = acting(request.user, found.organ)
    form = forms.Form(request.POST or None)
    if carried_out(request, form, lambda: services.erase(found, by=by)):
        return PAGES.done(request, found, "联系方式、沟通的情况和材料已经删除，答复和统计不变。")
    about = "删除以后不能恢复。保管期限届满的才办理（《个人信息保护法》第四十七条）。"
    return PAGES.form_page(request, found, form, "删除联系方式和材料", about)


@never_cache
@asks
@staff
def add_paper(request: Any, number: str) -> HttpResponse:
    """Keep a file."""
    form = PaperForm(request.POST or None, request.FILES or None)
    return PAGES.take_paper(request, number, form, PAPERS, "建议、提案原件，会办意见，答复函，意见反馈表等。")


@never_cache
@require_POST
@staff
def read_paper(request: Any, number: str, key: Any) -> HttpResponse:
    """One file to take away; that it was read is recorded first."""
    return PAGES.hand_paper(request, number, key, PAPERS)
