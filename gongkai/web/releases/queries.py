"""What was released, through which channels, as sets of records; every figure about publishing is the size of one of them.

Periods are ``since`` to ``until``, both included. What was voided is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from gongkai.publishing.channels import WEBSITE, channel_titles, members
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import Item, ItemClass, LocalClass, SiteColumn
from gongkai.web.releases.models import Account, PlatformEvent, Release

INTERPRETATIONS = "interpretations"
"""The genre of interpretations."""


def releases(
    organ: Organ,
    since: date,
    until: date,
    *,
    channels: Iterable[str] = (),
    kind: str = "",
    local_class: str = "",
    genre: str = "",
) -> QuerySet[Release]:
    """Releases of a period, by channels or groups of channels (all when none is named), kind, class and genre of the item."""
    found = Release.objects.filter(organ=organ, voided_at=None, on__range=(since, until))
    chosen = members(channels)
    if chosen:
        found = found.filter(channel__in=chosen)
    if kind:
        found = found.filter(kind=kind)
    if local_class:
        found = found.filter(item__in=_in_class(organ, local_class))
    if genre:
        found = found.filter(item__genre=genre)
    return found


def website(organ: Organ, since: date, until: date, *, kind: str = "", local_class: str = "") -> QuerySet[Release]:
    """What the organ's own website released in a period."""
    return releases(organ, since, until, channels=(WEBSITE,), kind=kind, local_class=local_class)


def by_channel(organ: Organ, since: date, until: date) -> list[tuple[str, str, int]]:
    """Key, title and number of releases of each channel that had any, in the order of the file."""
    found = dict(releases(organ, since, until).order_by().values_list("channel").annotate(number=Count("*")))
    return [(key, title, found[key]) for key, title in channel_titles().items() if key in found]


def first_released(organ: Organ, genres: Iterable[str], since: date, until: date) -> QuerySet[Item]:
    """Items of some genres that the public could first learn of in a period, by whatever channel."""
    standing = Item.objects.filter(organ=organ, genre__in=tuple(genres)).annotate(
        first_release=Min("releases__on", filter=Q(releases__voided_at=None))
    )
    return standing.filter(first_release__range=(since, until))


def topic_columns(organ: Organ, day: date) -> QuerySet[SiteColumn]:
    """The topic columns (专题专栏) open on a day."""
    return _topics(organ).filter(Q(closed_on=None) | Q(closed_on__gt=day), opened_on__lte=day)


def topic_columns_opened(organ: Organ, since: date, until: date) -> QuerySet[SiteColumn]:
    """The topic columns opened in a period."""
    return _topics(organ).filter(opened_on__range=(since, until))


def interpretations(organ: Organ, since: date, until: date, *, forms: Iterable[str] = ()) -> QuerySet[Item]:
    """Interpretations first published in a period, in some of the forms (``details["form"]``: text, infographic, animation …)."""
    on_site = Release.objects.filter(channel=WEBSITE, voided_at=None, on__range=(since, until))
    found = Item.objects.filter(organ=organ, genre=INTERPRETATIONS, pk__in=on_site.values("item"))
    wanted = tuple(forms)
    return found.filter(details__form__in=wanted) if wanted else found


def interpretation_releases(organ: Organ, since: date, until: date) -> QuerySet[Release]:
    """Each time an interpretation was released, on whatever channel."""
    return releases(organ, since, until, genre=INTERPRETATIONS)


def accounts(organ: Organ, day: date) -> QuerySet[Account]:
    """The official accounts open on a day."""
    still = Q(closed_on=None) | Q(closed_on__gt=day)
    return Account.objects.filter(still, organ=organ, opened_on__lte=day)


def platform_events(organ: Organ, since: date, until: date, *, kinds: Iterable[str] = ()) -> QuerySet[PlatformEvent]:
    """What happened to website, accounts and columns in a period."""
    found = PlatformEvent.objects.filter(organ=organ, voided_at=None, on__range=(since, until))
    wanted = tuple(kinds)
    return found.filter(kind__in=wanted) if wanted else found


def releases_of(item: Item) -> QuerySet[Release]:
    """Through which channels an item was released, the voided too, first to last."""
    return item.releases.select_related("account", "recorded_by", "evidence").order_by("on", "id")


def local_classes(organ: Organ) -> QuerySet[LocalClass]:
    """The classes by which an organ's releases may be looked for."""
    return LocalClass.objects.filter(Q(organ=organ) | Q(organ=None))


def _in_class(organ: Organ, key: str) -> Any:
    """The items in a class or in one below it."""
    below = local_classes(organ).filter(parent__key=key).values_list("key", flat=True)
    rows = ItemClass.objects.filter(scheme=ItemClass.Scheme.LOCAL, key__in=[key, *below])
    return rows.values("item")


def _topics(organ: Organ) -> QuerySet[SiteColumn]:
    return SiteColumn.objects.filter(organ=organ, topic=True)
