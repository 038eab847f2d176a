"""从文件导入: a DOCX or a web page opens as a new item in the form, to be checked and then saved."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gongkai.documents.model import Unreadable
from gongkai.publishing.cleaning import editable
from gongkai.publishing.importing_text import LARGEST, imported
from gongkai.web.organs.authority import acting
from gongkai.web.publishing.picturing import kept
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.publishing.draft_forms import DraftForm
from gongkai.web.workbench.publishing.drafts import CRUMBS, check_drafts, new_page, sections_of
from gongkai.web.workbench.publishing.forms import Refusable


class FileForm(Refusable):
    """The file."""

    file = forms.FileField(
        label="文件",
        help_text=f"Word 文件（DOCX）、网页（HTML）或者单个文件的网页（MHTML），不超过{LARGEST >> 20}兆字节。旧版 DOC 请先另存为 DOCX。",
        error_messages={
            "required": "请选择要导入的文件。",
            "empty": "这个文件是空的，请另选。",
            "missing": "没有收到文件，请重新选择。",
            "invalid": "没有收到文件，请重新选择。",
        },
    )


@staff
def from_file(request: Any) -> HttpResponse:
    """Ask for the file; read, it is shown as a new item that is not saved yet."""
    organ = check_drafts(request)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            found = imported(given.read(LARGEST + 1), given.name)
            brought = kept(organ, by=acting(request.user, organ), found=found.found)
        except Unreadable as problem:
            form.add_error("file", problem.message)
        except ValidationError as refusal:
            form.add_error("file", "".join(refusal.messages))
        else:
            signed_on = found.signed_on if found.signed_on and found.signed_on <= timezone.localdate() else None
            initial = {
                "title": found.title,
                "document_number": found.document_number,
                "signed_on": signed_on,
                "body_html": editable(brought.body),
            }
            if found.issuer:
                initial["issuer"] = found.issuer
            draft = DraftForm(organ, sections_of(request.user, organ), initial=initial)
            return new_page(request, draft, told=brought.told)
    context = {"form": form, "crumbs": [*CRUMBS, ("从文件导入", None)]}
    return render(request, "workbench/publishing/from_file.html", context, status=422 if form.errors else 200)
