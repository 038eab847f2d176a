"""Entries of the workbench's menu about the registers."""

from __future__ import annotations

from django.urls import reverse

from gongkai.web.accounts.models import Person
from gongkai.web.organs.models import Organ
from gongkai.web.registers.access import TALLY_POLICY
from gongkai.web.workbench.navigation import Entry
from gongkai.web.workbench.registers.kinds import REGISTERS


def entries(person: Person, organ: Organ) -> list[Entry]:
    """The overview, each register and the tallies, for whoever reads them."""
    found = [
        Entry(each.title, reverse(f"workbench:{each.key}"), 20 + number)
        for number, each in enumerate(REGISTERS.values())
        if each.policy.may_in(person, "read", organ)
    ]
    if found:
        found.insert(0, Entry("事项与决定", reverse("workbench:registers"), 10))
    if TALLY_POLICY.may_in(person, "read", organ):
        found.append(Entry("汇总数", reverse("workbench:tallies"), 40))
    return found
