"""The plain, slow count of the same figures: every case replayed from its events, every document looked at by itself.

Nothing here reads the columns that ``ledger`` counts by. It is what the quick queries are held against, in tests and by
whoever doubts a figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from gongkai.annualreport.counting import ApplicationRecord, DocumentRecord, Period, count
from gongkai.annualreport.scheme import Scheme
from gongkai.applications.counted import counted
from gongkai.publishing.genres import genres
from gongkai.web.applications.models import Application
from gongkai.web.casework.services import history_of
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import Item


def figures_from_events(organ: Organ, scheme: Scheme, during: Period) -> dict[str, int]:
    """The cells that registers feed, record by record."""
    return count(scheme, during, _applications(organ), _documents(organ))


def _applications(organ: Organ) -> Iterator[ApplicationRecord]:
    for case in Application.objects.filter(organ=organ):
        found = counted(history_of(case))
        if found.received_on is not None:
            yield ApplicationRecord(found.applicant_kind, found.received_on, found.ended_on, found.outcome)


def _documents(organ: Organ) -> Iterator[DocumentRecord]:
    for item in Item.objects.filter(organ=organ, published_at__isnull=False):
        row = genres()[item.genre].table2
        if not row or item.published_at is None:
            continue
        ends = []
        if item.expires_on is not None:
            ends.append(item.expires_on + timedelta(days=1))
        if item.state == Item.State.WITHDRAWN and item.withdrawn_at is not None:
            ends.append(timezone.localdate(item.withdrawn_at))
        yield DocumentRecord(row, timezone.localdate(item.published_at), item.repealed_on, min(ends) if ends else None)
