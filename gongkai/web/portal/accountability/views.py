"""Complaints about disclosure work on the portal: to whom and on what ground, writing one, the receipt, looking it up, taking it back."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.applications.details import needless_personal_data
from gongkai.applications.numbers import shown as shown_code
from gongkai.assessment.accountability.choices import title_of
from gongkai.assessment.accountability.complaint_moves import DECIDED_STATES
from gongkai.assessment.accountability.limits import limit_on
from gongkai.casework import NotAllowed
from gongkai.casework.events import told
from gongkai.web.accountability import services
from gongkai.web.accountability.competence import above, answerable, decider
from gongkai.web.accountability.lookup import NotFound, TooManyTries, look_up
from gongkai.web.accountability.models import Complaint
from gongkai.web.accountability.queries import ComplaintFile
from gongkai.web.casework.forms import place as beside
from gongkai.web.log.actors import PUBLIC
from gongkai.web.organs.models import Organ
from gongkai.web.portal.accountability.forms import FilesForm, LookUpForm, WriteForm
from gongkai.web.portal.accountability.grants import grant, granted, leave
from gongkai.web.portal.applications.pages import crumbs, place
from gongkai.web.portal.search.limits import too_often

_TOKEN = re.compile(r"[0-9a-f]{32}")
SENT_A_MINUTE = 10
TITLE = "投诉信息公开工作"
PUBLIC_STEPS = {
    "submit": "收到",
    "register": "收到",
    "accept": "受理",
    "decline": "不予受理",
    "hand_over": "转有权处理的机关",
    "ask_account": "请被投诉机关说明情况",
    "extend": "延长办理期限",
    "decide": "作出处理",
    "tell": "告知结果",
    "order_rectification": "要求被投诉机关整改",
    "withdraw": "撤回",
}
"""What the person is told of the steps; the office's own ones are left out."""


