"""What is withheld and due to be looked at again, for the first page of the workbench."""

from __future__ import annotations

from django.urls import reverse

from gongkai.web.accounts.models import Person
from gongkai.web.exemptions.access import REASSESSMENT_POLICY
from gongkai.web.exemptions.queries import due
from gongkai.web.organs.authority import places_of
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.queue import Queue


def queues(person: Person, organ: Organ) -> list[Queue]:
    """For those who look at them again."""
    roles = {place.role for place in places_of(person) if place.organ_id == organ.pk}
    if not any(roles & each.roles for each in REASSESSMENT_POLICY.granted["reassess"]):
        return []
    count = due(organ).count()
    if not count:
        return []
    return [
        Queue(
            "到期要评估的不公开信息",
            reverse("workbench:withheld"),
            count,
            "warn",
            "不公开的信息要定期评估，因情势变化可以公开的应当公开（《条例》第十八条）。",
        )
    ]
