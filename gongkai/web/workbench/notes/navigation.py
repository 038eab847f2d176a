"""What the menu of the workbench shows of notes and following."""

from __future__ import annotations

from django.urls import reverse

from gongkai.organs.roles import Role
from gongkai.web.accounts.models import Person
from gongkai.web.organs.authority import roles_in
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.navigation import Entry

_READERS = frozenset(Role) - {Role.ADMINISTRATOR}


def entries(person: Person, organ: Organ) -> list[Entry]:
    """For whoever may read cases of some kind here."""
    if not roles_in(person, organ) & _READERS:
        return []
    return [Entry("我关注的", reverse("workbench:followed_cases"), 95)]
