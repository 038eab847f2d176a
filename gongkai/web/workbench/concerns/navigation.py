"""What the menu of the workbench shows of concerns and meetings."""

from __future__ import annotations

from django.urls import reverse

from gongkai.organs.roles import Role
from gongkai.web.accounts.models import Person
from gongkai.web.concerns.access import MEETING_POLICY
from gongkai.web.organs.authority import roles_in
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.navigation import Entry

_READERS = frozenset(
    {Role.FOI_OFFICER, Role.LEADING_GROUP, Role.INFO_OFFICER, Role.SECTION_HEAD, Role.AUDITOR, Role.SUPERVISING_OFFICE}
)


def entries(person: Person, organ: Organ) -> list[Entry]:
    """The pages that the person may use here."""
    found, held = [], roles_in(person, organ)
    if held & _READERS:
        found.append(Entry("舆情回应", reverse("workbench:concerns"), 110))
    if MEETING_POLICY.may_in(person, "read", organ):
        found.append(Entry("发布会、访谈", reverse("workbench:meetings"), 120))
    if held & (_READERS - {Role.INFO_OFFICER}):
        found.append(Entry("舆情回应统计", reverse("workbench:concern_statistics"), 130))
    return found
