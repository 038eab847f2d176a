"""The letters of a case: reading one, handing it out as a file, making one that goes with no step."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.documents.model import Unreadable
from gongkai.letters import FORMATS, MEDIA_TYPES
from gongkai.web.applications.letters import compose, read_letter, rendered
from gongkai.web.applications.previewing import preview_letter
from gongkai.web.casework.forms import place
from gongkai.web.organs.authority import acting
from gongkai.web.workbench.applications.letter_forms import LetterForm
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.letters.records import case_of, kind_or_404, letter_of, trail
from gongkai.web.workbench.letters.sheets import Sheet, kept_sheet, shown_sheet


@never_cache
@require_GET
@staff
def letter(request: Any, number: str, pk: int) -> HttpResponse:
    """A letter; that it was read is recorded first."""
    found = letter_of(request, number, pk)
    read_letter(found, by=acting(request.user, found.organ))
    context = {
        "application": found.application,
        "letter": found,
        "sheet": None if found.erased else kept_sheet(found),
        "intact": found.erased or found.is_intact,
        "crumbs": trail(found.application, found.title),
    }
    return render(request, "workbench/letters/letter.html", context)


@never_cache
@require_GET
@staff
def letter_file(request: Any, number: str, pk: int, to: str) -> HttpResponse:
    """A letter as DOCX or PDF; that it was handed out is recorded first."""
    found = letter_of(request, number, pk)
    if to not in FORMATS:
        raise Http404
    try:
        data = rendered(found, to)
    except ValidationError:
        return redirect(found)
    except Unreadable as problem:
        messages.error(request, problem.message)
        return redirect(found)
    read_letter(found, by=acting(request.user, found.organ))
    answer = HttpResponse(data, content_type=MEDIA_TYPES[to])
    name = f"{found.title}-{found.number or number}.{to}"
    answer["Content-Disposition"] = content_disposition_header(to == "docx", name) or "inline"
    return answer


@never_cache
@require_http_methods(["GET", "POST"])
@staff
def compose_letter(request: Any, number: str, kind: str) -> HttpResponse:
    """A letter that goes with no step: what it asks, how it will look, then it is made."""
    case = case_of(request, number, "compose_letter")
    found = kind_or_404(kind)
    if not found.states:
        raise Http404
    by = acting(request.user, case.organ)
    form = LetterForm(case, found, request.POST or None)
    shown: Sheet | None = None
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            if request.POST.get("step") == "make":
                made = compose(case, found, asked=asked, by=by)
                messages.success(request, f"已经生成《{made.title}》{made.number}。")
                return redirect(f"{reverse('workbench:application', args=[case.number])}#letters")
            preview = preview_letter(case, found, asked=asked, by=by)
            shown = shown_sheet(preview, signed=case.organ.name, dated=timezone.localdate())
        except ValidationError as problem:
            place(form, problem)
    context = {
        "application": case,
        "kind": found,
        "form": form,
        "shown": shown,
        "crumbs": trail(case, found.title),
    }
    status = 422 if request.method == "POST" and form.errors else 200
    return render(request, "workbench/letters/compose.html", context, status=status)
