"""What the menu of the workbench shows of reminders."""

from __future__ import annotations

from django.urls import reverse

from gongkai.web.accounts.models import Person
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.navigation import Entry


def entries(person: Person, organ: Organ) -> list[Entry]:
    """Everybody has reminders of their own."""
    return [Entry("提醒", reverse("workbench:reminders"), 90)]
