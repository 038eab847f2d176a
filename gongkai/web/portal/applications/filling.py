"""Filling in an application: whom, what, files, a look at it all, handing it in; saving it and going on later.

Works without scripts and without an account. What is typed travels in the form itself; files are kept encrypted under the form's token
as soon as they come, so that a form that is refused loses none of them. Nothing personal is kept in the session.
"""

from __future__ import annotations

import re
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongkai.applications.channels import ONLINE, channels
from gongkai.applications.details import needless_personal_data
from gongkai.applications.intake import Choice, applicant_kinds, title_of
from gongkai.applications.items import MOST
from gongkai.applications.numbers import shown
from gongkai.law.limits import limit
from gongkai.web.applications import drafts, services
from gongkai.web.applications.models import Material
from gongkai.web.applications.queries import receiving_organs
from gongkai.web.organs.models import Organ
from gongkai.web.portal.applications.finding import public_hits
from gongkai.web.portal.applications.forms import ApplicationForm, FilesForm, ResumeForm, WhoForm
from gongkai.web.portal.applications.grants import grant
from gongkai.web.portal.applications.pages import crumbs, place
from gongkai.web.portal.search.limits import too_often

_TOKEN = re.compile(r"[0-9a-f]{32}")
UPLOADS_A_MINUTE = 60
_ROLES = {"papers": Material.Role.REQUEST, "proofs": Material.Role.IDENTITY}


@dataclass
class Filling:
    """One form that is being filled in."""

    organ: Organ
    kind: Choice
    token: str
    form: ApplicationForm
    files: FilesForm = field(default_factory=FilesForm)

    def context(self) -> dict[str, Any]:
        """What every page of it shows."""
        return {
            "filling": self,
            "form": self.form,
            "organ": self.organ,
            "token": self.token,
            "kind": self.kind,
            "kept": drafts.files_of(self.token),
            "files": self.files,
        }


