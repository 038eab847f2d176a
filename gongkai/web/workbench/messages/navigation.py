"""What the menu of the workbench shows of messages."""

from __future__ import annotations

from django.urls import reverse

from gongkai.organs.roles import Role
from gongkai.web.accounts.models import Person
from gongkai.web.messages.access import IMPORT_POLICY, POLICY, QUESTION_POLICY, SETTINGS_POLICY
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
        found.append(Entry("公众留言", reverse("workbench:messages"), 10))
    if POLICY.may_in(person, "register", organ):
        found.append(Entry("登记来件", reverse("workbench:message_register"), 20))
    if QUESTION_POLICY.may_in(person, "read", organ):
        found.append(Entry("公开的问答", reverse("workbench:publications"), 30))
    if IMPORT_POLICY.may_in(person, "read", organ):
        found.append(Entry("导入留言", reverse("workbench:message_imports"), 40))
    if held & (_READERS - {Role.INFO_OFFICER}):
        found.append(Entry("留言统计", reverse("workbench:message_statistics"), 50))
    if SETTINGS_POLICY.may_in(person, "read", organ):
        found.append(Entry("留言的期限和类别", reverse("workbench:message_rules"), 60))
    return found
