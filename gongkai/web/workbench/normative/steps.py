"""Moves of a file: each a form and a service; registering, evaluating and beginning the text have their own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from gongkai.casework import NotAllowed
from gongkai.publishing.normative import BY_SYSTEM, NORMATIVE
from gongkai.web.normative import services
from gongkai.web.normative.access import POLICY
from gongkai.web.normative.models import NormativeDocument
from gongkai.web.normative.rules import rule_of
from gongkai.web.organs.authority import acting
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.normative.documents import shown
from gongkai.web.workbench.normative.forms import ColumnForm, EvaluateForm, LinkForm, RegisterForm, StepForm
from gongkai.web.workbench.normative.records import fetch, named, trail

NO_PAGE = ("start", "enter_history", "register_elsewhere", *BY_SYSTEM)


@staff
def move(request: Any, pk: int, name: str) -> HttpResponse:
    """A page that asks for what a move needs, and makes it."""
    step = NORMATIVE.move_of.get(name)
    if step is None or name in NO_PAGE:
        raise Http404
    found = fetch(request, pk)
    POLICY.check(request.user, name, found)
    if name == "register":
        return _register(request, found)
    if name == "evaluate":
        return _evaluate(request, found)
    form = StepForm(step, request.POST or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.make_move(
                found,
                name,
                by=acting(request.user, found.organ),
                facts=form.facts,
                on=given["on"],
                note=given["note"],
            )
        except NotAllowed as problem:
            form.refused(problem)
            refusal = problem
        except ValidationError as problem:
            form.refused(problem)
        else:
            messages.success(request, f"已经办理“{step.title}”。这份文件目前“{found.state_title}”。")
            return redirect(found)
    return _page(request, found, form, step.title, f"依据：{step.basis}。", str(refusal) if refusal else "")


@staff
def text(request: Any, pk: int) -> HttpResponse:
    """Begin the text as an item, or say which item it is."""
    found = fetch(request, pk, "write_text")
    linking = request.POST.get("what") == "link"
    column = ColumnForm(found.organ, request.POST if request.method == "POST" and not linking else None)
    link = LinkForm(found, request.POST if linking else None)
    by = acting(request.user, found.organ)
    form: Any = link if linking else column
    if request.method == "POST" and form.is_valid():
        try:
            if linking:
                services.link(found, link.cleaned_data["item"], by=by)
                messages.success(request, "已经连上。")
                return redirect(found)
            version = services.draft_text(found, by=by, column=column.cleaned_data["column"])
        except (NotAllowed, ValidationError) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "正文的草稿已经建好，文号、统一编号、成文日期照文件填写。请写正文，然后送审。")
            return redirect(version)
    context = {
        "document": found,
        "column_form": column,
        "link_form": link,
        "crumbs": trail(("正文", None), document=found),
    }
    return render(request, "workbench/normative/text.html", context, status=422 if form.errors else 200)


def _register(request: Any, found: NormativeDocument) -> HttpResponse:
    rule = rule_of(found.organ, found.signed_on or timezone.localdate())
    if rule is None or rule.mode == "not_kept":
        told = "本机关还没有写明由谁统一登记、编号。请先在“三统一和期限的设定”里写明，或者不经登记直接起草正文、公布。"
        return shown(request, found, status=422 if request.method == "POST" else 200, refusal=told)
    form = RegisterForm(rule, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        number = given.pop("registration_number", "")
        try:
            services.register(found, by=acting(request.user, found.organ), number=number, **given)
        except (NotAllowed, ValidationError) as refusal:
            form.refuse(refusal)
        else:
            found.refresh_from_db()
            messages.success(request, f"已经登记，统一编号是 {found.registration_number}。")
            return redirect(found)
    about = f"由{rule.registrar}登记，{rule.mode_title}。依据：{rule.basis}。编号给出以后不能收回。"
    return _page(request, found, form, "统一登记、编号", about)


def _evaluate(request: Any, found: NormativeDocument) -> HttpResponse:
    form = EvaluateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        words = given.pop("decision").strip()
        decision = named(found.organ, words) if words else None
        if words and decision is None:
            form.add_error("decision", "没有找到，或者不止一件。请填写完整的索引号或者文号。")
        else:
            try:
                services.evaluate(found, by=acting(request.user, found.organ), decision=decision, **given)
            except (NotAllowed, ValidationError) as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, "评估结论已经记录。要改变有效性的，结论由公布的决定生效。")
                return redirect(found)
    ends = found.item.expires_on if found.item is not None else None
    about = f"有效期至{ends:%Y-%m-%d}。" if ends else "没有写有效期。"
    return _page(request, found, form, "评估", about)


def _page(request: Any, found: NormativeDocument, form: Any, title: str, about: str, refusal: str = "") -> HttpResponse:
    context = {
        "document": found,
        "form": form,
        "title": title,
        "about": f"{found.title}，目前“{found.state_title}”。{about}",
        "refusal": refusal,
        "back": found.get_absolute_url(),
        "crumbs": trail((title, None), document=found),
    }
    return render(request, "workbench/normative/form.html", context, status=422 if form.errors else 200)
