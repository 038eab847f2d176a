"""What the pages of this subject share: a page with a form, and refusals beside the fields they are about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.web.casework.forms import place
from gongkai.web.organs.authority import Denied, Policy

PER_PAGE = 30
Crumb = tuple[str, str | None]


class DayInput(forms.DateInput):
    """A day, entered with the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def ask(
    request: HttpRequest,
    make: Callable[..., forms.BaseForm],
    act: Callable[[dict[str, Any]], Any],
    *,
    title: str,
    done: str,
    to: str | Callable[[Any], str],
    crumbs: Sequence[Crumb],
    button: str = "保存",
    intro: str = "",
    cancel: str = "",
    context: Mapping[str, Any] | None = None,
    template: str = "workbench/organs/form.html",
) -> HttpResponse:
    """A page with one form: shown, checked, acted upon, and left for ``to``; a refusal shows it again with what was typed."""
    form = make(request.POST, request.FILES) if request.method == "POST" else make()
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                made = act(form.cleaned_data)
            except ValidationError as problem:
                place(form, problem)
            else:
                if done:
                    messages.success(request, done)
                return redirect(to(made) if callable(to) else to)
        status = 422
    shown = {
        "form": form,
        "title": title,
        "button": button,
        "intro": intro,
        "cancel": cancel or (to if isinstance(to, str) else ""),
        "crumbs": crumbs,
        **(context or {}),
    }
    return render(request, template, shown, status=status)


def act_on(request: HttpRequest, act: Callable[[], Any], *, done: str, to: str) -> HttpResponse:
    """A button without a form: done and said so, or refused and said why; then back to the page."""
    try:
        act()
    except ValidationError as problem:
        for sentence in problem.messages:
            messages.error(request, sentence)
    else:
        messages.success(request, done)
    return redirect(to)


def page_of(request: HttpRequest, rows: QuerySet[Any] | Sequence[Any]) -> Page[Any]:
    """The page of a list that was asked for; a number that is none gives the first, one too high the last."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def lacks_second_factor(person: Any, policy: Policy, action: str, record: Any) -> bool:
    """Whether nothing but the second factor keeps the person from it: then the page says so instead of hiding the button."""
    try:
        policy.check(person, action, record)
    except Denied as refusal:
        return refusal.second_factor
    return False


def chosen_year(request: HttpRequest, default: int) -> int:
    """The year in the address, or the default for anything else."""
    year = request.GET.get("year", "")
    return int(year) if year.isascii() and year.isdigit() and len(year) == 4 else default


def start(*steps: Crumb) -> list[Crumb]:
    """Where a page of this subject stands."""
    return [("工作台", reverse("workbench:home")), *steps]
