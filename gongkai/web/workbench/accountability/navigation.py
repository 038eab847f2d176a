"""What the menu of the workbench shows of complaints and rectifications."""

from __future__ import annotations

from django.urls import reverse

from gongkai.organs.roles import Role
from gongkai.web.accountability.access import ACCOUNT_POLICY
from gongkai.web.accounts.models import Person
from gongkai.web.organs.authority import roles_in
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.navigation import Entry

READERS = frozenset({Role.FOI_OFFICER, Role.LEADING_GROUP, Role.AUDITOR, Role.SUPERVISING_OFFICE})


def entries(person: Person, organ: Organ) -> list[Entry]:
    """Complaints for an organ with others below it; accounts and rectifications for every organ."""
    held = roles_in(person, organ)
    if not held & READERS:
        return []
    found, decides = [], organ.has_below
    if decides:
        found.append(Entry("信息公开投诉", reverse("workbench:complaints"), 10))
        found.append(Entry("投诉统计", reverse("workbench:complaint_statistics"), 20))
    if ACCOUNT_POLICY.may_in(person, "read", organ):
        found.append(Entry("投诉的情况说明", reverse("workbench:complaint_accounts"), 30))
    found.append(Entry("整改", reverse("workbench:rectifications"), 40))
    if decides and held & {Role.SUPERVISING_OFFICE, Role.LEADING_GROUP, Role.AUDITOR}:
        found.append(Entry("责任追究", reverse("workbench:liabilities"), 50))
    return found
