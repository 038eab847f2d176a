"""What planning, running and pages read of batches and their cases; always a fixed number of questions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from gongkai.web.applications.access import POLICY as CASES
from gongkai.web.applications.models import Application
from gongkai.web.batches.models import DONE, REFUSED, WAITING, Batch, BatchLine
from gongkai.web.log.models import Event
from gongkai.web.log.services import kind_of

LOOKING = ("read_", "fetch_")
"""So begin the names of happenings that change nothing in a case: somebody looked."""
OPEN = ("waiting", "running")


def changes(keys: Collection[int]) -> QuerySet[Event]:
    """What happened to cases, without who only looked."""
    found = Event.objects.filter(subject_kind=kind_of(Application()), subject_id__in=[str(key) for key in keys])
    for start in LOOKING:
        found = found.exclude(move__startswith=start)
    return found


def last_changes(keys: Collection[int]) -> dict[int, int]:
    """The last happening of each case by its key."""
    rows = changes(keys).values_list("subject_id").annotate(last=Max("id")).order_by()
    return dict.fromkeys(keys, 0) | {int(key): last for key, last in rows}


def changed_since(line: BatchLine) -> Event | None:
    """What happened to the case of a line after it was planned, the latest."""
    return changes([line.application_id]).filter(id__gt=line.seen).order_by("-id").first()


def happening(event: Event) -> str:
    """A happening of a case in a few words."""
    return CASES.actions.get(event.move, "别的改动")


def waiting_lines(keys: Collection[int]) -> dict[int, BatchLine]:
    """The lines in which cases wait for a batch to run."""
    found = BatchLine.objects.filter(application__in=keys, state=WAITING).select_related("batch")
    return {line.application_id: line for line in found}


def counted(batches: QuerySet[Batch]) -> QuerySet[Batch]:
    """With how many lines there are, were done and were refused."""
    return (
        batches.annotate(
            cases=Count("lines"),
            done=Count("lines", filter=Q(lines__state=DONE)),
            refused=Count("lines", filter=Q(lines__state=REFUSED)),
        )
        .select_related("planned_by", "organ")
        .order_by("-id")
    )


def unsettled(batches: QuerySet[Batch]) -> QuerySet[Batch]:
    """Those with lines that were refused and that nobody has said to be dealt with."""
    refused = BatchLine.objects.filter(state=REFUSED).values("batch")
    return batches.filter(state=DONE, settled_at=None, pk__in=refused)


def assigned_since(lines: Iterable[BatchLine]) -> set[int]:
    """Keys of those cases that were given to somebody else after the batch had given them."""
    given = {line.application_id: line.event or 0 for line in lines}
    found: Any = (
        changes(list(given)).filter(move="assign").values_list("subject_id").annotate(last=Max("id")).order_by()
    )
    return {int(key) for key, last in found if last > given[int(key)]}
