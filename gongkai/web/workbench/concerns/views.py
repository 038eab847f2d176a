"""The list of concerns and the page of one: hours left, the answer, what happened, what can be done."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongkai.engagement.concerns.conditions import BEGINNINGS
from gongkai.web.concerns import services
from gongkai.web.concerns.access import POLICY
from gongkai.web.concerns.models import Concern
from gongkai.web.concerns.queries import HEAPS, ConcernFile, counts, heap, search
from gongkai.web.log.services import events_of
from gongkai.web.organs.authority import Denied, acting
from gongkai.web.workbench.casework.pages import asks, carried_out, status_of
from gongkai.web.workbench.concerns.carrying import make
from gongkai.web.workbench.concerns.forms import ConcernMoveForm, EditForm, ReasonForm, RegisterForm, amend_form
from gongkai.web.workbench.concerns.records import PAGES, fetch, page_of, records, trail
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.notes.panels import panel_of

PAGE = 25


@require_GET
@staff
def concerns_list(request: Any) -> HttpResponse:
    """The concerns that the person may see in the chosen organ, in heaps, those with the fewest hours first."""
    name = request.GET.get("heap", "")
    name = name if name in HEAPS else "open"
    text, below = request.GET.get("q", "")[:80], request.GET.get("below") == "1"
    mine = POLICY.visible(request.user, Concern.objects.all())
    mine = mine.filter(organ__path__startswith=request.organ.path) if below else mine.filter(organ=request.organ)
    found = search(mine, text).order_by("-id") if text else heap(mine, name)
    page, rows = page_of(request, found, records().defer("summary"), PAGE)
    context = {
        "page": page,
        "rows": rows,
        "tabs": HEAPS.tabs(counts(mine)),
        "heap": name,
        "q": text,
        "below": below,
        "can_look_below": request.organ.has_below,
        "can_register": POLICY.may_in(request.user, "register", request.organ),
        "crumbs": [*trail()[:-1], ("舆情回应", None)],
    }
    return render(request, "workbench/concerns/list.html", context)


@never_cache
@asks
@staff
def register(request: Any) -> HttpResponse:
    """What was noticed or handed over, and when."""
    if not POLICY.may_in(request.user, "register", request.organ):
        raise Denied("登记舆情由本机关的政务公开专职人员办理。")
    form = RegisterForm(request.POST or None, initial={"found_at": timezone.localtime()})
    made: list[Concern] = []

    def act() -> None:
        by, token = acting(request.user, request.organ), request.POST.get("token", "")[:64]
        given = dict(form.cleaned_data)
        made.append(services.register(request.organ, given.pop("title"), by=by, token=token, **given))

    if carried_out(request, form, act):
        made[0].refresh_from_db()
        messages.success(request, f"已经登记，编号{made[0].number}。{made[0].urgency.words}。")
        return redirect(made[0])
    token = request.POST.get("token", "")[:64] or secrets.token_hex(16)
    context = {"form": form, "token": token, "crumbs": trail(None, ("登记舆情", None))}
    return render(request, "workbench/concerns/register.html", context, status=status_of(request))


@never_cache
@require_GET
@staff
def concern(request: Any, number: str) -> HttpResponse:
    """One concern."""
    found = fetch(request, number)
    log = list(events_of(found))
    case = ConcernFile(found, events=log)
    context = {
        **PAGES.shown(found, case.options(acting(request.user, found.organ)), log),
        "clocks": case.clocks(),
        "rule": case.rule,
        "drafts": found.drafts.select_related("author").order_by("-number"),
        "responses": found.responses.select_related("draft", "item__organ", "meeting"),
        "notes": panel_of(found, request.user),
        "may": {"edit": POLICY.may(request.user, "edit", found)}
        | {action: POLICY.holds(request.user, action, found) for action in ("amend", "withdraw")},
    }
    return render(request, "workbench/concerns/concern.html", context)


@require_GET
@staff
def proof(request: Any, number: str) -> HttpResponse:
    """The limits in sentences, to the minute, to print: hours are not counted by the day."""
    found = fetch(request, number)
    context = {"concern": found, "clocks": ConcernFile(found).clocks(), "crumbs": trail(found, ("时限说明", None))}
    return render(request, "workbench/concerns/proof.html", context)


@never_cache
@asks
@staff
def move(request: Any, number: str, name: str) -> HttpResponse:
    """A step: what is asked, or why it cannot be made and what can be done instead."""
    found = fetch(request, number)
    step = PAGES.step(request, found, name, elsewhere=BEGINNINGS)
    by = acting(request.user, found.organ)
    form = ConcernMoveForm(found, step, request.POST or None)
    if carried_out(request, form, lambda: make(found, name, form, by)):
        return PAGES.done(request, found, f"已经办理“{step.title}”。这件舆情目前“{found.state_title}”。")
    return PAGES.step_page(
        request,
        found,
        step,
        form,
        lambda: ConcernFile(found).options(by),
        template="workbench/concerns/step.html",
        draft=found.drafts.order_by("-number").first(),
    )


@never_cache
@asks
@staff
def amend(request: Any, number: str, step: int) -> HttpResponse:
    """Amend what was recorded as a step, by another person than who recorded it."""
    said = "已经更正。原来的记录保留，时限和统计已经随着改变。"
    return PAGES.amend(request, number, step, amend_form, services.amend_step, said)


@never_cache
@asks
@staff
def edit(request: Any, number: str) -> HttpResponse:
    """Change what was entered."""
    found = fetch(request, number, "edit")
    by = acting(request.user, found.organ)
    form = EditForm(request.POST or None, initial={name: getattr(found, name) for name in EditForm.base_fields})
    if carried_out(request, form, lambda: services.edit(found, form.cleaned_data, by=by)):
        return PAGES.done(request, found, "已经保存。")
    about = "来源、等级、时刻记在办理经过里，要用“更正”或者调整等级的步骤。"
    return PAGES.form_page(request, found, form, "修改登记内容", about)


@never_cache
@asks
@staff
def withdraw(request: Any, number: str, response: int) -> HttpResponse:
    """Take an answer off the portal."""
    found = fetch(request, number, "withdraw")
    given = found.responses.filter(number=response).first()
    if given is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    by = acting(request.user, found.organ)
    if carried_out(request, form, lambda: services.withdraw_response(given, form.cleaned_data["reason"], by=by)):
        return PAGES.done(request, found, "已经撤下，门户上不再列出；回应过的记录和统计不变。")
    return PAGES.form_page(request, found, form, "撤下回应", f"第{response}次回应。撤下以后门户上不再列出，统计不变。")
