"""The list of messages and the page of one: what was written, clocks, the answer, what happened, what can be done."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gongkai.engagement.messages.channels import titles
from gongkai.web.accountability.access import POLICY as COMPLAINT_POLICY
from gongkai.web.log.services import events_of
from gongkai.web.messages import services
from gongkai.web.messages.access import PART_POLICY, POLICY
from gongkai.web.messages.models import Message
from gongkai.web.messages.queries import (
    HEAPS,
    MessageFile,
    counts,
    parts_waiting,
    possible_duplicates,
    search,
)
from gongkai.web.organs.authority import acting
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.messages.records import PAGES, fetch, records, trail
from gongkai.web.workbench.notes.panels import panel_of

PAGE = 25


@require_GET
@staff
def messages_list(request: Any) -> HttpResponse:
    """The messages that the person may see in the chosen organ, in heaps, the most urgent first."""
    name = request.GET.get("heap", "")
    name = name if name in HEAPS else "received"
    text, channel = request.GET.get("q", "")[:80], request.GET.get("channel", "")
    below = request.GET.get("below") == "1"
    mine = POLICY.visible(request.user, records())
    mine = mine.filter(organ__path__startswith=request.organ.path) if below else mine.filter(organ=request.organ)
    if channel in titles("channels"):
        mine = mine.filter(channel=channel)
    # 列表只显示标题：其余加密的栏目不取、不解
    mine = mine.defer(*(name for name in Message.PERSONAL if name != "title"), "query_code")
    page = Paginator(search(mine, text) if text else HEAPS.of(mine, name), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "tabs": HEAPS.tabs(counts(mine)),
        "heap": name,
        "q": text,
        "channel": channel,
        "channels": list(titles("channels").items()),
        "below": below,
        "can_look_below": request.organ.has_below,
        "can_register": POLICY.may_in(request.user, "register", request.organ),
        "parts": PART_POLICY.visible(request.user, parts_waiting(request.organ), "give").count(),
        "crumbs": [*trail()[:-1], ("公众留言", None)],
    }
    return render(request, "workbench/messages/list.html", context)


@require_GET
@staff
def parts(request: Any) -> HttpResponse:
    """The parts of joint answers that the person's section still owes."""
    waiting = PART_POLICY.visible(request.user, parts_waiting(request.organ), "give").order_by("asked_at")
    context = {
        "page": Paginator(waiting, PAGE).get_page(request.GET.get("page")),
        "crumbs": trail(None, ("会办", None)),
    }
    return render(request, "workbench/messages/parts.html", context)


@never_cache
@require_GET
@staff
def message(request: Any, number: str) -> HttpResponse:
    """One message; who wrote it stays masked."""
    return page_of(request, fetch(request, number))


@never_cache
@require_POST
@staff
def reveal(request: Any, number: str) -> HttpResponse:
    """The same page with who wrote in full; that it was read is recorded first."""
    found = fetch(request, number, "read_personal_data")
    services.read_personal_data(found, by=acting(request.user, found.organ))
    return page_of(request, found, revealed=True)


@require_GET
@staff
def proof(request: Any, number: str) -> HttpResponse:
    """The proof of a clock, day by day, to print."""
    return PAGES.proof(request, number, MessageFile)


def page_of(request: Any, found: Message, *, revealed: bool = False) -> HttpResponse:
    """The page of one message."""
    log = list(events_of(found))
    case = MessageFile(found, events=log)
    same = POLICY.visible(request.user, possible_duplicates(found))[:5]
    context = {
        **PAGES.shown(found, case.options(acting(request.user, found.organ)), log),
        "revealed": revealed,
        "urgency": case.urgency,
        "clocks": case.clocks(),
        "rule": case.rule,
        "replies": found.replies.select_related("author").order_by("-number"),
        "parts": found.contributions.select_related("section", "given_by"),
        "voices": found.voices.all(),
        "papers": found.papers.select_related("added_by"),
        "publications": found.publications.all(),
        "same": same,
        "went_to": list(found.went_to.select_related("organ")),
        "may_complain": found.kind in ("complaint", "report")
        and found.state in ("received", "assigned")
        and COMPLAINT_POLICY.may_in(request.user, "register", found.organ)
        and found.organ.has_below,
        "notes": panel_of(found, request.user),
        "may": {
            action: POLICY.may(request.user, action, found)
            for action in ("edit", "add_paper", "read_paper", "read_personal_data", "publish")
        }
        | {action: POLICY.holds(request.user, action, found) for action in ("amend", "erase")},
    }
    return render(request, "workbench/messages/message.html", context)
