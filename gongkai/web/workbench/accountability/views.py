"""The list of complaints and the page of one: what was written, what the organ says, findings, clocks, what can be done."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gongkai import letters
from gongkai.assessment.accountability.choices import titles
from gongkai.casework.events import told
from gongkai.web.accountability import services
from gongkai.web.accountability.access import POLICY, RECTIFICATION_POLICY
from gongkai.web.accountability.counting import BY, COLUMNS, narrowed, title_by
from gongkai.web.accountability.documents import kinds_of, letter
from gongkai.web.accountability.models import Complaint
from gongkai.web.accountability.queries import COMPLAINTS, ComplaintFile, search
from gongkai.web.applications.access import POLICY as APPLICATION_POLICY
from gongkai.web.files.sheets import Sheet, handed_out
from gongkai.web.log.services import events_of, record
from gongkai.web.organs.authority import acting
from gongkai.web.workbench.accountability.records import PAGES, records
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.notes.panels import panel_of

PAGE = 25
EXPORTED = 5000
"""How many complaints a table to take away holds at most."""


@require_GET
@staff
def complaints(request: Any) -> HttpResponse:
    """The complaints that the person may see in the chosen organ: in heaps, or those that a number of the statistics counts."""
    name = request.GET.get("heap", "")
    name = name if name in COMPLAINTS else "received"
    text = request.GET.get("q", "")[:80]
    mine = POLICY.visible(request.user, records().filter(organ=request.organ))
    which, said = asked(request.GET)
    # 列表只显示标题：其余加密的栏目不取、不解
    lean = mine.defer(*(each for each in Complaint.PERSONAL if each != "title"), "query_code")
    if which:
        found = narrowed(lean, **which).order_by("-id")
    else:
        found = search(lean, text) if text else COMPLAINTS.of(lean, name)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": list(page.object_list),
        "tabs": [] if which else COMPLAINTS.tabs(COMPLAINTS.counts(mine.filter(ended=False))),
        "heap": name,
        "q": text,
        "said": said,
        "query": request.GET.urlencode() if which else "",
        "below": False,
        "can_look_below": False,
        "can_register": POLICY.may_in(request.user, "register", request.organ),
        "crumbs": [*PAGES.trail()[:-1], (PAGES.title, None)],
    }
    return render(request, "workbench/accountability/complaints.html", context)


@require_GET
@staff
def export(request: Any, form: str) -> HttpResponseBase:
    """The same as a table; who complained is not in it."""
    which, said = asked(request.GET)
    mine = POLICY.visible(request.user, records().filter(organ=request.organ))
    found = narrowed(mine.defer(*Complaint.PERSONAL, "query_code"), **which).order_by("-id")[:EXPORTED]
    head = ("编号", "被投诉的机关", "投诉什么", "怎样来的", "收到", "状态", "处理结果", "处理日期", "最后一日", "按期")
    rows = [
        (
            each.number, each.about_named, each.kind_title, each.channel_title, each.received_on, each.state_title,
            each.outcome_title, each.decided_on, each.due_on, {True: "是", False: "否", None: ""}[each.in_time],
        )
        for each in found
    ]  # fmt: skip
    return handed_out("complaints", form, Sheet(f"{request.organ.name}信息公开投诉（{said or '全部'}）", head, rows, 1))


def asked(given: Any) -> tuple[dict[str, Any], str]:
    """Which complaints a number of the statistics counts, as asked for in an address, and in words; nothing for a plain list."""
    since, until = day_of(given.get("since", "")), day_of(given.get("until", ""))
    column, by = given.get("column", ""), given.get("by", "")
    if since is None and until is None and column not in COLUMNS:
        return {}, ""
    which: dict[str, Any] = {"since": since, "until": until, "column": column}
    said = [f"{told(since) if since else ''}至{told(until) if until else ''}"] if since or until else []
    if by in BY and "key" in given:
        key = given.get("key", "")[:120].replace("\x00", "")
        which |= {"by": by, "key": key}
        said.append(f"{BY[by]}：{title_by(by, key)}")
    if column in COLUMNS:
        said.append(COLUMNS[column][0])
    return which, "，".join(filter(None, said))


@never_cache
@require_GET
@staff
def complaint(request: Any, number: str) -> HttpResponse:
    """One complaint; who complained stays masked."""
    return page_of(request, PAGES.fetch(request, number))


@never_cache
@require_POST
@staff
def reveal(request: Any, number: str) -> HttpResponse:
    """The same page with who complained in full; that it was read is recorded first."""
    found = PAGES.fetch(request, number, "read_personal_data")
    services.read_personal_data(found, by=acting(request.user, found.organ))
    return page_of(request, found, revealed=True)


@require_GET
@staff
def proof(request: Any, number: str) -> HttpResponse:
    """The proof of a clock, day by day, to print."""
    return PAGES.proof(request, number, ComplaintFile)


@never_cache
@require_POST
@staff
def written(request: Any, number: str, kind: str, form: str) -> HttpResponse:
    """A letter to who complained, with the name; that it was written is recorded."""
    found = PAGES.fetch(request, number, "write_letter")
    if form not in letters.MEDIA_TYPES or kind not in kinds_of(found, ComplaintFile(found).history):
        raise Http404
    record(
        found, "write_complaint_letter", by=acting(request.user, found.organ), organ=found.organ, facts={"kind": kind}
    )
    answer = HttpResponse(letters.write(letter(found, kind), form), content_type=letters.MEDIA_TYPES[form])
    answer["Content-Disposition"] = content_disposition_header(True, f"{found.number}-{kind}.{form}") or "attachment"
    return answer


def page_of(request: Any, found: Complaint, *, revealed: bool = False) -> HttpResponse:
    """The page of one complaint."""
    log = list(events_of(found))
    case = ComplaintFile(found, events=log)
    application = found.application
    context = {
        **PAGES.shown(found, case.options(acting(request.user, found.organ)), log),
        "revealed": revealed,
        "urgency": case.urgency,
        "clocks": case.clocks(),
        "rule": case.rule,
        "letters": kinds_of(found, case.history).items(),
        "accounts": found.accounts.select_related("given_by").order_by("-id"),
        "findings": found.findings.select_related("author").order_by("-number"),
        "papers": found.papers.select_related("added_by"),
        "orders": [
            (each, RECTIFICATION_POLICY.may(request.user, "read", each))
            for each in found.rectifications.select_related("organ")
        ],
        "application": application,
        "linked": application is not None and APPLICATION_POLICY.may(request.user, "read", application),
        "went_to": list(found.went_to.select_related("organ")),
        "receiver": titles("receivers").get(found.receiver, ""),
        "notes": panel_of(found, request.user),
        "may": {
            action: POLICY.may(request.user, action, found)
            for action in ("edit", "add_paper", "read_paper", "read_personal_data", "write_letter")
        }
        | {action: POLICY.holds(request.user, action, found) for action in ("amend", "erase")},
    }
    return render(request, "workbench/accountability/complaint.html", context)


def day_of(text: str) -> date | None:
    """A day as an address has it; None for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
