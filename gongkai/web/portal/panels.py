"""What first pages show of the newest items: by kind, as there are any; kept until something public changes."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from gongkai.publishing.genres import DOCUMENTS
from gongkai.web.annualreport.queries import published as published_reports
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import Item, SiteColumn
from gongkai.web.publishing.queries import public_items
from gongkai.web.publishing.stamps import stamp

LENGTH = 7
"""How many items a panel shows."""
KEPT_SECONDS = 600
"""Short, for names of organs are in it, and a renaming turns no stamp."""
SERVICES, INTERPRETATIONS, NOTICES = "services", "interpretations", "announcements"


@dataclass(frozen=True, slots=True)
class Panel:
    """A heading, its newest items, and where the rest is (empty: nowhere in particular)."""

    key: str
    title: str
    items: tuple[Item, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Panels:
    """The panels that have something in them; of the whole site also guides and topic columns in use."""

    shown: tuple[Panel, ...]
    services: tuple[Item, ...]
    topics: tuple[SiteColumn, ...]


def panels(organ: Organ | None, known: str = "") -> Panels:
    """Of an organ, or of the whole site; ``known``: the stamp, where it has been asked for."""
    key = f"panels-{known or stamp(organ)}"
    found: Panels | None = cache.get(key)
    if found is None:
        found = _made(organ)
        cache.set(key, found, KEPT_SECONDS)
    return found


def _made(organ: Organ | None) -> Panels:
    items = public_items(organ)
    kinds = (
        ("notices", "通知公告", items.filter(genre=NOTICES), _more(organ, NOTICES)),
        ("policies", "政策文件", items.filter(genre__in=DOCUMENTS), _policies(organ)),
        ("interpretations", "政策解读", items.filter(genre=INTERPRETATIONS), _more(organ, INTERPRETATIONS)),
        ("news", "政务动态", _news(items, organ), ""),
    )
    shown = [Panel(key, title, tuple(rows[:LENGTH]), more) for key, title, rows, more in kinds]
    shown = [each for each in shown if each.items]
    if not shown:
        newest = tuple(items[:LENGTH])
        shown = [Panel("newest", "最新公开", newest, _more(organ, ""))] if newest else []
    if organ is not None:
        return Panels(tuple(shown), (), ())
    guides = tuple(items.filter(genre=SERVICES)[:LENGTH])
    return Panels(tuple(shown), guides, tuple(topics()))


def topics() -> QuerySet[SiteColumn]:
    """The topic columns (专题专栏) in use of all organs, the newest first."""
    today = timezone.localdate()
    rows = SiteColumn.objects.filter(topic=True, merged_into=None, opened_on__lte=today, closed_on=None)
    return rows.select_related("organ").order_by("-opened_on", "order", "id")


def _news(items: QuerySet[Item], organ: Organ | None) -> QuerySet[Item]:
    columns = SiteColumn.objects.filter(kind=SiteColumn.Kind.NEWS)
    if organ is not None:
        columns = columns.filter(organ=organ)
    return items.filter(column__in=columns.values("pk"))


def reports() -> tuple[tuple[str, str], ...]:
    """The annual reports published last, with their addresses. Not kept: they have no part in the stamp."""
    return tuple((each.title, each.public_url) for each in published_reports().order_by("-published_at", "-id")[:5])


def _policies(organ: Organ | None) -> str:
    return reverse("portal:organ_policies", args=[organ.code]) if organ else reverse("portal:policies")


def _more(organ: Organ | None, genre: str) -> str:
    base = reverse("portal:catalogue", args=[organ.code]) if organ else reverse("portal:items")
    return f"{base}?genre={genre}" if genre else base
