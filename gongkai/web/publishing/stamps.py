"""Turning the public stamp of an organ, and the key under which a count of public things may be kept."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Max, Sum
from django.utils import timezone

from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import Item, PublicStamp
from gongkai.web.publishing.signals import later


def turn(organ: Organ) -> None:
    """Say that what the public sees of an organ is no longer what it was. In the transaction of the change."""
    moved = PublicStamp.objects.filter(organ=organ).update(number=F("number") + 1, at=timezone.now())
    if not moved:
        PublicStamp.objects.get_or_create(organ=organ)


def stamp(organ: Organ | None = None) -> str:
    """What changes whenever something public of the organ (of any organ) changes, and with the day, on which validity depends.

    The moment is part of it: after a backup is restored, numbers are given again that were given before.
    """
    rows = PublicStamp.objects.filter(organ=organ) if organ is not None else PublicStamp.objects.all()
    found = rows.aggregate(number=Sum("number"), at=Max("at"))
    at = found["at"].timestamp() if found["at"] else 0
    return f"{organ.pk if organ else 'all'}-{found['number'] or 0}-{at}-{timezone.localdate():%Y%m%d}"


def on_published(sender: Any, *, item: Item, **told: Any) -> None:
    """A version became public; of many at once the number of each organ grows once."""
    later(_turn_each, item.organ)


def _turn_each(organs: list[Any]) -> None:
    for organ in {each.pk: each for each in organs}.values():
        turn(organ)


def on_changed(sender: Any, *, item: Item, **told: Any) -> None:
    """A public item was withdrawn, repealed or otherwise shown differently."""
    turn(item.organ)
