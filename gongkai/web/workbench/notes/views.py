"""What a person follows, the notes that wait for a person, and noting on a case."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.web.casework.models import Case
from gongkai.web.notes import services
from gongkai.web.notes.happenings import news_of
from gongkai.web.notes.kinds import case_for
from gongkai.web.notes.models import Note
from gongkai.web.notes.sight import cases_of, notes_for, watches_of, within_sight
from gongkai.web.organs.authority import acting
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.notes.forms import NoteForm, StrikeForm
from gongkai.web.workbench.notes.panels import lines_of

PAGE = 25
SHOWN = 8
"""So many of the new happenings of a case are shown, the latest."""


@never_cache
@require_GET
@staff
def followed(request: Any) -> HttpResponse:
    """What the person follows, wherever it lies, with what happened since; what has news first."""
    watches = list(watches_of(request.user))
    news = news_of(watches)
    watches.sort(key=lambda each: (not news[each.pk], -each.pk))
    page = Paginator(watches, PAGE).get_page(request.GET.get("page"))
    cases = cases_of(page.object_list)
    lines = [
        (each, cases[each.kind, each.case], news[each.pk][-SHOWN:], len(news[each.pk])) for each in page.object_list
    ]
    context = {
        "page": page,
        "lines": lines,
        "fresh": sum(1 for happened in news.values() if happened),
        "crumbs": [("工作台", reverse("workbench:home")), ("我关注的", None)],
    }
    return render(request, "workbench/notes/followed.html", context)


@require_POST
@staff
def looked_at_all(request: Any) -> HttpResponse:
    """All of it was looked at."""
    services.looked(request.user)
    return redirect("workbench:followed_cases")


@require_POST
@staff
def looked_at(request: Any, kind: str, pk: int) -> HttpResponse:
    """What happened in one followed case was looked at."""
    case = case_for(request.user, kind, pk)
    services.looked(request.user, case=case)
    return _back(request, case)


@require_POST
@staff
def watch(request: Any, kind: str, pk: int) -> HttpResponse:
    """Follow a case, or (``stop``) no longer."""
    case = case_for(request.user, kind, pk)
    by = acting(request.user, case.organ)
    if request.POST.get("stop"):
        services.unwatch(case, by=by)
        messages.success(request, f"不再关注{case}。")
    else:
        services.watch(case, by=by)
        messages.success(request, f"已经关注{case}。有变动时，在“我关注的”里看到。")
    return _back(request, case)


@never_cache
@require_GET
@staff
def received(request: Any) -> HttpResponse:
    """Notes that wait for the person to look at them."""
    page = Paginator(notes_for(request.user), PAGE).get_page(request.GET.get("page"))
    cases = cases_of(page.object_list)
    context = {
        "page": page,
        "lines": [(each, cases[each.kind, each.case]) for each in page.object_list],
        "crumbs": [("工作台", reverse("workbench:home")), ("请我看的备注", None)],
    }
    return render(request, "workbench/notes/received.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@staff
def case_notes(request: Any, kind: str, pk: int) -> HttpResponse:
    """The notes of a case, and one more."""
    case = case_for(request.user, kind, pk)
    form = NoteForm(case, request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.write_note(case, form.cleaned_data["text"], by=acting(request.user, case.organ), to=form.addressee)
        except ValidationError as refusal:
            form.refused(refusal)
        else:
            messages.success(request, "备注已经写下。")
            return redirect(f"{_address(case)}#notes")
    context = {
        "case": case,
        "lines": lines_of(case, request.user),
        "form": None if getattr(case, "erased_at", None) and not form.errors else form,
        "crumbs": [("工作台", reverse("workbench:home")), (str(case), _address(case)), ("办理备注", None)],
    }
    return render(request, "workbench/notes/case.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@staff
def strike(request: Any, pk: int) -> HttpResponse:
    """Strike a note that the person wrote."""
    note, case = _note(request, pk)
    form = StrikeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.strike_note(note, by=acting(request.user, case.organ), why=form.cleaned_data["why"])
        except ValidationError as refusal:
            form.add_error(None, " ".join(refusal.messages))
        else:
            messages.success(request, "备注已经划去。")
            return redirect(f"{_address(case)}#notes")
    context = {
        "note": note,
        "case": case,
        "form": form,
        "crumbs": [("工作台", reverse("workbench:home")), (str(case), _address(case)), ("划去备注", None)],
    }
    return render(request, "workbench/notes/strike.html", context, status=422 if form.errors else 200)


@require_POST
@staff
def see(request: Any, pk: int) -> HttpResponse:
    """The person has seen a note that waited."""
    note, case = _note(request, pk)
    try:
        services.see_note(note, by=acting(request.user, case.organ))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return _back(request, case)


def _note(request: Any, pk: int) -> tuple[Note, Case]:
    note = get_object_or_404(within_sight(request.user, Note.objects.select_related("author", "organ")), pk=pk)
    return note, case_for(request.user, note.kind, note.case)


def _back(request: Any, case: Case) -> HttpResponse:
    """To the page from which it was pressed, one of the workbench's own; else to the case."""
    back = request.POST.get("next", "")
    known = back.startswith("/workbench/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if known else f"{_address(case)}#notes")


def _address(case: Case) -> str:
    return str(case.get_absolute_url())  # type: ignore[attr-defined]
