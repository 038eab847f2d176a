"""Lists of applications and the page of one: facts, clocks, what happened, what can be done."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gongkai.applications.channels import channels
from gongkai.applications.intake import title_of
from gongkai.applications.numbers import shown
from gongkai.applications.outcomes import outcomes
from gongkai.web.applications import services
from gongkai.web.applications.access import POLICY
from gongkai.web.applications.models import Application, Reply
from gongkai.web.applications.queries import (
    HEAPS,
    CaseFile,
    counts,
    heap,
    lines,
    parties_of,
    search,
    similar,
    similar_to,
)
from gongkai.web.log.services import events_of
from gongkai.web.organs.authority import acting
from gongkai.web.workbench.applications.panels import CasePage, asked, panels_of
from gongkai.web.workbench.applications.records import PAGES, fetch, records
from gongkai.web.workbench.entry import staff

PAGE = 25
UNSHOWN = ("query_code", *(each for each in Application.PERSONAL if each != "applicant_name"))
"""What a row of a list does not show and would be deciphered in vain."""
UNREAD = ("body", "fields", "addressee", "reply__addressee", "reply__values")
"""What the page does not show of letters and replies."""


class Known(Paginator):
    """Pages of a list whose length is known from the counts beside it, so that it is not counted again."""

    def __init__(self, found: Any, size: int, length: int) -> None:
        super().__init__(found, size)
        self.length = length

    @cached_property
    def count(self) -> int:
        """How many rows there are."""
        return self.length


@require_GET
@staff
def applications(request: Any) -> HttpResponse:
    """The applications that the person may see in the chosen organ, in heaps, the most urgent first."""
    name = request.GET.get("heap", "open")
    name = name if name in HEAPS else "open"
    text = request.GET.get("q", "")[:80]
    below = request.GET.get("below") == "1"
    here = {"organ__path__startswith": request.organ.path} if below else {"organ": request.organ}
    mine = POLICY.visible(request.user, records().defer(*UNSHOWN).filter(**here))
    numbers = {} if text else counts(mine, HEAPS)
    found = Paginator(search(mine, text), PAGE) if text else Known(heap(mine, name), PAGE, numbers[name])
    page = found.get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": lines(list(page.object_list)),
        "tabs": [(key, title, numbers[key]) for key, (title, _) in HEAPS.items() if key in numbers],
        "heap": name,
        "q": text,
        "below": below,
        "can_look_below": request.organ.has_below,
        "can_register": POLICY.may_in(request.user, "submit", request.organ),
        "crumbs": [("工作台", reverse("workbench:home")), ("依申请公开", None)],
    }
    return render(request, "workbench/applications/list.html", context)


@never_cache
@require_GET
@staff
def application(request: Any, number: str) -> HttpResponse:
    """One application; who the applicant is stays masked."""
    return _page(request, _asked(request, number))


@never_cache
@require_POST
@staff
def reveal(request: Any, number: str) -> HttpResponse:
    """The same page with the applicant's data in full; that it was read is recorded first."""
    found = fetch(request, number, "read_personal_data")
    services.read_personal_data(found, by=acting(request.user, found.organ))
    return _page(request, _asked(request, number), revealed=True)


@require_GET
@staff
def proof(request: Any, number: str) -> HttpResponse:
    """The proof of a clock, day by day, to print."""
    found = fetch(request, number)
    case = CaseFile(found)
    clock, key = request.GET.get("clock", "reply"), request.GET.get("key", "")
    clocks = [each for each in case.clocks() if (each.clock, each.key) == (clock, key)] or case.clocks()[:1]
    return PAGES.proof_page(request, found, clocks[0], case.proof(clocks[0].clock, clocks[0].key))


def _asked(request: Any, number: str) -> Application:
    """The application with what its page asks about it, all in one question."""
    person = request.user
    others = similar_to(POLICY.visible(person, Application.objects.all()), OuterRef)
    rows = records().annotate(
        any_others=Exists(others),
        any_loose=Exists(Reply.objects.filter(application=OuterRef("pk"), letter=None)),
        **asked(person),
    )
    return POLICY.get(person, rows, number=number)


def _page(request: Any, found: Application, *, revealed: bool = False) -> HttpResponse:
    happened = list(events_of(found))
    case = CaseFile(found, events=happened)
    by = acting(request.user, found.organ)
    letters = list(found.letters.defer(*UNREAD).select_related("reply__author").order_by("pk"))
    replies = [each.reply for each in letters if each.reply]
    if found.any_loose:  # type: ignore[attr-defined]
        replies = list(found.replies.defer("addressee", "values").select_related("author"))
    others = similar(found, POLICY.visible(request.user, records().defer(*UNSHOWN, "applicant_name")))
    context = {
        **PAGES.shown(found, case.options(by), happened),
        "revealed": revealed,
        "code": shown(found.query_code) if revealed else "",
        "urgency": case.urgency,
        "waiting": case.waiting(),
        "told_late": case.extension_told_late(),
        "clocks": case.clocks(),
        "replies": replies,
        "outcome": outcomes().get(found.drafted_outcome),
        "parties": list(parties_of(found).values()) if revealed else [],
        "channel": channels().get(found.channel),
        "identity_title": title_of("identity_kinds", found.identity_kind),
        "form_title": title_of("wanted_forms", found.wanted_form),
        "route_title": title_of("wanted_routes", found.wanted_route),
        "panels": panels_of(CasePage(found, request.user, by, case, revealed, letters)),
        "others": list(others[:5]) if found.any_others else [],  # type: ignore[attr-defined]
        "may": {
            action: POLICY.may(request.user, action, found)
            for action in ("assign", "edit_details", "read_personal_data")
        }
        | {action: POLICY.holds(request.user, action, found) for action in ("amend", "erase_personal_data")},
    }
    return render(request, "workbench/applications/application.html", context)
