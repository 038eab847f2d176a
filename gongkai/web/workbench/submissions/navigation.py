"""What the menu of the workbench shows of 信息报送."""

from __future__ import annotations

from django.urls import reverse

from gongkai.web.accounts.models import Person
from gongkai.web.organs.models import Organ
from gongkai.web.submissions.access import CIRCULAR_POLICY, POLICY, SOURCE_POLICY
from gongkai.web.submissions.models import Circular, Submission
from gongkai.web.workbench.navigation import Entry


def entries(person: Person, organ: Organ) -> list[Entry]:
    """The pieces, the numbers of a period, the circulars, for whoever may read them here."""
    receives = POLICY.holds(person, "read", Submission(organ=organ, source=organ))
    sends = SOURCE_POLICY.holds(person, "read", Submission(organ=organ, source=organ))
    found = []
    if receives or sends:
        found.append(Entry("信息报送", reverse("workbench:submissions"), 1))
    if receives:
        found.append(Entry("报送和采用统计", reverse("workbench:submission_report"), 2))
    if CIRCULAR_POLICY.holds(person, "read", Circular(organ=organ, state=Circular.State.ISSUED)):
        found.append(Entry("信息报送通报", reverse("workbench:circulars"), 3))
    return found
