"""What is to be done here, for the first page of the workbench."""

from __future__ import annotations

from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils import timezone

from gongkai.web.accounts.models import Person
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import Version
from gongkai.web.workbench.publishing.waiting import returned, to_publish, to_review
from gongkai.web.workbench.queue import Queue

OLD_DAYS = 3
"""Days after which the first page marks what waits; the office's habit, no limit of the law."""


def queues(person: Person, organ: Organ) -> list[Queue]:
    """Reviews and releases that wait for the person, and drafts that came back."""
    heaps = (
        ("等待科室审核的信息", to_review(person, organ, "pass_section")),
        ("等待保密审查的信息", to_review(person, organ, "pass_secrecy")),
        ("等待审定的信息", to_review(person, organ, "clear")),
        ("审定通过、等待发布的信息", to_publish(person, organ)),
        ("退回给您修改的信息", returned(person, organ)),
    )
    return [queue for title, heap in heaps if (queue := _queue(title, heap))]


def _queue(title: str, heap: QuerySet[Version]) -> Queue | None:
    found = heap.order_by().aggregate(count=Count("pk", distinct=True), oldest=Min("entered_at"))
    if not found["count"]:
        return None
    days = (timezone.localdate() - timezone.localdate(found["oldest"])).days
    why = f"等得最久的一件已经{days}天。" if days else "都是今天的。"
    return Queue(title, reverse("workbench:items"), found["count"], "warn" if days >= OLD_DAYS else "info", why)
