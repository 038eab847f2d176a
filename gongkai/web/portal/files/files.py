"""Files that the public may have now: those of the wording in public. Everything else is not there, or a note says that it was."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from gongkai.publishing.upload_reading import Failed
from gongkai.web.files.models import StoredFile
from gongkai.web.files.previewing import html_of
from gongkai.web.files.serving import served
from gongkai.web.portal.meta import column_meta
from gongkai.web.publishing.attaching import file_address, public_item
from gongkai.web.publishing.models import Item

CACHE = "public, max-age=60, must-revalidate"
"""Short, and asked again after that, so that a file that was withdrawn disappears."""
GONE = 410


@require_safe
def file(request: HttpRequest, key: uuid.UUID, name: str) -> HttpResponseBase:
    """The file itself."""
    stored, item = _found(key)
    if not item.is_public:
        return _withdrawn(request, item)
    if name != stored.name:
        return redirect(file_address(stored), permanent=True)
    return served(request, stored, cache=CACHE)


@require_safe
def preview(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """A page that says what a document says, for who cannot open it (《条例》第四十三条)."""
    stored, item = _found(key)
    if not item.is_public:
        return _withdrawn(request, item)
    if stored.kind_of_file.family != "document":
        raise Http404
    body, problem = "", ""
    try:
        body = html_of(stored)
    except Failed:
        problem = "这个文件的内容不能在网页上显示，请下载后查看。"
    attached: Any = stored.attachments.filter(wording__reviews__publication=item.current_id).first()
    title = attached.title if attached else stored.name
    context = {
        "organ": item.organ,
        "item": item,
        "file": stored,
        "title": title,
        "address": file_address(stored),
        "body": mark_safe(body),  # noqa: S308 - 由本程序转换并清理过
        "problem": problem,
        "crumbs": [("首页", "/"), (item.organ.name, item.organ.get_absolute_url()), (item.title, item.get_absolute_url()), (title, None)],
        "meta": column_meta(title),
    }  # fmt: skip
    answer = render(request, "portal/files/preview.html", context)
    answer["Cache-Control"] = CACHE
    return answer


def _found(key: uuid.UUID) -> tuple[StoredFile, Item]:
    item = public_item(key)
    if item is None:
        raise Http404
    return get_object_or_404(StoredFile, key=key), item


def _withdrawn(request: HttpRequest, item: Item) -> HttpResponse:
    """The note that stays, without the file's name, which may be why it was withdrawn."""
    context = {
        "organ": item.organ,
        "item": item,
        "crumbs": [("首页", "/"), (item.organ.name, item.organ.get_absolute_url()), ("已撤下", None)],
        "meta": column_meta("已撤下的文件"),
    }
    answer = render(request, "portal/publishing/withdrawn.html", context, status=GONE)
    answer["Cache-Control"] = "no-store"
    return answer
