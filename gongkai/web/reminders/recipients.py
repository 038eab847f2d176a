"""Who is to be told of a case: who works on it, who follows it, and who holds a role where it lies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Q

from gongkai.casework.reminding import OFFICER
from gongkai.organs.roles import Role
from gongkai.web.accounts.models import Person
from gongkai.web.casework.models import Case
from gongkai.web.organs.models import Appointment

BOUND_TO_SECTION = (Role.INFO_OFFICER, Role.SECTION_HEAD)


class Staff:
    """The appointments of some organs on a day, asked for once.

    ``watchers`` are by the key of a case who follows it and may read it: they are told whatever who works on it is told.
    """

    def __init__(self, organs: Iterable[int], on: date, watchers: Mapping[int, Sequence[Person]] | None = None) -> None:
        self.watchers = watchers or {}
        held = Appointment.objects.filter(
            Q(until=None) | Q(until__gte=on), since__lte=on, organ__in=set(organs), person__active=True
        )
        self.rows = list(held.select_related("person"))

    def recipients(self, case: Case, to: Iterable[str]) -> list[Person]:
        """Persons that a rule names for a case, each once."""
        found: dict[int, Person] = {}
        officer = getattr(case, "officer", None)
        section = getattr(case, "section_id", None)
        for key in to:
            if key == OFFICER:
                found |= {each.pk: each for each in self.watchers.get(case.pk, ())}
            if key == OFFICER and officer is not None and officer.active:
                found[officer.pk] = officer
                continue
            role = Role.INFO_OFFICER if key == OFFICER else Role(key)
            if role in BOUND_TO_SECTION and section is None:
                continue
            for row in self.rows:
                bound = role in BOUND_TO_SECTION and row.section_id not in (None, section)
                if row.organ_id == case.organ_id and row.role == role and not bound:
                    found[row.person_id] = row.person
        return list(found.values())
