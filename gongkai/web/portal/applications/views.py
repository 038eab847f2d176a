"""An organ's page 依申请公开, looking an application up, and what its applicant may see and do there; works without scripts."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.applications.channels import ONLINE, channels
from gongkai.applications.items import items_of
from gongkai.applications.outcomes import outcomes
from gongkai.applications.public_view import public_steps
from gongkai.documents.model import Unreadable
from gongkai.law.limits import limit
from gongkai.web.applications import filings, handing_out
from gongkai.web.applications.lookup import NotFound, TooManyTries, look_up
from gongkai.web.applications.models import Application, Feedback, Filing, Material, Reply
from gongkai.web.applications.proposing import proposed_items
from gongkai.web.applications.queries import CaseFile
from gongkai.web.applications.splitting import ties_of
from gongkai.web.files.handing import handed
from gongkai.web.organs.models import Organ
from gongkai.web.portal.applications.forms import FeedbackForm, FilingForm, LookUpForm
from gongkai.web.portal.applications.grants import grant, granted, leave
from gongkai.web.portal.applications.pages import crumbs, place
from gongkai.web.portal.applications.telling import told
from gongkai.web.publishing.queries import public_items
from gongkai.web.redaction.models import Release

Shown = Callable[..., HttpResponse]
APPLICANT = "applicant"
"""The layer of a redaction that is made for the applicant."""
_TITLES = {"correction": "递交补正", "reasons": "说明理由", "withdrawal": "要求撤回申请"}


def of_holder(view: Callable[..., HttpResponse]) -> Shown:
    """The view with the application that this browser may see now; others are led to the look-up."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        application = granted(request)
        if application is None:
            return redirect("portal:application_look_up")
        return view(request, application, *args, **kwargs)

    return never_cache(shown)


@require_GET
def apply(request: HttpRequest, code: str) -> HttpResponse:
    """An organ's page 依申请公开: how to apply, through which channels, within which limits."""
    organ = get_object_or_404(Organ, code=code)
    today = timezone.localdate()
    names = ("reply_to_application", "extend_reply", "ask_correction", "third_party_opinion")
    context = {
        "organ": organ,
        "channels": [each for each in channels().values() if each.basic or each.key in (ONLINE, "oral")],
        "limits": [found for name in names if (found := limit(name, today))],
        "form_url": f"{reverse('portal:application_new')}?organ={organ.code}",
        "crumbs": crumbs((organ.name, organ.get_absolute_url()), ("依申请公开", None)),
    }
    return render(request, "portal/applications/apply.html", context)


