"""May this person do this to this record? One mechanism; each subject lists its rules in its own ``access.py``.

A ``Policy`` is a list of ``Grant``s: an action, the roles that may, how far their reach goes, and in which states of the
record. Whatever no grant allows is refused. The list is data, so the matrix role × action × state is generated from it
for the documentation and tested over the pages (docs/reference/access.md).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from gongkai.organs.roles import Role
from gongkai.web.accounts.models import Person
from gongkai.web.log.actors import Actor, actor
from gongkai.web.organs.models import Appointment, Organ

Model = TypeVar("Model", bound=models.Model)


class Reach(StrEnum):
    """Which records a grant is about."""

    SECTION = "section"
    """Records of the section in which the role is held; a role held without a section reaches the whole organ."""
    ORGAN = "organ"
    """Records of the organ in which the role is held."""
    BELOW = "below"
    """Records of the organ and of all organs below it."""


REACH_TITLES = {Reach.SECTION: "本科室", Reach.ORGAN: "本机关", Reach.BELOW: "本机关及下级"}


@dataclass(frozen=True, slots=True)
class Grant:
    """``roles`` may do ``action`` to records within ``reach`` that are in one of ``states`` (in any when none is named)."""

    action: str
    roles: frozenset[Role]
    reach: Reach = Reach.ORGAN
    states: frozenset[str] = frozenset()
    second_factor: bool = False


def grant(
    action: str,
    *roles: Role,
    reach: Reach = Reach.ORGAN,
    states: Iterable[str] = (),
    second_factor: bool = False,
) -> Grant:
    """A grant, written briefly."""
    return Grant(action, frozenset(roles), reach, frozenset(states), second_factor)


@dataclass(frozen=True, slots=True)
class Place:
    """One appointment that holds today, as access asks for it."""

    role: Role
    organ_id: int
    organ_path: str
    section_id: int | None


class Denied(PermissionDenied):
    """The person may not do this; the text says what is lacking, in Chinese. ``second_factor``: only that.

    ``moved_on``: the role is there, but the record is in another state by now.
    """

    def __init__(self, message: str, *, second_factor: bool = False, moved_on: bool = False) -> None:
        super().__init__(message)
        self.second_factor = second_factor
        self.moved_on = moved_on


def places_of(person: Any, on: date | None = None) -> tuple[Place, ...]:
    """The roles that a person holds today; asked once for each request's person."""
    if not getattr(person, "is_authenticated", False) or not person.active:
        return ()
    known: tuple[Place, ...] | None = getattr(person, "_places", None)
    if known is None or on is not None:
        day = on or timezone.localdate()
        held = Appointment.objects.filter(Q(until=None) | Q(until__gte=day), person=person, since__lte=day)
        rows = held.values_list("role", "organ_id", "organ__path", "section_id").order_by("organ__order", "id")
        known = tuple(Place(Role(role), organ, path, section) for role, organ, path, section in rows)
        if on is None:
            person._places = known
    return known


def ask_places_of(people: Iterable[Person]) -> None:
    """Ask for the roles of several persons at once, where a page or job decides about all of them."""
    day, known = timezone.localdate(), {person.pk: person for person in people}
    held = Appointment.objects.filter(Q(until=None) | Q(until__gte=day), person__in=list(known), since__lte=day)
    rows = held.values_list("person", "role", "organ_id", "organ__path", "section_id").order_by("organ__order", "id")
    found: dict[int, list[Place]] = {key: [] for key in known}
    for key, role, organ, path, section in rows if known else ():
        found[key].append(Place(Role(role), organ, path, section))
    for key, person in known.items():
        person._places = tuple(found[key])  # type: ignore[attr-defined]


def roles_in(person: Any, organ: Organ) -> frozenset[str]:
    """The roles held in one organ, by key; ``supervising_office`` of an organ above it counts as well."""
    return frozenset(
        str(place.role)
        for place in places_of(person)
        if place.organ_id == organ.pk
        or (place.role is Role.SUPERVISING_OFFICE and organ.path.startswith(place.organ_path))
    )


def acting(person: Person, organ: Organ) -> Actor:
    """The person as the one who acts in an organ, with the roles held there."""
    return actor(person, roles_in(person, organ))


def organs_of(person: Any) -> list[int]:
    """Keys of the organs in which the person holds a role, in their order."""
    return list(dict.fromkeys(place.organ_id for place in places_of(person)))


def is_verified(person: Any) -> bool:
    """Whether the second factor was given in this session."""
    check: Callable[[], bool] | None = getattr(person, "is_verified", None)
    return bool(check and check())


