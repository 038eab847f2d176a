"""What the menu of the workbench shows of coverings."""

from __future__ import annotations

from django.urls import reverse

from gongkai.web.accounts.models import Person
from gongkai.web.organs.models import Organ
from gongkai.web.redaction.access import POLICY
from gongkai.web.workbench.navigation import Entry


def entries(person: Person, organ: Organ) -> list[Entry]:
    """The list for whoever may see coverings here."""
    return [Entry("遮盖", reverse("workbench:redactions"), 50)] if POLICY.may_in(person, "read", organ) else []
