"""Filling in from a list: upload, see what would change, confirm exactly that; one-time passwords are shown once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from gongkai.organs.importing.kinds import KINDS
from gongkai.organs.importing.table import MAX_BYTES, UnreadableList
from gongkai.web.accounts.models import Person
from gongkai.web.log.services import events_of
from gongkai.web.organs.access import ORGAN_POLICY, may_add_root
from gongkai.web.organs.authority import acting
from gongkai.web.organs.importing import Plan, PlanOutdated, confirm_file, keep_file, plan_import
from gongkai.web.organs.models import ImportFile
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.organs.once import keep_once, take_once
from gongkai.web.workbench.organs.pages import ask, page_of, start


class UploadForm(forms.Form):
    """A list and what it is a list of."""

    kind = forms.ChoiceField(
        label="导入什么", choices=ImportFile.Kind.choices, widget=forms.RadioSelect, initial="organs"
    )
    file = forms.FileField(label="文件", help_text="CSV 或者 XLSX，不超过5MB，一次最多5000行。")

    def clean_file(self) -> Any:
        """Not larger than a list can be."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError("文件超过5MB，请分成几个文件导入。")
        return file


def _crumbs(*more: Any) -> Any:
    return start(("批量导入", reverse("workbench:import")), *more)


@staff
def upload(request: Any) -> HttpResponse:
    """Choose a file; what it would change is shown next."""
    ORGAN_POLICY.check(request.user, "import", request.organ)
    by = acting(request.user, request.organ)

    def keep(given: dict[str, Any]) -> ImportFile:
        data = given["file"].read()
        try:
            plan = _plan(request, given["kind"], data)
        except UnreadableList as problem:
            raise ValidationError({"file": str(problem)}) from problem
        return keep_file(plan, name=given["file"].name, organ=request.organ, by=by)

    return ask(
        request,
        UploadForm,
        keep,
        title="批量导入机关、科室和人员",
        done="",
        to=lambda file: reverse("workbench:import_plan", args=[file.pk]),
        cancel=reverse("workbench:organs"),
        button="上传并核对",
        crumbs=_crumbs(),
        context={"kinds": KINDS.values()},
        template="workbench/organs/import.html",
    )


@staff
def template(request: Any, kind: str) -> HttpResponse:
    """A file to fill in."""
    if kind not in KINDS:
        raise Http404
    response = HttpResponse(KINDS[kind].template(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{kind}.csv"'
    return response


@staff
@never_cache
def plan(request: Any, pk: int) -> HttpResponse:
    """What the file would change; confirming does exactly that."""
    ORGAN_POLICY.check(request.user, "import", request.organ)
    file = get_object_or_404(ImportFile, pk=pk, uploaded_by=request.user)
    if file.applied_at is not None:
        return _done(request, file)
    if not file.content:
        return redirect("workbench:import")
    found, problem, status = _plan(request, file.kind, bytes(file.content)), "", 200
    if request.method == "POST":
        try:
            return _apply(request, file, found)
        except PlanOutdated as outdated:
            problem, found, status = "".join(outdated.messages), outdated.plan, 422
        except ValidationError as refusal:
            problem, status = "".join(refusal.messages), 422
    only = request.GET.get("only", "")
    lines = [line for line in found.lines if not only or line.effect == only]
    context = {
        "file": file,
        "plan": found,
        "page": page_of(request, lines),
        "only": only,
        "problem": problem,
        "crumbs": _crumbs(("核对", None)),
    }
    return render(request, "workbench/organs/import_plan.html", context, status=status)


def _apply(request: Any, file: ImportFile, found: Plan) -> HttpResponse:
    done = confirm_file(
        file,
        found,
        by=acting(request.user, request.organ),
        sha256=request.POST.get("sha256", ""),
        fingerprint=request.POST.get("fingerprint", ""),
    )
    passwords = [[person.pk, password] for person, password in done.passwords]
    keep_once(request, "import_passwords", {"file": file.pk, "passwords": passwords})
    return redirect("workbench:import_plan", pk=file.pk)


def _done(request: Any, file: ImportFile) -> HttpResponse:
    """The summary, with the passwords the first time."""
    kept = take_once(request, "import_passwords", lambda kept: kept.get("file") == file.pk)
    given = dict(kept["passwords"]) if kept else {}
    people = Person.objects.filter(pk__in=given).order_by("name")
    event = events_of(file).filter(move="apply_import").first()
    context = {
        "file": file,
        "counts": event.facts if event else {},
        "passwords": [(person, given[person.pk]) for person in people],
        "crumbs": _crumbs(("结果", None)),
    }
    return render(request, "workbench/organs/import_done.html", context)


def _plan(request: Any, kind: str, data: bytes) -> Plan:
    return plan_import(
        kind,
        data,
        within=lambda organ: ORGAN_POLICY.may(request.user, "import", organ),
        roots=may_add_root(request.user),
    )
