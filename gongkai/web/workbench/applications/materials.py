"""The files of a case on the workbench, and what the applicant handed in online: every look at a file is recorded."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.publishing.uploads import accepted_endings
from gongkai.web.applications import services
from gongkai.web.applications.access import POLICY
from gongkai.web.applications.models import Application, Feedback, Material
from gongkai.web.files.forms import FilesField, SeveralFiles
from gongkai.web.files.handing import handed
from gongkai.web.organs.authority import acting
from gongkai.web.workbench.applications.records import fetch, trail
from gongkai.web.workbench.entry import staff

Role = Material.Role
OF_PERSONS = (Role.REQUEST, Role.IDENTITY, Role.CORRECTION, Role.RECEIVED, Role.LETTER, Role.SERVICE)
"""What may say who the applicant or a third party is: only for who may read that."""
ADDED = tuple(role for role in Role if role not in (Role.LETTER, Role.RELEASED))
"""Letters and what is released come from their own work."""


class MaterialsForm(forms.Form):
    """Files to be put into the case, all of one kind."""

    role = forms.ChoiceField(label="种类", choices=[("", "请选择"), *((each.value, each.label) for each in ADDED)])
    uploads = FilesField(
        label="文件",
        widget=SeveralFiles(attrs={"accept": accepted_endings(), "multiple": True}),
        help_text="可以一次选几个。没有收下的会逐个说明原因，收下的不用再传。",
        error_messages={"required": "请选择要存入的文件。"},
    )


@never_cache
@require_http_methods(["GET", "POST"])
@staff
def materials(request: Any, number: str) -> HttpResponse:
    """The files by kind; adding some."""
    found = fetch(request, number, "read_material" if request.method == "GET" else "add_material")
    may_add = POLICY.may(request.user, "add_material", found)
    form = MaterialsForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        kept = 0
        for each in form.cleaned_data["uploads"]:
            try:
                services.add_material(
                    found,
                    role=form.cleaned_data["role"],
                    name=each.name,
                    data=each,
                    by=acting(request.user, found.organ),
                    opens=True,
                )
            except ValidationError as refusal:
                form.add_error("uploads", refusal.messages)
            else:
                kept += 1
        if kept:
            messages.success(request, f"存入了{kept}个文件。")
        if not form.errors:
            return redirect("workbench:application_materials", found.number)
    named = POLICY.may(request.user, "read_personal_data", found)
    context = {
        "application": found,
        "groups": _groups(found, named=named),
        "named": named,
        "form": form if may_add else None,
        "crumbs": trail(found, ("卷内材料", None)),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "workbench/applications/materials.html", context, status=status)


def _groups(found: Application, *, named: bool) -> list[tuple[str, list[tuple[Material, bool]]]]:
    """The files by kind, each with whether this person may see it; its name is shown to who may."""
    listed: dict[str, list[tuple[Material, bool]]] = {}
    for each in found.materials.select_related("added_by").order_by("role", "id"):
        open_to = not each.erased_at and (named or each.role not in OF_PERSONS)
        listed.setdefault(str(each.get_role_display()), []).append((each, open_to))
    return list(listed.items())


@never_cache
@require_GET
@staff
def material(request: Any, number: str, key: uuid.UUID) -> HttpResponse:
    """One file; who read it is recorded first."""
    found = fetch(request, number, "read_material")
    one = found.materials.filter(key=key, erased_at=None).first()
    if one is None:
        raise Http404
    if one.role in OF_PERSONS:
        POLICY.check(request.user, "read_personal_data", found)
    data = services.read_material(one, by=acting(request.user, found.organ))
    return handed(
        data,
        name=one.name,
        media_type=one.media_type,
        kind=one.kind_of_file,
        download=request.GET.get("download") == "1",
    )


@never_cache
@require_GET
@staff
def filings(request: Any, number: str) -> HttpResponse:
    """What the applicant wrote online and thinks of the answer; it may name persons, so reading it is recorded."""
    found = fetch(request, number, "read_personal_data")
    services.read_personal_data(found, by=acting(request.user, found.organ))
    files = {each.pk: each for each in found.materials.filter(role__in=(Role.CORRECTION, Role.RECEIVED))}
    context = {
        "application": found,
        "filings": [
            (each, [files[key] for key in each.materials if key in files]) for each in found.filings.order_by("-id")
        ],
        "feedback": Feedback.objects.filter(application=found).first(),
        "crumbs": trail(found, ("申请人递交的内容", None)),
    }
    return render(request, "workbench/applications/filings.html", context)
