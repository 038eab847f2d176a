"""What the menu of the workbench shows of the calendar."""

from __future__ import annotations

from django.urls import reverse

from gongkai.web.accounts.models import Person
from gongkai.web.holidays.access import reaches_top
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.navigation import Entry


def entries(person: Person, organ: Organ) -> list[Entry]:
    """The calendar for everybody, entering for whoever may."""
    found = [Entry("工作日日历", reverse("workbench:holidays"), 10)]
    if reaches_top(person):
        found.append(Entry("录入放假通知", reverse("workbench:holiday_enter"), 20))
    return found
