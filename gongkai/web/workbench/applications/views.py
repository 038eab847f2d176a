"""Lists of applications and the page of one: facts, clocks, what happened, what can be done."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gongkai.applications.channels import channels
from gongkai.applications.intake import title_of
from gongkai.applications.numbers import shown
from gongkai.applications.outcomes import outcomes
from gongkai.web.applications import services
from gongkai.web.applications.access import POLICY
from gongkai.web.applications.models import Application
from gongkai.web.applications.queries import HEAPS, CaseFile, counts, heap, lines, parties_of, search, similar
from gongkai.web.log.services import events_of
from gongkai.web.organs.authority import acting
from gongkai.web.workbench.applications.panels import CasePage, panels_of
from gongkai.web.workbench.applications.records import PAGES, fetch, records
from gongkai.web.workbench.entry import staff

PAGE = 25


@require_GET
@staff
def applications(request: Any) -> HttpResponse:
    """The applications that the person may see in the chosen organ, in heaps, the most urgent first."""
    name = request.GET.get("heap", "open")
    name = name if name in HEAPS else "open"
    text = request.GET.get("q", "")[:80]
    mine = POLICY.visible(request.user, records().filter(organ__path__startswith=request.organ.path))
    below = request.GET.get("below") == "1"
    if not below:
        mine = mine.filter(organ=request.organ)
    found = search(mine, text) if text else heap(mine, name)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    numbers = counts(mine, HEAPS)
    context = {
        "page": page,
        "lines": lines(list(page.object_list)),
        "tabs": [(key, title, numbers[key]) for key, (title, _) in HEAPS.items()],
        "heap": name,
        "q": text,
        "below": below,
        "can_look_below": request.organ.children.exists(),
        "can_register": POLICY.may_in(request.user, "submit", request.organ),
        "crumbs": [("工作台", reverse("workbench:home")), ("依申请公开", None)],
    }
    return render(request, "workbench/applications/list.html", context)


@never_cache
@require_GET
@staff
def application(request: Any, number: str) -> HttpResponse:
    """One application; who the applicant is stays masked."""
    return _page(request, fetch(request, number))


@never_cache
@require_POST
@staff
def reveal(request: Any, number: str) -> HttpResponse:
    """The same page with the applicant's data in full; that it was read is recorded first."""
    found = fetch(request, number, "read_personal_data")
    services.read_personal_data(found, by=acting(request.user, found.organ))
    return _page(request, found, revealed=True)


@require_GET
@staff
def proof(request: Any, number: str) -> HttpResponse:
    """The proof of a clock, day by day, to print."""
    found = fetch(request, number)
    case = CaseFile(found)
    clock, key = request.GET.get("clock", "reply"), request.GET.get("key", "")
    clocks = [each for each in case.clocks() if (each.clock, each.key) == (clock, key)] or case.clocks()[:1]
    return PAGES.proof_page(request, found, clocks[0], case.proof(clocks[0].clock, clocks[0].key))


def _page(request: Any, found: Application, *, revealed: bool = False) -> HttpResponse:
    happened = list(events_of(found))
    case = CaseFile(found, events=happened)
    by = acting(request.user, found.organ)
    replies = list(found.replies.select_related("author"))
    context = {
        **PAGES.shown(found, case.options(by), happened),
        "revealed": revealed,
        "code": shown(found.query_code) if revealed else "",
        "urgency": case.urgency,
        "clocks": case.clocks(),
        "replies": replies,
        "outcome": outcomes().get(found.drafted_outcome),
        "parties": list(parties_of(found).values()) if revealed else [],
        "channel": channels().get(found.channel),
        "identity_title": title_of("identity_kinds", found.identity_kind),
        "form_title": title_of("wanted_forms", found.wanted_form),
        "route_title": title_of("wanted_routes", found.wanted_route),
        "panels": panels_of(CasePage(found, request.user, by, case, revealed)),
        "others": list(similar(found, POLICY.visible(request.user, records()))[:5]),
        "may": {
            action: POLICY.may(request.user, action, found)
            for action in ("assign", "edit_details", "read_personal_data")
        }
        | {action: POLICY.holds(request.user, action, found) for action in ("amend", "erase_personal_data")},
    }
    return render(request, "workbench/applications/application.html", context)
