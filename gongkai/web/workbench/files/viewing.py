"""A file of an item for staff: itself, its preview, pictures of its pages. Whoever may read the item may see them."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from gongkai.publishing.upload_reading import Failed
from gongkai.web.files.models import StoredFile
from gongkai.web.files.previewing import html_of, picture_of, shown_pages
from gongkai.web.files.services import extract
from gongkai.web.files.serving import served
from gongkai.web.publishing.models import Attachment, Item
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.publishing.items import found

CACHE = "private, max-age=0, must-revalidate"


def attached(request: Any, pk: int, key: uuid.UUID) -> tuple[Item, Attachment]:
    """The item and its attachment, in the latest wording that has it; 404 for strangers and for files of other items."""
    item = found(request, pk)
    rows = Attachment.objects.filter(wording__version__item=item, file__key=key).select_related("file__organ")
    attachment = rows.order_by("-wording__version__number", "-wording__number").first()
    if attachment is None:
        raise Http404
    return item, attachment


@require_safe
@staff
def file(request: Any, pk: int, key: uuid.UUID) -> Any:
    """The file itself. A picture of the organ that was just put into a text shows before the draft is saved."""
    item = found(request, pk)
    stored = StoredFile.objects.filter(key=key, organ=item.organ_id).first()
    if stored is None or not (stored.attachments.filter(wording__version__item=item).exists() or _unused(stored)):
        raise Http404
    return served(request, stored, cache=CACHE, download="download" in request.GET)


def _unused(stored: StoredFile) -> bool:
    return stored.is_picture and not stored.attachments.exists()


@require_safe
@staff
def page(request: Any, pk: int, key: uuid.UUID, number: int) -> HttpResponse:
    """A page of a PDF as a picture."""
    _, attachment = attached(request, pk, key)
    try:
        data = picture_of(attachment.file, number)
    except Failed as failure:
        raise Http404 from failure
    answer = HttpResponse(data, content_type="image/png")
    answer["Cache-Control"] = "private, max-age=3600"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_safe
@staff
def preview(request: Any, pk: int, key: uuid.UUID) -> HttpResponse:
    """What is in a file and what it says of itself."""
    item, attachment = attached(request, pk, key)
    stored = extract(attachment.file)
    body, problem = "", ""
    kind = stored.kind_of_file
    if kind.preview == "text":
        try:
            body = html_of(stored)
        except Failed as failure:
            problem = str(failure)
    elif stored.failure:
        problem = stored.failure
    pages = shown_pages(stored) if not problem else range(0)
    context = {
        "item": item,
        "attachment": attachment,
        "file": stored,
        "kind": kind,
        "pages": [(number, reverse("workbench:item_file_page", args=[item.pk, key, number])) for number in pages],
        "address": reverse("workbench:item_file", args=[item.pk, key]),
        # 由本程序转换并清理过
        "body": mark_safe(body),  # noqa: S308 - 由本程序转换并清理过
        "problem": problem,
        "crumbs": [
            ("工作台", "/workbench/"),
            ("公开信息", reverse("workbench:items")),
            (item.title, reverse("workbench:item", args=[item.pk])),
            (attachment.title, None),
        ],
    }
    return render(request, "workbench/files/preview.html", context)
