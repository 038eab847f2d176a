"""Picking, filling in, the dry run, and confirming it: one address that carries everything on, so it works without scripts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from gongkai.applications.bulk import Work
from gongkai.web.applications.access import POLICY as CASES
from gongkai.web.applications.models import Application
from gongkai.web.applications.previewing import Preview, preview_letter, preview_move
from gongkai.web.batches import planning, running
from gongkai.web.batches.access import POLICY
from gongkai.web.batches.models import Batch
from gongkai.web.batches.planning import DryRun
from gongkai.web.batches.working import REFUSALS, shape_of
from gongkai.web.organs.authority import Denied, acting, is_verified
from gongkai.web.workbench.batches.forms import facts_told, form_of
from gongkai.web.workbench.batches.offers import Picked, choices, offered, picked
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.letters.sheets import Sheet, shown_sheet

EDIT, PREVIEW, CONFIRM, AT_ONCE = "edit", "preview", "confirm", "at_once"
CRUMBS: list[tuple[str, str]] = [("工作台", "workbench:home"), ("依申请公开", "workbench:applications")]


@never_cache
@require_POST
@staff
def new(request: Any) -> HttpResponse:
    """From the cases that were picked to the batch that waits."""
    if not POLICY.may_in(request.user, "plan", request.organ):
        raise Denied("您在这个机关没有批量办理的权限。可以办理的角色：政务公开专职人员、领导小组成员。")
    step = request.POST.get("step", "")
    if step in (CONFIRM, AT_ONCE):
        return _confirm(request, at_once=step == AT_ONCE)
    chosen = picked(request)
    if not chosen.cases:
        messages.error(request, "没有选中申请。请先在左边勾选，或者选“这里的全部”。")
        return redirect(_list(request))
    work = offered(request.user, request.organ).get(request.POST.get("what", ""))
    if work is None:
        return _choose(request, chosen)
    _ask_second_factor(request, work)
    blank = form_of(work, request.organ)
    if step != PREVIEW and blank.fields:
        return _ask(request, work, chosen, form_of(work, request.organ, request.POST) if step == EDIT else blank)
    form = form_of(work, request.organ, request.POST)
    if not form.is_valid():
        return _ask(request, work, chosen, form, status=422)
    return _dry_run(request, work, chosen, form)


def _ask_second_factor(request: Any, work: Work) -> None:
    grants = CASES.granted.get(work.action, ())
    if all(each.second_factor for each in grants) and not is_verified(request.user):
        raise Denied(f"“{work.title}”需要先用动态口令再验证一次身份。", second_factor=True)


def _choose(request: Any, chosen: Picked) -> HttpResponse:
    context = {"choices": choices(request.user, request.organ), "chosen": chosen, "crumbs": _trail("批量办理")}
    return render(request, "workbench/batches/choose.html", context, status=422)


def _ask(request: Any, work: Work, chosen: Picked, form: Any, *, status: int = 200) -> HttpResponse:
    context = {"work": work, "chosen": chosen, "form": form, "crumbs": _trail(f"批量办理：{work.title}")}
    return render(request, "workbench/batches/new.html", context, status=status)


def _dry_run(request: Any, work: Work, chosen: Picked, form: Any, changed: str = "") -> HttpResponse:
    try:
        dry = planning.dry_run(request.user, request.organ, work, form.facts, chosen.cases)
    except ValidationError as problem:
        form.add_error(None, problem)
        return _ask(request, work, chosen, form, status=422)
    sheet, shown = _example(request, dry)
    context = {
        "work": work,
        "chosen": chosen,
        "form": form,
        "told": facts_told(work, form.facts),
        "dry": dry,
        "token": planning.seal(dry),
        "sheet": sheet,
        "example": shown,
        "changed": changed,
        "minutes": int(planning.window().total_seconds() // 60),
        "crumbs": _trail(f"预演：{work.title}"),
    }
    return render(request, "workbench/batches/dry_run.html", context, status=422 if changed else 200)


def _example(request: Any, dry: DryRun) -> tuple[Sheet | None, Application | None]:
    """The letter of the first case, as its own page shows it; names are masked."""
    if not dry.possible:
        return None, None
    case, by = dry.possible[0].application, acting(request.user, dry.organ)
    made: Preview | None = None
    try:
        if dry.work.letter is not None:
            made = preview_letter(case, dry.work.letter, by=by, asked=dry.facts)
        elif dry.work.move is not None:
            made = preview_move(case, dry.work.move.name, by=by, facts=dry.facts)
    except REFUSALS:
        return None, None
    if made is None:
        return None, None
    return shown_sheet(
        replace(made, number=shape_of(made.number)), signed=dry.organ.name, dated=timezone.localdate()
    ), case


def _confirm(request: Any, *, at_once: bool) -> HttpResponse:
    """What was shown becomes a batch; where cases went on meanwhile, the dry run is shown again."""
    try:
        asked = planning.opened(request.POST.get("token", ""), request.user, request.organ)
    except ValidationError as problem:
        messages.error(request, "".join(problem.messages))
        return redirect("workbench:applications")
    if asked.work.key not in offered(request.user, request.organ):
        raise Denied(f"您在这个机关没有“{asked.work.title}”的权限。")
    _ask_second_factor(request, asked.work)
    asked = asked.only(request.POST.getlist("keep"))
    by, verified = acting(request.user, request.organ), is_verified(request.user)
    try:
        batch = planning.plan(asked, by=by, verified=verified, at_once=at_once)
    except ValidationError as problem:
        form = form_of(asked.work, request.organ, request.POST)
        if not form.is_valid():
            return _ask(request, asked.work, picked(request), form, status=422)
        return _dry_run(request, asked.work, picked(request), form, changed="".join(problem.messages))
    if at_once:
        running.run(batch.pk)
        messages.success(request, f"{batch}已经执行，各件的结果见下表。")
    else:
        messages.success(request, _waits(batch))
    return redirect(batch)


def _waits(batch: Batch) -> str:
    return f"已经安排{batch}，{timezone.localtime(batch.executes_at):%H:%M}执行。在那以前可以在这一页撤回。"


def _trail(title: str) -> list[tuple[str, str | None]]:
    return [*((label, reverse(name)) for label, name in CRUMBS), (title, None)]


def _list(request: Any) -> str:
    name = request.POST.get("heap", "")
    return f"{reverse('workbench:applications')}{f'?heap={name}' if name.isidentifier() else ''}"
