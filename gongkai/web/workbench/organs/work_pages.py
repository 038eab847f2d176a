"""The year's tasks with their progress, and the year's trainings."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from gongkai.web.organs import services
from gongkai.web.organs.access import TRAINING_POLICY, WORK_POINT_POLICY
from gongkai.web.organs.authority import acting
from gongkai.web.organs.models import Organ, Training, WorkPoint
from gongkai.web.organs.queries import trainings_of_year, work_points, years_of
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.organs.organ_pages import found_organ, organ_crumbs
from gongkai.web.workbench.organs.pages import Crumb, ask, chosen_year, page_of, start
from gongkai.web.workbench.organs.work_forms import (
    FinishForm,
    ProgressForm,
    ReopenForm,
    TrainingForm,
    WorkPointForm,
)


def _point_url(point: WorkPoint) -> str:
    return reverse("workbench:work_point", args=[point.pk])


def _list_url(organ: Organ) -> str:
    return reverse("workbench:work_points", args=[organ.code])


def _crumbs(point: WorkPoint, *more: Crumb) -> list[Crumb]:
    title = point.title if len(point.title) <= 20 else f"{point.title[:19]}…"
    steps = [(title, _point_url(point)), *more] if more else [(title, None)]
    return start(("要点任务", _list_url(point.organ)), *steps)


@staff
def points(request: Any, code: str) -> HttpResponse:
    """The tasks of a year, overdue first."""
    organ = found_organ(request, code)
    year = chosen_year(request, timezone.localdate().year)
    rows = work_points(WORK_POINT_POLICY.visible(request.user, organ.work_points.all()), year)
    context = {
        "organ": organ,
        "year": year,
        "years": sorted({*years_of(organ), year}, reverse=True),
        "page": page_of(request, rows),
        "may_add": WORK_POINT_POLICY.may(request.user, "manage", WorkPoint(organ=organ)) and organ.exists_now,
        "crumbs": organ_crumbs(organ, ("要点任务", None)),
    }
    return render(request, "workbench/organs/work_points.html", context)


def _point(request: Any, pk: int, action: str = "read") -> WorkPoint:
    return WORK_POINT_POLICY.get(
        request.user, WorkPoint.objects.select_related("organ", "section", "owner"), action, pk=pk
    )


@staff
def point(request: Any, pk: int) -> HttpResponse:
    """One task with what was done for it."""
    found = _point(request, pk)
    may = {name: WORK_POINT_POLICY.may(request.user, name, found) for name in ("manage", "report", "finish", "reopen")}
    context = {
        "point": found,
        "page": page_of(request, found.progress.select_related("by")),
        "may": may,
        "crumbs": _crumbs(found),
    }
    return render(request, "workbench/organs/work_point.html", context)


@staff
def add_point(request: Any, code: str) -> HttpResponse:
    """A new task."""
    organ = found_organ(request, code)
    WORK_POINT_POLICY.check(request.user, "manage", WorkPoint(organ=organ))
    return ask(
        request,
        partial(WorkPointForm, organ=organ),
        lambda given: services.add_work_point(organ, by=acting(request.user, organ), **given),
        title="分解要点任务",
        done="任务已经登记。",
        to=_point_url,
        cancel=_list_url(organ),
        crumbs=start(("要点任务", _list_url(organ)), ("分解任务", None)),
    )


@staff
def edit_point(request: Any, pk: int) -> HttpResponse:
    """Change a task."""
    found = _point(request, pk, "manage")
    return ask(
        request,
        partial(WorkPointForm, organ=found.organ, instance=found),
        lambda given: services.edit_work_point(found, by=acting(request.user, found.organ), **given),
        title="修改要点任务",
        done="已经保存。",
        to=_point_url(found),
        crumbs=_crumbs(found, ("修改", None)),
    )


@staff
def record_progress(request: Any, pk: int) -> HttpResponse:
    """What was done, with its evidence."""
    found = _point(request, pk, "report")
    return ask(
        request,
        ProgressForm,
        lambda given: services.record_progress(found, by=acting(request.user, found.organ), **given),
        title="登记进展",
        done="进展已经登记。",
        to=_point_url(found),
        intro=found.title,
        crumbs=_crumbs(found, ("登记进展", None)),
    )


@staff
def finish_point(request: Any, pk: int) -> HttpResponse:
    """Finish a task."""
    found = _point(request, pk, "finish")
    return ask(
        request,
        partial(FinishForm, initial={"result": found.result}),
        lambda given: services.finish_work_point(found, by=acting(request.user, found.organ), **given),
        title="办结任务",
        done="任务已经办结。",
        to=_point_url(found),
        button="办结",
        intro=found.title,
        crumbs=_crumbs(found, ("办结", None)),
    )


@staff
def reopen_point(request: Any, pk: int) -> HttpResponse:
    """Open a finished task again."""
    found = _point(request, pk, "reopen")
    return ask(
        request,
        ReopenForm,
        lambda given: services.reopen_work_point(found, by=acting(request.user, found.organ), **given),
        title="重新打开任务",
        done="任务已经重新打开。",
        to=_point_url(found),
        button="重新打开",
        intro=found.title,
        crumbs=_crumbs(found, ("重新打开", None)),
    )


def _trainings_url(training: Training) -> str:
    return f"{reverse('workbench:trainings', args=[training.organ.code])}?year={training.on.year}"


@staff
def trainings(request: Any, code: str) -> HttpResponse:
    """The trainings of a year with their sums."""
    organ = found_organ(request, code)
    year = chosen_year(request, timezone.localdate().year)
    found = trainings_of_year(organ, year)
    context = {
        "organ": organ,
        "year": year,
        "years": sorted({*years_of(organ), year}, reverse=True),
        "found": found,
        "page": page_of(request, TRAINING_POLICY.visible(request.user, found.rows)),
        "may_write": TRAINING_POLICY.may(request.user, "write", Training(organ=organ)) and organ.exists_now,
        "crumbs": organ_crumbs(organ, ("培训", None)),
    }
    return render(request, "workbench/organs/trainings.html", context)


@staff
def add_training(request: Any, code: str) -> HttpResponse:
    """A training that was held."""
    organ = found_organ(request, code)
    TRAINING_POLICY.check(request.user, "write", Training(organ=organ))
    address = reverse("workbench:trainings", args=[organ.code])
    return ask(
        request,
        TrainingForm,
        lambda given: services.add_training(organ, by=acting(request.user, organ), **given),
        title="登记培训",
        done="培训已经登记。",
        to=_trainings_url,
        cancel=address,
        crumbs=start(("培训", address), ("登记", None)),
    )


@staff
def edit_training(request: Any, pk: int) -> HttpResponse:
    """Correct a record of a training."""
    found = TRAINING_POLICY.get(request.user, Training.objects.select_related("organ"), "write", pk=pk)
    address = reverse("workbench:trainings", args=[found.organ.code])
    return ask(
        request,
        partial(TrainingForm, instance=found),
        lambda given: services.edit_training(found, by=acting(request.user, found.organ), **given),
        title="更正培训记录",
        done="已经保存。",
        to=_trainings_url,
        cancel=_trainings_url(found),
        crumbs=start(("培训", address), ("更正", None)),
    )