def of_holder(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view with the complaint that this browser may see now; others are led to the look-up."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        complaint = granted(request)
        return redirect("portal:complaint_look_up") if complaint is None else view(request, complaint, *args, **kwargs)

    return never_cache(shown)


@require_GET
def entrance(request: HttpRequest) -> HttpResponse:
    """Of what one can complain, to whom, on what ground, what else there is; for one organ with ``?organ=``."""
    organ = answerable().filter(code=_code(request)).first()
    context = {
        "organ": organ,
        "receivers": above(organ) if organ is not None else [],
        "decide": limit_on("decide", timezone.localdate()),
        "accept": limit_on("accept", timezone.localdate()),
        "crumbs": crumbs((TITLE, None)),
    }
    return render(request, "portal/accountability/entrance.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """First what, then a look at it, then it is sent; nothing typed is lost on the way."""
    if request.method == "GET":
        return _write(request, WriteForm(initial={"about": _code(request), "receiver": "department"}))
    form, step = WriteForm(request.POST), request.POST.get("step", "")
    if not form.is_valid():
        return _write(request, form, 422)
    about = answerable().filter(code=form.cleaned_data["about"]).first()
    organ = decider(about, form.cleaned_data["receiver"]) if about is not None else None
    if about is None or organ is None:
        form.add_error("about", "这个机关的投诉不在本站受理，请向它的上一级机关或者主管部门提出。")
        return _write(request, form, 422)
    if step == "edit":
        return _write(request, form)
    if step != "send":
        return _look(request, form, organ, FilesForm())
    return _send(request, form, about, organ)


def _send(request: HttpRequest, form: WriteForm, about: Organ, organ: Organ) -> HttpResponse:
    files = FilesForm(request.POST, request.FILES)
    if not files.is_valid():
        return _look(request, form, organ, files, 422)
    if too_often(request, "complaint", SENT_A_MINUTE):
        files.add_error(None, "提交得太频繁，请过一分钟再提交。填写的内容还在。")
        return _look(request, form, organ, files, 429)
    token = request.POST.get("token", "")
    token = token if _TOKEN.fullmatch(token) else secrets.token_hex(16)
    sent = [(each.name, each) for each in files.cleaned_data.get("papers") or []]
    try:
        made = services.submit(about, form.letter, form.cleaned_data["receiver"], token=token, files=sent)
    except ValidationError as refusal:
        found = refusal.message_dict if hasattr(refusal, "error_dict") else {}
        if found and set(found) - {"papers"}:
            beside(form, refusal)
            return _write(request, form, 422)
        beside(files, refusal)
        return _look(request, form, organ, files, 422)
    grant(request, made, receipt=True)
    return redirect("portal:complaint_receipt")


def _write(request: HttpRequest, form: WriteForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "crumbs": crumbs((TITLE, reverse("portal:complaints")), ("填写", None))}
    return render(request, "portal/accountability/write.html", context, status=status)


def _look(request: HttpRequest, form: WriteForm, organ: Organ, files: FilesForm, status: int = 200) -> HttpResponse:
    letter, token = form.letter, request.POST.get("token", "")
    rows = []
    for name, each in form.fields.items():
        value = form.cleaned_data[name]
        choices = dict(getattr(each, "choices", ()) or ())
        rows.append((str(each.label), choices.get(value, value) or "（未填）"))
    context = {
        "files": files,
        "organ": organ,
        "rows": rows,
        "hidden": [(name, request.POST.get(name, "")) for name in form.fields if request.POST.get(name)],
        "token": token if _TOKEN.fullmatch(token) else secrets.token_hex(16),
        "needless": "、".join(needless_personal_data(f"{letter.title}\n{letter.content}")),
        "decide": limit_on("decide", timezone.localdate()),
        "crumbs": crumbs((TITLE, reverse("portal:complaints")), ("核对", None)),
    }
    return render(request, "portal/accountability/look.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def look_up_page(request: HttpRequest) -> HttpResponse:
    """Number and query code; neither is in an address or a log."""
    form, status = LookUpForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                found = look_up(form.cleaned_data["number"], form.cleaned_data["code"], place=place(request))
            except NotFound as refusal:
                form.add_error(None, str(refusal))
            except TooManyTries as refusal:
                form.add_error(None, str(refusal))
                status = 429
            else:
                grant(request, found)
                return redirect("portal:complaint_status")
    context = {"form": form, "crumbs": crumbs((TITLE, reverse("portal:complaints")), ("查询", None))}
    return render(request, "portal/accountability/look_up.html", context, status=status)


@never_cache
@require_GET
def receipt(request: HttpRequest) -> HttpResponse:
    """Number, code and the last day, right after it was sent."""
    complaint = granted(request, receipt=True)
    if complaint is None:
        return redirect("portal:complaint_look_up")
    context = {
        "complaint": complaint,
        "code": shown_code(complaint.query_code),
        "rule": ComplaintFile(complaint).rule,
        "crumbs": crumbs((TITLE, reverse("portal:complaints")), ("回执", None)),
    }
    return render(request, "portal/accountability/receipt.html", context)


@require_GET
@of_holder
def status(request: HttpRequest, complaint: Complaint) -> HttpResponse:
    """How the complaint stands, and what came of it."""
    return _status(request, complaint)


@require_POST
@of_holder
def withdraw(request: HttpRequest, complaint: Complaint) -> HttpResponse:
    """Take the complaint back."""
    try:
        services.make_move(complaint, "withdraw", by=PUBLIC)
    except (NotAllowed, ValidationError) as refusal:
        return _status(request, complaint, refused=str(refusal), code=422)
    messages.success(request, "投诉已经撤回。")
    return redirect("portal:complaint_status")


@require_POST
@of_holder
def went_on(request: HttpRequest, complaint: Complaint) -> HttpResponse:
    """On to the complaint that it became in another organ, which has the same code."""
    found = complaint.went_to.select_related("organ").order_by("-id").first()
    if found is not None:
        grant(request, found)
    return redirect("portal:complaint_status")


@require_POST
def leave_page(request: HttpRequest) -> HttpResponse:
    """End looking at a complaint, as on a computer that others use."""
    leave(request)
    return redirect("portal:complaint_look_up")


def _status(request: HttpRequest, complaint: Complaint, *, refused: str = "", code: int = 200) -> HttpResponse:
    case = ComplaintFile(complaint)
    clocks, waiting = case.clocks(), complaint.state == "received"
    told_result = complaint.state == "told"
    finding = complaint.findings.order_by("-number").first() if told_result else None
    context = {
        "complaint": complaint,
        "refused": refused,
        "finding": finding,
        "outcome": complaint.outcome_title if told_result else "",
        "state": "已经作出处理，正在告知" if complaint.state in DECIDED_STATES and not told_result else "",
        "why": _why(case),
        "next": complaint.went_to.select_related("organ").order_by("-id").first(),
        "steps": [
            (told(each.on), PUBLIC_STEPS[each.move]) for each in case.history.effective if each.move in PUBLIC_STEPS
        ],
        "clock": next((each for each in clocks if each.clock == "decide"), None),
        "accepting": next((each for each in clocks if each.clock == "accept"), None) if waiting else None,
        "rule": case.rule,
        "may_withdraw": any(each.move.name == "withdraw" and each.possible for each in case.options(PUBLIC)),
        "crumbs": crumbs((TITLE, reverse("portal:complaints")), ("办理情况", None)),
    }
    return render(request, "portal/accountability/status.html", context, status=code)


def _why(case: ComplaintFile) -> str:
    """Why it is not taken up, or where it went."""
    last = next((each for each in reversed(case.history.effective) if each.move in ("decline", "hand_over")), None)
    if last is None or not case.history.ended:
        return ""
    if last.move == "decline":
        ground = title_of("decline_grounds", str(last.facts["ground"]))
        return f"不予受理：{ground}。{last.facts['reason']}"
    return f"已经转到{last.facts['organ']}。理由：{last.facts['reason']}"


def _code(request: HttpRequest) -> str:
    return request.GET.get("organ", "").replace("\x00", "")[:60]
