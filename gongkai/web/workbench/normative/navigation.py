"""What the menu of the workbench shows of normative documents."""

from __future__ import annotations

from django.urls import reverse

from gongkai.web.accounts.models import Person
from gongkai.web.normative.access import CLEANUP_POLICY, POLICY
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.navigation import Entry


def entries(person: Person, organ: Organ) -> list[Entry]:
    """The files, interpretations and clean-up rounds, for whoever may read them."""
    found = []
    if POLICY.may_in(person, "read", organ):
        found.append(Entry("规范性文件", reverse("workbench:normative_documents"), 26))
        found.append(Entry("政策解读", reverse("workbench:normative_interpretations"), 27))
    if CLEANUP_POLICY.may_in(person, "read", organ):
        found.append(Entry("文件清理", reverse("workbench:cleanups"), 28))
    return found
