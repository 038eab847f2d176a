"""互动交流 on the portal: the way in, the receipt, looking a message up, rating, asking again; published questions and answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.applications.numbers import shown as shown_code
from gongkai.casework import NotAllowed
from gongkai.casework.events import told
from gongkai.engagement.messages.channels import title_of
from gongkai.engagement.messages.conditions import last_answer
from gongkai.web.casework.forms import place as beside
from gongkai.web.log.actors import PUBLIC
from gongkai.web.messages import services
from gongkai.web.messages.library import public_questions
from gongkai.web.messages.lookup import NotFound, TooManyTries, look_up
from gongkai.web.messages.models import Message
from gongkai.web.messages.queries import MessageFile
from gongkai.web.organs.models import Organ
from gongkai.web.portal.applications.pages import crumbs, place
from gongkai.web.portal.messages.forms import LookUpForm, RateForm, ReopenForm
from gongkai.web.portal.messages.grants import grant, granted, leave

PAGE = 20
PUBLIC_STEPS = {
    "submit": "收到",
    "register": "收到",
    "register_petition": "收到",
    "assign": "交有关科室办理",
    "extend": "延长答复期限",
    "answer": "答复",
    "record_answer": "答复",
    "reopen": "要求再办",
    "transfer": "转出",
    "object": "退回转送的单位",
    "become_application": "转为政府信息公开申请",
    "merge": "与另一件合并办理",
    "dismiss": "不再办理",
}
"""What the person is told of the steps; the office's own ones are left out."""


def of_holder(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view with the message that this browser may see now; others are led to the look-up."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        message = granted(request)
        return redirect("portal:message_look_up") if message is None else view(request, message, *args, **kwargs)

    return never_cache(shown)


@require_GET
def entrance(request: HttpRequest) -> HttpResponse:
    """What can be done here, with the newest published answers."""
    context = {
        "frequent": public_questions(frequent=True)[:8],
        "questions": public_questions(frequent=False)[:8],
        "crumbs": crumbs(("互动交流", None)),
    }
    return render(request, "portal/messages/entrance.html", context)


@require_GET
def questions(request: HttpRequest) -> HttpResponse:
    """Published questions and answers; of one organ (``?organ=``), or the frequent ones (``?frequent=1``)."""
    organ = Organ.objects.filter(code=request.GET.get("organ", "").replace("\x00", "")[:60]).first()
    frequent = request.GET.get("frequent") == "1"
    found = public_questions(organ, frequent=True if frequent else None)
    title = "常见问题" if frequent else "留言和答复"
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "organ": organ,
        "title": title,
        "crumbs": crumbs(("互动交流", reverse("portal:messages")), (title, None)),
    }
    return render(request, "portal/messages/questions.html", context)


