"""要点任务: the year's tasks, what was done for them, and when they were finished."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gongkai.organs.roles import Role
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import save
from gongkai.web.organs.models import Organ, WorkPoint, WorkPointProgress
from gongkai.web.organs.services.organs import check_exists, fresh

_IN_SECTION = (Role.INFO_OFFICER, Role.SECTION_HEAD)


@transaction.atomic
def add_work_point(organ: Organ, *, by: Actor, **particulars: Any) -> WorkPoint:
    """Add a task of the year. Raises ``ValidationError`` by field."""
    check_exists(organ)
    point = WorkPoint(organ=organ, **particulars)
    _check_owner(point)
    return save(point, "add_work_point", by=by, organ=organ)


@transaction.atomic
def edit_work_point(point: WorkPoint, *, by: Actor, **changes: Any) -> WorkPoint:
    """Change a task that is still open."""
    point = fresh(point)
    _check_open(point)
    for name, value in changes.items():
        setattr(point, name, value)
    _check_owner(point)
    return save(point, "edit_work_point", by=by, organ=point.organ)


@transaction.atomic
def record_progress(point: WorkPoint, *, by: Actor, on: date, what: str, link: str = "") -> WorkPointProgress:
    """Note what was done and where the evidence is. Not for a day to come, nor on a finished task."""
    point = fresh(point)
    _check_open(point)
    _check_past(on, "on")
    if by.person is None:
        raise ValidationError("登记进展要由人来办，系统不能代办。")
    progress = WorkPointProgress(work_point=point, on=on, what=what, link=link.strip(), by=by.person)
    return save(progress, "record_progress", by=by, organ=point.organ)


@transaction.atomic
def finish_work_point(point: WorkPoint, *, by: Actor, on: date, result: str) -> WorkPoint:
    """Finish a task with what came of it."""
    point = fresh(point)
    _check_open(point)
    _check_past(on, "on")
    if not result.strip():
        raise ValidationError({"result": "请写明完成情况，年终总结和年报要用。"})
    point.done_on, point.result = on, result
    return save(point, "finish_work_point", by=by, organ=point.organ)


@transaction.atomic
def reopen_work_point(point: WorkPoint, *, by: Actor, why: str) -> WorkPoint:
    """Open a finished task again, saying why; what was written as its result stays to be worked on."""
    point = fresh(point)
    if point.done_on is None:
        raise ValidationError("这项任务还没有办结，不必重新打开。")
    if not why.strip():
        raise ValidationError({"why": "请写明为什么重新打开。"})
    point.done_on = None
    return save(point, "reopen_work_point", by=by, organ=point.organ, note=why)


def _check_open(point: WorkPoint) -> None:
    if point.done_on is not None:
        raise ValidationError(f"这项任务已于{point.done_on:%Y-%m-%d}办结。要继续办理的，请先重新打开。")


def _check_past(on: date, field: str) -> None:
    if on > timezone.localdate():
        raise ValidationError({field: "日期还没有到，请填写实际办理的日期。"})


def _check_owner(point: WorkPoint) -> None:
    """The section must be the organ's own, the owner someone who can report on the task."""
    if point.section is not None:
        if point.section.organ_id != point.organ_id:
            raise ValidationError({"section": "这个科室不属于本机关，请另选。"})
        if point.section.closed_on is not None:
            raise ValidationError({"section": f"{point.section}已经撤销，请另选。"})
    if point.owner is None:
        return
    held = point.owner.appointments.filter(Q(until=None) | Q(until__gte=timezone.localdate()), organ=point.organ)
    if not held.exists():
        raise ValidationError({"owner": f"{point.owner}目前不在本机关任职，请另选责任人。"})
    elsewhere = held.exclude(role=Role.FOI_OFFICER).exclude(role__in=_IN_SECTION, section=point.section)
    if point.section is not None and not held.exclude(pk__in=elsewhere.exclude(section=None)).exists():
        raise ValidationError({"owner": f"{point.owner}不在{point.section}任职，请选这个科室的人或者改责任科室。"})
