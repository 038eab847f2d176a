"""Importing messages from other platforms: upload and look, begin, see how far it has come, stop, go on, give up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gongkai.engagement.messages.channels import titles
from gongkai.web.messages import importing
from gongkai.web.messages.access import IMPORT_POLICY
from gongkai.web.messages.models import ImportRun
from gongkai.web.messages.tasks import import_in_background
from gongkai.web.organs.authority import Denied, acting
from gongkai.web.workbench.casework.pages import asks, carried_out, status_of
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.messages.forms import ASK
from gongkai.web.workbench.messages.records import trail

PAGE = 50
_ACTS = {"go": ("carry_out", importing.go_on), "stop": ("carry_out", importing.stop), "drop": ("drop", importing.drop)}


class FileForm(forms.Form):
    """A file of messages and the channel by which they came."""

    channel = forms.ChoiceField(label="来件渠道", choices=lambda: [*ASK, *titles("channels").items()])
    file = forms.FileField(label="文件", help_text="CSV、XLSX或者JSON，最多10万行。加密保存，导入完就销毁。")


@require_GET
@staff
def imports(request: Any) -> HttpResponse:
    """The files of the organ, the newest first."""
    if not IMPORT_POLICY.may_in(request.user, "read", request.organ):
        raise Denied("您在这个机关没有查看留言导入的权限。")
    rows = IMPORT_POLICY.visible(request.user, ImportRun.objects.filter(organ=request.organ))
    context = {
        "page": Paginator(rows.select_related("made_by"), PAGE).get_page(request.GET.get("page")),
        "may_import": IMPORT_POLICY.may_in(request.user, "check", request.organ),
        "crumbs": trail(None, ("导入", None)),
    }
    return render(request, "workbench/messages/imports.html", context)


@never_cache
@asks
@staff
def upload(request: Any) -> HttpResponse:
    """Choose a file; what is wrong with it is shown next, and nothing is entered yet."""
    IMPORT_POLICY.check(request.user, "check", ImportRun(organ=request.organ))
    form = FileForm(request.POST or None, request.FILES or None)
    made: list[ImportRun] = []

    def act() -> None:
        file, by = form.cleaned_data["file"], acting(request.user, request.organ)
        made.append(importing.check_import(request.organ, form.cleaned_data["channel"], file.name, file.read(), by=by))

    if carried_out(request, form, act):
        return redirect("workbench:message_import", pk=made[0].pk)
    context = {"form": form, "crumbs": trail(None, ("导入", reverse("workbench:message_imports")), ("上传", None))}
    return render(request, "workbench/messages/upload.html", context, status=status_of(request))


@never_cache
@require_GET
@staff
def run(request: Any, pk: int) -> HttpResponse:
    """How far a file has come, and what is wrong with it, line by line."""
    found = _fetch(request, pk)
    context = {
        "run": found,
        "page": Paginator(found.problems.all(), PAGE).get_page(request.GET.get("page")),
        "may": {
            "go": found.state in ("checked", "stopped", "running")
            and IMPORT_POLICY.may(request.user, "carry_out", found),
            "stop": found.state == "running" and IMPORT_POLICY.may(request.user, "carry_out", found),
            "drop": IMPORT_POLICY.may(request.user, "drop", found),
        },
        "crumbs": trail(None, ("导入", reverse("workbench:message_imports")), (str(found), None)),
    }
    return render(request, "workbench/messages/run.html", context)


@never_cache
@require_POST
@staff
def act(request: Any, pk: int, action: str) -> HttpResponse:
    """Go on for some seconds, stop, or give up."""
    if action not in _ACTS:
        raise Http404
    needed, service = _ACTS[action]
    found = _fetch(request, pk, needed)
    try:
        after = service(found, by=acting(request.user, found.organ))
    except ValidationError as problem:
        messages.error(request, "".join(problem.messages))
    else:
        if action == "go":
            done = after.state == ImportRun.State.DONE
            if not done:
                import_in_background.enqueue(run=found.pk, person=request.user.pk)
            messages.success(
                request,
                "已经导入完。" if done else f"已经办到第{after.done_lines}行，在后台继续；刷新这一页看进度。",
            )
    return redirect("workbench:message_import", pk=found.pk)


@require_GET
@staff
def template(request: Any) -> HttpResponse:
    """A file to fill in."""
    response = HttpResponse(importing.template(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="messages.csv"'
    return response


def _fetch(request: Any, pk: int, action: str = "read") -> ImportRun:
    return IMPORT_POLICY.get(request.user, ImportRun.objects.select_related("organ", "made_by"), action, pk=pk)
