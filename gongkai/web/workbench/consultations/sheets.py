"""Sheets of a survey: entering those on paper, taking the counts or all answers away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from gongkai.web.casework.forms import place
from gongkai.web.consultations import services, sheets
from gongkai.web.consultations.answering import WrongAnswers
from gongkai.web.consultations.drafting import standing
from gongkai.web.consultations.forms import SheetForm
from gongkai.web.files.sheets import handed_out
from gongkai.web.log.services import record
from gongkai.web.organs.authority import acting
from gongkai.web.workbench.casework.pages import asks
from gongkai.web.workbench.consultations.forms import PaperForm
from gongkai.web.workbench.consultations.records import fetch, trail
from gongkai.web.workbench.entry import staff


@never_cache
@asks
@staff
def enter(request: Any, number: str) -> HttpResponse:
    """Enter a sheet on paper."""
    found = fetch(request, number, "enter")
    if not found.is_survey:
        raise Http404
    questions = standing(found)
    about, form = PaperForm(request.POST or None), SheetForm(questions, request.POST or None)
    if request.method == "POST" and about.is_valid() and form.is_valid():
        by = acting(request.user, found.organ)
        try:
            services.enter_sheet(found, form.given, filled_on=about.cleaned_data["filled_on"], by=by)
        except WrongAnswers as refusal:
            form.refused(refusal)
        except ValidationError as refusal:
            place(about, refusal)
        else:
            messages.success(request, "已经录入一份，可以接着录下一份。")
            return redirect("workbench:sheet_enter", found.number)
    context = {"consultation": found, "about": about, "form": form, "crumbs": trail(found, ("录入纸质答卷", None))}
    return render(
        request, "workbench/consultations/paper.html", context, status=422 if request.method == "POST" else 200
    )


@require_POST
@staff
def export(request: Any, number: str, what: str, form: str) -> HttpResponseBase:
    """The counts, or every sheet, as a file; that it was taken away is recorded."""
    found = fetch(request, number, "export")
    if not found.is_survey or what not in ("counts", "answers") or form not in ("csv", "xlsx"):
        raise Http404
    record(
        found,
        "export_sheets",
        by=acting(request.user, found.organ),
        organ=found.organ,
        facts={"what": what, "form": form},
    )
    table = sheets.counts(found) if what == "counts" else sheets.answers(found)
    return handed_out(f"{found.number}-{what}", form, table)
