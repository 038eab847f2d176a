"""What the menu of the workbench shows of disputes."""

from __future__ import annotations

from django.urls import reverse

from gongkai.organs.roles import Role
from gongkai.web.accounts.models import Person
from gongkai.web.disputes.access import POLICY
from gongkai.web.organs.authority import roles_in
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.navigation import Entry

_READERS = frozenset({Role.FOI_OFFICER, Role.LEADING_GROUP, Role.LEGAL_REVIEWER, Role.AUDITOR, Role.SUPERVISING_OFFICE})


def entries(person: Person, organ: Organ) -> list[Entry]:
    """The list for whoever may read disputes here, registering for whoever may."""
    found = []
    if roles_in(person, organ) & _READERS:
        found.append(Entry("复议和诉讼", reverse("workbench:disputes"), 10))
    if POLICY.may_in(person, "receive_copy", organ):
        found.append(Entry("登记案件", reverse("workbench:dispute_register"), 20))
    return found
