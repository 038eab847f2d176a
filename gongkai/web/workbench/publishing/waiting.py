"""What waits for whom: the versions on which a person can make the next move."""

from __future__ import annotations

from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Aggregate, Count, Exists, Min, OuterRef, Q, QuerySet, Subquery

from gongkai.web.accounts.models import Person
from gongkai.web.organs.authority import places_of
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.access import POLICY
from gongkai.web.publishing.models import Version, Wording

REVIEWS = {
    "pass_section": "section_review", "pass_secrecy": "secrecy_review", "pass_legal": "legal_review", "clear": "office_review",
}  # fmt: skip
"""The moves of reviewers with the states in which they wait."""
WAITING_STATES = (*REVIEWS.values(), "cleared", "draft")

LAST = Wording.objects.filter(version=OuterRef("pk")).order_by("-number")


def listed(organ: Organ) -> QuerySet[Any]:
    """The versions of an organ with what lists show: the latest wording's title, author and class, the item and its column."""
    shown = Version.objects.filter(organ=organ).select_related("item__column", "item__section")
    return shown.annotate(
        title=Subquery(LAST.values("title")[:1]),
        author=Subquery(LAST.values("author")[:1]),
        author_name=Subquery(LAST.values("author__name")[:1]),
        disclosure_class=Subquery(LAST.values("disclosure_class")[:1]),
    )


def conditions(person: Person) -> dict[str, Q]:
    """What waits for the person, as conditions on versions: by the move that can be made next, and what was ``returned``.

    Heaps that the person's roles have no part in are left out.
    """
    wrote = Exists(Wording.objects.filter(version=OuterRef("pk"), author=person))
    found: dict[str, Q] = {
        move: Q(state=state) & POLICY.condition(person, move) & Q(~wrote) for move, state in REVIEWS.items()
    }
    found["publish"] = Q(state="cleared", scheduled_at=None) & POLICY.condition(person, "publish")
    later = Wording.objects.filter(version=OuterRef("version"), number__gt=OuterRef("number"))
    sent = Wording.objects.filter(version=OuterRef("pk"), author=person, sealed_at__isnull=False)
    found["returned"] = Q(state="draft") & Q(Exists(sent.exclude(Exists(later))))
    roles = {place.role for place in places_of(person)}
    return {
        name: condition
        for name, condition in found.items()
        if name == "returned" or any(roles & each.roles for each in POLICY.granted[name])
    }


def waiting(person: Person) -> Q:
    """All that the person can go on with, as a condition on versions."""
    return reduce(or_, conditions(person).values())


def heaps(person: Person, organ: Organ) -> dict[str, tuple[int, datetime]]:
    """How many versions of an organ wait in each heap and since when the oldest does; empty heaps are left out. One query."""
    asked = conditions(person)
    numbers: dict[str, Aggregate] = {f"{name}_count": Count("pk", filter=each) for name, each in asked.items()}
    numbers |= {f"{name}_oldest": Min("entered_at", filter=each) for name, each in asked.items()}
    open_versions = Version.objects.filter(organ=organ, state__in=WAITING_STATES)
    found = open_versions.order_by().aggregate(**numbers)
    return {name: (found[f"{name}_count"], found[f"{name}_oldest"]) for name in asked if found[f"{name}_count"]}
