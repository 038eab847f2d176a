"""Rounds: the list, one of them with its objects and results, its steps."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gongkai.web.assessment import services
from gongkai.web.assessment.access import (
    REVIEW_POLICY,
    ROUND_POLICY,
    SUBJECT_POLICY,
    TABLE_POLICY,
    round_for,
)
from gongkai.web.assessment.models import Appraisal, Objection, Round, ScoreTable, Subject
from gongkai.web.assessment.queries import progress, results
from gongkai.web.log.services import events_of
from gongkai.web.organs.authority import acting
from gongkai.web.workbench.assessment.forms import (
    AnnounceForm,
    AppraisalForm,
    ChangeDaysForm,
    ReasonForm,
    SurveyForm,
    TextForm,
    days_of,
)
from gongkai.web.workbench.assessment.records import happenings, trail, trail_of_round
from gongkai.web.workbench.assessment.results import shown
from gongkai.web.workbench.casework.pages import asks
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.organs.pages import act_on, ask, lacks_second_factor, page_of

STEPS = {
    "count": (services.count_round, "已按记录计算。"),
    "close": (services.close_self_scoring, "自评已经结束，可以评分。"),
    "tell": (services.tell_results, "已告知，各单位可以看到自己的结果，提出异议。"),
    "submit": (services.submit_results, "已送领导小组批准。"),
    "approve": (services.approve_results, "已批准，可以公布。"),
}
"""Steps that ask for nothing."""
REASONS = {
    "return": (services.return_results, "已退回重新评分。", "退回以后由评分的人修改，再告知、送批。"),
    "drop": (services.drop_round, "这次考核不再进行。", "已经填写的都保留，但是没有结果。以后可以重新启动。"),
}
PATH = ("self", "review", "told", "submitted", "approved", "announced")
State = Round.State


@never_cache
@require_GET
@staff
def assessments(request: Any) -> HttpResponse:
    """The rounds that the organ runs, and those in which the person's own unit is assessed."""
    person, organ = request.user, request.organ
    runs = ROUND_POLICY.holds(person, "read", Round(organ=organ, state=State.ANNOUNCED))
    mine = Subject.objects.filter(SUBJECT_POLICY.condition(person), target=organ)
    if runs:
        mine = mine.exclude(organ=organ)
    context = {
        "runs": runs,
        "page": page_of(request, Round.objects.filter(organ=organ).select_related("organ", "table")) if runs else None,
        "mine": mine.select_related("round__organ", "target", "section").order_by("-round__year", "-pk")[:60],
        "may_make": TABLE_POLICY.holds(person, "make", ScoreTable(organ=organ)),
        "today": timezone.localdate(),
        "crumbs": trail(),
    }
    return render(request, "workbench/assessment/rounds.html", context)


def fetch(request: Any, pk: int, action: str = "read") -> Round:
    """A round for who runs it. Raises ``Http404``, ``Denied``."""
    return ROUND_POLICY.get(request.user, Round.objects.select_related("organ", "table"), action, pk=pk)


@never_cache
@require_GET
@staff
def round_page(request: Any, pk: int) -> HttpResponse:
    """One round; for who is assessed, only the results, once they are announced."""
    return page(request, round_for(request.user, pk))


def page(request: Any, found: Round, problem: str = "") -> HttpResponse:
    """The page of a round, with what was refused."""
    person = request.user
    runs = ROUND_POLICY.holds(person, "read", found)
    told = found.state in (State.TOLD, State.SUBMITTED, State.APPROVED, State.ANNOUNCED)
    now = PATH.index(found.state) if found.state in PATH else -1
    context = {
        "round": found,
        "runs": runs,
        "problem": problem,
        "path": [
            (
                State(each).label,
                "done" if number < now or found.state == State.ANNOUNCED else "now" if number == now else "next",
            )
            for number, each in enumerate(PATH)
        ],
        "told": told,
        "lines": found.text.split("\n") if told else (),
        "today": timezone.localdate(),
        "crumbs": trail_of_round(found),
        **(shown(results(found)) if told else {}),
    }
    if runs:
        context |= {
            "subjects": () if told else progress(found),
            "number": len(found.scheme.indicators),
            "opens": REVIEW_POLICY.holds(person, "read", Subject(organ=found.organ)),
            "objections": Objection.objects.filter(subject__round=found, answered_at=None).select_related(
                "subject__target", "subject__section"
            ),
            "appraisals": Appraisal.objects.filter(round=found, struck_at=None).select_related(
                "subject__target", "subject__section", "entered_by"
            ),
            "steps": [
                (action, ROUND_POLICY.actions[action], lacks_second_factor(person, ROUND_POLICY, action, found))
                for action in ("count", "close", "tell", "submit", "approve", "announce")
                if ROUND_POLICY.holds(person, action, found)
            ],
            "others": [
                (action, title or ROUND_POLICY.actions[action], address)
                for action, title, address in _others(found)
                if ROUND_POLICY.may(person, action, found)
            ],
            "events": happenings(events_of(found)),
        }
    return render(request, "workbench/assessment/round.html", context, status=422 if problem else 200)


def _others(found: Round) -> list[tuple[str, str, str]]:
    return [
        ("appraise", "", reverse("workbench:enter_appraisal", args=[found.pk])),
        ("appraise", "计入社会评议问卷", reverse("workbench:appraise_by_survey", args=[found.pk])),
        ("set_timetable", "", reverse("workbench:set_timetable", args=[found.pk])),
        ("edit", "", reverse("workbench:edit_results", args=[found.pk])),
        ("return", "", reverse("workbench:round_reason", args=[found.pk, "return"])),
        ("drop", "", reverse("workbench:round_reason", args=[found.pk, "drop"])),
    ]


