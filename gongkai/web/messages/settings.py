"""What an organ sets for its messages: limits of its own, categories. A version is added, never changed.

rule_of(organ, channel, kind, on) -> LimitRule
set_limit(version, *, by) -> LimitVersion
add_category(category, *, by) -> Category
close_category(category, until, *, by) -> Category
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from gongkai.engagement.messages.limits import LimitRule, rule_for
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import save
from gongkai.web.messages.models import Category, LimitVersion
from gongkai.web.organs.models import Organ


def entered_rules(organ: Organ) -> list[LimitRule]:
    """What the organ and those above it entered, the nearer with the higher ``nearness``."""
    above = [int(key) for key in organ.path.strip("/").split("/") if key]
    nearness = {key: place + 1 for place, key in enumerate(above)}
    return [each.as_rule(nearness[each.organ_id]) for each in LimitVersion.objects.filter(organ__in=above)]


def rule_of(
    organ: Organ, channel: str, kind: str, on: date, *, entered: Iterable[LimitRule] | None = None
) -> LimitRule:
    """The rule for a message to an organ; the answer depends on the day on which it is received."""
    return rule_for(channel, kind, on, entered_rules(organ) if entered is None else entered)


def set_limit(version: LimitVersion, *, by: Actor, at: datetime | None = None) -> LimitVersion:
    """Enter a limit that holds since a day. Messages that were received keep theirs."""
    if by.person is None:
        raise ValueError("期限要由人录入。")
    version.entered_by = by.person
    return save(version, "set_message_limit", by=by, organ=version.organ, at=at)


def add_category(category: Category, *, by: Actor, at: datetime | None = None) -> Category:
    """Add a category of the organ."""
    category.name = " ".join(category.name.split())
    return save(category, "add_message_category", by=by, organ=category.organ, at=at)


@transaction.atomic
def close_category(category: Category, until: date, *, by: Actor, at: datetime | None = None) -> Category:
    """No longer offer a category after a day; the messages in it stay in it."""
    fresh = Category.objects.select_for_update().get(pk=category.pk)
    if fresh.until is not None:
        raise ValidationError(f"类别“{fresh.name}”已经停用。")
    fresh.until = until
    return save(fresh, "close_message_category", by=by, organ=fresh.organ, at=at)


def categories_of(organ: Organ, on: date | None = None) -> QuerySet[Category]:
    """The categories of an organ, those in use on a day."""
    found = Category.objects.filter(organ=organ)
    return found if on is None else found.filter(Q(until=None) | Q(until__gte=on), since__lte=on)
