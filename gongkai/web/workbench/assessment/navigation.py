"""What the menu of the workbench shows of the yearly assessment."""

from __future__ import annotations

from django.urls import reverse

from gongkai.web.accounts.models import Person
from gongkai.web.assessment.access import ROUND_POLICY, SUBJECT_POLICY, TABLE_POLICY
from gongkai.web.assessment.models import Round, ScoreTable
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.navigation import Entry


def entries(person: Person, organ: Organ) -> list[Entry]:
    """The rounds, for who runs them and for who is assessed; the score tables."""
    found = []
    runs = ROUND_POLICY.holds(person, "read", Round(organ=organ, state=Round.State.ANNOUNCED))
    if runs or SUBJECT_POLICY.may_in(person, "read", organ):
        found.append(Entry("年度考核", reverse("workbench:assessments"), 1))
    if TABLE_POLICY.holds(person, "read", ScoreTable(organ=organ)):
        found.append(Entry("考核评分表", reverse("workbench:score_tables"), 2))
    return found
