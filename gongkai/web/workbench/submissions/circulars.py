"""Circulars: the history, drawing one up, editing, approving, issuing, the document."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gongkai import letters
from gongkai.assessment.submissions.periods import Period
from gongkai.assessment.submissions.report import Report
from gongkai.web.organs.authority import acting
from gongkai.web.submissions import circulars as services
from gongkai.web.submissions.access import CIRCULAR_POLICY
from gongkai.web.submissions.counting import circulars_issued
from gongkai.web.submissions.documents import document
from gongkai.web.submissions.models import Circular
from gongkai.web.workbench.casework.pages import asks
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.organs.pages import act_on, ask, chosen_year, lacks_second_factor, page_of
from gongkai.web.workbench.submissions.forms import IssueForm, PeriodForm, TextForm
from gongkai.web.workbench.submissions.pieces import receives, trail
from gongkai.web.workbench.submissions.reports import chart_of

TITLE = "信息报送通报"
STEPS = {"approve": (services.approve, "已批准，可以印发。"), "drop": (services.drop, "这一稿不用了。")}


@never_cache
@require_GET
@staff
def circulars(request: Any) -> HttpResponse:
    """Every circular of the organ, with how many were issued in a year."""
    organ, today = request.organ, timezone.localdate()
    rows = CIRCULAR_POLICY.visible(request.user, Circular.objects.filter(organ=organ))
    year = chosen_year(request, 0)
    shown = rows.filter(issued_on__year=year, state=Circular.State.ISSUED) if 2000 <= year <= 2100 else rows
    days = rows.exclude(issued_on=None).values_list("issued_on", flat=True)
    years = sorted({day.year for day in days if day is not None}, reverse=True)
    counts = [
        (each, circulars_issued(organ, today.replace(each, 1, 1), today.replace(each, 12, 31)).count())
        for each in years
    ]
    context = {
        "page": page_of(request, shown.select_related("organ", "drawn_by", "approved_by")),
        "year": year if 2000 <= year <= 2100 else None,
        "counts": counts,
        "may_draw": CIRCULAR_POLICY.holds(request.user, "draw", Circular(organ=organ)),
        "crumbs": trail((TITLE, None)),
    }
    return render(request, "workbench/submissions/circulars.html", context)


@never_cache
@asks
@staff
def draw(request: Any) -> HttpResponse:
    """Draw up the circular of a period."""
    organ, today = request.organ, timezone.localdate()
    CIRCULAR_POLICY.check(request.user, "draw", Circular(organ=organ))
    last = Period.around("quarter", today).before or Period.around("quarter", today)
    initial = {"year": last.year, "period": f"{last.kind}-{last.number}"}
    return ask(
        request,
        partial(PeriodForm, initial=initial),
        lambda given: services.draw(organ, by=acting(request.user, organ), period=given["period"]),
        title="起草通报",
        done="已按统计起草，请核对、修改后送领导小组批准。",
        to=lambda made: made.get_absolute_url(),
        cancel=reverse("workbench:circulars"),
        crumbs=trail((TITLE, reverse("workbench:circulars")), ("起草", None)),
        button="起草",
        intro="数字从报送的记录里数出来。同一期间再起草就是新的一版：没有印发的旧稿不用，印发过的保留。",
    )


def _fetch(request: Any, pk: int, action: str = "read") -> Circular:
    rows = Circular.objects.select_related("organ", "drawn_by", "approved_by")
    return CIRCULAR_POLICY.get(request.user, rows, action, pk=pk)


@never_cache
@require_GET
@staff
def circular(request: Any, pk: int) -> HttpResponse:
    """One circular: its text, what was counted, what can be done."""
    return _page(request, _fetch(request, pk))


def _page(request: Any, found: Circular, problem: str = "") -> HttpResponse:
    report = Report.from_json(found.content)
    context = {
        "circular": found,
        "report": report,
        "charts": [chart_of(report, group) for group in report.groups if group.total.now.submitted],
        "lines": found.text.split("\n"),
        "steps": [
            (each, CIRCULAR_POLICY.actions[each], lacks_second_factor(request.user, CIRCULAR_POLICY, each, found))
            for each in ("edit", "approve", "issue", "drop")
            if CIRCULAR_POLICY.holds(request.user, each, found)
        ],
        "versions": CIRCULAR_POLICY.visible(
            request.user,
            Circular.objects.filter(
                organ=found.organ, kind=found.kind, year=found.year, period_number=found.period_number
            ).exclude(pk=found.pk),
        ),
        "may_count": found.organ == request.organ and receives(request),
        "problem": problem,
        "crumbs": trail((TITLE, reverse("workbench:circulars")), (str(found), None)),
    }
    return render(request, "workbench/submissions/circular.html", context, status=422 if problem else 200)


@never_cache
@asks
@staff
def edit(request: Any, pk: int) -> HttpResponse:
    """Change the text."""
    found = _fetch(request, pk, "edit")
    return ask(
        request,
        partial(TextForm, initial={"text": found.text}),
        lambda given: services.edit(found, by=acting(request.user, found.organ), **given),
        title="修改通报",
        done="已保存。",
        to=found.get_absolute_url(),
        crumbs=_trail(found, "修改"),
    )


@never_cache
@asks
@staff
def issue(request: Any, pk: int) -> HttpResponse:
    """Issue an approved circular with its number."""
    found = _fetch(request, pk, "issue")
    initial = {"number": services.next_number(found.organ, timezone.localdate()), "on": timezone.localdate()}
    return ask(
        request,
        partial(IssueForm, initial=initial),
        lambda given: services.issue(found, by=acting(request.user, found.organ), **given),
        title="印发通报",
        done="已印发，各科室可以看到。",
        to=found.get_absolute_url(),
        crumbs=_trail(found, "印发"),
        button="印发",
    )


@never_cache
@require_POST
@staff
def step(request: Any, pk: int, action: str) -> HttpResponse:
    """Approve, or put aside."""
    if action not in STEPS:
        raise Http404
    found = _fetch(request, pk, action)
    act, done = STEPS[action]
    try:
        act(found, by=acting(request.user, found.organ))
    except ValidationError as refusal:
        return _page(request, _fetch(request, pk), "".join(refusal.messages))
    return act_on(request, lambda: None, done=done, to=found.get_absolute_url())


@never_cache
@require_GET
@staff
def paper(request: Any, pk: int, form: str) -> HttpResponse:
    """The circular as a document."""
    found = _fetch(request, pk)
    if form not in letters.MEDIA_TYPES:
        raise Http404
    answer = HttpResponse(letters.write(document(found), form), content_type=letters.MEDIA_TYPES[form])
    name = f"{found.organ.short_name}{found.period.title}信息报送通报.{form}"
    answer["Content-Disposition"] = content_disposition_header(form == "docx", name) or "inline"
    return answer


def _trail(found: Circular, last: str) -> list[tuple[str, str | None]]:
    return trail((TITLE, reverse("workbench:circulars")), (str(found), found.get_absolute_url()), (last, None))
