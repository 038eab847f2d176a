"""What ends with an organ: its sections, the roles held in it, the places in its leading group."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q

from gongkai.web.log.actors import Actor
from gongkai.web.log.services import save
from gongkai.web.organs.models import Appointment, Organ
from gongkai.web.organs.services.people import end_at


def close_organ(organ: Organ, *, on: date, by: Actor) -> list[Appointment]:
    """Dissolve a locked organ from a day on; returns the appointments that ended. Refused while it has organs below it."""
    children = list(organ.children.filter(Q(dissolved_on=None) | Q(dissolved_on__gt=on))[:4])
    if children:
        names = "、".join(child.name for child in children[:3]) + ("等" if len(children) > 3 else "")
        raise ValidationError(f"{organ}还有下级机关（{names}）。请先登记它们改变隶属或者撤销。")
    holding = organ.appointments.filter(Q(until=None) | Q(until__gte=on)).select_related("person", "section", "organ")
    ended = list(holding)
    for appointment in ended:
        appointment.until = end_at(appointment.since, on)
        save(appointment, "end_appointment", by=by, organ=organ)
    for member in organ.group_members.filter(Q(until=None) | Q(until__gte=on)):
        member.until = end_at(member.since, on)
        save(member, "end_group_member", by=by, organ=organ)
    for section in organ.sections.filter(closed_on=None):
        section.closed_on = on
        save(section, "close_section", by=by, organ=organ)
    organ.dissolved_on = on
    save(organ, "dissolve_organ", by=by, organ=organ)
    return ended


def what_ends_with(organ: Organ, on: date) -> dict[str, int]:
    """How many sections, roles, places in the leading group and open tasks would end or stay behind, for confirmation."""
    return {
        "sections": organ.sections.filter(closed_on=None).count(),
        "appointments": organ.appointments.filter(Q(until=None) | Q(until__gte=on)).count(),
        "members": organ.group_members.filter(Q(until=None) | Q(until__gte=on)).count(),
        "work_points": organ.work_points.filter(done_on=None).count(),
    }
