"""What is due: documents to evaluate before their term ends, policies without interpretation; and interpretations by form."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gongkai.web.normative.access import POLICY
from gongkai.web.normative.queries import (
    due_for_evaluation,
    interpretation_forms,
    interpretations,
    interpretations_by_form,
    synchrony,
    uninterpreted,
    without_interpretation,
)
from gongkai.web.normative.rules import limit_of
from gongkai.web.organs.authority import Denied
from gongkai.web.publishing.access import ITEM_POLICY
from gongkai.web.publishing.models import Relation
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.normative.forms import PeriodForm
from gongkai.web.workbench.normative.records import trail

PAGE = 30


def _check(request: Any) -> None:
    if not POLICY.may_in(request.user, "read", request.organ):
        raise Denied("您在这个机关没有查看规范性文件的权限。")


@staff
def due(request: Any) -> HttpResponse:
    """Documents whose term ends soon, or ended without an evaluation."""
    _check(request)
    today = timezone.localdate()
    below = request.GET.get("below") == "1" and request.organ.has_below
    found = due_for_evaluation(request.organ, today, branch=below)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [
        (item, getattr(item, "normative_document", None), ((item.expires_on or today) - today).days)
        for item in page.object_list
    ]
    context = {
        "page": page,
        "rows": rows,
        "limit": limit_of(request.organ, "evaluate_before_end", today),
        "below": below,
        "can_look_below": request.organ.has_below,
        "crumbs": trail(("应当评估的文件", None)),
    }
    return render(request, "workbench/normative/due.html", context)


@staff
def interpreting(request: Any) -> HttpResponse:
    """有政策没有解读, the pairs with their moments, and how many interpretations of each form were published in a period."""
    _check(request)
    today = timezone.localdate()
    form = PeriodForm(request.GET or None)
    since, until, branch = form.period(today)
    rows = without_interpretation(request.organ, branch=branch)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    pairs = Relation.objects.filter(
        kind=Relation.Kind.INTERPRETS, ended_at=None, source__state="published", target__state="published"
    ).filter(target__organ=request.organ)
    newest = pairs.select_related("source", "target__organ").order_by("-source__published_at", "-id")[:10]
    forms = interpretation_forms() | {"": "没有写明形式"}
    context = {
        "page": page,
        "rows": uninterpreted(page.object_list, request.organ, today),
        "limit": limit_of(request.organ, "interpret", today),
        "pairs": [(pair, synchrony(pair.target, pair.source)) for pair in newest if pair.target is not None],
        "period_form": form,
        "since": since,
        "until": until,
        "branch": branch,
        "forms": [
            (key, forms[key], number)
            for key, number in interpretations_by_form(request.organ, since, until, branch=branch).items()
        ],
        "total": interpretations(request.organ, since, until, branch=branch).count(),
        "may_relate": ITEM_POLICY.may_in(request.user, "draft", request.organ),
        "crumbs": trail(("政策解读", None)),
    }
    return render(request, "workbench/normative/interpreting.html", context)
