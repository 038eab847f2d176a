"""The assessment in force for a version, and what is withheld and due to be looked at again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from gongkai.publishing.exemptions import later, looked_at_by, period_on
from gongkai.web.exemptions.models import Assessment, Reassessment
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import Version, Wording

LAST = Reassessment.objects.filter(version=OuterRef("pk")).order_by("-id")
LATEST_WORDING = Wording.objects.filter(version=OuterRef("pk")).order_by("-number")


def latest(version: Version) -> Assessment | None:
    """The last assessment of a version; None when there is none."""
    found = Assessment.objects.filter(version=version).select_related("by", "wording").order_by("-id")
    return found.first()


def latest_of(versions: Iterable[Version]) -> dict[int, Assessment]:
    """The last assessment of each version by its key, with one question to the database."""
    rows = Assessment.objects.filter(version__in=[version.pk for version in versions]).order_by("id")
    return {row.version_id: row for row in rows.select_related("by", "wording")}


def awaiting(organ: Organ | None = None) -> QuerySet[Any]:
    """The versions withheld and not taken up again, with title, class, ground and when and how they were last looked at.

    What was to be disclosed and whose new version was given up stands here again, and is due at once.
    """
    overtaken = Version.objects.filter(item=OuterRef("item"), number__gt=OuterRef("number")).exclude(state="discarded")
    rows = Version.objects.filter(Q(state="withheld") & ~Exists(overtaken))
    if organ is not None:
        rows = rows.filter(organ=organ)
    return rows.select_related("item__section", "organ").annotate(
        title=Subquery(LATEST_WORDING.values("title")[:1]),
        disclosure_class=Subquery(LATEST_WORDING.values("disclosure_class")[:1]),
        ground=Subquery(LATEST_WORDING.values("ground")[:1]),
        last_at=Subquery(LAST.values("at")[:1]),
        last_conclusion=Subquery(LAST.values("conclusion")[:1]),
        looked_at=Coalesce(Subquery(LAST.values("at")[:1]), F("entered_at")),
    )


def due(organ: Organ, on: date | None = None) -> QuerySet[Any]:
    """Those of ``awaiting`` that must be looked at again by ``on`` (today), the oldest first."""
    limit = looked_at_by(on or timezone.localdate())
    before = timezone.make_aware(datetime.combine(limit + timedelta(days=1), time()))
    given_up = Q(last_conclusion=Reassessment.Conclusion.DISCLOSE)
    return awaiting(organ).filter(Q(looked_at__lt=before) | given_up).order_by("looked_at", "pk")


def due_on(version: Any) -> date:
    """When a row of ``awaiting`` is due."""
    looked = timezone.localdate(version.looked_at)
    if version.last_conclusion == Reassessment.Conclusion.DISCLOSE:
        return looked
    return later(looked, period_on(looked).months)
