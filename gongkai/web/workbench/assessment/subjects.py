"""One object of a round: what it says of itself, what was counted with the records behind it, what the reviewer says."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gongkai.assessment.yearly.measures import MEASURES
from gongkai.casework.events import told
from gongkai.web.assessment import services
from gongkai.web.assessment.access import REVIEW_POLICY, SUBJECT_POLICY, sees_review, subject_for
from gongkai.web.assessment.counting import source_of
from gongkai.web.assessment.models import EvidenceFile, Round, Subject, VetoFound
from gongkai.web.assessment.queries import rows_of
from gongkai.web.assessment.services.locking import belongs
from gongkai.web.assessment.services.rounds import asked_of
from gongkai.web.casework.forms import place
from gongkai.web.files.handing import handed
from gongkai.web.log.services import events_of
from gongkai.web.organs.authority import Policy, acting
from gongkai.web.workbench.assessment.forms import EvidenceForm, ReasonForm, ScoresForm
from gongkai.web.workbench.assessment.records import happenings, trail_of_subject
from gongkai.web.workbench.casework.pages import asks
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.organs.pages import act_on, ask, lacks_second_factor, page_of

State = Subject.State


def assesses(request: Any, found: Subject) -> bool:
    """Whether the person looks at the object for the office that assesses."""
    return REVIEW_POLICY.holds(request.user, "read", found)


def fetch(request: Any, pk: int, policy: Policy, action: str) -> Subject:
    """An object to which the person may do something, by one policy. Raises ``Http404``, ``Denied``."""
    found = subject_for(request.user, pk)
    policy.check(request.user, action, found)
    return found


@never_cache
@require_GET
@staff
def subject(request: Any, pk: int) -> HttpResponse:
    """One object."""
    return page(request, subject_for(request.user, pk))


def page(request: Any, found: Subject, problem: str = "") -> HttpResponse:
    """The page of an object, with what was refused."""
    person = request.user
    office, sees = assesses(request, found), sees_review(person, found)
    context = {
        "subject": found,
        "round": found.round,
        "office": office,
        "sees": sees,
        "sums": sees and found.state in (State.TOLD, State.OBJECTED, State.ANNOUNCED),
        "own": office and belongs(person, found),
        "problem": problem,
        "groups": rows_of(found),
        "vetoes": found.vetoes.select_related("found_by") if sees else (),
        "objections": found.objections.select_related("made_by", "answered_by") if sees else (),
        "steps": _steps(request, found),
        "may_answer": REVIEW_POLICY.may(person, "answer", found) and not belongs(person, found),
        "may_lift": REVIEW_POLICY.may(person, "veto", found) and not belongs(person, found),
        "titles": {each.key: each.title for each in found.round.scheme.indicators},
        "events": happenings(events_of(found)) if sees else (),
        "today": timezone.localdate(),
        "crumbs": trail_of_subject(found, office=office),
    }
    return render(request, "workbench/assessment/subject.html", context, status=422 if problem else 200)


def _steps(request: Any, found: Subject) -> list[tuple[str, str, bool, bool]]:
    """Title, address, whether it is a plain button, whether the second factor is lacking."""
    person = request.user
    made: list[tuple[str, str, bool, bool]] = []
    of_own = [
        ("fill", "填写自评", "fill_scores", False),
        ("fill", "存入佐证材料", "add_evidence", False),
        ("hand_in", "交自评", "hand_in_scores", True),
    ]
    if found.state in (State.TOLD, State.OBJECTED):
        of_own = []
        if found.confirmed_at is None and (found.section_id is None or belongs(person, found)):
            of_own = [
                ("object", "提出异议", "object_to_score", False),
                ("confirm", "确认结果，没有异议", "confirm_result", True),
            ]
    elif found.round.state != Round.State.SELF:
        of_own = []
    for action, title, name, button in of_own:
        if SUBJECT_POLICY.holds(person, action, found):
            lacks = lacks_second_factor(person, SUBJECT_POLICY, action, found)
            made.append((title, reverse(f"workbench:{name}", args=[found.pk]), button, lacks))
    if belongs(person, found):
        return made
    of_office = [("return", "退回自评", "return_scores", False)] if found.round.state == Round.State.SELF else []
    if found.round.state == Round.State.REVIEW:
        of_office.append(("review", "评分", "review_scores", False))
        if found.state == State.HANDED_IN:
            of_office.append(("review", "评分完毕", "finish_review", True))
        of_office.append(("veto", "认定否决事项", "find_veto", False))
    for action, title, name, button in of_office:
        if REVIEW_POLICY.holds(person, action, found):
            lacks = lacks_second_factor(person, REVIEW_POLICY, action, found)
            made.append((title, reverse(f"workbench:{name}", args=[found.pk]), button, lacks))
    return made


@never_cache
@asks
@staff
def fill(request: Any, pk: int) -> HttpResponse:
    """Fill in the self-scores, all on one page."""
    found = fetch(request, pk, SUBJECT_POLICY, "fill")
    intro = f"满分100分。自评截止到{told(found.round.self_due_on)}，可以分几次填写，交了以后不能再改。"
    return _scores(request, found, "填写自评", services.fill_in, "已保存，还没有交。", intro, review=False)


@never_cache
@asks
@staff
def review(request: Any, pk: int) -> HttpResponse:
    """Score, all on one page."""
    found = fetch(request, pk, REVIEW_POLICY, "review")
    intro = "和自评、按记录计算的结果一样的，不用写理由。可以分几次填写，全部填好再点“评分完毕”。"
    return _scores(request, found, "评分", services.review, "已保存。", intro, review=True)


def _scores(
    request: Any, found: Subject, title: str, act: Callable[..., Any], done: str, intro: str, *, review: bool
) -> HttpResponse:
    rows, status = rows_of(found), 200
    form = ScoresForm(found, rows, request.POST or None, review=review)
    if request.method == "POST":
        if form.is_valid():
            try:
                act(found, by=acting(request.user, found.organ if review else found.target), given=form.given)
            except ValidationError as problem:
                place(form, problem)
            else:
                messages.success(request, done)
                return redirect(found.get_absolute_url())
        status = 422
    context = {
        "subject": found,
        "form": form,
        "title": f"{found.title}{title}",
        "intro": intro,
        "review": review,
        "crumbs": trail_of_subject(found, (title, None), office=assesses(request, found)),
    }
    return render(request, "workbench/assessment/scores.html", context, status=status)


@never_cache
@require_POST
@staff
def hand_in(request: Any, pk: int) -> HttpResponse:
    """Hand in the self-scores."""
    return _plain(request, pk, SUBJECT_POLICY, "hand_in", services.hand_in, "已交，考核机关可以看到。")


@never_cache
@require_POST
@staff
def confirm(request: Any, pk: int) -> HttpResponse:
    """Say that there is no objection."""
    return _plain(request, pk, SUBJECT_POLICY, "confirm", services.confirm_result, "已确认，没有异议。")


@never_cache
@require_POST
@staff
def finish(request: Any, pk: int) -> HttpResponse:
    """Say that it is scored."""
    return _plain(request, pk, REVIEW_POLICY, "review", services.finish_review, "已评分完毕。")


def _plain(request: Any, pk: int, policy: Policy, action: str, act: Callable[..., Any], done: str) -> HttpResponse:
    found = fetch(request, pk, policy, action)
    organ = found.target if policy is SUBJECT_POLICY else found.organ
    try:
        act(found, by=acting(request.user, organ))
    except ValidationError as refusal:
        return page(request, subject_for(request.user, pk), "".join(refusal.messages))
    return act_on(request, lambda: None, done=done, to=found.get_absolute_url())


@never_cache
@asks
@staff
def send_back(request: Any, pk: int) -> HttpResponse:
    """Return the self-scores to be completed."""
    found = fetch(request, pk, REVIEW_POLICY, "return")
    return ask(
        request,
        ReasonForm,
        lambda given: services.send_back(found, by=acting(request.user, found.organ), **given),
        title="退回自评",
        done="已退回，对方照着改了再交。",
        to=found.get_absolute_url(),
        crumbs=trail_of_subject(found, ("退回自评", None), office=True),
        button="退回",
    )


@never_cache
@asks
@staff
def add_evidence(request: Any, pk: int) -> HttpResponse:
    """Keep a file that proves a self-score."""
    found = fetch(request, pk, SUBJECT_POLICY, "fill")

    def act(given: dict[str, Any]) -> Any:
        file = given["file"]
        by = acting(request.user, found.target)
        return services.add_evidence(found, by=by, indicator=given["indicator"], name=file.name, data=file)

    return ask(
        request,
        partial(EvidenceForm, found.round.scheme),
        act,
        title="存入佐证材料",
        done="已存入。",
        to=found.get_absolute_url(),
        crumbs=trail_of_subject(found, ("存入佐证材料", None), office=assesses(request, found)),
        button="存入",
    )


@never_cache
@require_POST
@staff
def read_evidence(request: Any, pk: int, key: Any) -> HttpResponse:
    """One file to take away; that it was read is recorded first."""
    found = subject_for(request.user, pk)
    policy = REVIEW_POLICY if assesses(request, found) else SUBJECT_POLICY
    policy.check(request.user, "read_evidence", found)
    file = EvidenceFile.objects.select_related("subject__organ").filter(subject=found, key=key, erased_at=None).first()
    if file is None:
        raise Http404
    organ = found.organ if policy is REVIEW_POLICY else found.target
    data = services.read_evidence(file, by=acting(request.user, organ))
    return handed(data, name=file.name, media_type=file.media_type, kind=file.kind_of_file)


@never_cache
@require_GET
@staff
def records(request: Any, pk: int, indicator: str) -> HttpResponse:
    """The records behind a figure, by the very query that counted it."""
    found = subject_for(request.user, pk)
    score = found.scores.filter(indicator=indicator).exclude(measure="").first()
    if score is None:
        raise Http404
    title = found.round.scheme.by_key[indicator].title
    return _behind(request, found, score.measure, title, {"score": score})


@never_cache
@require_GET
@staff
def veto_records(request: Any, pk: int) -> HttpResponse:
    """The records from which a veto follows."""
    veto = VetoFound.objects.filter(pk=pk, counted=True).first()
    if veto is None:
        raise Http404
    found = subject_for(request.user, veto.subject_id)
    measure = next((each.measure for each in found.round.scheme.vetoes if each.title == veto.title), "")
    if not measure or not sees_review(request.user, found):
        raise Http404
    return _behind(request, found, measure, veto.title, {"veto": veto})


def _behind(request: Any, found: Subject, measure: str, title: str, more: dict[str, Any]) -> HttpResponse:
    asked = asked_of(found.round, [found])
    behind = source_of(measure).behind(asked, (found.target_id, found.section_id))
    shown = page_of(request, behind.rows)
    context = {
        "subject": found,
        "measure": MEASURES[measure],
        "asked": asked,
        "page": shown,
        "records": [behind.shown(each) for each in shown],
        "rate": MEASURES[measure].rate and measure != "appraisal",
        "title": title,
        "crumbs": trail_of_subject(found, (f"{title}：记录", None), office=assesses(request, found)),
        **more,
    }
    return render(request, "workbench/assessment/records.html", context)
