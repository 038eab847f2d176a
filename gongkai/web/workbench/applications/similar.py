"""Applications that may ask for the same, and what is public already: for the officer to look at, with the reason."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gongkai.applications.similar import gist
from gongkai.web.applications.access import POLICY
from gongkai.web.applications.likeness import alike
from gongkai.web.applications.models import Application
from gongkai.web.applications.splitting import ties_of
from gongkai.web.search import services as searching
from gongkai.web.workbench.applications.records import fetch, trail
from gongkai.web.workbench.entry import staff

LONGEST = 60


@require_GET
@staff
def similar(request: Any, number: str) -> HttpResponse:
    """What looks alike among the applications that the person may see, and among what is public."""
    found = fetch(request, number)
    words = gist(found.description)[:LONGEST]
    mine = POLICY.visible(request.user, Application.objects.all())
    context = {
        "application": found,
        "alike": alike(found, mine),
        "ties": ties_of(found),
        "public": searching.search(words, organ=found.organ, size=5, fragments=False).hits if len(words) > 1 else [],
        "crumbs": trail(found, ("相似的申请", None)),
    }
    return render(request, "workbench/applications/similar.html", context)
