"""The files of a dispute and its evidence bundle."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from gongkai.documents.model import Unreadable
from gongkai.web.disputes import services
from gongkai.web.disputes.papers import PAPERS
from gongkai.web.files.handing import handed
from gongkai.web.organs.authority import acting
from gongkai.web.workbench.casework.pages import asks
from gongkai.web.workbench.disputes.forms import PaperForm
from gongkai.web.workbench.disputes.records import PAGES, fetch, trail
from gongkai.web.workbench.entry import staff


@never_cache
@asks
@staff
def add(request: Any, number: str) -> HttpResponse:
    """Keep a file."""
    about = "复议申请书、起诉状、答复书、证据、决定书、裁判文书等，导出证据包时一并放入。"
    return PAGES.take_paper(request, number, PaperForm(request.POST or None, request.FILES or None), PAPERS, about)


@never_cache
@require_POST
@staff
def read(request: Any, number: str, key: Any) -> HttpResponse:
    """One file to take away; that it was read is recorded first."""
    return PAGES.hand_paper(request, number, key, PAPERS)


@never_cache
@asks
@staff
def bundle(request: Any, number: str) -> HttpResponse:
    """What the bundle holds, and the bundle itself."""
    found = fetch(request, number, "export_bundle")
    context = {"dispute": found, "crumbs": trail(found, ("导出证据包", None))}
    if request.method == "POST":
        try:
            data = services.export_bundle(found, by=acting(request.user, found.organ))
        except (Unreadable, ValidationError) as problem:
            context["problem"] = problem.message if isinstance(problem, Unreadable) else "".join(problem.messages)
            return render(request, "workbench/disputes/bundle.html", context, status=422)
        return handed(data, name=f"{found.number}-证据包.zip", media_type="application/zip")
    return render(request, "workbench/disputes/bundle.html", context)