@dataclass(frozen=True)
class Policy:
    """The rules of one subject. ``organ_field`` and ``section_field`` lead from a record to its organ and section."""

    title: str
    actions: Mapping[str, str]
    grants: tuple[Grant, ...]
    states: Mapping[str, str]
    organ_field: str = "organ"
    section_field: str = ""
    state_field: str = "state"

    def __post_init__(self) -> None:
        unknown = {each.action for each in self.grants} - set(self.actions)
        strange = {state for each in self.grants for state in each.states} - set(self.states)
        if unknown or strange:
            raise LookupError(f"“{self.title}”的权限规则写了没有的动作或状态：{sorted(unknown | strange)}")
        if not self.section_field and any(each.reach is Reach.SECTION for each in self.grants):
            # 没有科室可比，查询会放宽到整个机关，逐件判断却一件也不许：两处就不一致了
            raise LookupError(f"“{self.title}”的权限规则写了“本科室”，却没有说记录的科室在哪里。")

    @cached_property
    def granted(self) -> Mapping[str, tuple[Grant, ...]]:
        """The grants by action."""
        return {action: tuple(each for each in self.grants if each.action == action) for action in self.actions}

    def may(self, person: Any, action: str, record: Any) -> bool:
        """Whether the person may do ``action`` to ``record`` now, second factor included."""
        return any(not each.second_factor or is_verified(person) for each in self._holding(person, action, record))

    def holds(self, person: Any, action: str, record: Any) -> bool:
        """Whether the person may do it, if need be after giving the second factor, for which the page then asks."""
        return bool(self._holding(person, action, record))

    def check(self, person: Any, action: str, record: Any) -> None:
        """Raise ``Denied`` unless ``may``."""
        holding = self._holding(person, action, record)
        if not holding and self._holding(person, action, record, any_state=True):
            now = self.states.get(str(getattr(record, self.state_field, "")), "")
            now = f"这一件现在是“{now}”" if now else "这一件已经到了别的环节"
            raise Denied(f"现在不能办理“{self.actions[action]}”：{now}，可能别人刚刚办过。", moved_on=True)
        if not holding:
            who = "、".join(
                dict.fromkeys(
                    role.label for each in self.grants if each.action == action for role in sorted(each.roles)
                )
            )
            raise Denied(f"您在这个机关没有“{self.actions[action]}”的权限。可以办理的角色：{who or '没有'}。")
        if not any(not each.second_factor or is_verified(person) for each in holding):
            raise Denied(f"“{self.actions[action]}”需要先用动态口令再验证一次身份。", second_factor=True)

    def may_in(self, person: Any, action: str, organ: Organ) -> bool:
        """Whether the person may do ``action`` to some new record of ``organ``, in whatever state it begins."""
        return any(
            self._within(place, each, organ, None, section_matters=False)
            for each in self.granted.get(action, ())
            if not each.second_factor or is_verified(person)
            for place in places_of(person)
        )

    def visible(self, person: Any, records: models.QuerySet[Model], action: str = "read") -> models.QuerySet[Model]:
        """Those of ``records`` to which the person may do ``action``; the walls between organs are here."""
        return records.filter(self.condition(person, action))

    def condition(self, person: Any, action: str = "read") -> Q:
        """The condition on records to which the person may do ``action``, to be counted by; met by none for a stranger."""
        allowed = Q(pk__in=[])
        organ, section, state = self.organ_field, self.section_field, self.state_field
        for each in self.granted.get(action, ()):
            for place in places_of(person):
                if place.role not in each.roles:
                    continue
                if each.reach is Reach.BELOW:
                    path = f"{organ}__path__startswith" if organ else "path__startswith"
                    part = Q(**{path: place.organ_path})
                else:
                    part = Q(**{f"{organ}_id" if organ else "pk": place.organ_id})
                    if each.reach is Reach.SECTION and place.section_id and section:
                        part &= Q(**{f"{section}_id": place.section_id})
                if each.states and state:
                    part &= Q(**{f"{state}__in": sorted(each.states)})
                allowed |= part
        return allowed

    def get(self, person: Any, records: models.QuerySet[Model], action: str = "read", **which: Any) -> Model:
        """The one record; a stranger is told that it is not there. Raises ``Http404``, ``Denied``."""
        found = self.visible(person, records, "read").filter(**which).first()
        if found is None:
            raise Http404
        if action != "read":
            self.check(person, action, found)
        return found

    def _holding(self, person: Any, action: str, record: Any, *, any_state: bool = False) -> list[Grant]:
        organ = _reached(record, self.organ_field)
        section = _reached(record, self.section_field) if self.section_field else None
        state = getattr(record, self.state_field, "") if self.state_field else ""
        if organ is None:
            return []
        return [
            each
            for each in self.granted.get(action, ())
            if any_state or not each.states or str(state) in each.states
            if any(self._within(place, each, organ, section) for place in places_of(person))
        ]

    @staticmethod
    def _within(place: Place, each: Grant, organ: Organ, section: Any, *, section_matters: bool = True) -> bool:
        if place.role not in each.roles:
            return False
        if each.reach is Reach.BELOW:
            return organ.path.startswith(place.organ_path)
        if organ.pk != place.organ_id:
            return False
        if each.reach is Reach.SECTION and place.section_id and section_matters:
            return section is not None and section.pk == place.section_id
        return True


def _reached(record: Any, path: str) -> Any:
    for name in filter(None, path.split("__")):
        record = getattr(record, name, None)
    return record


def matrix(policy: Policy) -> Iterable[tuple[Role, str, str, Collection[Grant]]]:
    """Every role, action and state of a policy with the grants that hold, for documentation and tests."""
    for role in Role:
        for action in policy.actions:
            for state in policy.states or {"": ""}:
                holding = [
                    each
                    for each in policy.grants
                    if role in each.roles and each.action == action and (not each.states or state in each.states)
                ]
                yield role, action, state, holding
