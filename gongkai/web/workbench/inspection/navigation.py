"""What the menu of the workbench shows of the check of the site."""

from __future__ import annotations

from django.urls import reverse

from gongkai.web.accounts.models import Person
from gongkai.web.inspection.access import INSPECTION_POLICY
from gongkai.web.inspection.models import SelfInspection
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.navigation import Entry


def entries(person: Person, organ: Organ) -> list[Entry]:
    """The check, what was published, problems and reports, for whoever may read them here."""
    if not INSPECTION_POLICY.holds(person, "read", SelfInspection(organ=organ)):
        return []
    return [
        Entry("网站检查", reverse("workbench:inspection"), 10),
        Entry("今日发布", reverse("workbench:published_on"), 20),
        Entry("问题整改", reverse("workbench:problems"), 30),
        Entry("自查报告", reverse("workbench:self_inspections"), 40),
    ]
