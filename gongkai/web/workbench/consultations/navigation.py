"""What the menu of the workbench shows of consultations and surveys."""

from __future__ import annotations

from django.urls import reverse

from gongkai.web.accounts.models import Person
from gongkai.web.consultations.access import POLICY, SETTING_POLICY
from gongkai.web.organs.authority import roles_in
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.consultations.statistics import READERS
from gongkai.web.workbench.navigation import Entry


def entries(person: Person, organ: Organ) -> list[Entry]:
    """The pages that the person may use here."""
    found = []
    if POLICY.may_in(person, "read", organ):
        found.append(Entry("征集调查", reverse("workbench:consultations"), 210))
        found.append(Entry("时间偏短和逾期的征集", reverse("workbench:consultation_findings"), 220))
    if roles_in(person, organ) & READERS:
        found.append(Entry("征集调查统计", reverse("workbench:consultation_statistics"), 230))
    if SETTING_POLICY.may_in(person, "read", organ):
        found.append(Entry("征集调查的期限", reverse("workbench:consultation_periods"), 240))
    return found
