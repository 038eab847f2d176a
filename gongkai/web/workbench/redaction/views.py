"""Lists of coverings, and the sources of one case: what was begun, for whom, how far it is."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.web.applications.materials import add_material
from gongkai.web.applications.models import Application, Material
from gongkai.web.organs.authority import acting
from gongkai.web.redaction import marking
from gongkai.web.redaction.access import POLICY
from gongkai.web.redaction.models import Marking, Redaction, Release
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.redaction.forms import SourceForm
from gongkai.web.workbench.redaction.records import fetch_application, records, trail

PAGE = 25


@never_cache
@require_GET
@staff
def redactions(request: Any) -> HttpResponse:
    """The coverings of the chosen organ that the person may see, newest first."""
    mine = POLICY.visible(request.user, records().filter(application__organ=request.organ))
    page = Paginator(with_progress(mine).order_by("-id"), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": [(each, told(each)) for each in page.object_list], "crumbs": trail()}
    return render(request, "workbench/redaction/list.html", context)


def with_progress(found: Any) -> Any:
    """With the number of the last version and the last that was released."""
    last = Marking.objects.filter(redaction=OuterRef("pk")).order_by("-number")
    done = Release.objects.filter(redaction=OuterRef("pk")).order_by("-id")
    return found.annotate(
        last_version=Subquery(last.values("number")[:1]),
        last_release=Subquery(done.values("state")[:1]),
        released_version=Subquery(done.filter(state="released").values("marking__number")[:1]),
    )


def told(redaction: Any) -> tuple[str, str]:
    """How far a covering of ``with_progress`` is, in words, and the tone."""
    if redaction.erased_at:
        return "原件已经销毁", "neutral"
    if not redaction.last_version:
        return "还没有标注", "warn"
    if redaction.released_version == redaction.last_version:
        return "已生成，通过核验", "good"
    if redaction.last_release == "making":
        return "正在生成", "info"
    if redaction.last_release == "refused":
        return "没有通过核验", "bad"
    return "已标注，等待另一人核验", "warn"


@never_cache
@require_http_methods(["GET", "POST"])
@staff
def sources(request: Any, number: str) -> HttpResponse:
    """The coverings of a case, and the beginning of another."""
    found = fetch_application(request, number, "mark" if request.method == "POST" else "read")
    may_mark = POLICY.may(request.user, "mark", Redaction(application=found))
    form = SourceForm(found, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = _begin(request, found, form.cleaned_data)
        except ValidationError as problem:
            _place(form, problem)
        else:
            messages.success(request, f"已经可以标注，一共{made.pages}页。")
            return redirect(made)
    mine = with_progress(POLICY.visible(request.user, records().filter(application=found)))
    context = {
        "application": found,
        "lines": [(each, told(each)) for each in mine],
        "form": form if may_mark else None,
        "may_view": POLICY.may(request.user, "view", Redaction(application=found)),
        "crumbs": trail(found),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "workbench/redaction/sources.html", context, status=status)


def _begin(request: Any, application: Application, given: dict[str, Any]) -> Redaction:
    """The covering begun; a file that turns out to have no pages is not kept either."""
    by = acting(request.user, application.organ)
    with transaction.atomic():
        marking.check_open(application, given["layer"])
        source = given.get("source")
        if source is None:
            file = given["file"]
            source = add_material(application, role=Material.Role.SOURCE, name=file.name, data=file, by=by)
        return marking.begin(application, source, given["layer"], by=by)


def _place(form: SourceForm, problem: ValidationError) -> None:
    where = "source" if form.cleaned_data.get("source") else "file"
    for each in problem.messages:
        form.add_error(where if where in form.fields else None, each)
