"""What is to be done here, for the first page of the workbench."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from gongkai.web.accounts.models import Person
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.publishing.waiting import heaps
from gongkai.web.workbench.queue import Queue

TITLES = {
    "pass_section": "等待科室审核的信息",
    "pass_secrecy": "等待保密审查的信息",
    "pass_legal": "等待合法性、隐私审查的信息",
    "clear": "等待审定的信息",
    "publish": "审定通过、等待发布的信息",
    "returned": "退回给您修改的信息",
}
OLD_DAYS = 3
"""Days after which the first page marks what waits; the office's habit, no limit of the law."""


def queues(person: Person, organ: Organ) -> list[Queue]:
    """Reviews and releases that wait for the person, and drafts that came back."""
    found = heaps(person, organ)
    return [_queue(title, *found[name]) for name, title in TITLES.items() if name in found]


def _queue(title: str, count: int, oldest: datetime) -> Queue:
    days = (timezone.localdate() - timezone.localdate(oldest)).days
    since = timezone.localtime(oldest)
    why = f"等得最久的一件已经{days}天，自{since.month}月{since.day}日{since:%H:%M}起。" if days else "都是今天的。"
    return Queue(title, reverse("workbench:items"), count, "warn" if days >= OLD_DAYS else "info", why)
