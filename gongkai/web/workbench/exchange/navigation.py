"""Lines of the menu."""

from __future__ import annotations

from django.urls import reverse

from gongkai.web.accounts.models import Person
from gongkai.web.exchange.access import IMPORT_POLICY, PACKAGE_POLICY
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.navigation import Entry


def entries(person: Person, organ: Organ) -> list[Entry]:
    """Import and hand-over for whoever sees them."""
    found = []
    if IMPORT_POLICY.may_in(person, "read", organ):
        found.append(Entry("批量导入信息", reverse("workbench:item_imports"), 70))
    if PACKAGE_POLICY.may_in(person, "read", organ):
        found.append(Entry("移交和导出", reverse("workbench:hand_overs"), 80))
    return found
