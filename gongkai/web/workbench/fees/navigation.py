"""What the menu of the workbench shows of fees."""

from __future__ import annotations

from django.urls import reverse

from gongkai.organs.roles import Role
from gongkai.web.accounts.models import Person
from gongkai.web.organs.authority import roles_in
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.navigation import Entry

READERS = frozenset({Role.FOI_OFFICER, Role.LEADING_GROUP, Role.AUDITOR, Role.SUPERVISING_OFFICE})


def entries(person: Person, organ: Organ) -> list[Entry]:
    """The list of fees for whoever may read them here."""
    if not roles_in(person, organ) & READERS:
        return []
    return [Entry("信息处理费", reverse("workbench:processing_fees"), 60)]
