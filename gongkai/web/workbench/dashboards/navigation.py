"""What the menu of the workbench shows of dashboards."""

from __future__ import annotations

from django.urls import reverse

from gongkai.web.accounts.models import Person
from gongkai.web.dashboards.access import POLICY
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.navigation import Entry


def entries(person: Person, organ: Organ) -> list[Entry]:
    """The dashboard, for whoever may see the organ's numbers."""
    return [Entry("看板", reverse("workbench:dashboard"), 10)] if POLICY.holds(person, "read", organ) else []
