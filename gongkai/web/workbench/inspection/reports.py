"""Self-inspection reports: the list, drawing one up, its page with the signatures, the document."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gongkai import letters
from gongkai.assessment.freshness.judging import Verdict
from gongkai.assessment.freshness.rules import PARTS
from gongkai.web.inspection import services
from gongkai.web.inspection.access import INSPECTION_POLICY
from gongkai.web.inspection.documents import document
from gongkai.web.inspection.models import Problem, SelfInspection
from gongkai.web.organs.authority import acting
from gongkai.web.workbench.casework.pages import asks
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.inspection.choosing import trail
from gongkai.web.workbench.inspection.forms import DrawForm
from gongkai.web.workbench.organs.pages import act_on, ask, lacks_second_factor, page_of

TITLE = "自查报告"
DONE = {"check": "办公室已审签，请领导小组签发。", "sign": "领导小组已签发。"}


@never_cache
@require_GET
@staff
def inspections(request: Any) -> HttpResponse:
    """The reports of the organ, and for the office above those of organs below."""
    rows = SelfInspection.objects.select_related("organ", "drawn_by", "signed_by")
    below = request.GET.get("below") == "1"
    rows = rows.filter(organ__path__startswith=request.organ.path) if below else rows.filter(organ=request.organ)
    context = {
        "page": page_of(request, INSPECTION_POLICY.visible(request.user, rows)),
        "below": below,
        "can_look_below": request.organ.has_below,
        "may_draw": INSPECTION_POLICY.holds(request.user, "draw", SelfInspection(organ=request.organ)),
        "crumbs": trail((TITLE, None)),
    }
    return render(request, "workbench/inspection/reports.html", context)


@never_cache
@asks
@staff
def draw(request: Any) -> HttpResponse:
    """Draw up the report of a quarter."""
    organ = request.organ
    INSPECTION_POLICY.check(request.user, "draw", SelfInspection(organ=organ))
    return ask(
        request,
        DrawForm,
        lambda given: services.draw_up(organ, by=acting(request.user, organ), **given),
        title="编制自查报告",
        done="已编制。数到的问题已经逐个提出整改，请核对后审签。",
        to=lambda made: made.get_absolute_url(),
        cancel=reverse("workbench:self_inspections"),
        crumbs=trail((TITLE, reverse("workbench:self_inspections")), ("编制", None)),
        button="编制",
        intro="系统按检查时点逐项计数，数到的问题还没有整改的，各提出一个，写明责任人和期限。同一季度再编制就是新的一版，旧的一版保留。",
    )


def _fetch(request: Any, pk: int, action: str = "read") -> SelfInspection:
    rows = SelfInspection.objects.select_related("organ", "drawn_by", "checked_by", "signed_by")
    return INSPECTION_POLICY.get(request.user, rows, action, pk=pk)


@never_cache
@require_GET
@staff
def inspection(request: Any, pk: int) -> HttpResponse:
    """One report: what was found then, and how far each problem is now."""
    return _page(request, _fetch(request, pk))


def _page(request: Any, found: SelfInspection, problem: str = "") -> HttpResponse:
    content = found.content
    now = {
        each.number: each
        for each in Problem.objects.filter(number__in=[row["number"] for row in content.get("problems", ())])
    }
    vetoes = [{**each, "verdict": Verdict(each["verdict"])} for each in content.get("vetoes", ())]
    steps = [each for each in ("check", "sign") if INSPECTION_POLICY.holds(request.user, each, found)]
    context = {
        "inspection": found,
        "content": content,
        "verdict": Verdict(content["verdict"]) if content else Verdict.NOT_ASSESSED,
        "parts": [(title, [each for each in vetoes if each["part"] == part]) for part, title in PARTS.items()],
        "problems": [(row, now.get(row["number"])) for row in content.get("problems", ())],
        "steps": [
            (each, INSPECTION_POLICY.actions[each], lacks_second_factor(request.user, INSPECTION_POLICY, each, found))
            for each in steps
        ],
        "versions": SelfInspection.objects.filter(organ=found.organ, year=found.year, quarter=found.quarter).exclude(
            pk=found.pk
        ),
        "problem": problem,
        "crumbs": trail((TITLE, reverse("workbench:self_inspections")), (str(found), None)),
    }
    return render(request, "workbench/inspection/report.html", context, status=422 if problem else 200)


@never_cache
@require_POST
@staff
def step(request: Any, pk: int, action: str) -> HttpResponse:
    """The office or the leading group signs."""
    if action not in DONE:
        raise Http404
    found = _fetch(request, pk, action)
    act = services.check if action == "check" else services.sign
    try:
        act(found, by=acting(request.user, found.organ))
    except ValidationError as refusal:
        return _page(request, _fetch(request, pk), "".join(refusal.messages))
    return act_on(request, lambda: None, done=DONE[action], to=found.get_absolute_url())


@never_cache
@require_GET
@staff
def paper(request: Any, pk: int, form: str) -> HttpResponse:
    """The report as a document."""
    found = _fetch(request, pk)
    if form not in letters.MEDIA_TYPES or not found.content:
        raise Http404
    answer = HttpResponse(letters.write(document(found), form), content_type=letters.MEDIA_TYPES[form])
    name = f"{found.organ.short_name}{found.year}年第{found.quarter}季度网站自查报告.{form}"
    answer["Content-Disposition"] = content_disposition_header(form == "docx", name) or "inline"
    return answer