@require_GET
def answers(request: HttpRequest, code: str) -> HttpResponse:
    """What was published because several people had asked for it (《条例》第四十四条)."""
    organ = get_object_or_404(Organ, code=code)
    items = public_items(organ).filter(pk__in=proposed_items(organ))[:200]
    context = {
        "organ": organ,
        "items": items,
        "crumbs": crumbs(
            (organ.name, organ.get_absolute_url()),
            ("依申请公开", reverse("portal:apply", args=[organ.code])),
            ("多人申请后公开的信息", None),
        ),
    }
    return render(request, "portal/applications/answers.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def look_up_page(request: HttpRequest) -> HttpResponse:
    """Number and query code; neither is in an address or a log."""
    form = LookUpForm(request.POST or None)
    status = 200
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
                return redirect("portal:application_status")
    context = {"form": form, "crumbs": crumbs(("查询申请", None))}
    return render(request, "portal/applications/look_up.html", context, status=status)


@require_GET
@of_holder
def status(request: HttpRequest, application: Application) -> HttpResponse:
    """How the application stands: state, deadline, what happened, the reply, what can be handed in."""
    return _status(request, application)


def _status(
    request: HttpRequest, application: Application, forms_of: dict[str, forms.Form] | None = None, code: int = 200
) -> HttpResponse:
    case = CaseFile(application)
    reply = case.served_reply()
    feedback = Feedback.objects.filter(application=application).first()
    given = forms_of or {}
    context = told(application, case) | {
        "items": items_of(application.description),
        "steps": list(public_steps(case.history)),
        "reply": reply,
        "outcome": outcomes().get(reply.outcome) if reply else None,
        "remedy": _remedy(reply),
        "files": _files(application, case),
        "letters": handing_out.letters_for(application, reply),
        "ties": ties_of(application),
        "filings": list(application.filings.order_by("-id")),
        "handing_in": [
            (kind, _TITLES[kind], given.get(kind) or FilingForm(kind, prefix=kind))
            for kind in filings.possible(application)
        ],
        "feedback": feedback,
        "may_judge": feedback is None and filings.answered(application),
        "feedback_form": given.get("feedback") or FeedbackForm(),
        "crumbs": crumbs(("查询申请", reverse("portal:application_look_up")), ("办理情况", None)),
    }
    on_page = {kind for kind, _, _ in context["handing_in"]} | ({"feedback"} if context["may_judge"] else set())
    context["refused"] = [
        sentence for kind, form in given.items() if kind not in on_page for sentence in form.non_field_errors()
    ]
    return render(request, "portal/applications/status.html", context, status=code)


@require_POST
@of_holder
def hand_in(request: HttpRequest, application: Application, kind: str) -> HttpResponse:
    """A correction, reasons, or that the application is withdrawn; nothing typed is lost when it is refused."""
    if kind not in Filing.Kind.values:
        raise Http404
    form = FilingForm(kind, request.POST, request.FILES, prefix=kind)
    if form.is_valid():
        given = form.cleaned_data
        files = [(each.name, each) for each in given.get("uploads") or []]
        try:
            filings.file(application, kind, given["text"], files=files)
        except ValidationError as refusal:
            _place(form, refusal)
        else:
            messages.success(request, "已经递交，受理机关看到以后会登记。递交的时间记在办理情况里。")
            return redirect("portal:application_status")
    return _status(request, application, {kind: form}, 422)


@require_POST
@of_holder
def judge(request: HttpRequest, application: Application) -> HttpResponse:
    """What the applicant thinks of the answer."""
    form = FeedbackForm(request.POST)
    if form.is_valid():
        try:
            filings.give_feedback(application, form.cleaned_data["score"], form.cleaned_data["text"])
        except ValidationError as refusal:
            _place(form, refusal)
        else:
            messages.success(request, "谢谢您的评价。评价不影响您申请行政复议、提起行政诉讼。")
            return redirect("portal:application_status")
    return _status(request, application, {"feedback": form}, 422)


@require_GET
@of_holder
def fetch(request: HttpRequest, application: Application, key: uuid.UUID) -> HttpResponse:
    """A letter or a released file; that it was fetched is recorded."""
    case = CaseFile(application)
    if key not in {each.key for each in _files(application, case)}:
        raise Http404
    found = handing_out.fetch(application, case.history, key)
    if found is None:
        raise Http404
    material, data = found
    return handed(data, name=material.name, media_type=material.media_type, kind=material.kind_of_file)


@require_GET
@of_holder
def letter(request: HttpRequest, application: Application, key: int) -> HttpResponse:
    """A letter that went to the applicant, as PDF; that it was fetched is recorded."""
    try:
        found = handing_out.fetch_letter(application, CaseFile(application).served_reply(), key)
    except Unreadable as problem:
        return HttpResponse(str(problem), status=503, content_type="text/plain; charset=utf-8")
    if found is None:
        raise Http404
    made, data = found
    return handed(data, name=f"{made}.pdf", media_type="application/pdf")


def _files(application: Application, case: CaseFile) -> list[Material]:
    """What the applicant may have, without what was released in another layer for a third party or the public."""
    found = handing_out.for_applicant(application, case.history)
    others = set(
        Release.objects.filter(material__in=[each.pk for each in found])
        .exclude(redaction__layer=APPLICANT)
        .values_list("material_id", flat=True)
    )
    return [each for each in found if each.pk not in others]


def _remedy(reply: Reply | None) -> str:
    """The remedies, unless the answer names them itself."""
    if reply is None:
        return ""
    sentence = outcomes()[reply.outcome].remedy.told(timezone.localdate(reply.written_at))
    return "" if "行政复议" in reply.body else sentence


@require_POST
@of_holder
def other(request: HttpRequest, application: Application, number: str) -> HttpResponse:
    """On to an application that this one was split into, comes from, was merged into or took in: all of the same applicant."""
    found = next((each.application for each in ties_of(application) if each.application.number == number), None)
    if found is None:
        raise Http404
    grant(request, found)
    return redirect("portal:application_status")


@require_GET
@of_holder
def proof(request: HttpRequest, application: Application) -> HttpResponse:
    """The deadline day by day, to print."""
    case = CaseFile(application)
    context = told(application, case) | {
        "rows": case.proof(),
        "crumbs": crumbs(("办理情况", reverse("portal:application_status")), ("期限逐日说明", None)),
    }
    return render(request, "portal/applications/proof.html", context)


@require_POST
def leave_page(request: HttpRequest) -> HttpResponse:
    """End looking at an application, as on a computer that others use."""
    leave(request)
    return redirect("portal:application_look_up")


def _place(form: forms.Form, problem: ValidationError) -> None:
    found = problem.message_dict if hasattr(problem, "error_dict") else {"": problem.messages}
    for name, errors in found.items():
        form.add_error(name if name in form.fields else None, errors)
