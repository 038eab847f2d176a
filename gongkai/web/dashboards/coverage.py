"""Which of the categories that the law lists (《条例》第十九条至第二十一条) have public items, and since when nothing came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from gongkai.publishing.categories import Category, categories
from gongkai.web.dashboards.measures import Scope
from gongkai.web.publishing.counts import day_start
from gongkai.web.publishing.models import Item, ItemClass

_STATUTORY = ItemClass.Scheme.STATUTORY


@dataclass(frozen=True, slots=True)
class Covered:
    """A category: public items in it, those first published this year so far, and the day of the last."""

    category: Category
    number: int
    fresh: int
    last: date | None


def coverage(scope: Scope, since: date, until: date) -> list[Covered]:
    """Every category in the law's order, as what is public now stood at the end of ``until``; one question."""
    public = ItemClass.objects.filter(
        scope.condition("item__organ"),
        scheme=_STATUTORY,
        item__state="published",
        item__published_at__lt=day_start(until, 1),
    )
    new = Q(item__published_at__gte=day_start(since))
    counted = (
        public.order_by()
        .values_list("key")
        .annotate(number=Count("pk"), fresh=Count("pk", filter=new), last=Max("item__published_at"))
    )
    found: dict[str, tuple[int, int, datetime]] = {key: (number, fresh, last) for key, number, fresh, last in counted}
    rows = []
    for key, category in categories().items():
        if key in found:
            number, fresh, last = found[key]
            rows.append(Covered(category, number, fresh, timezone.localdate(last)))
        else:
            rows.append(Covered(category, 0, 0, None))
    return rows


def covering(scope: Scope, since: date, until: date, key: str, *, fresh: bool = False) -> QuerySet[Item]:
    """The items that a number counts, newest first."""
    keys = ItemClass.objects.filter(scheme=_STATUTORY, key=key).values("item")
    found = Item.objects.filter(
        scope.condition("organ"), state="published", published_at__lt=day_start(until, 1), pk__in=keys
    )
    if fresh:
        found = found.filter(published_at__gte=day_start(since))
    return found.order_by("-published_at", "-pk")
