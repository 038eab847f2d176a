"""The score rules: what holds now, what held before, deciding anew."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongkai.assessment.submissions.rules import COMBINING, TIE_BREAKS, TIES
from gongkai.web.organs.authority import acting
from gongkai.web.submissions import services
from gongkai.web.submissions.access import RULE_POLICY
from gongkai.web.submissions.counting import rules_of
from gongkai.web.submissions.models import RuleVersion
from gongkai.web.workbench.casework.pages import asks
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.organs.pages import ask
from gongkai.web.workbench.submissions.forms import RulesForm
from gongkai.web.workbench.submissions.pieces import trail

TITLE = "计分办法"


@never_cache
@require_GET
@staff
def rules(request: Any) -> HttpResponse:
    """What holds today, and every version."""
    RULE_POLICY.check(request.user, "read", RuleVersion(organ=request.organ))
    today = timezone.localdate()
    now = rules_of(request.organ, today)
    versions = list(RuleVersion.objects.filter(organ=request.organ).select_related("made_by"))
    context = {
        "now": now,
        "own": any(each.since == now.since for each in versions),
        "channels": now.channels.values(),
        "how": (COMBINING[now.combining], TIE_BREAKS[now.tie_break], TIES[now.ties]),
        "versions": versions,
        "today": today,
        "may_set": RULE_POLICY.holds(request.user, "set", RuleVersion(organ=request.organ)),
        "crumbs": trail((TITLE, None)),
    }
    return render(request, "workbench/submissions/rules.html", context)


@never_cache
@asks
@staff
def new(request: Any) -> HttpResponse:
    """Decide the rules from a day on; begins with those that hold."""
    organ = request.organ
    RULE_POLICY.check(request.user, "set", RuleVersion(organ=organ))
    now = rules_of(organ, timezone.localdate())
    newest = RuleVersion.objects.filter(organ=organ).first()
    initial = {
        "channels": now.lines,
        "combining": now.combining,
        "tie_break": now.tie_break,
        "ties": now.ties,
        "urgent_hours": now.urgent_hours,
        "handle_workdays": now.handle_workdays,
        "series": newest.series if newest else "",
        "since": timezone.localdate(),
    }
    return ask(
        request,
        partial(RulesForm, initial=initial),
        lambda given: services.set_rules(organ, by=acting(request.user, organ), **given),
        title="制定计分办法",
        done="已制定，从那一天起采用的按它计分。",
        to=reverse("workbench:submission_rules"),
        crumbs=trail((TITLE, reverse("workbench:submission_rules")), ("制定", None)),
        intro="新的办法从写明的一天起；以前采用的，计的分不改。",
    )
