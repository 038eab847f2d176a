"""What the menu of the workbench shows of batches."""

from __future__ import annotations

from django.urls import reverse

from gongkai.web.accounts.models import Person
from gongkai.web.batches.access import POLICY
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.navigation import Entry


def entries(person: Person, organ: Organ) -> list[Entry]:
    """The list, for whoever may read it."""
    return [Entry("批量办理", reverse("workbench:batches"), 40)] if POLICY.may_in(person, "read", organ) else []
