"""Taking over a list from a file in two steps: what every line would do is shown, and only that is done when confirmed.

Nothing is kept between the steps: the file travels with the page, signed, for this person, organ and kind of list only.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render

from gongkai.organs.importing.kinds import Kind
from gongkai.organs.importing.table import UnreadableList
from gongkai.publishing.lists import Planned

MOST_BYTES = 1024 * 1024
VALID_SECONDS = 4 * 3600
SHOWN = 200
"""So many lines are shown; those that are wrong come first."""


class ListFileForm(forms.Form):
    """A list as a file."""

    file = forms.FileField(
        label="文件",
        max_length=200,
        help_text="CSV（UTF-8 或者 GBK）或者 XLSX，不超过1MB。",
        error_messages={"required": "请选择要导入的文件。", "empty": "这个文件是空的，请选有内容的文件。"},
    )

    def clean_file(self) -> Any:
        """Not larger than a page can carry."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("文件超过1MB，请分成几个文件导入。")
        return file


@dataclass(frozen=True, slots=True)
class Listing:
    """A kind of list with what reads it (``plan``), what takes it over (``carry_out``) and where one comes back to."""

    kind: Kind
    title: str
    plan: Callable[[bytes], list[Planned]]
    carry_out: Callable[[bytes], Sequence[Any]]
    back: str
    crumbs: Sequence[tuple[str, str | None]]
    note: str = ""


def import_page(request: Any, listing: Listing) -> HttpResponse:
    """The template to fill in, the upload, the lines checked, or the list taken over."""
    if request.method == "GET" and "template" in request.GET:
        response = HttpResponse(listing.kind.template(), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{listing.kind.key}.csv"'
        return response
    if request.method == "POST" and request.POST.get("content"):
        return _confirmed(request, listing)
    form = ListFileForm(request.POST, request.FILES) if request.method == "POST" else ListFileForm()
    lines: list[Planned] = []
    content = ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"].read()
        try:
            lines = listing.plan(data)
        except UnreadableList as problem:
            form.add_error("file", str(problem))
        else:
            if not lines:
                form.add_error("file", "这个文件只有表头，没有内容。")
            elif not any(line.errors for line in lines):
                content = _packed(request, listing, data)
    return _page(request, listing, form, lines, content)


def _confirmed(request: Any, listing: Listing) -> HttpResponse:
    form = ListFileForm()
    try:
        data = _unpacked(request, listing, request.POST["content"])
    except (signing.BadSignature, ValueError, zlib.error):
        return _page(request, listing, form, [], "", "核对的结果已经过期，或者不是您在这个机关核对的。请重新上传。")
    try:
        made = listing.carry_out(data)
    except (ValidationError, UnreadableList) as problem:
        told = problem.messages if isinstance(problem, ValidationError) else [str(problem)]
        return _page(request, listing, form, listing.plan(data), "", "".join(told))
    messages.success(request, f"已登记{len(made)}条。")
    return redirect(listing.back)


def _page(
    request: Any, listing: Listing, form: ListFileForm, lines: list[Planned], content: str, problem: str = ""
) -> HttpResponse:
    wrong = [line for line in lines if line.errors]
    shown = [*wrong, *(line for line in lines if not line.errors)][:SHOWN]
    context = {
        "listing": listing,
        "title": listing.title,
        "kind": listing.kind,
        "form": form,
        "lines": shown,
        "count": len(lines),
        "wrong": len(wrong),
        "content": content,
        "problem": problem,
        "crumbs": listing.crumbs,
    }
    bad = bool(form.errors or wrong or problem)
    return render(request, "workbench/list_import.html", context, status=422 if bad else 200)


def _salt(request: Any, listing: Listing) -> str:
    return f"list-import:{listing.kind.key}:{request.organ.pk}:{request.user.pk}"


def _packed(request: Any, listing: Listing, data: bytes) -> str:
    packed = base64.b64encode(zlib.compress(data, 9)).decode()
    return signing.TimestampSigner(salt=_salt(request, listing)).sign(packed)


def _unpacked(request: Any, listing: Listing, content: str) -> bytes:
    packed = signing.TimestampSigner(salt=_salt(request, listing)).unsign(content, max_age=VALID_SECONDS)
    return zlib.decompress(base64.b64decode(packed))
