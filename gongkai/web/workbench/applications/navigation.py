"""What the menu of the workbench shows of applications."""

from __future__ import annotations

from django.urls import reverse

from gongkai.organs.roles import Role
from gongkai.web.accounts.models import Person
from gongkai.web.applications.access import POLICY
from gongkai.web.organs.authority import roles_in
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.navigation import Entry

_READERS = frozenset(Role) - {Role.ADMINISTRATOR}


def entries(person: Person, organ: Organ) -> list[Entry]:
    """The list for whoever may read applications here, registering for whoever may."""
    found = []
    if roles_in(person, organ) & _READERS:
        found.append(Entry("申请办理", reverse("workbench:applications"), 10))
        found.append(Entry("统计", reverse("workbench:applications_statistics"), 40))
    if POLICY.may_in(person, "submit", organ):
        found.append(Entry("登记申请", reverse("workbench:application_register"), 20))
    if POLICY.may_in(person, "propose_disclosure", organ):
        found.append(Entry("多人申请的信息", reverse("workbench:applications_frequent"), 30))
    return found
