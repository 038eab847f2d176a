"""What is new in followed cases and which notes wait, for the first page."""

from __future__ import annotations

from django.urls import reverse

from gongkai.web.accounts.models import Person
from gongkai.web.notes.happenings import news_of
from gongkai.web.notes.sight import notes_for, watches_of
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.queue import Queue


def queues(person: Person, organ: Organ) -> list[Queue]:
    """Notes of colleagues first; both only when there is something."""
    found = []
    notes = notes_for(person, organ).count()
    if notes:
        found.append(
            Queue("请我看的备注", reverse("workbench:received_notes"), notes, "warn", "同事在案件上写的，请看过。")
        )
    news = sum(1 for happened in news_of(list(watches_of(person, organ))).values() if happened)
    if news:
        found.append(
            Queue("关注的案件有新的变动", reverse("workbench:followed_cases"), news, "info", "上次看过以后发生的。")
        )
    return found
