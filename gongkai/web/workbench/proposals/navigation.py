"""What the menu of the workbench shows of proposals."""

from __future__ import annotations

from django.urls import reverse

from gongkai.organs.roles import Role
from gongkai.web.accounts.models import Person
from gongkai.web.organs.authority import roles_in
from gongkai.web.organs.models import Organ
from gongkai.web.proposals.access import POLICY, PUBLICATION_POLICY, RULE_POLICY
from gongkai.web.workbench.navigation import Entry

_COUNTERS = frozenset({Role.FOI_OFFICER, Role.LEADING_GROUP, Role.AUDITOR, Role.SUPERVISING_OFFICE})
_READERS = _COUNTERS | {Role.INFO_OFFICER, Role.SECTION_HEAD}


def entries(person: Person, organ: Organ) -> list[Entry]:
    """The pages that the person may use here."""
    found, held = [], roles_in(person, organ)
    if held & _READERS:
        found.append(Entry("建议提案", reverse("workbench:proposals"), 310))
    if POLICY.may_in(person, "hand_over", organ):
        found.append(Entry("登记建议提案", reverse("workbench:proposal_register"), 320))
    if PUBLICATION_POLICY.may_in(person, "read", organ):
        found.append(Entry("公开的建议提案答复", reverse("workbench:proposal_publications"), 330))
    if held & _COUNTERS:
        found.append(Entry("建议提案办理情况", reverse("workbench:proposal_report"), 340))
    if RULE_POLICY.may_in(person, "read", organ):
        found.append(Entry("建议提案的规定", reverse("workbench:proposal_rules"), 350))
    return found
