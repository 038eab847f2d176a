"""Meetings with the public on the workbench: entering, announcing, noting that one was held; what the public asks there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongkai.engagement.concerns.choices import titles
from gongkai.web.casework.forms import offer
from gongkai.web.casework.moment_field import MomentField
from gongkai.web.concerns import meetings, questions
from gongkai.web.concerns.access import MEETING_POLICY, QUESTION_POLICY
from gongkai.web.concerns.models import AskedQuestion, PublicMeeting
from gongkai.web.organs.authority import Denied, acting
from gongkai.web.organs.models import Organ, Section
from gongkai.web.publishing.models import Item
from gongkai.web.workbench.casework.pages import asks, carried_out, status_of
from gongkai.web.workbench.concerns.forms import NEWEST, ReasonForm, area, published_items
from gongkai.web.workbench.entry import staff

PAGE = 25
TABS = (("announced", "已预告"), ("prepared", "筹备中"), ("held", "已举行"), ("cancelled", "已取消"))
INTERPRETATIONS = "interpretations"


class MeetingForm(forms.Form):
    """What is known of a meeting."""

    kind = forms.ChoiceField(label="种类", choices=lambda: [("", "请选择"), *titles("meetings").items()])
    part = forms.ChoiceField(label="组织还是参加", choices=PublicMeeting.Part.choices, initial="held")
    title = forms.CharField(label="主题", max_length=120)
    starts_at = MomentField(label="开始的时刻")
    ends_at = MomentField(
        label="结束的时刻", required=False, help_text="收网上提问的，收到这一刻为止；不填的收到当天结束。"
    )
    place = forms.CharField(label="地点或者网址", max_length=200)
    hosts = forms.CharField(label="主办单位", required=False, max_length=200)
    participants = forms.CharField(
        label="出席人员", required=False, max_length=500, help_text="发言的负责同志的姓名和职务。不写公众、记者的姓名。"
    )
    head_attended = forms.BooleanField(label="主要负责人参加", required=False)
    section = forms.ModelChoiceField(Section.objects.none(), label="承办科室", required=False, empty_label="（不写）")
    about = forms.CharField(label="简介", required=False, max_length=2000, widget=area(4))
    takes_questions = forms.BooleanField(
        label="在网上收提问", required=False, help_text="在线访谈、直播可以勾选。预告以后公众可以提问，审核以后才显示。"
    )
    policy = forms.ModelChoiceField(
        Item.objects.none(),
        label="解读的政策",
        required=False,
        empty_label="（不是政策解读）",
        help_text=f"用来解读政策的，选是哪件文件（列出最近{NEWEST}件）。",
    )
    item = forms.ModelChoiceField(
        Item.objects.none(),
        label="发布的解读信息",
        required=False,
        empty_label="（没有）",
        help_text="实录已经作为解读信息发布的，连上，一次解读只计一次。",
    )
    transcript = forms.CharField(label="实录", required=False, max_length=60000, widget=area(8))

    def __init__(self, organ: Organ, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "section", Section.objects.filter(organ=organ, closed_on=None))
        newest, kept = published_items(organ), kwargs.get("initial") or {}
        keys = [item.pk for name in ("policy", "item") if (item := kept.get(name)) is not None]
        offer(self, "policy", newest.exclude(genre=INTERPRETATIONS) | Item.objects.filter(pk__in=keys))
        own = Item.objects.filter(organ=organ, genre=INTERPRETATIONS, state=Item.State.PUBLISHED)
        offer(self, "item", own.order_by("-published_at", "-id"))


class HoldForm(forms.Form):
    """That it took place."""

    participants = forms.CharField(label="出席人员", required=False, max_length=500)
    transcript = forms.CharField(
        label="实录",
        required=False,
        max_length=60000,
        widget=area(10),
        help_text="可以以后再补。不写公众的姓名、电话。",
    )


class TextForm(forms.Form):
    """One text; its label is that of what is done."""

    text = forms.CharField(max_length=4000, widget=area(5))


@require_GET
@staff
def meetings_list(request: Any) -> HttpResponse:
    """The meetings of the organ by state."""
    state = request.GET.get("state", "")
    state = state if state in dict(TABS) else "announced"
    mine = MEETING_POLICY.visible(request.user, PublicMeeting.objects.filter(organ=request.organ, state=state))
    order = "starts_at" if state in ("announced", "prepared") else "-starts_at"
    found = mine.select_related("section").defer("transcript").order_by(order, "id")
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "tabs": [(title, f"?state={key}", key == state) for key, title in TABS],
        "can_enter": MEETING_POLICY.may_in(request.user, "enter", request.organ),
        "crumbs": _trail(),
    }
    return render(request, "workbench/concerns/meetings.html", context)


@never_cache
@asks
@staff
def enter(request: Any) -> HttpResponse:
    """A meeting that is to come, or one that was."""
    if not MEETING_POLICY.may_in(request.user, "enter", request.organ):
        raise Denied("登记发布会、访谈由本机关的政务公开专职人员和信息员办理。")
    form = MeetingForm(request.organ, request.POST or None)
    made = PublicMeeting(organ=request.organ)

    def act() -> None:
        for name, value in form.cleaned_data.items():
            setattr(made, name, value)
        meetings.prepare(made, by=acting(request.user, request.organ))

    if carried_out(request, form, act):
        messages.success(request, "已经登记。要举行的，预告以后门户上看得到；已经举行的，接着登记已经举行。")
        return redirect(made)
    context = {"form": form, "title": "登记发布会、访谈", "crumbs": _trail(("登记", None))}
    return render(request, "workbench/concerns/meeting_form.html", context, status=status_of(request))


@never_cache
@require_GET
@staff
def meeting(request: Any, pk: int) -> HttpResponse:
    """One of them, with what the public asked."""
    found = _fetch(request, pk)
    asked = (
        list(found.questions.select_related("answered_by"))
        if QUESTION_POLICY.may_in(request.user, "read", found.organ)
        else []
    )
    rows = [(each, _doable(request, each)) for each in asked]
    context = {
        "meeting": found,
        "questions": rows,
        "responses": found.concern_responses.select_related("concern"),
        "may": {
            each: MEETING_POLICY.holds(request.user, each, found) for each in ("edit", "announce", "hold", "cancel")
        },
        "crumbs": _trail((found.title, None)),
    }
    return render(request, "workbench/concerns/meeting.html", context)


@never_cache
@asks
@staff
def edit(request: Any, pk: int) -> HttpResponse:
    """Change what was entered."""
    found = _fetch(request, pk, "edit")
    known = {name: getattr(found, name) for name in MeetingForm.base_fields}
    form = MeetingForm(found.organ, request.POST or None, initial=known)
    by = acting(request.user, found.organ)
    if carried_out(request, form, lambda: meetings.edit(found, form.cleaned_data, by=by)):
        return _done(request, found, "已经保存。")
    return _form(request, found, form, "修改", "")


@never_cache
@asks
@staff
def act(request: Any, pk: int, action: str) -> HttpResponse:
    """Announce it, note that it was held, or cancel it."""
    if action not in _ACTIONS:
        raise Http404
    found = _fetch(request, pk, action)
    title, about, made, do = _ACTIONS[action]
    form = made(request.POST if request.method == "POST" else None)
    by = acting(request.user, found.organ)
    if carried_out(request, form, lambda: do(found, form.cleaned_data, by)):
        return _done(request, found, f"已经办理“{title}”。")
    return _form(request, found, form, title, about)


@never_cache
@asks
@staff
def question(request: Any, pk: int, action: str) -> HttpResponse:
    """Let a question through or leave it out; answer it; look at the answer."""
    if action not in _QUESTION_ACTIONS:
        raise Http404
    needs, title, label, do = _QUESTION_ACTIONS[action]
    rows = AskedQuestion.objects.select_related("meeting__organ", "answered_by")
    found = QUESTION_POLICY.get(request.user, rows, needs, pk=pk)
    form = TextForm(request.POST or None) if label else forms.Form(request.POST if request.method == "POST" else None)
    if label:
        form.fields["text"].label = label
        form.fields["text"].initial = {"pass": found.asked, "answer": found.answer, "live": found.answer}.get(
            action, ""
        )
    by = acting(request.user, found.meeting.organ)
    if carried_out(request, form, lambda: do(found, form.cleaned_data.get("text", ""), by)):
        return _done(request, found.meeting, f"已经办理“{title}”。")
    context = {
        "form": form,
        "title": title,
        "question": found,
        "meeting": found.meeting,
        "crumbs": _trail((found.meeting.title, found.meeting.get_absolute_url()), (title, None)),
    }
    return render(request, "workbench/concerns/question.html", context, status=status_of(request))


_ACTIONS: dict[str, Any] = {
    "announce": (
        "预告",
        "预告以后，门户上看得到时间、地点、主题；收提问的，公众可以提问。",
        forms.Form,
        lambda found, given, by: meetings.announce(found, by=by),
    ),
    "hold": (
        "登记已经举行",
        "没有当场回答的提问，从这一天起算答复的期限。",
        HoldForm,
        lambda found, given, by: meetings.hold(found, by=by, **given),
    ),
    "cancel": (
        "取消、撤销",
        "不举行的、登错的。以后不再计数，记录保留；预告过的，门户上写明取消。",
        ReasonForm,
        lambda found, given, by: meetings.cancel(found, given["reason"], by=by),
    ),
}
_QUESTION_ACTIONS: dict[str, Any] = {
    "pass": ("moderate", "采用", "公开的提问", lambda each, text, by: questions.let_through(each, text, by=by)),
    "decline": ("moderate", "不采用", "理由", lambda each, text, by: questions.decline(each, text, by=by)),
    "live": ("answer", "登记当场的回答", "回答", lambda each, text, by: questions.answer_live(each, text, by=by)),
    "answer": ("answer", "拟写答复", "答复", lambda each, text, by: questions.draft_answer(each, text, by=by)),
    "release": ("release", "审核通过、公开", "", lambda each, text, by: questions.release_answer(each, by=by)),
    "return": ("release", "退回修改", "审核意见", lambda each, text, by: questions.return_answer(each, text, by=by)),
}
_IN = {
    "asked": ("pass", "decline"),
    "passed": ("live", "answer", "decline"),
    "drafted": ("release", "return"),
}


def _doable(request: Any, each: AskedQuestion) -> list[tuple[str, str]]:
    """Names and titles of what the person may do to a question now."""
    return [
        (name, _QUESTION_ACTIONS[name][1])
        for name in _IN.get(each.state, ())
        if QUESTION_POLICY.may(request.user, _QUESTION_ACTIONS[name][0], each)
    ]


def _fetch(request: Any, pk: int, action: str = "read") -> PublicMeeting:
    rows = PublicMeeting.objects.select_related("organ", "section", "policy__organ", "item__organ")
    return MEETING_POLICY.get(request.user, rows, action, pk=pk)


def _trail(*steps: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    here = ("发布会、访谈", reverse("workbench:meetings") if steps else None)
    return [("工作台", reverse("workbench:home")), here, *steps]


def _done(request: Any, found: PublicMeeting, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(found)


def _form(request: Any, found: PublicMeeting, form: Any, title: str, about: str) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "about": about,
        "meeting": found,
        "crumbs": _trail((found.title, found.get_absolute_url()), (title, None)),
    }
    return render(request, "workbench/concerns/meeting_form.html", context, status=status_of(request))
