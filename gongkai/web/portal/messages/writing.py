"""Writing a message: what one wants to say, then a look at it with what was answered already, then it is sent. No account, no scripts."""

from __future__ import annotations

import re
import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.applications.details import needless_personal_data
from gongkai.web.applications.queries import receiving_organs
from gongkai.web.casework.forms import place
from gongkai.web.messages import services
from gongkai.web.messages.library import alike
from gongkai.web.messages.settings import rule_of
from gongkai.web.organs.models import Organ
from gongkai.web.portal.applications.pages import crumbs
from gongkai.web.portal.messages.forms import FilesForm, WriteForm
from gongkai.web.portal.messages.grants import grant
from gongkai.web.portal.search.limits import SUGGESTIONS_A_MINUTE, too_often

_TOKEN = re.compile(r"[0-9a-f]{32}")
SENT_A_MINUTE = 10


@never_cache
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """First what, then a look at it, then it is sent; nothing typed is lost on the way."""
    if request.method == "GET":
        first = {"organ": request.GET.get("organ", "").replace("\x00", "")[:60], "kind": "consultation"}
        return _write(request, WriteForm(initial=first))
    form, step = WriteForm(request.POST), request.POST.get("step", "")
    if not form.is_valid():
        return _write(request, form, 422)
    organ = receiving_organs().filter(code=form.cleaned_data["organ"]).first()
    if organ is None:
        form.add_error("organ", "这个机关已经撤销，请另选。")
        return _write(request, form, 422)
    if step == "edit":
        return _write(request, form)
    if step != "send":
        return _look(request, form, organ, FilesForm())
    return _send(request, form, organ)


def _send(request: HttpRequest, form: WriteForm, organ: Organ) -> HttpResponse:
    files = FilesForm(request.POST, request.FILES)
    if not files.is_valid():
        return _look(request, form, organ, files, 422)
    if too_often(request, "message", SENT_A_MINUTE):
        files.add_error(None, "提交得太频繁，请过一分钟再提交。填写的内容还在。")
        return _look(request, form, organ, files, 429)
    token = request.POST.get("token", "")
    token = token if _TOKEN.fullmatch(token) else secrets.token_hex(16)
    sent = [(each.name, each) for each in files.cleaned_data.get("papers") or []]
    try:
        message = services.submit(organ, form.letter, form.cleaned_data["channel"], token=token, files=sent)
    except ValidationError as refusal:
        found = refusal.message_dict if hasattr(refusal, "error_dict") else {}
        if found and set(found) - {"papers"}:
            place(form, refusal)
            return _write(request, form, 422)
        place(files, refusal)
        return _look(request, form, organ, files, 422)
    grant(request, message, receipt=True)
    return redirect("portal:message_receipt")


def _write(request: HttpRequest, form: WriteForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "crumbs": crumbs(("互动交流", "/messages/"), ("我要留言", None))}
    return render(request, "portal/messages/write.html", context, status=status)


def _look(request: HttpRequest, form: WriteForm, organ: Organ, files: FilesForm, status: int = 200) -> HttpResponse:
    letter, token = form.letter, request.POST.get("token", "")
    needless = needless_personal_data(f"{letter.title}\n{letter.content}")
    channel = form.cleaned_data["channel"]
    rows: list[tuple[str, Any]] = []
    for name, each in form.fields.items():
        value = form.cleaned_data[name]
        choices = dict(getattr(each, "choices", ()) or ())
        shown = {True: "是", False: "否"}[value] if isinstance(value, bool) else choices.get(value, value)
        rows.append((str(each.label), shown or "（未填）"))
    context = {
        "form": form,
        "files": files,
        "organ": organ,
        "rows": rows,
        "hidden": [(name, request.POST.get(name, "")) for name in form.fields if request.POST.get(name)],
        "token": token if _TOKEN.fullmatch(token) else secrets.token_hex(16),
        "hits": alike(f"{letter.title}{letter.content}", organ),
        "needless": "、".join(needless),
        "rule": rule_of(organ, channel, letter.kind, timezone.localdate()),
        "crumbs": crumbs(("互动交流", "/messages/"), ("核对留言", None)),
    }
    return render(request, "portal/messages/look.html", context, status=status)


@never_cache
@require_POST
def similar(request: HttpRequest) -> JsonResponse:
    """Frequent questions like what is being written: ``{"hits": [{"title", "url", "organ"}]}``; the words come in the body."""
    if too_often(request, "similar", SUGGESTIONS_A_MINUTE):
        return JsonResponse({"hits": []}, status=429)
    organ = Organ.objects.filter(code=request.POST.get("organ", "").replace("\x00", "")[:60]).first()
    found = alike(request.POST.get("q", "").replace("\x00", "")[:500], organ)
    told = [{"title": each.title, "url": f"/messages/questions/{each.pk}/", "organ": each.organ.name} for each in found]
    return JsonResponse({"hits": told}, json_dumps_params={"ensure_ascii": False})