@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form: first to whom and as what, then what, then a look at it all, then it is submitted."""
    asked = request.POST if request.method == "POST" else request.GET
    organ = receiving_organs().filter(code=asked.get("organ", "").replace("\x00", "")[:60]).first()
    kind = applicant_kinds().get(asked.get("kind", ""))
    if organ is None or kind is None:
        return _who(request, organ, asked)
    if request.method == "GET":
        return _form(request, Filling(organ, kind, secrets.token_hex(16), ApplicationForm(kind.key)))
    token = request.POST.get("token", "")
    token = token if _TOKEN.fullmatch(token) else secrets.token_hex(16)
    step = request.POST.get("step", "")
    items = _count(request.POST.get("items", "")) + (step == "more")
    filling = Filling(organ, kind, token, ApplicationForm(kind.key, request.POST, items=items))
    return _refused_files(request, filling) or _next(request, filling, step)


def _next(request: HttpRequest, filling: Filling, step: str) -> HttpResponse:
    """What is asked for by the button that was pressed."""
    dropped = request.POST.get("drop", "")
    if dropped:
        drafts.drop_file(filling.token, _key(dropped))
    if step == "save":
        return _saved(request, filling)
    if dropped or step in ("more", "upload", "search"):
        # 还没填完，不挑错
        return _form(request, _unchecked(filling), hits=step == "search")
    if not filling.form.is_valid():
        return _form(request, filling, status=422)
    if step == "edit":
        return _form(request, filling)
    if step != "submit":
        return _confirm(request, filling)
    try:
        application = services.submit(filling.organ, filling.form.details, token=filling.token)
    except ValidationError as refusal:
        found = refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages}
        for name, errors in found.items():
            filling.form.add_error(name if name in filling.form.fields else None, errors)
        return _form(request, filling, status=422)
    grant(request, application, receipt=True)
    return redirect("portal:application_receipt")


@never_cache
@require_http_methods(["GET", "POST"])
def resume(request: HttpRequest) -> HttpResponse:
    """Going on with a form that was saved: the code is neither in an address nor in a log."""
    form = ResumeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _, content = drafts.resume(form.cleaned_data["code"], place=place(request))
            except drafts.NoDraft as refusal:
                form.add_error("code", str(refusal))
            except drafts.TooManyTries as refusal:
                form.add_error(None, str(refusal))
                status = 429
            else:
                filling = _resumed(content)
                if filling is not None:
                    return _form(request, filling)
                form.add_error(None, "保存的申请要交给的机关已经撤销，请重新选择机关填写。")
    context = {"form": form, "crumbs": crumbs(("继续填写申请", None))}
    return render(request, "portal/applications/resume.html", context, status=status)


def _resumed(content: Mapping[str, Any]) -> Filling | None:
    organ = receiving_organs().filter(code=content["organ"]).first()
    kind = applicant_kinds().get(content["kind"])
    if organ is None or kind is None:
        return None
    form = ApplicationForm(kind.key, initial=content["typed"], items=content["items"])
    return Filling(organ, kind, content["token"], form)


def _saved(request: HttpRequest, filling: Filling) -> HttpResponse:
    if too_often(request, "save", UPLOADS_A_MINUTE):
        filling.form.add_error(None, "保存得太频繁，请过一分钟再保存。填写的内容还在。")
        return _form(request, filling, status=429)
    content = {
        "organ": filling.organ.code,
        "kind": filling.kind.key,
        "items": filling.form.items,
        "typed": {name: text[:20_000] for name, text in filling.form.typed.items()},
    }
    code, draft = drafts.save_draft(filling.token, content)
    filling = _unchecked(filling)
    context = filling.context() | {"code": shown(code), "until": draft.expires_at, "crumbs": crumbs(("保存申请", None))}
    return render(request, "portal/applications/saved.html", context)


def _unchecked(filling: Filling) -> Filling:
    """The same form with what was typed, without complaints."""
    form = ApplicationForm(filling.kind.key, initial=filling.form.typed, items=filling.form.items)
    return Filling(filling.organ, filling.kind, filling.token, form, filling.files)


def _refused_files(request: HttpRequest, filling: Filling) -> HttpResponse | None:
    """Keep the files that came; the form again when one of them was not taken, each with its reason."""
    if not request.FILES:
        return None
    form = filling.files = FilesForm(request.POST, request.FILES)
    form.is_valid()
    if too_often(request, "upload", UPLOADS_A_MINUTE):
        form.add_error(None, "上传得太频繁，这次的文件没有收下，请过一分钟再传。填写的内容还在。")
        return _form(request, filling, status=429)
    for name, role in _ROLES.items():
        for each in form.cleaned_data.get(name) or []:
            try:
                drafts.keep_file(filling.token, role=role, name=each.name, data=each)
            except ValidationError as refusal:
                form.add_error(name, refusal.messages)
    if not form.errors:
        return None
    # 还没填完就上传的，只说文件的事
    early = request.POST.get("step", "") not in ("", "confirm", "submit")
    return _form(request, _unchecked(filling) if early else filling, status=422)


def _who(request: HttpRequest, organ: Organ | None, asked: Any) -> HttpResponse:
    form = WhoForm(
        {"organ": organ.code if organ else asked.get("organ", ""), "kind": asked.get("kind", "")}
        if "kind" in asked
        else None,
        initial={"organ": organ.code if organ else ""},
    )
    context = {"form": form, "organ": organ, "crumbs": crumbs(("提出申请", None))}
    return render(request, "portal/applications/who.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, filling: Filling, *, hits: bool = False, status: int = 200) -> HttpResponse:
    context = filling.context() | {
        "can_add": filling.form.items < MOST,
        "searched": hits,
        "hits": public_hits(str(filling.form["description"].value() or ""), filling.organ) if hits else [],
        "crumbs": crumbs((filling.organ.name, filling.organ.get_absolute_url()), ("提出申请", None)),
    }
    return render(request, "portal/applications/new.html", context, status=status)


def _confirm(request: HttpRequest, filling: Filling) -> HttpResponse:
    form, organ = filling.form, filling.organ
    details = form.details
    found = needless_personal_data(details.description)
    rows = []
    for name, each in form.fields.items():
        if name.startswith("item_"):
            continue
        value = getattr(details, name)
        if name in ("identity_kind", "wanted_form", "wanted_route"):
            value = title_of(f"{name}s", value)
        rows.append((each.label, value or "（未填）"))
    context = filling.context() | {
        "rows": rows,
        "hits": public_hits(form.typed["description"], organ),
        "needless": f"所需信息的描述里似乎写了{'、'.join(found)}，办理申请用不着，建议返回修改，删去以后再提交。"
        if found
        else "",
        "reply_limit": limit("reply_to_application", timezone.localdate()),
        "channel": channels()[ONLINE],
        "crumbs": crumbs((organ.name, organ.get_absolute_url()), ("核对申请", None)),
    }
    return render(request, "portal/applications/confirm.html", context)


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 1


def _key(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)
