"""Replies for the public on the workbench: preparing, reviewing, withdrawing."""

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

from gongkai.engagement.proposals.choices import titles
from gongkai.web.organs.authority import acting
from gongkai.web.proposals import publishing
from gongkai.web.proposals.access import POLICY, PUBLICATION_POLICY
from gongkai.web.proposals.models import Publication
from gongkai.web.workbench.casework.pages import asks, carried_out, status_of
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.proposals.forms import area
from gongkai.web.workbench.proposals.records import fetch, trail

PAGE = 25
TITLE = "公开的答复"


class PublicationForm(forms.Form):
    """What the public reads."""

    attribute = forms.ChoiceField(
        label="公开属性",
        choices=lambda: list(titles("attributes").items()),
        help_text="只公开摘要的，全文不进入要公开的一份；不公开的，只记理由。",
    )
    ground = forms.CharField(
        label="不全文公开的理由", required=False, max_length=500, widget=area(2), help_text="全文公开的不填。"
    )
    title = forms.CharField(label="标题", max_length=200)
    proposers = forms.CharField(
        label="代表、委员", required=False, max_length=200, help_text="公开姓名的填写；不宜公开的空着。"
    )
    summary = forms.CharField(
        label="摘要",
        required=False,
        max_length=2000,
        widget=area(4),
        help_text="先公开摘要，后公开全文（国办发〔2014〕46号）。",
    )
    body = forms.CharField(
        label="全文", required=False, max_length=20_000, widget=area(12),
        help_text="删去电话、住址等能认出某个人的内容，以及涉密、未定的内容。答复原件不变。",
    )  # fmt: skip


class ReviewForm(forms.Form):
    """What the reviewer found."""

    passed = forms.TypedChoiceField(
        label="审查结果",
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        choices=[("yes", "公开属性适当，内容不涉及国家秘密、商业秘密和个人隐私"), ("no", "退回修改")],
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
    """The replies of the organ by state."""
    state = request.GET.get("state", "")
    state = state if state in Publication.State.values else "prepared"
    mine = PUBLICATION_POLICY.visible(request.user, Publication.objects.filter(organ=request.organ, state=state))
    rows = mine.defer("summary", "body").order_by("-id")
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "tabs": [(title, f"?state={key}", key == state) for key, title in Publication.State.choices],
        "crumbs": trail(None, (TITLE, None)),
    }
    return render(request, "workbench/proposals/publications.html", context)


@never_cache
@asks
@staff
def prepare(request: Any, number: str) -> HttpResponse:
    """What is to be published of a reply."""
    proposal = fetch(request, number, "prepare")
    made = publishing.from_proposal(proposal)
    names = list(PublicationForm.base_fields)
    form = PublicationForm(request.POST or None, initial={name: getattr(made, name) for name in names})

    def act() -> None:
        for name in names:
            setattr(made, name, form.cleaned_data[name])
        publishing.prepare(made, by=acting(request.user, proposal.organ))

    if carried_out(request, form, act):
        messages.success(request, "已经送审查。由整理人以外的人审查通过以后公开。")
        return redirect(made if PUBLICATION_POLICY.may(request.user, "read", made) else proposal)
    context = {"form": form, "proposal": proposal, "crumbs": trail(proposal, ("整理要公开的答复", None))}
    return render(request, "workbench/proposals/prepare.html", context, status=status_of(request))


@never_cache
@require_GET
@staff
def publication(request: Any, pk: int) -> HttpResponse:
    """One of them."""
    found = _fetch(request, pk)
    context = {
        "publication": found,
        "linked": POLICY.may(request.user, "read", found.proposal),
        "own": found.prepared_by_id == request.user.pk,
        "may": {each: PUBLICATION_POLICY.holds(request.user, each, found) for each in ("edit", "review", "withdraw")},
        "crumbs": trail(None, (TITLE, reverse("workbench:proposal_publications")), (found.title, None)),
    }
    return render(request, "workbench/proposals/publication.html", context)


@never_cache
@asks
@staff
def edit(request: Any, pk: int) -> HttpResponse:
    """Change it, and send it to review again."""
    found = _fetch(request, pk, "edit")
    names = list(PublicationForm.base_fields)
    form = PublicationForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    by = acting(request.user, found.organ)
    if carried_out(request, form, lambda: publishing.edit(found, form.cleaned_data, by=by)):
        return _done(request, found, "已经重新送审查。")
    return _form(request, found, form, "修改要公开的答复", found.opinion and f"审查意见：{found.opinion}")


@never_cache
@asks
@staff
def review(request: Any, pk: int) -> HttpResponse:
    """Publish (or decide to withhold), or return."""
    found = _fetch(request, pk, "review")
    form = ReviewForm(request.POST or None)
    by = acting(request.user, found.organ)

    def act() -> None:
        publishing.review(found, passed=form.cleaned_data["passed"], opinion=form.cleaned_data["opinion"], by=by)

    if carried_out(request, form, act):
        passed = "已经记为不公开。" if found.attribute == "withheld" else "已经公开。"
        return _done(request, found, passed if form.cleaned_data["passed"] else "已经退回。")
    return _form(request, found, form, "审查要公开的答复", "公开属性和内容一并审查，逐句看过，再选结果。", shown=True)


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
    return _form(request, found, form, "撤下公开的答复", "撤下以后门户上不再显示，答复和记录不变。", shown=True)


def _fetch(request: Any, pk: int, action: str = "read") -> Publication:
    rows = Publication.objects.select_related(
        "organ", "proposal__organ", "proposal__section", "prepared_by", "reviewed_by"
    )
    return PUBLICATION_POLICY.get(request.user, rows, action, pk=pk)


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
        "crumbs": trail(None, (TITLE, reverse("workbench:proposal_publications")), (title, None)),
    }
    return render(request, "workbench/proposals/publication_form.html", context, status=status_of(request))
