"""The questions on a draft, and what the answers come to."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from gongkai.casework import NotAllowed
from gongkai.publishing.exemptions import Incomplete, wizard_on
from gongkai.publishing.moves import DISCLOSURE_CLASSES
from gongkai.web.exemptions import services
from gongkai.web.exemptions.access import ASSESSMENT_POLICY
from gongkai.web.exemptions.models import Assessment
from gongkai.web.exemptions.queries import latest
from gongkai.web.organs.authority import acting
from gongkai.web.publishing.access import POLICY
from gongkai.web.publishing.models import Item, Version
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.exemptions.forms import AssessForm
from gongkai.web.workbench.publishing.items import found, latest_of, shown


@staff
def assess(request: Any, pk: int) -> HttpResponse:
    """All questions on one page; the last answers stand in it."""
    item = found(request, pk)
    version = latest_of(item)
    if version.state != "draft":
        told = f"这一稿目前“{version.state_title}”，公开属性只在起草时认定。要重新认定的，请先退回或者撤回送审。"
        return shown(request, item, status=422, refusal=told)
    ASSESSMENT_POLICY.check(request.user, "assess", version)
    wizard = wizard_on(timezone.localdate())
    form = AssessForm(wizard, request.POST or None, last=latest(version))
    if form.is_valid():
        try:
            made = services.assess(version, by=acting(request.user, item.organ), answers=form.answers)
        except Incomplete as problem:
            form.lacks(problem)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "认定已记录。")
            return redirect("workbench:assessment", made.pk)
    context = {
        "item": item,
        "wording": version.wording,
        "wizard": wizard,
        "form": form,
        "crumbs": _crumbs(item, "公开属性认定"),
    }
    return render(request, "workbench/exemptions/assess.html", context, status=422 if form.errors else 200)


@staff
def assessment(request: Any, pk: int) -> HttpResponse:
    """What the answers came to."""
    return _shown(request, _found(request, pk))


@require_POST
@staff
def adopt(request: Any, pk: int) -> HttpResponse:
    """Let the draft propose what the answers came to."""
    made = _found(request, pk)
    version = made.version
    POLICY.check(request.user, "edit", version)
    try:
        services.adopt(made, by=acting(request.user, version.organ))
    except (NotAllowed, ValidationError) as refusal:
        told = "".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
        return _shown(request, made, status=422, refusal=told)
    messages.success(request, "公开属性和理由已写进草稿，核对以后送审。")
    return redirect(version)


def _found(request: Any, pk: int) -> Assessment:
    made = (
        Assessment.objects.select_related("version__item__section", "version__organ", "wording", "by")
        .filter(pk=pk)
        .first()
    )
    if made is None or not ASSESSMENT_POLICY.may(request.user, "read", made.version):
        raise Http404
    return made


def _shown(request: Any, made: Assessment, *, status: int = 200, refusal: str = "") -> HttpResponse:
    version: Version = made.version
    wording = version.wording
    same = made.made_on(wording)
    adopted = wording.disclosure_class == made.disclosure_class
    draft = version.state == "draft" and POLICY.may(request.user, "edit", version)
    context = {
        "made": made,
        "item": version.item,
        "wording": wording,
        "same": same,
        "adoptable": draft and same and not adopted and made.disclosure_class in DISCLOSURE_CLASSES,
        "again": draft and ASSESSMENT_POLICY.may(request.user, "assess", version),
        "refusal": refusal,
        "crumbs": _crumbs(version.item, "公开属性认定的结果"),
    }
    return render(request, "workbench/exemptions/assessment.html", context, status=status)


def _crumbs(item: Item, last: str) -> list[tuple[str, str | None]]:
    return [
        ("工作台", "/workbench/"),
        ("公开信息", reverse("workbench:items")),
        (item.title, reverse("workbench:item", args=[item.pk])),
        (last, None),
    ]
