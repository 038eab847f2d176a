"""Making a move of a dispute, amending one, changing what was entered: each a form and a service."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongkai.casework import NotAllowed
from gongkai.disputes.moves import BEGINNINGS, TABLE
from gongkai.web.casework.forms import place
from gongkai.web.casework.services import steps_of
from gongkai.web.disputes import services
from gongkai.web.disputes.access import POLICY
from gongkai.web.disputes.queries import DisputeFile
from gongkai.web.organs.authority import acting
from gongkai.web.workbench.disputes.forms import DisputeMoveForm, EditForm, amend_form
from gongkai.web.workbench.disputes.records import fetch, trail
from gongkai.web.workbench.disputes.timeline import TIMELINE
from gongkai.web.workbench.entry import staff

_BOTH = require_http_methods(["GET", "POST"])


@never_cache
@_BOTH
@staff
def move(request: Any, number: str, name: str) -> HttpResponse:
    """A move: what is asked, or why it cannot be made and what can be done instead."""
    found = fetch(request, number)
    step = TABLE.move_of.get(name)
    if step is None or step.name in BEGINNINGS:
        raise Http404
    if found.state in step.sources:
        POLICY.check(request.user, name, found)
    by = acting(request.user, found.organ)
    form = DisputeMoveForm(found, step, request.POST or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.make_move(found, name, by=by, facts=form.facts, on=given["on"], note=given["note"])
        except NotAllowed as problem:
            form.refused(problem)
            refusal = problem
        except ValidationError as problem:
            form.refused(problem)
        else:
            said = f"已经办理“{step.title}”。这件案件目前“{found.state_title}”。"
            if found.application is not None:
                found.application.refresh_from_db()
                said += f"申请{found.application.number}目前“{found.application.state_title}”。"
            messages.success(request, said)
            return redirect(found)
    options = (
        [] if request.method == "POST" else [each for each in DisputeFile(found).options(by) if each.move.name == name]
    )
    context = {
        "dispute": found,
        "step": step,
        "form": form,
        "refusal": refusal,
        "hindrances": [str(reason) for each in options for reason in each.reasons],
        "elsewhere": found.state not in step.sources,
        "sources": "、".join(TABLE.title_of(state) for state in step.sources),
        "crumbs": trail(found, (step.title, None)),
    }
    return render(request, "workbench/disputes/move.html", context, status=422 if request.method == "POST" else 200)


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
            messages.success(request, "已经更正。原来的记录保留，期限和表四的计数已经随着改变。")
            return redirect(found)
    (told,) = TIMELINE.happenings([event])
    about = f"{told.who}登记：{told.note or '没有填写内容'}"
    return _form(request, found, form, f"更正第{step}步“{told.title}”的记录", about)


@never_cache
@_BOTH
@staff
def edit(request: Any, number: str) -> HttpResponse:
    """Change what was entered. The page shows who complains, so opening it is recorded."""
    found = fetch(request, number, "edit")
    by = acting(request.user, found.organ)
    form = EditForm(request.POST or None, initial={name: getattr(found, name) for name in EditForm.base_fields})
    if request.method == "POST" and form.is_valid():
        try:
            services.edit(found, form.cleaned_data, by=by)
        except ValidationError as problem:
            place(form, problem)
        else:
            messages.success(request, "已经保存。")
            return redirect(found)
    elif request.method == "GET":
        services.read_personal_data(found, by=by)
    return _form(request, found, form, "修改登记内容", "日期、地位和结果要用“更正记录”，由另一人办理。")


def _form(request: Any, found: Any, form: Any, title: str, about: str) -> HttpResponse:
    context = {"dispute": found, "form": form, "title": title, "about": about, "crumbs": trail(found, (title, None))}
    return render(request, "workbench/disputes/form.html", context, status=422 if request.method == "POST" else 200)
