"""The list of proposals and the page of one: what was proposed, clocks, talks, co-handlers, the reply, what happened, what can be done."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gongkai.engagement.proposals.choices import kinds, titles
from gongkai.web.log.services import events_of
from gongkai.web.organs.authority import acting
from gongkai.web.proposals import services
from gongkai.web.proposals.access import POLICY, PUBLICATION_POLICY
from gongkai.web.proposals.models import Proposal
from gongkai.web.proposals.queries import HEAPS, ProposalFile, counts, search
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.notes.panels import panel_of
from gongkai.web.workbench.proposals.records import PAGES, fetch, records, trail

PAGE = 25


@require_GET
@staff
def proposals(request: Any) -> HttpResponse:
    """The proposals that the person may see in the chosen organ, in heaps, the most urgent first."""
    name = request.GET.get("heap", "")
    name = name if name in HEAPS else "received"
    text, kind = request.GET.get("q", "")[:80], request.GET.get("kind", "")
    below = request.GET.get("below") == "1"
    mine = POLICY.visible(request.user, records())
    mine = mine.filter(organ__path__startswith=request.organ.path) if below else mine.filter(organ=request.organ)
    if kind in kinds():
        mine = mine.filter(kind=kind)
    mine = mine.defer("contact", "content")
    page = Paginator(search(mine, text) if text else HEAPS.of(mine, name), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": list(page.object_list),
        "tabs": HEAPS.tabs(counts(mine)),
        "heap": name,
        "q": text,
        "kind": kind,
        "kinds": list(titles("kinds").items()),
        "below": below,
        "can_look_below": request.organ.has_below,
        "can_register": POLICY.may_in(request.user, "hand_over", request.organ),
        "crumbs": [*trail()[:-1], ("建议提案", None)],
    }
    return render(request, "workbench/proposals/list.html", context)


@never_cache
@require_GET
@staff
def proposal(request: Any, number: str) -> HttpResponse:
    """One proposal; how to reach the proposers stays hidden."""
    return page_of(request, fetch(request, number))


@never_cache
@require_POST
@staff
def reveal(request: Any, number: str) -> HttpResponse:
    """The same page with how to reach the proposers; that it was read is recorded first."""
    found = fetch(request, number, "read_personal_data")
    services.read_personal_data(found, by=acting(request.user, found.organ))
    return page_of(request, found, revealed=True)


@require_GET
@staff
def proof(request: Any, number: str) -> HttpResponse:
    """The proof of a clock, day by day, to print."""
    return PAGES.proof(request, number, ProposalFile)


def page_of(request: Any, found: Proposal, *, revealed: bool = False) -> HttpResponse:
    """The page of one proposal."""
    log = list(events_of(found))
    case = ProposalFile(found, events=log)
    # 公开在答复的公开页上办，不从这里办
    options = [
        each
        for each in case.options(acting(request.user, found.organ))
        if each.move.name not in ("publish", "withhold", "take_down")
    ]
    context = {
        **PAGES.shown(found, options, log),
        "revealed": revealed,
        "urgency": case.urgency,
        "clocks": case.clocks(),
        "rule": case.rule,
        "replies": found.replies.select_related("author").order_by("-number"),
        "contacts": found.contacts.select_related("by"),
        "co_handlers": found.co_handlers.select_related("organ"),
        "papers": found.papers.select_related("added_by"),
        "publications": found.publications.all() if _sees_publications(request, found) else (),
        "notes": panel_of(found, request.user),
        "may": {
            action: POLICY.may(request.user, action, found)
            for action in ("edit", "add_paper", "read_paper", "read_personal_data", "prepare")
        }
        | {action: POLICY.holds(request.user, action, found) for action in ("amend", "erase")},
    }
    return render(request, "workbench/proposals/proposal.html", context)


def _sees_publications(request: Any, found: Proposal) -> bool:
    return PUBLICATION_POLICY.may_in(request.user, "read", found.organ)
