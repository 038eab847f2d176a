"""回应关切 on the portal: answers to what the public is concerned about, meetings with it, asking a question of an interview."""

from __future__ import annotations

import re
import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.engagement.concerns.choices import question_limit, title_of, titles
from gongkai.web.casework.forms import place
from gongkai.web.concerns import questions
from gongkai.web.concerns.models import PublicMeeting
from gongkai.web.concerns.queries import coming, public_meetings, public_questions, public_responses
from gongkai.web.organs.models import Organ
from gongkai.web.portal.applications.pages import crumbs
from gongkai.web.portal.search.limits import too_often

PAGE = 20
ASKED_A_MINUTE = 10
_TOKEN = re.compile(r"[0-9a-f]{32}")


class AskForm(forms.Form):
    """A question; nobody is asked who they are."""

    asked = forms.CharField(
        label="您的问题",
        max_length=questions.LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="不用写姓名、电话、住址。工作人员看过以后才会显示在这里。",
    )


@require_GET
def entrance(request: HttpRequest) -> HttpResponse:
    """What is coming, the newest answers, the newest meetings; of one organ with ``?organ=``."""
    organ = _organ(request)
    context = {
        "organ": organ,
        "coming": list(coming(organ)[:8]),
        "responses": list(public_responses(organ)[:8]),
        "meetings": list(public_meetings(organ).filter(state=PublicMeeting.State.HELD)[:8]),
        "crumbs": crumbs(("回应关切", None)),
    }
    return render(request, "portal/concerns/entrance.html", context)


@require_GET
def responses(request: HttpRequest) -> HttpResponse:
    """The answers, the newest first."""
    organ = _organ(request)
    context = {
        "organ": organ,
        "page": Paginator(public_responses(organ), PAGE).get_page(request.GET.get("page")),
        "crumbs": _crumbs(("热点舆情回应", None)),
    }
    return render(request, "portal/concerns/responses.html", context)


@require_GET
def response(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer."""
    found = public_responses().filter(pk=pk).first()
    if found is None:
        raise Http404
    more = public_responses().filter(concern_id=found.concern_id).exclude(pk=pk)
    context = {
        "response": found,
        "more": list(more[:20]),
        "item": found.item if found.item is not None and found.item.state == "published" else None,
        "meeting": found.meeting if found.meeting is not None and found.meeting.is_public else None,
        "crumbs": _crumbs(("热点舆情回应", reverse("portal:concern_responses")), (found.draft.heading, None)),
    }
    return render(request, "portal/concerns/response.html", context)


@require_GET
def meetings(request: HttpRequest) -> HttpResponse:
    """The meetings, the newest first; of one kind with ``?kind=``."""
    organ, kind = _organ(request), request.GET.get("kind", "")
    kind = kind if kind in titles("meetings") else ""
    context = {
        "organ": organ,
        "kind": kind,
        "title": title_of("meetings", kind) if kind else "发布会、访谈和座谈",
        "kinds": [
            (title, _address(key, organ), key == kind) for key, title in [("", "全部"), *titles("meetings").items()]
        ],
        "page": Paginator(public_meetings(organ, kind), PAGE).get_page(request.GET.get("page")),
        "crumbs": _crumbs(("发布会、访谈和座谈", None)),
    }
    return render(request, "portal/concerns/meetings.html", context)


@require_GET
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting, with the questions that were let through and what was answered."""
    found = _meeting(pk)
    rows = [(each, each.answer if each.state == "answered" else "") for each in public_questions(found)]
    context = {
        "meeting": found,
        "questions": rows,
        "open": found.open_to_questions(),
        "limit": question_limit(found.on),
        "policy": found.policy if found.policy is not None and found.policy.state != "unpublished" else None,
        "item": found.item if found.item is not None and found.item.state == "published" else None,
        "crumbs": _crumbs(("发布会、访谈和座谈", reverse("portal:meetings")), (found.title, None)),
    }
    return render(request, "portal/concerns/meeting.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a question before or during an interview; nothing typed is lost."""
    found, form, status = _meeting(pk), AskForm(request.POST or None), 200
    token = request.POST.get("token", "")
    token = token if _TOKEN.fullmatch(token) else secrets.token_hex(16)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            if too_often(request, "question", ASKED_A_MINUTE):
                form.add_error(None, "提交得太频繁，请过一分钟再提交。填写的内容还在。")
                status = 429
            elif _taken(found, form, token):
                messages.success(
                    request, "问题已经收到。工作人员看过以后显示在活动的页面上，访谈时回答；没有当场回答的，事后答复。"
                )
                return redirect("portal:meeting_ask", pk=pk)
    context = {
        "meeting": found,
        "form": form,
        "token": token,
        "open": found.open_to_questions(),
        "crumbs": _crumbs((found.title, reverse("portal:meeting", args=[pk])), ("提问", None)),
    }
    return render(request, "portal/concerns/ask.html", context, status=status)


def _taken(found: PublicMeeting, form: AskForm, token: str) -> bool:
    try:
        questions.ask(found, form.cleaned_data["asked"], token=token)
    except ValidationError as refusal:
        place(form, refusal)
        return False
    return True


def _meeting(pk: int) -> PublicMeeting:
    found = public_meetings().defer(None).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _organ(request: HttpRequest) -> Organ | None:
    return Organ.objects.filter(code=request.GET.get("organ", "").replace("\x00", "")[:60]).first()


def _address(kind: str, organ: Organ | None) -> str:
    asked = [f"kind={kind}"] if kind else []
    if organ is not None:
        asked.append(f"organ={organ.code}")
    return f"{reverse('portal:meetings')}{'?' if asked else ''}{'&'.join(asked)}"


def _crumbs(*steps: Any) -> Any:
    return crumbs(("回应关切", reverse("portal:concerns")), *steps)
