"""The files of a dispute and its evidence bundle."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from gongkai.documents.model import Unreadable
from gongkai.web.disputes import services
from gongkai.web.disputes.models import CasePaper
from gongkai.web.organs.authority import acting
from gongkai.web.workbench.casework.pages import asks, carried_out
from gongkai.web.workbench.disputes.forms import PaperForm
from gongkai.web.workbench.disputes.records import PAGES, fetch, trail
from gongkai.web.workbench.entry import staff


@never_cache
@asks
@staff
def add(request: Any, number: str) -> HttpResponse:
    """Keep a file."""
    found = fetch(request, number, "add_paper")
    form = PaperForm(request.POST or None, request.FILES or None)
    by = acting(request.user, found.organ)

    def act() -> None:
        file = form.cleaned_data["file"]
        services.add_paper(found, role=form.cleaned_data["role"], name=file.name, data=file, by=by)

    if carried_out(request, form, act):
        messages.success(request, "已经存入。")
        return redirect(f"{found.get_absolute_url()}#papers")
    about = "复议申请书、起诉状、答复书、证据、决定书、裁判文书等，导出证据包时一并放入。"
    return PAGES.form_page(request, found, form, "存入案件材料", about, upload=True)


@never_cache
@require_POST
@staff
def read(request: Any, number: str, key: Any) -> HttpResponse:
    """One file to take away; that it was read is recorded first."""
    found = fetch(request, number, "read_paper")
    paper = CasePaper.objects.filter(dispute=found, key=key, erased_at=None).select_related("dispute__organ").first()
    if paper is None:
        raise Http404
    return _download(services.read_paper(paper, by=acting(request.user, found.organ)), paper.name, paper.media_type)


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
        return _download(data, f"{found.number}-证据包.zip", "application/zip")
    return render(request, "workbench/disputes/bundle.html", context)


def _download(data: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
