"""网站检查: every veto with its count, limit and records; the columns of an organ; for the office above, all organs below."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongkai.assessment.freshness.rules import PARTS
from gongkai.web.inspection.access import ANSWER_POLICY, INSPECTION_POLICY, POLICY, SETTING_POLICY
from gongkai.web.inspection.link_uses import broken, looked_at
from gongkai.web.inspection.models import Answer, Problem, SelfInspection, Setting
from gongkai.web.inspection.survey import whole_verdict
from gongkai.web.screening.link_checking import enabled
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.inspection.choosing import asked_for, trail
from gongkai.web.workbench.organs.pages import page_of


@never_cache
@require_GET
@staff
def overview(request: Any) -> HttpResponse:
    """The whole check of an organ's site on a day."""
    asked = asked_for(request)
    survey, organ = asked.survey, asked.organ
    vetoes = survey.vetoes(asked.site)
    problems = POLICY.visible(request.user, Problem.objects.filter(organ=organ))
    context = {
        "asked": asked,
        "organ": organ,
        "verdict": whole_verdict(vetoes),
        "parts": [
            (title, [(each, len(each.own(organ))) for each in vetoes if each.indicator.part == part])
            for part, title in PARTS.items()
        ],
        "tally": survey.tallies(asked.sites, [organ])[0],
        "below": survey.tallies(asked.sites, asked.below),
        "pressing": [
            each
            for each in survey.columns
            if each.organ_id == organ.pk and not each.parts and each.standing.colour in ("red", "empty", "amber")
        ][:8],
        "rules": survey.rules,
        "open_problems": problems.filter(ended=False).count(),
        "late_problems": problems.filter(ended=False, state="open", due_on__lt=asked.today).count(),
        "reports": INSPECTION_POLICY.visible(request.user, SelfInspection.objects.filter(organ=organ))[:3],
        "may": {
            "draw": INSPECTION_POLICY.holds(request.user, "draw", SelfInspection(organ=organ)),
            "answer": ANSWER_POLICY.holds(request.user, "answer", Answer(organ=organ)),
            "set": SETTING_POLICY.holds(request.user, "set", Setting(organ=organ)),
        },
        "crumbs": trail(),
    }
    return render(request, "workbench/inspection/overview.html", context)


@never_cache
@require_GET
@staff
def veto(request: Any, key: str) -> HttpResponse:
    """The records behind the count of one veto, of the organ or of its whole site."""
    asked = asked_for(request)
    found = next((each for each in asked.survey.vetoes(asked.site) if each.indicator.key == key), None)
    if found is None:
        raise Http404
    whole = request.GET.get("whole") == "1"
    records = found.records if whole else found.own(asked.organ)
    context = {
        "asked": asked,
        "organ": asked.organ,
        "veto": found,
        "whole": whole,
        "own_number": len(found.own(asked.organ)),
        "page": page_of(request, [(asked.sites.organs[each.organ_id].short_name, each) for each in records]),
        "may_answer": not found.indicator.by_program
        and ANSWER_POLICY.holds(request.user, "answer", Answer(organ=asked.organ)),
        "crumbs": trail((found.indicator.title, None)),
    }
    return render(request, "workbench/inspection/veto.html", context)


@never_cache
@require_GET
@staff
def links(request: Any) -> HttpResponse:
    """Links outside that did not open, with the items in which they stand."""
    asked = asked_for(request)
    keys = [asked.organ.pk, *(each.pk for each in asked.below)]
    every, seen = looked_at(keys)
    context = {
        "asked": asked,
        "organ": asked.organ,
        "page": page_of(request, broken(keys)),
        "every": every,
        "seen": seen,
        "enabled": enabled(),
        "crumbs": trail(("打不开的链接", None)),
    }
    return render(request, "workbench/inspection/links.html", context)
