"""Problems to be set right: the list, raising one, the page of one with its steps."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongkai.assessment.freshness.moves import TABLE
from gongkai.web.casework.amending import AmendForm
from gongkai.web.casework.day_field import DayField
from gongkai.web.casework.forms import MoveForm, date_input
from gongkai.web.casework.services import options
from gongkai.web.files.sheets import Sheet, handed_out
from gongkai.web.inspection import services
from gongkai.web.inspection.access import POLICY
from gongkai.web.inspection.models import Problem
from gongkai.web.log.models import Event
from gongkai.web.log.services import events_of
from gongkai.web.organs.authority import acting
from gongkai.web.workbench.casework.pages import CasePages, asks, carried_out
from gongkai.web.workbench.casework.timeline import Timeline
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.inspection.choosing import trail as start
from gongkai.web.workbench.inspection.forms import ProblemForm
from gongkai.web.workbench.notes.panels import panel_of
from gongkai.web.workbench.organs.pages import ask, page_of

TIMELINE = Timeline(TABLE, worded={"limit": str}, others={"recompute_deadline": "因放假通知重新计算期限"})
HEAD = ("编号", "机关", "检查项目", "对象", "问题", "责任科室", "责任人", "整改期限", "状态", "自查报告")


class StepForm(MoveForm):
    """A step; its limit is a day."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "limit" in self.fields:
            self.fields["limit"] = DayField(label="整改期限", widget=date_input())


def _amend_form(event: Event, *args: Any) -> AmendForm:
    return AmendForm(TABLE, event, *args, example="核查是11月25日做的。")


def records() -> QuerySet[Problem]:
    """Problems with what their pages show."""
    return Problem.objects.select_related("organ", "section", "officer", "inspection__organ")


PAGES = CasePages(
    noun="problem",
    title="问题整改",
    policy=POLICY,
    records=records,
    timeline=TIMELINE,
    called=lambda problem: problem.subject,
)
fetch, trail = PAGES.fetch, PAGES.trail


def _heaps(today: Any) -> dict[str, tuple[str, Q]]:
    return {
        "open": ("待整改", Q(state="open")),
        "late": ("逾期未整改", Q(state="open", due_on__lt=today)),
        "reported": ("待核查", Q(state="reported")),
        "ended": ("已销号、已撤销", Q(ended=True)),
    }


def _mine(request: Any) -> tuple[QuerySet[Problem], bool]:
    below = request.GET.get("below") == "1"
    rows = POLICY.visible(request.user, records().filter(organ__path__startswith=request.organ.path))
    return (rows if below else rows.filter(organ=request.organ)), below


@never_cache
@require_GET
@staff
def problems(request: Any) -> HttpResponse:
    """The problems of the organ, the most urgent first."""
    rows, below = _mine(request)
    heaps = _heaps(timezone.localdate())
    name = request.GET.get("heap", "open")
    name = name if name in heaps else "open"
    counts = rows.order_by().aggregate(**{key: Count("pk", filter=which) for key, (_, which) in heaps.items()})
    order = ("-id",) if name == "ended" else ("due_on", "id")
    context = {
        "page": page_of(request, rows.filter(heaps[name][1]).order_by(*order)),
        "tabs": [(key, title, counts[key]) for key, (title, _) in heaps.items()],
        "heap": name,
        "below": below,
        "can_look_below": request.organ.has_below,
        "may_raise": POLICY.may_in(request.user, "raise_problem", request.organ),
        "crumbs": start(("问题整改", None)),
    }
    return render(request, "workbench/inspection/problems.html", context)


@never_cache
@require_GET
@staff
def export(request: Any, form: str) -> Any:
    """Every problem as a table."""
    rows, _ = _mine(request)
    lines = (
        (
            each.number,
            each.organ.short_name,
            each.get_indicator_display(),
            each.subject,
            each.what,
            each.section.name if each.section else "",
            each.officer.name if each.officer else "",
            each.due_on.isoformat() if each.due_on else "",
            each.state_title,
            str(each.inspection or ""),
        )
        for each in rows
    )
    return handed_out(f"problems-{request.organ.code}", form, Sheet("网站检查问题整改台账", HEAD, lines))


@never_cache
@asks
@staff
def new(request: Any) -> HttpResponse:
    """Raise a problem that a person saw."""
    organ = request.organ
    POLICY.check(request.user, "raise_problem", Problem(organ=organ))
    return ask(
        request,
        lambda *args: ProblemForm(organ, *args[:1]),
        lambda given: services.raise_problem(organ, by=acting(request.user, organ), **given),
        title="提出问题",
        done="已提出，责任人会收到提醒。",
        to=lambda made: made.get_absolute_url(),
        cancel=reverse("workbench:problems"),
        crumbs=trail(None, ("提出问题", None)),
        button="提出",
    )


@never_cache
@require_GET
@staff
def problem(request: Any, number: str) -> HttpResponse:
    """One problem: what it is, who answers for it, what happened, what can be done."""
    found = fetch(request, number)
    may = [
        each
        for each in options(found, acting(request.user, found.organ))
        if POLICY.holds(request.user, each.move.name, found)
    ]
    context = {
        "problem": found,
        "case": found,
        **PAGES.shown(found, may, events_of(found)),
        "may_amend": POLICY.holds(request.user, "amend", found),
        "notes": panel_of(found, request.user),
        "crumbs": trail(found),
    }
    return render(request, "workbench/inspection/problem.html", context)


@never_cache
@asks
@staff
def move(request: Any, number: str, name: str) -> HttpResponse:
    """A step."""
    found = fetch(request, number)
    step = PAGES.step(request, found, name, elsewhere=("raise_problem",))
    by = acting(request.user, found.organ)
    form = StepForm(step, request.POST or None, dated=True)
    if carried_out(request, form, lambda: services.make_move(found, name, by=by, **form.given)):
        return PAGES.done(request, found, f"已经办理“{step.title}”。")
    return PAGES.step_page(request, found, step, form, lambda: options(found, by))


@never_cache
@asks
@staff
def amend(request: Any, number: str, step: int) -> HttpResponse:
    """Amend what was recorded."""
    return PAGES.amend(request, number, step, _amend_form, services.amend_step, "已经更正，原来的记录保留。")