@never_cache
@require_POST
@staff
def step(request: Any, pk: int, action: str) -> HttpResponse:
    """A step that asks for nothing."""
    if action not in STEPS:
        raise Http404
    found = fetch(request, pk, action)
    act, done = STEPS[action]
    try:
        act(found, by=acting(request.user, found.organ))
    except ValidationError as refusal:
        return page(request, fetch(request, pk), "".join(refusal.messages))
    return act_on(request, lambda: None, done=done, to=found.get_absolute_url())


@never_cache
@asks
@staff
def reason(request: Any, pk: int, action: str) -> HttpResponse:
    """A step with its reason."""
    if action not in REASONS:
        raise Http404
    found = fetch(request, pk, action)
    act, done, intro = REASONS[action]
    title = ROUND_POLICY.actions[action]
    return ask(
        request,
        ReasonForm,
        lambda given: act(found, by=acting(request.user, found.organ), **given),
        title=title,
        done=done,
        to=found.get_absolute_url(),
        crumbs=trail_of_round(found, (title, None)),
        button=title,
        intro=intro,
    )


@never_cache
@asks
@staff
def timetable(request: Any, pk: int) -> HttpResponse:
    """Change the days."""
    found = fetch(request, pk, "set_timetable")
    return ask(
        request,
        partial(ChangeDaysForm, initial=days_of(found)),
        lambda given: services.set_timetable(found, by=acting(request.user, found.organ), **given),
        title="改时间安排",
        done="已改。",
        to=found.get_absolute_url(),
        crumbs=trail_of_round(found, ("改时间安排", None)),
    )


@never_cache
@asks
@staff
def edit(request: Any, pk: int) -> HttpResponse:
    """Change the text of the circular."""
    found = fetch(request, pk, "edit")
    return ask(
        request,
        partial(TextForm, initial={"text": found.text}),
        lambda given: services.edit_results(found, by=acting(request.user, found.organ), **given),
        title="修改考核结果通报",
        done="已保存。",
        to=found.get_absolute_url(),
        crumbs=trail_of_round(found, ("修改通报", None)),
    )


@never_cache
@asks
@staff
def announce(request: Any, pk: int) -> HttpResponse:
    """Announce approved results."""
    found = fetch(request, pk, "announce")
    today = timezone.localdate()
    return ask(
        request,
        partial(AnnounceForm, initial={"number": services.next_number(found, today), "on": today}),
        lambda given: services.announce_results(found, by=acting(request.user, found.organ), **given),
        title="公布考核结果",
        done="已公布，各考核对象可以看到全部结果。",
        to=found.get_absolute_url(),
        crumbs=trail_of_round(found, ("公布", None)),
        button="公布",
        intro="公布以后不能再改。由没有参加评分的人公布。",
    )


@never_cache
@asks
@staff
def appraise(request: Any, pk: int) -> HttpResponse:
    """Enter what the public thinks of an object."""
    found = fetch(request, pk, "appraise")
    subjects = list(found.subjects.filter(state__in=("self", "handed_in")).select_related("target", "section"))

    def act(given: dict[str, Any]) -> Any:
        return services.enter_appraisal(given.pop("subject"), by=acting(request.user, found.organ), **given)

    return ask(
        request,
        partial(AppraisalForm, subjects),
        act,
        title="登记社会评议",
        done="已登记。下一次按记录计算的时候计入满意率。",
        to=found.get_absolute_url(),
        crumbs=trail_of_round(found, ("登记社会评议", None)),
        button="登记",
        intro="社会评议是公众对公开工作的评价（《条例》第四十六条）。写明方法、样本和佐证。",
    )


@never_cache
@asks
@staff
def survey(request: Any, pk: int) -> HttpResponse:
    """Take in what a survey on the portal came to."""
    found = fetch(request, pk, "appraise")
    subjects = list(found.subjects.filter(state__in=("self", "handed_in")).select_related("target", "section"))

    def act(given: dict[str, Any]) -> Any:
        by = acting(request.user, found.organ)
        return services.appraise_by_survey(given["subject"], by=by, question=given["question"])

    return ask(
        request,
        partial(SurveyForm, found, subjects),
        act,
        title="计入社会评议问卷",
        done="已计入。下一次按记录计算的时候计入满意率。",
        to=found.get_absolute_url(),
        crumbs=trail_of_round(found, ("计入社会评议问卷", None)),
        button="计入",
        intro=f"评议{found.year}年度的社会评议问卷，公布结果以后才能计入。一道题评议一个对象的，逐个计入。",
    )


@never_cache
@asks
@staff
def strike(request: Any, pk: int) -> HttpResponse:
    """Take back an appraisal that was entered wrongly."""
    appraisal = (
        Appraisal.objects.select_related("round", "subject__target", "subject__section")
        .filter(pk=pk, struck_at=None)
        .first()
    )
    if appraisal is None:
        raise Http404
    found = fetch(request, appraisal.round_id, "appraise")
    return ask(
        request,
        ReasonForm,
        lambda given: services.strike_appraisal(appraisal, by=acting(request.user, found.organ), **given),
        title="撤销社会评议的登记",
        done="已撤销。",
        to=found.get_absolute_url(),
        crumbs=trail_of_round(found, ("撤销社会评议的登记", None)),
        button="撤销",
        intro=f"{appraisal.subject.title}：{appraisal.method}。记录保留，注明撤销和原因。",
    )
