"""Entries of the workbench's menu about what is withheld."""

from __future__ import annotations

from django.urls import reverse

from gongkai.web.accounts.models import Person
from gongkai.web.exemptions.access import REASSESSMENT_POLICY
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.navigation import Entry


def entries(person: Person, organ: Organ) -> list[Entry]:
    """The list of what is withheld, for whoever reads it."""
    if not REASSESSMENT_POLICY.may_in(person, "read", organ):
        return []
    return [Entry("不公开的信息", reverse("workbench:withheld"), 60)]
