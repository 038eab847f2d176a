"""Who held which role on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from gongkai.organs.roles import TITLES, Role
from gongkai.web.organs.access import current
from gongkai.web.organs.models import Appointment, GroupMember, Organ


def held_on(organ: Organ, on: date | None = None) -> QuerySet[Appointment]:
    """The appointments in an organ that held on a day (today), with persons and sections."""
    held = Appointment.objects.filter(current(on), organ=organ)
    return held.select_related("person", "section").order_by("section__order", "person__name", "id")


def people_by_role(organ: Organ, on: date | None = None) -> list[tuple[Role, list[Appointment]]]:
    """Every role with those who held it; a role without anybody is in the list as well. One query."""
    held = list(held_on(organ, on))
    return [(role, [each for each in held if each.role == role]) for role in TITLES]


def leading_group_on(organ: Organ, on: date | None = None) -> list[GroupMember]:
    """The leading group on a day (today): head, deputies, members."""
    members = GroupMember.objects.filter(current(on), organ=organ).select_related("person")
    rank = [position.value for position in (GroupMember.Position.HEAD, GroupMember.Position.DEPUTY)]
    return sorted(
        members,
        key=lambda each: (rank.index(each.position) if each.position in rank else len(rank), each.order, each.pk),
    )
