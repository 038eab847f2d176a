"""What the menu of the workbench shows of letters."""

from __future__ import annotations

from django.urls import reverse

from gongkai.web.accounts.models import Person
from gongkai.web.letters.access import POLICY
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.navigation import Entry


def entries(person: Person, organ: Organ) -> list[Entry]:
    """The templates for whoever may read them."""
    if not POLICY.may_in(person, "read", organ):
        return []
    return [Entry("文书模板", reverse("workbench:letter_templates"), 80)]
