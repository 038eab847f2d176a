"""Steps of a consultation or survey: each a form and a service."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.views.decorators.cache import never_cache

from gongkai.engagement.consultations.moves import BEGINNINGS
from gongkai.web.consultations import services
from gongkai.web.consultations.models import Consultation
from gongkai.web.consultations.queries import CaseFile
from gongkai.web.organs.authority import acting
from gongkai.web.workbench.casework.pages import asks, carried_out
from gongkai.web.workbench.consultations.forms import PeriodForm, ResultForm, StepForm, amend_form
from gongkai.web.workbench.consultations.records import PAGES, fetch
from gongkai.web.workbench.entry import staff


@never_cache
@asks
@staff
def move(request: Any, number: str, name: str) -> HttpResponse:
    """A step: what is asked, or why it cannot be made and what can be done instead."""
    found = fetch(request, number)
    step = PAGES.step(request, found, name, elsewhere=BEGINNINGS)
    by = acting(request.user, found.organ)
    form, act = _asked(request, found, name, by)
    if carried_out(request, form, act):
        return PAGES.done(request, found, f"已经办理“{step.title}”。目前“{found.state_title}”。")
    template = "workbench/consultations/step.html"
    unsorted = found.opinions.filter(group=None).count() if name == "draft_result" else 0
    return PAGES.step_page(
        request,
        found,
        step,
        form,  # type: ignore[arg-type]  # a plain form with the same face: only refusals of a MoveForm are told apart
        lambda: CaseFile(found).options(by),
        template=template,
        unsorted=unsorted,
    )


def _asked(request: Any, found: Consultation, name: str, by: Any) -> tuple[forms.Form, Callable[[], Any]]:
    """The form of a step and what it does when it is right."""
    data = request.POST if request.method == "POST" else None
    if name == "open":
        opening = PeriodForm(found, data, opening=True)
        return opening, lambda: services.open_up(found, by=by, **opening.given)
    if name == "change_closing":
        changing = PeriodForm(found, data, opening=False)
        return changing, lambda: services.change_closing(found, by=by, **changing.given)
    if name == "draft_result":
        first = found.result or services.composed_result(found) if data is None else ""
        result = ResultForm(data, initial={"text": first})
        return result, lambda: services.draft_result(found, result.cleaned_data["text"], by=by)
    form = StepForm(found.table.move_of[name], data)
    by_name = {
        "revise": lambda: services.revise(found, by=by, reason=form.facts.get("reason", "")),
        "withdraw": lambda: services.withdraw(found, by=by, reason=form.facts.get("reason", "")),
        "publish_result": lambda: services.publish_result(found, by=by, opinion=form.facts.get("opinion", "")),
    }
    return form, by_name.get(name, lambda: services.make_move(found, name, by=by, facts=form.facts))


@never_cache
@asks
@staff
def amend(request: Any, number: str, step: int) -> HttpResponse:
    """Amend what was recorded as a step, by another person than who recorded it."""
    return PAGES.amend(request, number, step, amend_form, services.amend_step, "已经更正。原来的记录保留。")
