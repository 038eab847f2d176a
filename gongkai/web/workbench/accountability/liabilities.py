"""责任追究: what was proposed to whom, and what came of it. The list names nobody."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gongkai.organs.roles import Role
from gongkai.web.accountability import services
from gongkai.web.accountability.access import LIABILITY_POLICY, RECTIFICATION_POLICY
from gongkai.web.accountability.models import Liability, Rectification
from gongkai.web.organs.authority import Denied, acting, roles_in
from gongkai.web.workbench.accountability.forms import LiabilityForm, ResultForm
from gongkai.web.workbench.accountability.records import rectifications
from gongkai.web.workbench.accountability.views import day_of
from gongkai.web.workbench.casework.pages import Step, asks, carried_out, status_of
from gongkai.web.workbench.entry import staff

PAGE = 25
READERS = frozenset({Role.SUPERVISING_OFFICE, Role.LEADING_GROUP, Role.AUDITOR})


@require_GET
@staff
def liabilities(request: Any) -> HttpResponse:
    """What the organ proposed."""
    if not roles_in(request.user, request.organ) & READERS:
        raise Denied("责任追究由提出建议的机关的政务公开办、领导小组成员和审计员查看。")
    rows = Liability.objects.filter(orderer=request.organ).select_related("organ", "rectification")
    found = LIABILITY_POLICY.visible(request.user, rows)
    since, until = day_of(request.GET.get("since", "")), day_of(request.GET.get("until", ""))
    if since and until:
        found = found.filter(proposed_on__gte=since, proposed_on__lte=until)
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "said": f"{since}至{until}提出的" if since and until else "",
        "can_propose": LIABILITY_POLICY.holds(request.user, "propose", Liability(orderer=request.organ)),
        "crumbs": [("工作台", reverse("workbench:home")), ("责任追究", None)],
    }
    return render(request, "workbench/accountability/liabilities.html", context)


@never_cache
@asks
@staff
def new(request: Any) -> HttpResponse:
    """Propose that somebody be held responsible; out of a rectification with ``?rectification=``."""
    LIABILITY_POLICY.check(request.user, "propose", Liability(orderer=request.organ))
    number = request.GET.get("rectification", "")[:80].replace("\x00", "")
    about: Rectification | None = None
    if number:
        about = RECTIFICATION_POLICY.get(request.user, rectifications().filter(orderer=request.organ), number=number)
    form = LiabilityForm(request.organ, request.POST or None, initial={"organ": about.organ if about else None})
    made: list[Liability] = []

    def act() -> None:
        liability = Liability(orderer=request.organ, rectification=about, **form.cleaned_data)
        liability.complaint = about.complaint if about is not None else None
        made.append(services.propose_liability(liability, by=acting(request.user, request.organ)))

    if carried_out(request, form, act):
        messages.success(request, "已经记录处理建议。收到结果以后，在它的页面上填写。")
        return redirect(made[0])
    context = {"form": form, "about": about, "crumbs": _trail(("提出处理建议", None))}
    return render(request, "workbench/accountability/liability_new.html", context, status=status_of(request))


@never_cache
@asks
@staff
def liability(request: Any, pk: int) -> HttpResponse:
    """One of them, and what came of it."""
    found = _fetch(request, pk)
    if request.method == "POST":
        LIABILITY_POLICY.check(request.user, "record", found)
    form = ResultForm(request.POST or None)
    by = acting(request.user, found.orderer)

    def act() -> None:
        given = form.cleaned_data
        services.record_result(found, given["result"], given["result_on"], given["result_note"], by=by)

    if carried_out(request, form, act):
        messages.success(request, "结果已经记录。")
        return redirect(found)
    return _page(request, found, form)


@never_cache
@require_POST
@staff
def reveal(request: Any, pk: int) -> HttpResponse:
    """The same page with the person in full; that it was read is recorded first."""
    found = _fetch(request, pk, "read_person")
    services.read_person(found, by=acting(request.user, found.orderer))
    return _page(request, found, ResultForm(), revealed=True)


def _fetch(request: Any, pk: int, action: str = "read") -> Liability:
    rows = Liability.objects.select_related("orderer", "organ", "rectification")
    return LIABILITY_POLICY.get(request.user, rows, action, pk=pk)


def _page(request: Any, found: Liability, form: ResultForm, *, revealed: bool = False) -> HttpResponse:
    context = {
        "liability": found,
        "revealed": revealed,
        "may_reveal": LIABILITY_POLICY.may(request.user, "read_person", found),
        "form": form if LIABILITY_POLICY.holds(request.user, "record", found) and not found.result else None,
        "crumbs": _trail((str(found), None)),
    }
    status = status_of(request) if not revealed else 200
    return render(request, "workbench/accountability/liability.html", context, status=status)


def _trail(*steps: Step) -> list[Step]:
    return [("工作台", reverse("workbench:home")), ("责任追究", reverse("workbench:liabilities")), *steps]
