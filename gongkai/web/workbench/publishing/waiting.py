"""What waits for whom: the versions on which a person can make the next move."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from gongkai.web.accounts.models import Person
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.access import POLICY
from gongkai.web.publishing.models import Version, Wording

REVIEWS = {"pass_section": "section_review", "pass_secrecy": "secrecy_review", "clear": "office_review"}
"""The moves of reviewers with the states in which they wait."""

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


def to_review(person: Person, organ: Organ, move: str) -> QuerySet[Version]:
    """What waits for a review that the person may make; never what the person wrote."""
    allowed = POLICY.visible(person, Version.objects.filter(organ=organ, state=REVIEWS[move]), move)
    return allowed.exclude(wordings__author=person)


def to_publish(person: Person, organ: Organ) -> QuerySet[Version]:
    """What is cleared and has no time set."""
    return POLICY.visible(person, Version.objects.filter(organ=organ, state="cleared", scheduled_at=None), "publish")


def returned(person: Person, organ: Organ) -> QuerySet[Version]:
    """What was sent back to the person."""
    last = Wording.objects.filter(version=OuterRef("pk")).order_by("-number")
    mine = Version.objects.filter(organ=organ, state="draft").annotate(
        last_author=Subquery(last.values("author")[:1]), sealed=Subquery(last.values("sealed_at")[:1])
    )
    return mine.filter(last_author=person, sealed__isnull=False)


def waiting(person: Person, organ: Organ) -> Q:
    """All that the person can go on with, as a condition on versions."""
    found = Q(pk__in=returned(person, organ).values("pk")) | Q(pk__in=to_publish(person, organ).values("pk"))
    for move in REVIEWS:
        found |= Q(pk__in=to_review(person, organ, move).values("pk"))
    return found
