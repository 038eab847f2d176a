"""Lists out of the registers: what the public sees, what is added and removed, what has to be done."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from gongkai.publishing.registers import matters_in, withdraw_by
from gongkai.web.organs.models import Organ
from gongkai.web.registers.conflicts import in_force
from gongkai.web.registers.models import (
    Decision,
    Fee,
    FeeCollection,
    Matter,
    MatterBatch,
    ProcurementProject,
    Registered,
)

State = Registered.State


def public(model: Any, organ: Organ) -> QuerySet[Any]:
    """What of a register the public sees."""
    return model.objects.filter(organ=organ, state=State.RELEASED)


def matters(organ: Organ, day: date, *, row: str = "", kind: str = "") -> QuerySet[Matter]:
    """The matters in the inventory at the end of a day, of one kind or of the kinds that a row of table 2 counts."""
    found = in_force(Matter.objects.filter(organ=organ), day)
    if row:
        found = found.filter(kind__in=matters_in(row))
    return found.filter(kind=kind) if kind else found


def matters_added(organ: Organ, since: date, until: date) -> QuerySet[Matter]:
    """The matters that came into the inventory in a period."""
    return Matter.objects.filter(organ=organ, added_on__range=(since, until)).exclude(state=State.VOIDED)


def matters_removed(organ: Organ, since: date, until: date) -> QuerySet[Matter]:
    """The matters struck off in a period."""
    return Matter.objects.filter(organ=organ, removed_on__range=(since, until)).exclude(state=State.VOIDED)


def opened_online(organ: Organ, since: date, until: date) -> QuerySet[Matter]:
    """The matters that can be done online since some day of a period."""
    return Matter.objects.filter(organ=organ, online_on__range=(since, until)).exclude(state=State.VOIDED)


def batches(organ: Organ, since: date, until: date) -> QuerySet[MatterBatch]:
    """The batches of the inventory put online in a period."""
    return MatterBatch.objects.filter(organ=organ, voided_at=None, on__range=(since, until))


def fees(organ: Organ, day: date) -> QuerySet[Fee]:
    """The fees at the end of a day."""
    return in_force(Fee.objects.filter(organ=organ), day)


def procurement(organ: Organ, since: date, until: date) -> QuerySet[ProcurementProject]:
    """The projects of a period."""
    return ProcurementProject.objects.filter(organ=organ, on__range=(since, until)).exclude(state=State.VOIDED)


def collected(organ: Organ, since: date, until: date) -> Decimal:
    """What was collected of all fees in a period, in 元; tallies are not in it."""
    rows = FeeCollection.objects.filter(organ=organ, voided_at=None, since__gte=since, until__lte=until)
    return rows.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)


def to_withdraw(organ: Organ) -> list[tuple[Decision, date, str]]:
    """Public decisions that were changed or revoked and are still shown: with the last day to withdraw and the ground."""
    rows = Decision.objects.filter(
        organ=organ, kind="penalties", state=State.RELEASED, changed_on__isnull=False
    ).order_by("changed_on", "id")
    found = []
    for each in rows:
        assert each.changed_on is not None
        due = withdraw_by(each.changed_on)
        if due is not None:
            found.append((each, due[0], due[1].basis))
    return found
