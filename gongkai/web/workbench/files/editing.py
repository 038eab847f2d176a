"""Changing the files of a draft: several at once in, one by one renamed, moved, taken out. What one file lacks stops no other."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_POST

from gongkai.casework import NotAllowed
from gongkai.web.files.models import StoredFile
from gongkai.web.files.services import extract, keep
from gongkai.web.organs.authority import acting
from gongkai.web.publishing import attaching
from gongkai.web.publishing.access import POLICY
from gongkai.web.publishing.models import Item, Version
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.files.forms import UploadForm
from gongkai.web.workbench.files.section import section
from gongkai.web.workbench.files.viewing import attached
from gongkai.web.workbench.publishing.items import found, latest_of

UP, DOWN = "up", "down"


@staff
def files(request: Any, pk: int) -> HttpResponse:
    """The files of an item; posting adds some."""
    item = found(request, pk)
    version = latest_of(item)
    if request.method != "POST":
        return _page(request, item, version)
    POLICY.check(request.user, "edit", version)
    form = UploadForm({}, MultiValueDict({"uploads": request.FILES.getlist("uploads")}))
    if not form.is_valid():
        return _page(request, item, version, form=form, status=422)
    taken, failed = _attach_all(request, item, version, form.cleaned_data["uploads"])
    hints = list(dict.fromkeys(f"“{each.name}”：{each.kind_of_file.hint}" for each in taken if each.kind_of_file.hint))
    for each in hints:
        messages.warning(request, each)
    if failed:
        return _page(request, item, version, failed=failed, taken=taken, status=422)
    messages.success(request, f"已上传{len(taken)}个附件。")
    return redirect(f"{reverse('workbench:item', args=[item.pk])}#files")


def _attach_all(
    request: Any, item: Item, version: Version, uploads: list[Any]
) -> tuple[list[StoredFile], list[tuple[str, str]]]:
    """Each file by itself: those taken, and those that were not, with why."""
    by = acting(request.user, item.organ)
    taken, failed = [], []
    for upload in uploads:
        try:
            with transaction.atomic():
                stored = keep(item.organ, by=by, name=upload.name, data=upload)
                attaching.attach(version, by=by, file=stored)
        except ValidationError as refusal:
            failed.append((upload.name, "".join(refusal.messages)))
        except NotAllowed as refusal:
            failed.append((upload.name, str(refusal)))
        else:
            taken.append(stored)
    return taken, failed


@require_POST
@staff
def remove(request: Any, pk: int, key: uuid.UUID) -> HttpResponse:
    """Take a file out of the draft."""
    return _change(
        request, pk, key, "已移除附件。", lambda version, by, file: attaching.detach(version, by=by, file=file)
    )


@require_POST
@staff
def rename(request: Any, pk: int, key: uuid.UUID) -> HttpResponse:
    """Give a file another title."""
    title = request.POST.get("title", "")
    return _change(
        request,
        pk,
        key,
        "已改标题。",
        lambda version, by, file: attaching.rename(version, by=by, file=file, title=title),
    )


@require_POST
@staff
def move(request: Any, pk: int, key: uuid.UUID) -> HttpResponse:
    """Put a file one place up or down."""
    step = {UP: -1, DOWN: 1}.get(request.POST.get("way", ""), 0)

    def shift(version: Version, by: Any, file: StoredFile) -> None:
        keys = [each.file.key for each in attaching.attachments_of(version.wording)]
        if file.key in keys and step:
            place = keys.index(file.key)
            keys.insert(min(max(place + step, 0), len(keys)), keys.pop(place))
        attaching.reorder(version, by=by, files=keys)

    return _change(request, pk, key, "已调整次序。", shift)


@require_POST
@staff
def reread(request: Any, pk: int, key: uuid.UUID) -> HttpResponse:
    """Read the words in a file again, after a failure."""
    return _change(request, pk, key, "已重新提取文字。", lambda version, by, file: extract(file, again=True))


def _change(
    request: Any, pk: int, key: uuid.UUID, done: str, change: Callable[[Version, Any, StoredFile], Any]
) -> HttpResponse:
    item, attachment = attached(request, pk, key)
    version = latest_of(item)
    POLICY.check(request.user, "edit", version)
    try:
        change(version, acting(request.user, item.organ), attachment.file)
    except (NotAllowed, ValidationError) as refusal:
        told = "".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
        return _page(request, item, version, refusal=told, status=422)
    messages.success(request, done)
    return redirect(f"{reverse('workbench:item', args=[item.pk])}#files")


def _page(request: Any, item: Item, version: Version, *, status: int = 200, **more: Any) -> HttpResponse:
    wording = version.wording
    context = {
        "item": item,
        "version": version,
        "wording": wording,
        **section(request, item, version, wording),
        "crumbs": [
            ("工作台", "/workbench/"),
            ("公开信息", reverse("workbench:items")),
            (wording.title, reverse("workbench:item", args=[item.pk])),
            ("附件", None),
        ],
    }
    if more.get("form") is not None:
        context["upload_form"] = more["form"]
    return render(request, "workbench/files/files.html", context | more, status=status)
