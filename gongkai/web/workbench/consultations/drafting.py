"""Beginning one, writing its texts, its files, its questions."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from gongkai.engagement.consultations.questions import FORM_TITLES
from gongkai.web.consultations import services
from gongkai.web.consultations.access import POLICY
from gongkai.web.consultations.models import Consultation, Question
from gongkai.web.organs.authority import Denied, acting
from gongkai.web.workbench.casework.pages import asks, carried_out
from gongkai.web.workbench.consultations.forms import FileForm, KindForm, QuestionForm, TextForm, sections_for
from gongkai.web.workbench.consultations.records import PAGES, fetch, trail
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.organs.pages import act_on, ask


@never_cache
@asks
@staff
def new(request: Any) -> HttpResponse:
    """Begin a consultation or survey."""
    organ = request.organ
    if not POLICY.may_in(request.user, "start", organ):
        raise Denied("发起征集调查由信息员、科室负责人、政务公开专职人员办理。")
    sections, whole = sections_for(request.user, organ, POLICY)

    def begin(given: dict[str, Any]) -> Consultation:
        fields = {"about_year": given["about_year"]} if given["about_year"] else {}
        by = acting(request.user, organ)
        return services.start(organ, given["kind"], given["title"], by=by, section=given["section"], **fields)

    return ask(
        request,
        partial(KindForm, sections, whole),
        begin,
        title="发起征集调查",
        button="下一步：写内容",
        done="已经建立，请写内容。",
        to=lambda made: reverse("workbench:consultation_edit", args=[made.number]),
        cancel=reverse("workbench:consultations"),
        crumbs=trail(None, ("发起征集调查", None)),
    )


@never_cache
@asks
@staff
def edit(request: Any, number: str) -> HttpResponse:
    """Write the texts."""
    found = fetch(request, number, "edit")
    by = acting(request.user, found.organ)
    form = TextForm(found, request.POST or None)
    if carried_out(request, form, lambda: services.edit(found, form.cleaned_data, by=by)):
        return PAGES.done(request, found, "已经保存。")
    return PAGES.form_page(request, found, form, "写内容", "开启以后不能再改，请核对。")


@never_cache
@asks
@staff
def attach(request: Any, number: str) -> HttpResponse:
    """Add a file."""
    found = fetch(request, number, "edit")
    by = acting(request.user, found.organ)
    form = FileForm(request.POST or None, request.FILES or None)

    def act() -> None:
        given = form.cleaned_data
        services.attach(found, given["file"].name, given["file"], title=given["title"], by=by)

    if carried_out(request, form, act):
        return PAGES.done(request, found, "已经附上。")
    about = "征求意见稿、起草说明、参考材料。开启以后人人可以下载，请先核对有没有不能公开的内容。"
    return PAGES.form_page(request, found, form, "附上文件", about, upload=True)


@require_POST
@staff
def remove_file(request: Any, number: str, key: Any) -> HttpResponse:
    """Take a file away."""
    found = fetch(request, number, "edit")
    kept = found.files.filter(file__key=key, removed_at=None).first()
    if kept is None:
        raise Http404
    by = acting(request.user, found.organ)
    return act_on(request, lambda: services.remove_file(kept, by=by), done="已经移除。", to=found.get_absolute_url())


@never_cache
@asks
@staff
def add_question(request: Any, number: str) -> HttpResponse:
    """Add a question at the end."""
    found = fetch(request, number, "edit")
    by = acting(request.user, found.organ)
    wanted = request.GET.get("form", "")
    initial = {"form": wanted if wanted in FORM_TITLES else "single", "steps": 5}
    form = QuestionForm(request.POST or None, initial=initial)
    if carried_out(request, form, lambda: services.add_question(found, by=by, **form.given)):
        return _again(request, found, "已经增加一题。")
    return PAGES.form_page(request, found, form, "增加题目", "加在最后，可以再调整次序。")


@never_cache
@asks
@staff
def edit_question(request: Any, number: str, pk: int) -> HttpResponse:
    """Change a question."""
    found = fetch(request, number, "edit")
    question = _question(found, pk)
    by = acting(request.user, found.organ)
    known = {name: getattr(question, name) for name in QuestionForm.base_fields} | {
        "options": "\n".join(question.options)
    }
    form = QuestionForm(request.POST or None, initial=known)
    if carried_out(request, form, lambda: services.edit_question(question, by=by, **form.given)):
        return _again(request, found, "已经保存。")
    return PAGES.form_page(request, found, form, "修改题目", f"第{question.place}题。")


@require_POST
@staff
def question_step(request: Any, number: str, pk: int, action: str) -> HttpResponse:
    """Move a question up or down, or remove it."""
    found = fetch(request, number, "edit")
    question = _question(found, pk)
    by = acting(request.user, found.organ)
    acts = {
        "up": lambda: services.move_question(question, up=True, by=by),
        "down": lambda: services.move_question(question, up=False, by=by),
        "remove": lambda: services.remove_question(question, by=by),
    }
    if action not in acts:
        raise Http404
    done = "已经移除。" if action == "remove" else "已经调整次序。"
    return act_on(request, acts[action], done=done, to=f"{found.get_absolute_url()}#questions")


def _question(found: Consultation, pk: int) -> Question:
    question = found.questions.filter(pk=pk, removed_at=None).first()
    if question is None:
        raise Http404
    return question


def _again(request: Any, found: Consultation, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(f"{found.get_absolute_url()}#questions")
