"""Questions and answers for the public on the workbench: preparing, reviewing, withdrawing; the library of frequent ones."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongkai.web.messages import publishing
from gongkai.web.messages.access import POLICY, QUESTION_POLICY
from gongkai.web.messages.models import Publication
from gongkai.web.organs.authority import Denied, acting
from gongkai.web.workbench.casework.pages import asks, carried_out, status_of
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.messages.forms import area
from gongkai.web.workbench.messages.records import fetch, trail

PAGE = 25
TABS = (("prepared", "待审查"), ("returned", "已退回"), ("published", "已公开"), ("withdrawn", "已撤下"))
_BOTH = "问答里的姓名、电话、住址和其他能认出某个人的内容要删去或者隐去；留言原件不变。"


class QuestionForm(forms.Form):
    """What the public reads."""

    title = forms.CharField(label="标题", max_length=120)
    question = forms.CharField(label="问", max_length=4000, widget=area(6), help_text=_BOTH)
    answer = forms.CharField(label="答", max_length=8000, widget=area(10))
    category = forms.CharField(label="类别", required=False, max_length=60)
    frequent = forms.BooleanField(label="放进常见问题", required=False, help_text="有人写类似的留言时，先请他看。")


class ReviewForm(forms.Form):
    """What the reviewer found."""

    passed = forms.TypedChoiceField(
        label="审查结果",
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        choices=[("yes", "不涉及国家秘密、个人信息和商业秘密，可以公开"), ("no", "退回修改")],
    )
    opinion = forms.CharField(
        label="意见", required=False, max_length=500, widget=area(3), help_text="退回的，写明要改什么。"
    )


class WithdrawForm(forms.Form):
    """Why it is taken down."""

    reason = forms.CharField(label="为什么撤下", max_length=500, widget=area(3))


@require_GET
@staff
def publications(request: Any) -> HttpResponse:
    """The questions and answers of the organ by state."""
    state = request.GET.get("state", "")
    state = state if state in dict(TABS) else "prepared"
    mine = QUESTION_POLICY.visible(request.user, Publication.objects.filter(organ=request.organ, state=state))
    context = {
        "page": Paginator(mine.order_by("-id"), PAGE).get_page(request.GET.get("page")),
        "tabs": [(title, f"?state={key}", key == state) for key, title in TABS],
        "can_prepare": QUESTION_POLICY.may_in(request.user, "prepare", request.organ),
        "crumbs": trail(None, ("公开的问答", None)),
    }
    return render(request, "workbench/messages/publications.html", context)


@never_cache
@asks
@staff
def prepare(request: Any) -> HttpResponse:
    """Of a message (``?message=``), or a frequent question of its own."""
    if not QUESTION_POLICY.may_in(request.user, "prepare", request.organ):
        raise Denied("整理公开的问答由本机关的政务公开专职人员和信息员办理。")
    number = request.GET.get("message", "")[:60]
    message = fetch(request, number, "publish") if number else None
    made = publishing.from_message(message) if message else Publication(organ=request.organ, frequent=True)
    names = list(QuestionForm.base_fields)
    form = QuestionForm(request.POST or None, initial={name: getattr(made, name) for name in names})

    def act() -> None:
        for name in names:
            setattr(made, name, form.cleaned_data[name])
        publishing.prepare(made, by=acting(request.user, request.organ))

    if carried_out(request, form, act):
        messages.success(request, "已经送审查。由整理人以外的人审查通过以后公开。")
        return redirect(made)
    context = {
        "form": form,
        "message": message,
        "title": "整理公开的问答" if message else "新增常见问题",
        "back": message.get_absolute_url() if message else reverse("workbench:publications"),
        "crumbs": trail(None, ("公开的问答", reverse("workbench:publications")), ("整理", None)),
    }
    return render(request, "workbench/messages/prepare.html", context, status=status_of(request))


@never_cache
@require_GET
@staff
def publication(request: Any, pk: int) -> HttpResponse:
    """One of them."""
    found = _fetch(request, pk)
    message = found.message
    context = {
        "publication": found,
        "linked": message is not None and POLICY.may(request.user, "read", message),
        "own": found.prepared_by_id == request.user.pk,
        "may": {each: QUESTION_POLICY.holds(request.user, each, found) for each in ("edit", "review", "withdraw")},
        "crumbs": trail(None, ("公开的问答", reverse("workbench:publications")), (found.title, None)),
    }
    return render(request, "workbench/messages/publication.html", context)


@never_cache
@asks
@staff
def edit(request: Any, pk: int) -> HttpResponse:
    """Change it, and send it to review again."""
    found = _fetch(request, pk, "edit")
    names = list(QuestionForm.base_fields)
    form = QuestionForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    by = acting(request.user, found.organ)
    if carried_out(request, form, lambda: publishing.edit(found, form.cleaned_data, by=by)):
        return _done(request, found, "已经重新送审查。")
    return _form(request, found, form, "修改问答", found.opinion and f"审查意见：{found.opinion}")


@never_cache
@asks
@staff
def review(request: Any, pk: int) -> HttpResponse:
    """Publish or return."""
    found = _fetch(request, pk, "review")
    form = ReviewForm(request.POST or None)
    by = acting(request.user, found.organ)

    def act() -> None:
        publishing.review(found, passed=form.cleaned_data["passed"], opinion=form.cleaned_data["opinion"], by=by)

    if carried_out(request, form, act):
        return _done(request, found, "已经公开。" if form.cleaned_data["passed"] else "已经退回。")
    return _form(request, found, form, "审查问答", "逐句看过，再选结果。", shown=True)


@never_cache
@asks
@staff
def withdraw(request: Any, pk: int) -> HttpResponse:
    """Take it down."""
    found = _fetch(request, pk, "withdraw")
    form = WithdrawForm(request.POST or None)
    by = acting(request.user, found.organ)
    if carried_out(request, form, lambda: publishing.withdraw(found, form.cleaned_data["reason"], by=by)):
        return _done(request, found, "已经撤下。")
    return _form(request, found, form, "撤下问答", "撤下以后门户上不再显示，留言和记录不变。", shown=True)


def _fetch(request: Any, pk: int, action: str = "read") -> Publication:
    rows = Publication.objects.select_related("organ", "message__organ", "prepared_by", "reviewed_by")
    return QUESTION_POLICY.get(request.user, rows, action, pk=pk)


def _done(request: Any, found: Publication, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(found)


def _form(request: Any, found: Publication, form: Any, title: str, about: str, *, shown: bool = False) -> HttpResponse:
    context = {
        "publication": found,
        "form": form,
        "title": title,
        "about": about,
        "shown": shown,
        "crumbs": trail(None, ("公开的问答", reverse("workbench:publications")), (title, None)),
    }
    return render(request, "workbench/messages/publication_form.html", context, status=status_of(request))
