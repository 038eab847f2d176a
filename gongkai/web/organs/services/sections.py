"""Sections (内设机构): added, changed, closed with a date. A closed section keeps its records."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.web.log.actors import Actor
from gongkai.web.log.services import save
from gongkai.web.organs.models import Appointment, Organ, Section
from gongkai.web.organs.services.organs import check_exists, fresh
from gongkai.web.organs.services.people import check_administrator_remains, end_at


@transaction.atomic
def add_section(organ: Organ, *, by: Actor, **particulars: Any) -> Section:
    """Add a section. Raises ``ValidationError`` for a name that is taken."""
    check_exists(organ)
    return save(Section(organ=organ, **particulars), "add_section", by=by, organ=organ)


@transaction.atomic
def edit_section(section: Section, *, by: Actor, **changes: Any) -> Section:
    """Correct name, duties, telephone, order."""
    section = fresh(section)
    _check_open(section)
    for name, value in changes.items():
        setattr(section, name, value)
    return save(section, "edit_section", by=by, organ=section.organ)


@transaction.atomic
def close_section(section: Section, *, by: Actor, on: date) -> int:
    """Close a section from a day on and end the roles held in it the day before; returns how many were ended.

    Refused while open tasks name it as responsible.
    """
    section = fresh(section)
    _check_open(section)
    if on > timezone.localdate():
        raise ValidationError({"on": "撤销日期还没有到，请在当天或者以后登记。"})
    waiting = section.work_points.filter(done_on=None).count()
    if waiting:
        raise ValidationError(f"{section}还有{waiting}项没有完成的要点任务。请先改由别的科室负责，再撤销这个科室。")
    ended = end_all(section.appointments.all(), by=by, on=on)
    section.closed_on = on
    save(section, "close_section", by=by, organ=section.organ)
    return ended


def end_all(appointments: Any, *, by: Actor, on: date) -> int:
    """End those of ``appointments`` that would still hold on a day, the day before it; returns how many."""
    holding = appointments.filter(until=None) | appointments.filter(until__gte=on)
    ended: list[Appointment] = []
    for appointment in holding.select_related("organ", "section", "person"):
        appointment.until = end_at(appointment.since, on)
        save(appointment, "end_appointment", by=by, organ=appointment.organ)
        ended.append(appointment)
    check_administrator_remains(ended)
    return len(ended)


def _check_open(section: Section) -> None:
    if section.closed_on is not None:
        raise ValidationError(f"{section}已于{section.closed_on:%Y-%m-%d}撤销，不再变动。")
