"""Unseen reminders on the first page."""

from __future__ import annotations

from django.urls import reverse

from gongkai.web.accounts.models import Person
from gongkai.web.notes.sight import within_sight
from gongkai.web.organs.models import Organ
from gongkai.web.reminders.models import Reminder
from gongkai.web.workbench.queue import Queue


def queues(person: Person, organ: Organ) -> list[Queue]:
    """One heap, when there is something new."""
    found = Reminder.objects.filter(person=person, organ__path__startswith=organ.path, seen_at=None)
    count = within_sight(person, found, others=True).count()
    if not count:
        return []
    return [Queue("没有看过的提醒", reverse("workbench:reminders"), count, "warn", "期限临近或者已经超过的事项。")]
