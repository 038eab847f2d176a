"""The first page of the workbench: what is to be done."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from gongkai.web.organs.authority import Denied, organs_of
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.applications.queues import queues as applications
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.holidays.queues import queues as holidays
from gongkai.web.workbench.log.queues import queues as log
from gongkai.web.workbench.organs.queues import queues as organs
from gongkai.web.workbench.publishing.queues import queues as publishing
from gongkai.web.workbench.reports.queues import queues as reports


@staff
def home(request: Any) -> HttpResponse:
    """My work in the chosen organ."""
    parts = (applications, publishing, reports, holidays, organs, log)
    found = [queue for part in parts for queue in part(request.user, request.organ)]
    return render(request, "workbench/home.html", {"queues": found})


@require_POST
@staff
def switch_organ(request: HttpRequest, code: str) -> HttpResponse:
    """Work in another organ in which the person has a role."""
    organ = Organ.objects.filter(code=code, pk__in=organs_of(request.user)).first()
    if organ is None:
        raise Denied("您在这个机关没有角色。")
    request.session["organ"] = organ.pk
    return redirect("workbench:home")
