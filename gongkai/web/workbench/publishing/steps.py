"""Taking a step with an item: reviewing it, and every other move that asks for something or nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe

from gongkai.casework import NotAllowed
from gongkai.publishing.cleaning import clean_html
from gongkai.publishing.moves import REVIEW_MOVES, STAGE_TITLES, STAGES, VERSION
from gongkai.web.casework.services import history_of
from gongkai.web.exemptions.gate import CODE as ASSESSMENT_LACKING
from gongkai.web.log.actors import Actor
from gongkai.web.organs.authority import Denied, acting
from gongkai.web.publishing import services
from gongkai.web.publishing.access import ITEM_POLICY, POLICY
from gongkai.web.publishing.attaching import staff_body
from gongkai.web.publishing.models import Item, Version
from gongkai.web.screening.queries import report_of
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.files.section import section
from gongkai.web.workbench.publishing import forms
from gongkai.web.workbench.publishing.items import assessed, found, latest_of, shown
from gongkai.web.workbench.publishing.review_forms import BASES, ReferForm

Given = dict[str, Any]
Service = Callable[[Version, Actor, Given], Any]

STEPS: dict[str, tuple[type[forms.Refusable], Service, str]] = {
    "submit": (forms.PublishForm, lambda version, by, given: services.submit(version, by=by), "已送审，现在由科室负责人审核。"),
    "recall": (forms.ReasonForm, lambda version, by, given: services.recall(version, by=by, **given), "已撤回，可以修改。"),
    "discard": (forms.ReasonForm, lambda version, by, given: services.discard(version, by=by, **given), "已作废，记录仍然保留。"),
    "return_office": (
        forms.ReasonForm,
        lambda version, by, given: services.review(
            version, by=by, conclusion="returned", opinion=given["reason"], basis="《条例》第十七条"
        ),
        "已退回起草人修改。",
    ),
    "refer_legal": (
        ReferForm,
        lambda version, by, given: services.refer_legal(version, by=by, **given),
        "已送合法性、隐私审查，通过以后回到审定。",
    ),
    "hold": (forms.ReasonForm, lambda version, by, given: services.hold(version, by=by, **given), "已暂缓。恢复以后要重新审定。"),
    "resume": (forms.PublishForm, lambda version, by, given: services.resume(version, by=by), "已恢复办理，等待审定。"),
    "schedule": (forms.ScheduleForm, lambda version, by, given: services.schedule(version, by=by, **given), "已定时，到时候由系统发布。"),
    "unschedule": (forms.PublishForm, lambda version, by, given: services.unschedule(version, by=by), "已取消定时。"),
    "publish": (forms.PublishForm, lambda version, by, given: services.publish(version, by=by), "已发布，公众现在可以看到。"),
    "withdraw": (
        forms.WithdrawForm,
        lambda version, by, given: services.withdraw(version.item, by=by, **given),
        "已撤下，原来的网址写明了撤下的日期和理由。",
    ),
}  # fmt: skip
"""For each move: its form, the service, and what to say when it is done."""


@staff
def take(request: Any, pk: int, move: str) -> HttpResponse:
    """A page that asks for what a move needs, and makes it."""
    if move not in STEPS:
        raise Http404
    item = found(request, pk)
    version = latest_of(item)
    if move == "withdraw":
        _check_item(request.user, "withdraw", item)
    elif version.state in VERSION.move_of[move].sources:
        POLICY.check(request.user, move, version)
    else:
        _check_role(request.user, move, version)
    kind, service, done = STEPS[move]
    if request.method == "GET" and move != "withdraw" and version.state not in VERSION.move_of[move].sources:
        told = f"这一稿目前“{version.state_title}”，不能“{VERSION.move_of[move].title}”。可能刚刚由别人办理过，请看下面的经过。"
        return shown(request, item, status=422, refusal=told)
    form = kind(request.POST or None) if kind.base_fields else kind({} if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            service(version, acting(request.user, item.organ), form.cleaned_data)
        except (NotAllowed, ValidationError) as refusal:
            if not kind.base_fields:
                told = "".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
                return shown(request, found(request, pk), status=422, refusal=told, way_out=_way_out(refusal, item))
            form.refuse(refusal)
        else:
            messages.success(request, done)
            return redirect(version)
    context = {
        "item": item,
        "version": version,
        "wording": version.wording,
        "form": form,
        "move": VERSION.move_of[move],
        "crumbs": _crumbs(item, VERSION.move_of[move].title),
    }
    return render(request, "workbench/publishing/step.html", context, status=422 if form.errors else 200)


@staff
def review(request: Any, pk: int) -> HttpResponse:
    """The wording with what stands out in it, and the reviewer's conclusion."""
    item = found(request, pk)
    version = latest_of(item)
    stage = STAGES.get(version.state)
    if stage is None:
        told = f"这一稿目前“{version.state_title}”，没有等待审查。可能刚刚由别人办理过，请看下面的经过。"
        told += _given_back(request)
        return shown(request, item, status=422, refusal=told)
    moves = {conclusion: move for (each, conclusion), move in REVIEW_MOVES.items() if each == stage}
    try:
        for move in moves.values():
            POLICY.check(request.user, move, version)
    except Denied as denied:
        if denied.second_factor or not _typed(request):
            raise
        # 填写的时候别人已经办过这一环节：不能只说没有权限，填好的字要还给人
        told = f"这一稿目前“{version.state_title}”，您填写的时候别人已经办过。{_given_back(request)}"
        return shown(request, item, status=422, refusal=told)
    wording = version.wording
    given = request.POST or None
    initial = {"wording": wording.pk, "basis": BASES[stage]}
    form = forms.ReviewForm(list(moves), given, initial=initial)
    if form.is_valid():
        answer = dict(form.cleaned_data)
        if answer.pop("wording") != wording.pk:
            told = "您审查的这一稿已经被退回或者换过，刚才的结论没有记录。请看下面现在的文稿。" + _given_back(request)
            return shown(request, item, status=422, refusal=told)
        try:
            made = services.review(version, by=acting(request.user, item.organ), **answer)
        except (NotAllowed, ValidationError) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"{made.get_stage_display()}结论“{made.get_conclusion_display()}”已记录。")
            return redirect(version)
    context = {
        "item": item,
        "version": version,
        "wording": wording,
        "body": mark_safe(staff_body(clean_html(wording.body_html), item)),  # noqa: S308 - 只留允许的标签
        "screening": report_of(wording),
        **section(request, item, version, wording),
        **assessed(request.user, version, wording),
        "stage_title": STAGE_TITLES[stage],
        "stage": stage,
        "matter": _asked(version) if stage == "legal" else "",
        "earlier": list(wording.reviews.select_related("reviewer")),
        "form": form,
        "crumbs": _crumbs(item, STAGE_TITLES[stage]),
    }
    return render(request, "workbench/publishing/review.html", context, status=422 if form.errors else 200)


