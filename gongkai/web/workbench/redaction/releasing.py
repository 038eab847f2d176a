"""Releasing: what is covered and why, page by page as it will look, and the file that passed the gate."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.redaction.gate import CHECKS
from gongkai.redaction.grounds import grounds
from gongkai.web.applications.materials import read_material
from gongkai.web.organs.authority import acting
from gongkai.web.redaction import marking, releasing
from gongkai.web.redaction.access import POLICY
from gongkai.web.redaction.models import Redaction, Release
from gongkai.web.redaction.tasks import make_in_background
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.redaction.forms import ReleaseForm
from gongkai.web.workbench.redaction.marking import _page_number, _version, _whole, picture_response
from gongkai.web.workbench.redaction.records import fetch, trail


@never_cache
@require_http_methods(["GET", "POST"])
@staff
def release(request: Any, number: str, pk: int) -> HttpResponse:
    """Look at every page as it will be, then have the file made."""
    found = fetch(request, number, pk, "release" if request.method == "POST" else "read")
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by = acting(request.user, found.application.organ)
        try:
            asked = releasing.ask_release(found, version=_whole(request.POST.get("version")), by=by)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            return _made(request, found, asked, by)
    return _shown(request, found, form)


def _made(request: Any, found: Redaction, asked: Release, by: Any) -> HttpResponse:
    if releasing.takes_long(found):
        make_in_background.enqueue(asked.pk, request.user.pk)
        messages.info(request, f"这份原件有{found.pages}页，正在后台生成，做好以后在这里看到结果。")
    else:
        asked = releasing.make(asked, by=by)
        if asked.state == Release.State.RELEASED:
            messages.success(request, "文件已经生成，通过核验，存入卷内的“提供的信息”。")
        else:
            messages.error(request, "核验没有通过，没有生成文件。原因见下面。")
    return redirect("workbench:redaction_release", number=found.application.number, pk=found.pk)


def _shown(request: Any, found: Redaction, form: ReleaseForm) -> HttpResponse:
    marks, today = marking.marks_of(found), timezone.localdate()
    lines = [
        (page, grounds()[ground].told(today), f"{count}处" if count else "整页不提供")
        for page, ground, count in marks.lines()
    ]
    hindrance = ""
    try:
        releasing.check_release(found, by=acting(request.user, found.application.organ))
    except ValidationError as problem:
        hindrance = "".join(problem.messages)
    here = _page_number(request, found)
    context = {
        "redaction": found,
        "application": found.application,
        "lines": lines,
        "here": here,
        "before": here - 1,
        "after": here + 1 if here < found.pages else 0,
        "version": _version(found),
        "checks": CHECKS,
        "hindrance": hindrance,
        "form": form if POLICY.holds(request.user, "release", found) and not found.erased_at else None,
        "may_view": POLICY.may(request.user, "view", found) and not found.erased_at,
        "releases": list(found.releases.select_related("marking", "reviewer").order_by("-id")[:10]),
        "released": releasing.released(found),
        "crumbs": trail(found.application, ("标注遮盖", found.get_absolute_url()), ("核验并生成", None)),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "workbench/redaction/release.html", context, status=status)


@cache_control(private=True, no_store=True)
@require_GET
@staff
def preview_picture(request: Any, number: str, pk: int, page: int) -> HttpResponse:
    """A page as it will be released, as PNG."""
    found = fetch(request, number, pk, "view")
    if not 1 <= page <= found.pages or found.erased_at:
        raise Http404
    try:
        by = acting(request.user, found.application.organ)
        return picture_response(marking.preview_page(found, page, by=by))
    except ValidationError as problem:
        return HttpResponse("".join(problem.messages), status=422, content_type="text/plain; charset=utf-8")


@cache_control(private=True, no_store=True)
@require_GET
@staff
def download(request: Any, number: str, pk: int, release: int) -> HttpResponse:
    """The file that passed the gate; that it was read is recorded."""
    found = fetch(request, number, pk, "view")
    made = found.releases.filter(pk=release, state=Release.State.RELEASED).select_related("material").first()
    if made is None or made.material is None or made.material.erased_at:
        raise Http404
    data = read_material(made.material, by=acting(request.user, found.application.organ))
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="released-{made.pk}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
