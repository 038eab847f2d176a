"""What a person may see of notes and followed cases today: rights are asked each time, since they end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from gongkai.organs.roles import Role
from gongkai.web.accounts.models import Person
from gongkai.web.casework.models import Case
from gongkai.web.log.services import kind_of
from gongkai.web.notes.kinds import kind_named, kinds
from gongkai.web.notes.models import Note, Watch
from gongkai.web.organs.authority import Place, ask_places_of
from gongkai.web.organs.models import Appointment, Organ

Row = TypeVar("Row", bound=Model)


def within_sight(person: Any, records: QuerySet[Row], *, others: bool = False) -> QuerySet[Row]:
    """Those of ``records`` (each with ``kind`` and ``case``) about cases that the person may read; ``others``: and of unknown kinds.

    Asks first which kinds there are among them: the rights of a kind are long to compose, and most people have few or none.
    """
    plain = records.order_by()
    there = set(plain.values_list("kind", flat=True).distinct())
    if not there:
        return records.none()
    seen = Q(pk__in=[])
    for kind in kinds():
        if kind.label not in there:
            continue
        cases = kind.model._default_manager.filter(pk__in=plain.filter(kind=kind.label).values("case"))
        seen |= Q(kind=kind.label, case__in=kind.policy.visible(person, cases).values("pk"))
    if others:
        seen |= ~Q(kind__in=[kind.label for kind in kinds()])
    return records.filter(seen)


def notes_of(case: Case) -> QuerySet[Note]:
    """The notes of a case, oldest first."""
    return Note.objects.filter(kind=kind_of(case), case=case.pk).select_related("author", "addressee")


def notes_for(person: Person, organ: Organ | None = None) -> QuerySet[Note]:
    """Notes that wait for the person to look at them, newest first; in ``organ`` and below it only."""
    found = Note.objects.filter(addressee=person, seen_at=None, struck_at=None, erased_at=None)
    if organ is not None:
        found = found.filter(organ__path__startswith=organ.path)
    return within_sight(person, found).select_related("author", "organ").order_by("-id")


def watch_of(person: Person, case: Case) -> Watch | None:
    """That the person follows the case; None when not."""
    return Watch.objects.filter(person=person, kind=kind_of(case), case=case.pk).first()


def watches_of(person: Person, organ: Organ | None = None) -> QuerySet[Watch]:
    """What the person follows and may still read, the newest first; in ``organ`` and below it only."""
    found = Watch.objects.filter(person=person)
    if organ is not None:
        found = found.filter(organ__path__startswith=organ.path)
    return within_sight(person, found).order_by("-id")


def cases_of(rows: Iterable[Watch | Note]) -> dict[tuple[str, int], Case]:
    """The cases that rows are about, one question for each kind."""
    wanted: dict[str, set[int]] = {}
    for row in rows:
        wanted.setdefault(row.kind, set()).add(row.case)
    return {
        (label, case.pk): case
        for label, keys in wanted.items()
        for case in kind_named(label).records.filter(pk__in=keys)
    }


def watchers_of(cases: Sequence[Case]) -> dict[int, list[Person]]:
    """Who follows cases of one kind and may read them today, by the key of the case. One question more where somebody does."""
    if not cases or not any(kind.model is type(cases[0]) for kind in kinds()):
        return {}
    kind, known = kind_named(kind_of(cases[0])), {case.pk: case for case in cases}
    rows = Watch.objects.filter(kind=kind.label, case__in=list(known), person__active=True).select_related("person")
    found: dict[int, list[Person]] = {}
    people: dict[int, Person] = {}
    for row in rows:
        people.setdefault(row.person_id, row.person)
    ask_places_of(people.values())
    for row in rows:
        person = people[row.person_id]
        if kind.policy.may(person, "read", known[row.case]):
            found.setdefault(row.case, []).append(person)
    return found


def colleagues(case: Case, *, but: Person | None = None) -> list[Person]:
    """Who may read the case today, by name: those to whom a note on it can be addressed. One question."""
    above = [int(key) for key in case.organ.path.split("/") if key]
    held = Appointment.objects.filter(_today(), organ__in=above, person__active=True)
    people: dict[int, Person] = {}
    places: dict[int, list[Place]] = {}
    for row in held.select_related("person", "organ"):
        people.setdefault(row.person_id, row.person)
        # 别处的任职与这件案件无关：够得着它的，只有它的机关和上级
        places.setdefault(row.person_id, []).append(Place(Role(row.role), row.organ_id, row.organ.path, row.section_id))
    policy = kind_named(kind_of(case)).policy
    able = []
    for key, person in people.items():
        person._places = tuple(places[key])  # type: ignore[attr-defined]
        if person != but and policy.may(person, "read", case):
            able.append(person)
    return sorted(able, key=lambda each: (each.name, each.pk))


def _today() -> Q:
    day = timezone.localdate()
    return Q(Q(until=None) | Q(until__gte=day), since__lte=day)
