"""Which organ decides on a complaint: the level above, or the department in charge of disclosure; never the organ itself.

The department in charge of a level of government is its general office (《条例》第三条), which on the site acts as that government.
"""

from __future__ import annotations

from django.db.models import QuerySet

from gongkai.organs.levels import OrganKind
from gongkai.web.organs.models import Organ

DEPARTMENT, SUPERIOR = "department", "superior"


def above(about: Organ) -> list[Organ]:
    """The organs above an organ that exist now, the nearest first."""
    keys = [int(key) for key in about.path.strip("/").split("/") if key][:-1]
    found = Organ.objects.in_bulk(keys)
    return [found[key] for key in reversed(keys) if key in found and found[key].exists_now]


def decider(about: Organ, receiver: str = DEPARTMENT) -> Organ | None:
    """Who decides: the department in charge (the nearest government above), or the level above; None where the site has none."""
    higher = above(about)
    if receiver == DEPARTMENT:
        return next((each for each in higher if each.kind == OrganKind.GOVERNMENT), higher[0] if higher else None)
    return higher[0] if higher else None


def answerable() -> QuerySet[Organ]:
    """The organs about which one can complain here: those that stand below another one and exist."""
    return Organ.objects.filter(dissolved_on=None, parent__isnull=False, parent__dissolved_on=None).order_by(
        "order", "name"
    )


def below(organ: Organ) -> QuerySet[Organ]:
    """The organs on which an organ decides: those below it that exist now."""
    return (
        Organ.objects.filter(path__startswith=organ.path, dissolved_on=None)
        .exclude(pk=organ.pk)
        .order_by("order", "name")
    )
