"""What was published on a day: which versions of which items, in which columns, who wrote and who released them; and how many a day."""

from __future__ import annotations

import calendar
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from gongkai.web.log.models import Event
from gongkai.web.publishing.counts import day_start
from gongkai.web.publishing.models import Publication
from gongkai.web.releases.models import Release

_KIND, _MOVE = "publishing.version", "publish"


@dataclass(frozen=True, slots=True)
class Released:
    """A publication with who released it. ``first``: the item's first; else a new version took the place of another."""

    publication: Publication
    by: str

    @property
    def first(self) -> bool:
        """Whether the item was new."""
        return bool(self.publication.version.number == 1)


def published_on(organs: Collection[int], day: date) -> QuerySet[Publication]:
    """The publications of a day, the newest first, with what a list shows of them."""
    rows = Publication.objects.filter(
        version__organ__in=organs, published_at__gte=day_start(day), published_at__lt=day_start(day, 1)
    )
    return (
        rows.select_related(
            "version__item", "version__organ", "review__wording__column", "review__wording__author", "review__reviewer"
        )
        .defer("review__wording__body_html", "review__wording__details")
        .order_by("-published_at", "-id")
    )


def with_who(found: Collection[Publication]) -> list[Released]:
    """The same with who released each, as the log says."""
    keys = [str(each.version_id) for each in found]
    events = Event.objects.filter(subject_kind=_KIND, subject_id__in=keys, move=_MOVE)
    who = {key: person or "系统（定时发布）" for key, person in events.values_list("subject_id", "person__name")}
    return [Released(each, who.get(str(each.version_id), "")) for each in found]


def other_releases(organs: Collection[int], day: date) -> QuerySet[Release]:
    """What was released on other channels on a day."""
    rows = Release.objects.filter(organ__in=organs, voided_at=None, on=day).exclude(channel="website")
    return rows.select_related("organ", "account", "recorded_by").order_by("organ__order", "channel", "id")


def by_day(organs: Collection[int], year: int, month: int) -> list[list[tuple[date, int] | None]]:
    """The month in weeks, Monday first: each day with how many versions were published on it; None outside the month."""
    days = [date(year, month, number) for number in range(1, calendar.monthrange(year, month)[1] + 1)]
    asked = {
        f"on{each.day}": Count("pk", filter=Q(published_at__gte=day_start(each), published_at__lt=day_start(each, 1)))
        for each in days
    }
    rows = Publication.objects.filter(
        version__organ__in=organs, published_at__gte=day_start(days[0]), published_at__lt=day_start(days[-1], 1)
    )
    counts = rows.aggregate(**asked)
    cells: list[tuple[date, int] | None] = [None] * days[0].weekday()
    cells += [(each, counts[f"on{each.day}"]) for each in days]
    cells += [None] * (-len(cells) % 7)
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]
