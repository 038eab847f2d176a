"""Objections and their answers; vetoes found and lifted."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache

from gongkai.casework.events import told
from gongkai.web.assessment import services
from gongkai.web.assessment.access import REVIEW_POLICY, SUBJECT_POLICY
from gongkai.web.assessment.models import Objection, VetoFound
from gongkai.web.organs.authority import acting
from gongkai.web.workbench.assessment.forms import AnswerForm, ObjectionForm, ReasonForm, VetoForm
from gongkai.web.workbench.assessment.records import trail_of_subject
from gongkai.web.workbench.assessment.subjects import fetch
from gongkai.web.workbench.casework.pages import asks
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.organs.pages import ask


@never_cache
@asks
@staff
def object_to(request: Any, pk: int) -> HttpResponse:
    """Object to the result."""
    found = fetch(request, pk, SUBJECT_POLICY, "object")
    return ask(
        request,
        partial(ObjectionForm, found.round.scheme),
        lambda given: services.object_to(found, by=acting(request.user, found.target), **given),
        title="提出异议",
        done="已提出，等考核机关答复。",
        to=found.get_absolute_url(),
        crumbs=trail_of_subject(found, ("提出异议", None)),
        button="提出",
        intro=f"提出异议截止到{told(found.round.objection_due_on)}。对几项有异议的，逐项提出。",
    )


@never_cache
@asks
@staff
def answer(request: Any, pk: int) -> HttpResponse:
    """Answer an objection."""
    objection = Objection.objects.filter(pk=pk).first()
    if objection is None:
        raise Http404
    found = fetch(request, objection.subject_id, REVIEW_POLICY, "answer")
    indicator = found.round.scheme.by_key.get(objection.indicator)
    about = f"“{indicator.title}”" if indicator else "整个结果"
    return ask(
        request,
        AnswerForm,
        lambda given: services.answer_objection(objection, by=acting(request.user, found.organ), **given),
        title="答复异议",
        done="已答复。",
        to=found.get_absolute_url(),
        crumbs=trail_of_subject(found, ("答复异议", None), office=True),
        button="答复",
        intro=f"{found.title}对{about}有异议：{objection.text}",
    )


@never_cache
@asks
@staff
def find_veto(request: Any, pk: int) -> HttpResponse:
    """Say that a veto applies."""
    found = fetch(request, pk, REVIEW_POLICY, "veto")
    return ask(
        request,
        partial(VetoForm, found.round.scheme),
        lambda given: services.find_veto(found, by=acting(request.user, found.organ), **given),
        title="认定否决事项",
        done="已认定。",
        to=found.get_absolute_url(),
        crumbs=trail_of_subject(found, ("认定否决事项", None), office=True),
        button="认定",
    )


@never_cache
@asks
@staff
def lift_veto(request: Any, pk: int) -> HttpResponse:
    """Take back a veto."""
    veto = VetoFound.objects.filter(pk=pk).first()
    if veto is None:
        raise Http404
    found = fetch(request, veto.subject_id, REVIEW_POLICY, "veto")
    return ask(
        request,
        ReasonForm,
        lambda given: services.lift_veto(veto, by=acting(request.user, found.organ), **given),
        title="撤销否决事项",
        done="已撤销。",
        to=found.get_absolute_url(),
        crumbs=trail_of_subject(found, ("撤销否决事项", None), office=True),
        button="撤销",
        intro=f"{veto.title}：{veto.reason}",
    )
