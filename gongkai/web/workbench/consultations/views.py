"""The list of consultations and surveys, and the page of one: what it says, how long it lasts, what came, what can be done."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongkai.web.components.charts import Chart, bar_chart
from gongkai.web.consultations.access import POLICY
from gongkai.web.consultations.drafting import standing
from gongkai.web.consultations.forms import SheetForm
from gongkai.web.consultations.limits import advised_of, least_of
from gongkai.web.consultations.queries import HEAPS, CaseFile, overdue, received, search, too_short, within
from gongkai.web.consultations.results import results_of
from gongkai.web.files.serving import served
from gongkai.web.log.services import events_of
from gongkai.web.organs.authority import acting
from gongkai.web.workbench.consultations.records import PAGES, fetch, records, trail
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.notes.panels import panel_of

PAGE = 25
ACTIONS = ("edit", "read_opinions", "enter", "sort")


@require_GET
@staff
def consultations(request: Any) -> HttpResponse:
    """Those that the person may see in the chosen organ, in heaps."""
    name = request.GET.get("heap", "")
    text, below = request.GET.get("q", "")[:80], request.GET.get("below") == "1"
    mine = within(POLICY.visible(request.user, records()), request.organ, below)
    numbers = HEAPS.counts(mine.filter(ended=False).order_by())
    if name not in HEAPS:
        name = "open" if numbers["open"] else "preparing"
    rows = search(mine, text) if text else HEAPS.of(mine, name)
    context = {
        "page": Paginator(rows.defer("draft", "explanation", "result"), PAGE).get_page(request.GET.get("page")),
        "tabs": HEAPS.tabs(numbers),
        "heap": name,
        "q": text,
        "below": below,
        "can_look_below": request.organ.has_below,
        "can_register": POLICY.may_in(request.user, "start", request.organ),
        "crumbs": [*trail()[:-1], ("征集调查", None)],
    }
    return render(request, "workbench/consultations/list.html", context)


@require_GET
@staff
def findings(request: Any) -> HttpResponse:
    """What a report on the year's work has to say: periods that were too short, outcomes that are overdue, in sentences."""
    below = request.GET.get("below") == "1"
    context = {
        "short": Paginator(_mine(request, too_short(request.organ, below=below)), PAGE).get_page(
            request.GET.get("page")
        ),
        "late": list(_mine(request, overdue(request.organ, below=below))[:50]),
        "below": below,
        "can_look_below": request.organ.has_below,
        "crumbs": trail(None, ("时间偏短和逾期的", None)),
    }
    return render(request, "workbench/consultations/findings.html", context)


def _mine(request: Any, rows: Any) -> Any:
    return POLICY.visible(request.user, rows).defer("draft", "explanation", "result")


@never_cache
@require_GET
@staff
def consultation(request: Any, number: str) -> HttpResponse:
    """One of them."""
    found = fetch(request, number)
    log = list(events_of(found))
    case = CaseFile(found, events=log)
    today = case.today
    rules = [
        (title, limit)
        for title, limit in (
            ("至少", least_of(found.organ, found.kind_of, today)),
            ("宜不少于", advised_of(found.organ, found.kind_of, today)),
        )
        if limit is not None
    ]
    context = {
        **PAGES.shown(found, case.options(acting(request.user, found.organ)), log),
        "urgency": case.urgency,
        "clocks": case.clocks(),
        "rules": rules,
        "files": found.files.filter(removed_at=None).select_related("file"),
        "questions": standing(found) if found.is_survey else [],
        "received": received(found) if not found.is_survey else None,
        "sheets": found.sheets.count() if found.is_survey else 0,
        "notes": panel_of(found, request.user),
        "lines": found.result.splitlines(),
        "may": {action: POLICY.may(request.user, action, found) for action in ACTIONS}
        | {action: POLICY.holds(request.user, action, found) for action in ("amend", "export")},
    }
    return render(request, "workbench/consultations/consultation.html", context)


@require_GET
@staff
def preview(request: Any, number: str) -> HttpResponse:
    """The questionnaire as the public will see it; nothing is taken here."""
    found = fetch(request, number)
    if not found.is_survey:
        raise Http404
    context = {"consultation": found, "form": SheetForm(standing(found)), "crumbs": trail(found, ("预览问卷", None))}
    return render(request, "workbench/consultations/preview.html", context)


@never_cache
@require_GET
@staff
def results(request: Any, number: str) -> HttpResponse:
    """What has come of a survey up to now, counted by the database."""
    found = fetch(request, number)
    if not found.is_survey:
        raise Http404
    counted = results_of(found)
    context = {
        "consultation": found,
        "results": counted,
        "outcomes": [(each, chart_of(each)) for each in counted.outcomes],
        "may_export": POLICY.holds(request.user, "export", found),
        "crumbs": trail(found, ("结果", None)),
    }
    return render(request, "workbench/consultations/results.html", context)


def chart_of(outcome: Any) -> Chart | None:
    """The answers to a question, plotted."""
    if not outcome.is_counted or not outcome.answered:
        return None
    labels = [each.label for each in outcome.options]
    return bar_chart(f"{outcome.question}", labels, [each.count for each in outcome.options], unit="人")


@require_GET
@staff
def file(request: Any, number: str, key: Any) -> HttpResponseBase:
    """A file of it, for staff."""
    found = fetch(request, number)
    kept = found.files.select_related("file").filter(file__key=key, removed_at=None).first()
    if kept is None:
        raise Http404
    return served(request, kept.file, cache="private, no-store")
