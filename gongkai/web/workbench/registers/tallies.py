"""Tallies out of other systems, and batches of the inventory."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.web.files.serving import served
from gongkai.web.organs.authority import acting
from gongkai.web.registers import services
from gongkai.web.registers.access import BATCH_POLICY, TALLY_POLICY
from gongkai.web.registers.models import MatterBatch, Tally
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.organs.pages import act_on, ask, lacks_second_factor, page_of, start
from gongkai.web.workbench.registers.forms import BatchForm, ReasonForm, TallyForm
from gongkai.web.workbench.registers.views import HERE
from gongkai.web.workbench.releases.views import kept

TALLIES, BATCHES = "汇总数", "事项清单的批次"


def _crumbs(title: str, name: str, *more: tuple[str, str | None]) -> Any:
    address = reverse(f"workbench:{name}")
    return start((HERE, reverse("workbench:registers")), *([(title, address), *more] if more else [(title, None)]))


@staff
def tallies(request: Any) -> HttpResponse:
    """All tallies, newest first."""
    rows = TALLY_POLICY.visible(request.user, Tally.objects.filter(organ=request.organ))
    context = {
        "page": page_of(request, rows.select_related("entered_by", "confirmed_by")),
        "may_enter": TALLY_POLICY.may_in(request.user, "enter", request.organ),
        "crumbs": _crumbs(TALLIES, "tallies"),
    }
    return render(request, "workbench/registers/tallies.html", context)


@staff
def new_tally(request: Any) -> HttpResponse:
    """Enter a tally."""
    organ = request.organ
    TALLY_POLICY.check(request.user, "enter", Tally(organ=organ))

    def act(given: dict[str, Any]) -> Tally:
        with transaction.atomic():
            return services.tally(organ, by=acting(request.user, organ), **kept(request, given, organ))

    return ask(
        request,
        TallyForm,
        act,
        title="登记汇总数",
        done="已登记。由另一人核签以后才计入年报。",
        to=lambda made: made.get_absolute_url(),
        cancel=reverse("workbench:tallies"),
        crumbs=_crumbs(TALLIES, "tallies", ("登记", None)),
        button="登记",
        intro="决定、收费、采购在别的系统里登记的，这里只登记一段时间的合计。同一段时间不能又单件登记、又登记汇总数。"
        "本年没有的，登记一笔0：空着不等于没有。",
    )


def _tally(request: Any, pk: int, action: str = "read") -> Tally:
    rows = Tally.objects.select_related("organ", "entered_by", "confirmed_by", "evidence")
    return TALLY_POLICY.get(request.user, rows, action, pk=pk)


@staff
def tally(request: Any, pk: int) -> HttpResponse:
    """One tally with its source."""
    return _shown(request, _tally(request, pk))


def _shown(request: Any, found: Tally, problem: str = "") -> HttpResponse:
    holds = TALLY_POLICY.holds(request.user, "confirm", found)
    context = {
        "tally": found,
        "may_confirm": holds and found.entered_by_id != request.user.pk,
        "own": holds and found.entered_by_id == request.user.pk,
        "needs_factor": holds and lacks_second_factor(request.user, TALLY_POLICY, "confirm", found),
        "may_void": TALLY_POLICY.holds(request.user, "void", found),
        "problem": problem,
        "crumbs": _crumbs(TALLIES, "tallies", (str(found), None)),
    }
    return render(request, "workbench/registers/tally.html", context, status=422 if problem else 200)


@staff
def confirm_tally(request: Any, pk: int) -> HttpResponse:
    """Sign a tally that another person entered."""
    found = _tally(request, pk, "confirm")
    if request.method != "POST":
        return redirect(found)
    try:
        services.confirm_tally(found, by=acting(request.user, found.organ))
    except ValidationError as problem:
        return _shown(request, found, "".join(problem.messages))
    return act_on(request, lambda: None, done="已核签，计入年报。", to=found.get_absolute_url())


@staff
def void_tally(request: Any, pk: int) -> HttpResponse:
    """Void a tally."""
    found = _tally(request, pk, "void")
    return ask(
        request,
        ReasonForm,
        lambda given: services.void_tally(found, by=acting(request.user, found.organ), **given),
        title=f"作废汇总数：{found}",
        done="已作废，不再计数。",
        to=found.get_absolute_url(),
        crumbs=_crumbs(TALLIES, "tallies", (str(found), found.get_absolute_url()), ("作废", None)),
        button="作废",
    )


@staff
def evidence(request: Any, pk: int) -> Any:
    """The file that shows a tally."""
    found = _tally(request, pk)
    if found.evidence is None:
        raise Http404
    return served(request, found.evidence, cache="private, no-store")


@staff
def batches(request: Any) -> HttpResponse:
    """The batches of the inventory put online."""
    rows = BATCH_POLICY.visible(request.user, MatterBatch.objects.filter(organ=request.organ))
    context = {
        "page": page_of(request, rows.select_related("entered_by").prefetch_related("matters")),
        "may_enter": BATCH_POLICY.may_in(request.user, "enter", request.organ),
        "may_void": BATCH_POLICY.holds(request.user, "void", MatterBatch(organ=request.organ)),
        "crumbs": _crumbs(BATCHES, "matter_batches"),
    }
    return render(request, "workbench/registers/batches.html", context)


@staff
def new_batch(request: Any) -> HttpResponse:
    """Enter a batch."""
    organ = request.organ
    BATCH_POLICY.check(request.user, "enter", MatterBatch(organ=organ))
    return ask(
        request,
        lambda *args: BatchForm(organ, *args[:1]),
        lambda given: services.enter_batch(organ, by=acting(request.user, organ), **given),
        title="登记一批事项清单",
        done="已登记。",
        to=reverse("workbench:matter_batches"),
        crumbs=_crumbs(BATCHES, "matter_batches", ("登记", None)),
        button="登记",
    )


@staff
def void_batch(request: Any, pk: int) -> HttpResponse:
    """Void a batch."""
    found = BATCH_POLICY.get(request.user, MatterBatch.objects.select_related("organ"), "void", pk=pk)
    return ask(
        request,
        ReasonForm,
        lambda given: services.void_batch(found, by=acting(request.user, found.organ), **given),
        title=f"作废“{found}”",
        done="已作废。",
        to=reverse("workbench:matter_batches"),
        crumbs=_crumbs(BATCHES, "matter_batches", ("作废", None)),
        button="作废",
    )