@require_GET
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them."""
    found = public_questions().filter(pk=pk).first()
    if found is None:
        raise Http404
    context = {
        "question": found,
        "kind": title_of("kinds", found.kind) if found.kind else "",
        "crumbs": crumbs(
            ("互动交流", reverse("portal:messages")), ("留言和答复", reverse("portal:questions")), (found.title, None)
        ),
    }
    return render(request, "portal/messages/question.html", context)


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
                return redirect("portal:message_status")
    context = {"form": form, "crumbs": crumbs(("互动交流", reverse("portal:messages")), ("查询留言", None))}
    return render(request, "portal/messages/look_up.html", context, status=status)


@never_cache
@require_GET
def receipt(request: HttpRequest) -> HttpResponse:
    """Number, code and the last day for an answer, right after it was sent."""
    message = granted(request, receipt=True)
    if message is None:
        return redirect("portal:message_look_up")
    context = {
        "message": message,
        "code": shown_code(message.query_code),
        "rule": MessageFile(message).rule,
        "crumbs": crumbs(("互动交流", reverse("portal:messages")), ("回执", None)),
    }
    return render(request, "portal/messages/receipt.html", context)


@require_GET
@of_holder
def status(request: HttpRequest, message: Message) -> HttpResponse:
    """How the message stands, the answer, what one can say of it."""
    return _status(request, message)


@require_POST
@of_holder
def rate(request: HttpRequest, message: Message) -> HttpResponse:
    """What the person thinks of the answer."""
    form = RateForm(request.POST)
    if _done(form, lambda: services.rate(message, form.cleaned_data["score"], form.cleaned_data["text"])):
        messages.success(request, "谢谢您的评价。")
        return redirect("portal:message_status")
    return _status(request, message, rate_form=form, code=422)


@require_POST
@of_holder
def reopen(request: HttpRequest, message: Message) -> HttpResponse:
    """Ask once for the matter to be taken up again."""
    form = ReopenForm(request.POST)
    if _done(form, lambda: services.reopen(message, form.cleaned_data["reason"])):
        messages.success(request, "已经收到，受理机关会再办理一次。")
        return redirect("portal:message_status")
    return _status(request, message, reopen_form=form, code=422)


@require_POST
@of_holder
def went_on(request: HttpRequest, message: Message) -> HttpResponse:
    """On to the message that it became in another organ, which has the same code."""
    found = message.went_to.order_by("-id").first()
    if found is None:
        raise Http404
    grant(request, found)
    return redirect("portal:message_status")


@require_POST
def leave_page(request: HttpRequest) -> HttpResponse:
    """End looking at a message, as on a computer that others use."""
    leave(request)
    return redirect("portal:message_look_up")


def _status(
    request: HttpRequest,
    message: Message,
    *,
    rate_form: RateForm | None = None,
    reopen_form: ReopenForm | None = None,
    code: int = 200,
) -> HttpResponse:
    case = MessageFile(message)
    possible = {each.move.name for each in case.options(PUBLIC) if _only_asks(each.reasons)}
    main = message.into if message.into_id and message.into else message
    context = {
        "message": message,
        "answer": _answer(main),
        "steps": [
            (told(each.on), PUBLIC_STEPS[each.move]) for each in case.history.effective if each.move in PUBLIC_STEPS
        ],
        "clock": next((each for each in case.clocks() if each.clock == "answer"), None),
        "rule": case.rule,
        "why": _why(case),
        "next": message.went_to.select_related("organ").order_by("-id").first(),
        "rate_form": (rate_form or RateForm()) if "rate" in possible else None,
        "reopen_form": (reopen_form or ReopenForm()) if "reopen" in possible else None,
        "refused": [
            sentence
            for form, name in ((rate_form, "rate"), (reopen_form, "reopen"))
            if form is not None and name not in possible
            for sentence in form.non_field_errors()
        ],
        "crumbs": crumbs(("互动交流", reverse("portal:messages")), ("办理情况", None)),
    }
    return render(request, "portal/messages/status.html", context, status=code)


def _only_asks(reasons: Any) -> bool:
    """Whether nothing stands against a step but that its fields are still to be filled in."""
    return all(each.field for each in reasons)


def _answer(message: Message) -> tuple[str, str] | None:
    """The answer that stands and its day."""
    if not message.is_answered:
        return None
    given = last_answer(MessageFile(message).history)
    if given is None:
        return None
    drafted = message.replies.order_by("-number").first()
    day = str(given.facts.get("answered_on") or given.on.isoformat())
    year, month, date = (int(part) for part in day.split("-"))
    if drafted is not None and drafted.body:
        return drafted.body, f"{year}年{month}月{date}日"
    return f"已经由{title_of('ways', str(given.facts.get('way', '')))}，没有留下文字。", f"{year}年{month}月{date}日"


def _why(case: MessageFile) -> str:
    """Where it went, or why it is not dealt with."""
    last = next(
        (each for each in reversed(case.history.effective) if each.move in ("transfer", "dismiss", "object")), None
    )
    if last is None or not case.history.ended:
        return ""
    if last.move == "dismiss":
        return f"没有办理的理由：{title_of('invalid_grounds', str(last.facts['ground']))}。"
    where = str(last.facts.get("organ") or title_of("destinations", str(last.facts.get("where", ""))))
    return f"已经转到{where}。理由：{last.facts.get('reason', '')}"


def _done(form: Any, act: Callable[[], Any]) -> bool:
    if not form.is_valid():
        return False
    try:
        act()
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as refusal:
        beside(form, refusal)
    else:
        return True
    return False
