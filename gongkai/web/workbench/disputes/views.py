"""The list of disputes and the page of one: facts, clocks, what happened, what can be done, files."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gongkai.disputes.moves import TABLE
from gongkai.disputes.outcomes import COLUMNS, outcomes
from gongkai.web.applications.access import POLICY as APPLICATION_POLICY
from gongkai.web.disputes import services
from gongkai.web.disputes.access import POLICY
from gongkai.web.disputes.models import Dispute
from gongkai.web.disputes.queries import HEAPS, DisputeFile, bodies_for, hearings, lines, search
from gongkai.web.disputes.queries import unregistered as unregistered_in
from gongkai.web.disputes.timeliness import late_of
from gongkai.web.log.services import events_of
from gongkai.web.organs.authority import acting
from gongkai.web.workbench.disputes.records import PAGES, fetch, records, trail
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.notes.panels import panel_of

PAGE = 25
AHEAD = timedelta(days=30)


@require_GET
@staff
def disputes(request: Any) -> HttpResponse:
    """The disputes that the person may see in the chosen organ, in heaps, the most urgent first."""
    name = request.GET.get("heap", "to_answer")
    name = name if name in HEAPS else "to_answer"
    text = request.GET.get("q", "")[:80]
    mine = POLICY.visible(request.user, records().filter(organ__path__startswith=request.organ.path))
    below = request.GET.get("below") == "1"
    if not below:
        mine = mine.filter(organ=request.organ)
    page = Paginator(search(mine, text) if text else HEAPS.of(mine, name), PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    may_register = POLICY.may_in(request.user, "receive_copy", request.organ)
    context = {
        "page": page,
        "lines": lines(list(page.object_list)),
        "tabs": HEAPS.tabs(HEAPS.counts(mine)),
        "heap": name,
        "q": text,
        "below": below,
        "can_look_below": request.organ.has_below,
        "can_register": may_register,
        "unregistered": unregistered_in(request.organ).count() if may_register else 0,
        "days": [] if text else calendar_of(list(hearings(mine, today, today + AHEAD)[:20]), today),
        "crumbs": trail(),
    }
    context["crumbs"][-1] = ("复议和诉讼", None)
    return render(request, "workbench/disputes/list.html", context)


def calendar_of(found: list[Dispute], today: Any) -> list[tuple[Any, str, Dispute]]:
    """Days of hearings and last days of the disputes, in their order: the day, what it is, whose."""
    days = [(each.hearing_on, "开庭、听证", each) for each in found if each.hearing_on and each.hearing_on >= today]
    days += [
        (each.due_on, f"最后一日：{TABLE.clock_of[each.main_clock].title}", each)
        for each in found
        if each.main_clock and each.due_on and not each.ended and today <= each.due_on <= today + AHEAD
    ]
    return sorted(days, key=lambda row: (row[0], row[2].pk))


@require_GET
@staff
def unregistered(request: Any) -> HttpResponse:
    """Applications that are disputed by their state without a dispute on record."""
    found = APPLICATION_POLICY.visible(request.user, unregistered_in(request.organ))
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "can_register": POLICY.may_in(request.user, "receive_copy", request.organ),
        "crumbs": trail(None, ("补登案件", None)),
    }
    return render(request, "workbench/disputes/unregistered.html", context)


@never_cache
@require_GET
@staff
def dispute(request: Any, number: str) -> HttpResponse:
    """One dispute; who complains stays masked."""
    return page_of(request, fetch(request, number))


@never_cache
@require_POST
@staff
def reveal(request: Any, number: str) -> HttpResponse:
    """The same page with the complainant in full; that it was read is recorded first."""
    found = fetch(request, number, "read_personal_data")
    services.read_personal_data(found, by=acting(request.user, found.organ))
    return page_of(request, found, revealed=True)


@require_GET
@staff
def proof(request: Any, number: str) -> HttpResponse:
    """The proof of a clock, day by day, to print."""
    return PAGES.proof(request, number, DisputeFile)


def page_of(
    request: Any, found: Dispute, *, revealed: bool = False, form: Any = None, status: int = 200
) -> HttpResponse:
    """The page of one dispute; ``form`` is one for a file that was refused."""
    log = list(events_of(found))
    case = DisputeFile(found, events=log)
    outcome = outcomes().get(found.outcome)
    application = found.application
    context = {
        **PAGES.shown(found, case.options(acting(request.user, found.organ)), log),
        "revealed": revealed,
        "urgency": case.urgency,
        "late": late_of(found, case.history),
        "clocks": case.clocks(),
        "outcome": outcome,
        "column": COLUMNS[outcome.column] if outcome else "",
        "linked": application is not None and APPLICATION_POLICY.may(request.user, "read", application),
        "siblings": Dispute.objects.filter(application=application).exclude(pk=found.pk) if application else [],
        "bodies": bodies_for(found.organ, found.began_on) if found.began_on and found.standing == "maker" else (),
        "papers": found.papers.select_related("added_by"),
        "paper_form": form,
        "notes": panel_of(found, request.user),
        "may": {
            action: POLICY.may(request.user, action, found)
            for action in ("edit", "add_paper", "read_paper", "read_personal_data")
        }
        | {action: POLICY.holds(request.user, action, found) for action in ("amend", "export_bundle")},
    }
    return render(request, "workbench/disputes/dispute.html", context, status=status)
