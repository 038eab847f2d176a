"""Making a move, amending one, assigning, entering a correction, erasing personal data: each a form and a service."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongkai.applications.moves import DRAFTING, TABLE
from gongkai.casework import NotAllowed
from gongkai.web.applications import services
from gongkai.web.applications.access import POLICY
from gongkai.web.applications.forms import DetailsForm
from gongkai.web.applications.models import Application
from gongkai.web.applications.previewing import preview_move
from gongkai.web.applications.queries import CaseFile
from gongkai.web.casework.forms import place
from gongkai.web.casework.services import steps_of
from gongkai.web.organs.authority import acting
from gongkai.web.workbench.applications.deciding import decide
from gongkai.web.workbench.applications.forms import AssignForm, EraseForm, amend_form
from gongkai.web.workbench.applications.letter_forms import LetterMoveForm
from gongkai.web.workbench.applications.records import fetch, trail
from gongkai.web.workbench.applications.timeline import TIMELINE
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.letters.sheets import sheet_of, shown_sheet

PREVIEW, CONFIRM = "preview", "confirm"
READING = ("review_secrecy", "review_legality", "approve", "send_back", "serve")
"""The steps for which the reply at hand is shown."""
_BOTH = require_http_methods(["GET", "POST"])


@never_cache
@_BOTH
@staff
def move(request: Any, number: str, name: str) -> HttpResponse:
    """A move: what is asked, what it does to the limits, or why it cannot be made and what can be done instead."""
    found = fetch(request, number)
    step = TABLE.move_of.get(name)
    if step is None or step.name == "submit":
        raise Http404
    if found.state in step.sources:
        POLICY.check(request.user, name, found)
    by = acting(request.user, found.organ)
    if name in DRAFTING:
        return decide(request, found, step, by)
    case = CaseFile(found)
    form = LetterMoveForm(case, step, request.POST or None)
    refusal = shown = None
    changed = False
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        given = {"by": by, "facts": form.facts, "on": cleaned["on"], "note": cleaned["note"], "asked": form.asked}
        asked = request.POST.get("step", "") if form.kind else ""
        try:
            if asked in (PREVIEW, CONFIRM):
                shown = preview_move(found, name, **given)
                changed = asked == CONFIRM and shown is not None and request.POST.get("previewed") != shown.digest
            if asked != PREVIEW and not changed:
                services.make_move(found, name, **given)
        except NotAllowed as problem:
            form.refused(problem)
            refusal = problem
        except ValidationError as problem:
            form.refused(problem)
        else:
            if asked != PREVIEW and not changed:
                messages.success(request, f"已经办理“{step.title}”。这件申请目前“{found.state_title}”。")
                return redirect(found)
    reply = found.replies.order_by("-number").first() if name in READING else None
    hindered = [] if request.method == "POST" else [each for each in case.options(by) if each.move.name == name]
    context = {
        "application": found,
        "step": step,
        "form": form,
        "refusal": refusal,
        "hindrances": [str(reason) for each in hindered for reason in each.reasons],
        "elsewhere": found.state not in step.sources,
        "sources": "、".join(TABLE.title_of(state) for state in step.sources),
        "shown": shown_sheet(shown, signed=found.organ.name, dated=form.cleaned_data["on"]) if shown else None,
        "changed": changed,
        "reply": reply,
        "reply_sheet": sheet_of(reply.title, "", "", reply.body) if reply and reply.body else None,
        "crumbs": trail(found, (step.title, None)),
    }
    return render(request, "workbench/applications/move.html", context, status=200 if shown else _status(request))


@never_cache
@_BOTH
@staff
def amend(request: Any, number: str, step: int) -> HttpResponse:
    """Amend what was recorded as a step, by another person than who recorded it."""
    found = fetch(request, number, "amend")
    event = steps_of(found).filter(case_number=step).first()
    if event is None or event.move not in TABLE.move_of:
        raise Http404
    form = amend_form(event, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.amend_step(
                found,
                step,
                by=acting(request.user, found.organ),
                changes=form.changes(),
                reason=form.cleaned_data["reason"],
            )
        except NotAllowed as problem:
            form.add_error(None, str(problem))
        except ValidationError as problem:
            place(form, problem)
        else:
            messages.success(request, "已经更正。原来的记录保留，期限已经重新计算。")
            return redirect(found)
    (told,) = TIMELINE.happenings([event])
    return _form(
        request, found, form, f"更正第{step}步“{told.title}”的记录", f"{told.who}登记：{told.note or '没有填写内容'}"
    )


@never_cache
@_BOTH
@staff
def assign(request: Any, number: str) -> HttpResponse:
    """Give the case to a section or a person."""
    found = fetch(request, number, "assign")
    form = AssignForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.assign(found, by=acting(request.user, found.organ), **form.cleaned_data)
        except ValidationError as problem:
            place(form, problem)
        else:
            messages.success(request, "已经交办。")
            return redirect(found)
    return _form(request, found, form, "交办", "交给科室以后，那个科室的信息员可以拟定答复。")


@never_cache
@_BOTH
@staff
def edit(request: Any, number: str) -> HttpResponse:
    """Enter what the applicant corrected. The page shows personal data, so opening it is recorded."""
    found = fetch(request, number, "edit_details")
    by = acting(request.user, found.organ)
    if request.method == "POST":
        form = DetailsForm(found.applicant_kind, request.POST, lenient=True)
        if form.is_valid():
            try:
                services.edit_details(found, form.details, by=by)
            except ValidationError as problem:
                place(form, problem)
            else:
                messages.success(request, "已经保存。")
                return redirect(found)
    else:
        services.read_personal_data(found, by=by)
        form = DetailsForm.of(found)
    return _form(request, found, form, "填写补正的内容", "照申请人补正的内容填写。改动记入日志，日志不写内容。")


@never_cache
@_BOTH
@staff
def erase(request: Any, number: str) -> HttpResponse:
    """Erase personal data of a case that has ended."""
    found = fetch(request, number, "erase_personal_data")
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.erase_personal_data(found, by=acting(request.user, found.organ), why=form.cleaned_data["why"])
        except ValidationError as problem:
            place(form, problem)
        else:
            messages.success(request, "个人信息已经删除。统计和办理记录没有变。")
            return redirect(found)
    about = "将删除申请人和第三方的姓名、证件号码、联系方式、所需信息的描述和答复的内容，不能恢复。"
    return _form(request, found, form, "删除个人信息", about)


def _form(request: Any, found: Application, form: forms.Form, title: str, about: str) -> HttpResponse:
    context = {
        "application": found,
        "form": form,
        "title": title,
        "about": about,
        "crumbs": trail(found, (title, None)),
    }
    return render(request, "workbench/applications/form.html", context, status=_status(request))


def _status(request: Any) -> int:
    return 422 if request.method == "POST" else 200