@staff
def repeal(request: Any, pk: int) -> HttpResponse:
    """Mark a document as repealed."""
    item = found(request, pk)
    _check_item(request.user, "repeal", item)
    form = forms.RepealForm(request.POST or None)
    if form.is_valid():
        try:
            services.repeal(item, by=acting(request.user, item.organ), **form.cleaned_data)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "已标注废止，门户的原页面会写明废止的日期和依据。")
            return redirect(reverse("workbench:item", args=[item.pk]))
    context = {"item": item, "form": form, "crumbs": _crumbs(item, "标注废止")}
    return render(request, "workbench/publishing/repeal.html", context, status=422 if form.errors else 200)


def _typed(request: Any) -> str:
    """What was typed into the form of a conclusion."""
    return "；".join(filter(None, (request.POST.get(name, "").strip() for name in ("opinion", "basis"))))


def _given_back(request: Any) -> str:
    """What was typed and not recorded, for copying."""
    typed = _typed(request)
    return f"您刚才填写的没有记录，要用的请抄下：{typed}" if typed else ""


def _asked(version: Version) -> str:
    """What the office asked the legal reviewer to look at."""
    event = history_of(version).last("refer_legal")
    return str(event.facts.get("matter", "")) if event else ""


def _way_out(refusal: NotAllowed | ValidationError, item: Item) -> tuple[str, str] | None:
    """Where what is lacking can be done: title and address."""
    if any(each.code == ASSESSMENT_LACKING for each in getattr(refusal, "error_list", ())):
        return "作公开属性认定", reverse("workbench:assess", args=[item.pk])
    return None


def _check_item(person: Any, action: str, item: Item) -> None:
    """As ``_check_role``: what is not public can be neither withdrawn nor repealed, and the service says so."""
    if item.is_public:
        ITEM_POLICY.check(person, action, item)
    elif not ITEM_POLICY.may_in(person, action, item.organ):
        raise Denied(f"您在这个机关没有“{ITEM_POLICY.actions[action]}”的权限。")


def _check_role(person: Any, move: str, version: Version) -> None:
    """In a state from which the move does not lead, whoever never may is turned away; the others are told why not now."""
    if not POLICY.may_in(person, move, version.organ):
        raise Denied(f"您在这个机关没有“{VERSION.move_of[move].title}”的权限。")


def _crumbs(item: Item, last: str) -> list[tuple[str, str | None]]:
    return [
        ("工作台", "/workbench/"),
        ("公开信息", reverse("workbench:items")),
        (item.title, reverse("workbench:item", args=[item.pk])),
        (last, None),
    ]
