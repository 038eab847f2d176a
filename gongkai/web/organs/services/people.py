"""Appointments: who holds which role, from and to which day. ``until`` is the last day on which the role is held."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gongkai.organs.roles import Role
from gongkai.web.accounts.models import Person
from gongkai.web.accounts.services import deactivate
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import save
from gongkai.web.organs.models import Appointment, Organ, Section
from gongkai.web.organs.services.organs import fresh


@transaction.atomic
def appoint(
    person: Person,
    organ: Organ,
    role: Role | str,
    *,
    by: Actor,
    since: date,
    section: Section | None = None,
    until: date | None = None,
) -> Appointment:
    """Give a person a role in an organ, in one section or in all.

    Refused: who no longer has an account, a closed section, a day before the organ was there, the same role twice at a time.
    In a dissolved organ only staff of a successor can still be given one, to finish what was left.
    """
    organ = fresh(organ)
    _check_person(person)
    _check_organ(organ, person, since)
    if section is not None and section.closed_on is not None:
        raise ValidationError({"section": f"{section}已经撤销，请另选科室。"})
    appointment = Appointment(person=person, organ=organ, section=section, role=role, since=since, until=until)
    appointment.full_clean()
    twin = _overlapping(appointment)
    if twin is not None:
        ending = f"{twin.until:%Y-%m-%d}止" if twin.until else "现任"
        where = f"{organ.short_name}{section or ''}"
        raise ValidationError(
            f"{person}已经是{where}的{twin.get_role_display()}（{twin.since:%Y-%m-%d}起，{ending}），不必重复。"
        )
    return save(appointment, "appoint", by=by, organ=organ)


@transaction.atomic
def end_appointment(appointment: Appointment, *, by: Actor, until: date) -> Appointment:
    """Let a role end with a day; it is held on that day still. Nobody ends the last administrator of the installation."""
    appointment = fresh(appointment)
    if appointment.until is not None and appointment.until < timezone.localdate():
        raise ValidationError(f"这项任职已于{appointment.until:%Y-%m-%d}结束。")
    if until < appointment.since:
        raise ValidationError({"until": f"止日早于起日（{appointment.since:%Y-%m-%d}），请核对。"})
    appointment.until = until
    save(appointment, "end_appointment", by=by, organ=appointment.organ)
    check_administrator_remains([appointment])
    return appointment


@transaction.atomic
def deactivate_person(person: Person, *, by: Actor, organ: Organ | None = None, note: str = "") -> Person:
    """Shut a person out and end all roles held today. Refused for the last administrator."""
    today = timezone.localdate()
    person = fresh(person)
    if not person.active:
        raise ValidationError(f"{person}的账号已经停用。")
    deactivate(person, by, organ=organ, note=note)
    held = list(person.appointments.filter(Q(until=None) | Q(until__gte=today)).select_related("organ", "section"))
    for appointment in held:
        appointment.until = max(appointment.since, today)
        save(appointment, "end_appointment", by=by, organ=appointment.organ)
    check_administrator_remains(held)
    return person


def end_at(since: date, on: date) -> date:
    """The last day of what no longer holds on a day: the day before, or the first when it began later than that."""
    return max(since, on - timedelta(days=1))


def check_administrator_remains(ended: Iterable[Appointment]) -> None:
    """Raise ``ValidationError`` when, after these endings, nobody administers the installation."""
    days = [appointment.until for appointment in ended if appointment.role == Role.ADMINISTRATOR and appointment.until]
    if not days:
        return
    day = max(timezone.localdate(), max(days) + timedelta(days=1))
    remaining = Appointment.objects.filter(
        Q(until=None) | Q(until__gte=day), role=Role.ADMINISTRATOR, since__lte=day, person__active=True
    )
    if not remaining.exists():
        raise ValidationError("这样整个系统就没有系统管理员了。请先任命另一位系统管理员，再办理这一项。")


def _check_person(person: Person) -> None:
    if not Person.objects.filter(pk=person.pk, active=True).exists():
        raise ValidationError(f"{person}的账号已经停用，请先恢复账号，再任命。")


def _check_organ(organ: Organ, person: Person, since: date) -> None:
    if organ.established_on and since < organ.established_on:
        raise ValidationError({"since": f"{organ}{organ.established_on:%Y-%m-%d}才设立，任职起日请不要早于这一天。"})
    if organ.exists_now:
        return
    successors = Organ.objects.filter(succeeds__predecessor=organ).exclude(pk=organ.pk)
    if not Appointment.objects.filter(
        Q(until=None) | Q(until__gte=timezone.localdate()), person=person, organ__in=successors
    ).exists():
        raise ValidationError(
            f"{organ}已于{organ.dissolved_on:%Y-%m-%d}撤销。只有承接其职能的机关的在职人员，才能为办结遗留事项在这里任职。"
        )


def _overlapping(new: Appointment) -> Appointment | None:
    same = Appointment.objects.filter(person=new.person, organ=new.organ, section=new.section, role=new.role)
    same = same.filter(Q(until=None) | Q(until__gte=new.since))
    return (same.filter(since__lte=new.until) if new.until else same).first()
