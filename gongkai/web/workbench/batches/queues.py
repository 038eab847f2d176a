"""Batches on the first page: those that wait and can be taken back, and those with cases that were refused."""

from __future__ import annotations

from django.urls import reverse

from gongkai.web.accounts.models import Person
from gongkai.web.batches.access import POLICY
from gongkai.web.batches.models import Batch
from gongkai.web.batches.queries import OPEN, unsettled
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.queue import Queue


def queues(person: Person, organ: Organ) -> list[Queue]:
    """One heap of each, for who may plan batches here."""
    if not POLICY.may_in(person, "plan", organ):
        return []
    mine, address = POLICY.visible(person, Batch.objects.filter(organ=organ)), reverse("workbench:batches")
    found = []
    if refused := unsettled(mine).count():
        why = "执行的时候有几件办不了，原因写在各件上，请单独办理。"
        found.append(Queue("有没办成的批量办理", f"{address}?tab=refused", refused, "warn", why))
    if waiting := mine.filter(state__in=OPEN).count():
        found.append(
            Queue("等待执行的批量办理", f"{address}?tab=open", waiting, "info", "到时间自动执行，在那以前可以撤回。")
        )
    return found
