"""What the editor asks for while somebody writes: a paste made clean, a picture kept; and the same for pictures without scripts."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import escape
from django.views.decorators.http import require_POST

from gongkai.casework import NotAllowed
from gongkai.publishing.pasted_pictures import LONGEST_ALT
from gongkai.web.files.models import StoredFile
from gongkai.web.files.services import keep
from gongkai.web.files.serving import served
from gongkai.web.log.actors import Actor
from gongkai.web.organs.authority import acting
from gongkai.web.organs.models import Organ
from gongkai.web.publishing import services
from gongkai.web.publishing.access import POLICY
from gongkai.web.publishing.attaching import file_address
from gongkai.web.publishing.models import Item, Version
from gongkai.web.publishing.picturing import brought_in
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.publishing.drafts import check_drafts
from gongkai.web.workbench.publishing.forms import Refusable
from gongkai.web.workbench.publishing.items import found, latest_of


class PictureForm(Refusable):
    """A picture and the words that stand for it."""

    picture = forms.FileField(
        label="图片文件",
        help_text="PNG、JPEG 等格式。照片请先缩小到适合网页的尺寸。",
        error_messages={"required": "请选择图片文件。", "empty": "这个文件是空的，请另选。"},
    )
    alt = forms.CharField(
        label="替代文字",
        max_length=LONGEST_ALT,
        help_text="写图片说明了什么，看不见图片的人靠它了解内容，例如 补贴办理流程：申请、审核、公示、发放。",
        error_messages={
            "required": "请填写替代文字：看不见图片的人靠它了解内容（《条例》第四十三条、《无障碍环境建设法》第三十二条）。",
            "max_length": f"替代文字最多{LONGEST_ALT}个字；更多的内容请写在正文里。",
        },
    )


@require_POST
@staff
def new_paste(request: Any) -> HttpResponse:
    """Clean what is pasted into an item that is not saved yet."""
    organ = check_drafts(request)
    return _pasted(request, organ, acting(request.user, organ))


@require_POST
@staff
def draft_paste(request: Any, pk: int) -> HttpResponse:
    """Clean what is pasted into a draft."""
    item, _ = _draft(request, pk)
    return _pasted(request, item.organ, acting(request.user, item.organ))


@require_POST
@staff
def new_pictures(request: Any) -> HttpResponse:
    """Keep a picture for an item that is not saved yet; it is attached when the text that shows it is saved."""
    organ = check_drafts(request)
    form = PictureForm(request.POST, request.FILES)
    return _answer(form, organ, acting(request.user, organ))


@staff
def new_picture(request: Any, key: uuid.UUID) -> Any:
    """A picture of the organ in an item that is not saved yet; whoever drafts there may read all drafts."""
    organ = check_drafts(request)
    stored = StoredFile.objects.filter(key=key, organ=organ).first()
    if stored is None or not stored.is_picture:
        raise Http404
    return served(request, stored, cache="private, max-age=0, must-revalidate")


@staff
def draft_pictures(request: Any, pk: int) -> HttpResponse:
    """Keep a picture for a draft; asked for by a page without scripts, put it at the end of the text."""
    item, version = _draft(request, pk)
    by = acting(request.user, item.organ)
    form = PictureForm(request.POST, request.FILES) if request.method == "POST" else PictureForm()
    if request.method == "POST" and request.accepts("application/json") and not request.accepts("text/html"):
        return _answer(form, item.organ, by)
    if form.is_valid():
        try:
            stored = _kept(item.organ, by, form)
            image = f'<p><img src="{escape(file_address(stored))}" alt="{escape(form.cleaned_data["alt"])}"></p>'
            services.edit_draft(version, by=by, body_html=f"{version.wording.body_html}\n{image}")
        except (NotAllowed, ValidationError) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "图片已放在正文的最后，请移到合适的地方。")
            return redirect("workbench:edit_draft", pk=pk)
    crumbs = [
        ("工作台", "/workbench/"),
        ("公开信息", reverse("workbench:items")),
        (item.title, reverse("workbench:item", args=[pk])),
        ("插入图片", None),
    ]
    context = {"form": form, "item": item, "crumbs": crumbs}
    return render(request, "workbench/publishing/picture.html", context, status=422 if form.errors else 200)


def _draft(request: Any, pk: int) -> tuple[Item, Version]:
    item = found(request, pk)
    version = latest_of(item)
    POLICY.check(request.user, "edit", version)
    return item, version


def _pasted(request: Any, organ: Organ, by: Actor) -> HttpResponse:
    try:
        brought = brought_in(organ, by=by, text=request.POST.get("html", ""))
    except ValidationError as refusal:
        return JsonResponse({"told": refusal.messages}, status=422)
    return JsonResponse({"html": brought.body, "told": brought.told})


def _answer(form: PictureForm, organ: Organ, by: Actor) -> HttpResponse:
    if form.is_valid():
        try:
            stored = _kept(organ, by, form)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            return JsonResponse({"src": file_address(stored), "alt": form.cleaned_data["alt"]})
    told = [f"{sentence}" for sentences in form.errors.values() for sentence in sentences]
    return JsonResponse({"told": told}, status=422)


def _kept(organ: Organ, by: Actor, form: PictureForm) -> StoredFile:
    given = form.cleaned_data["picture"]
    stored = keep(organ, by=by, name=given.name, data=given.read())
    if not stored.is_picture:
        raise ValidationError({"picture": f"“{stored.name}”不是图片，不能放在正文里，请作为附件上传。"})
    return stored
