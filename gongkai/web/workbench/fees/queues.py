"""What waits with fees, for the first page of the workbench: waivers to be decided, notices that were not sent."""

from __future__ import annotations

from django.db.models import Count, Q
from django.urls import reverse

from gongkai.organs.roles import Role
from gongkai.web.accounts.models import Person
from gongkai.web.fees.models import FeeStatement
from gongkai.web.organs.authority import roles_in
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.queue import Queue


def queues(person: Person, organ: Organ) -> list[Queue]:
    """The heaps of fees for the roles that the person holds here."""
    held = roles_in(person, organ)
    if not held & {Role.FOI_OFFICER, Role.LEADING_GROUP}:
        return []
    found = FeeStatement.objects.filter(organ=organ, state__in=("drawn", "notified")).aggregate(
        waivers=Count("pk", filter=Q(waiver_asked_by__isnull=False)), drawn=Count("pk", filter=Q(state="drawn"))
    )
    address = reverse("workbench:processing_fees")
    made = []
    if Role.LEADING_GROUP in held and found["waivers"]:
        why = "提请减免的人不能自己批准。"
        made.append(Queue("待决定的收费减免", f"{address}?state=waiver", found["waivers"], "warn", why))
    if Role.FOI_OFFICER in held and found["drawn"]:
        why = "收费通知要在答复期限内发出。"
        made.append(Queue("已核算、没有告知的收费", f"{address}?state=drawn", found["drawn"], "warn", why))
    return made
