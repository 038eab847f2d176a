"""The plain, slow count of the same figures: every case replayed from its events, every document looked at by itself.

Nothing here reads the columns that ``ledger`` counts by. It is what the quick queries are held against, in tests and by
whoever doubts a figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from gongkai.annualreport.counting import (
    DOCUMENTS,
    ApplicationRecord,
    DisputeRecord,
    DocumentRecord,
    Period,
    count,
    register_cells,
)
from gongkai.annualreport.scheme import Scheme
from gongkai.applications.counted import counted
from gongkai.disputes.counted import counted as counted_dispute
from gongkai.disputes.outcomes import outcomes, standings
from gongkai.publishing.genres import genres
from gongkai.publishing.registers import rules
from gongkai.web.applications.models import Application
from gongkai.web.casework.services import history_of
from gongkai.web.disputes.models import Dispute
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import Item
from gongkai.web.registers.models import Decision, Fee, FeeCollection, Matter, ProcurementProject, Tally


def figures_from_events(organ: Organ, scheme: Scheme, during: Period) -> dict[str, int | Decimal]:
    """The cells that registers feed, record by record."""
    found: dict[str, int | Decimal] = {
        **count(scheme, during, _applications(organ), _documents(organ), _disputes(organ))
    }
    return found | register_cells(_registers(organ, during), scheme.table(DOCUMENTS), during.until)


def _registers(organ: Organ, during: Period) -> dict[tuple[str, str], int | Decimal | None]:
    """Single records and confirmed tallies one by one; what is counted twice is not looked for here."""
    found: dict[tuple[str, str], int | Decimal | None] = {}

    def add(row: str, measure: str, value: int | Decimal | None) -> None:
        if row and value is not None:
            found[row, measure] = (found.get((row, measure)) or 0) + value

    eve = date(during.year - 1, 12, 31)
    for decision in Decision.objects.filter(organ=organ):
        if decision.state != "voided" and during.has(decision.decided_on):
            add(rules().decisions[decision.kind].row, "decisions", 1)
    for project in ProcurementProject.objects.filter(organ=organ):
        if project.state != "voided" and during.has(project.on):
            add("central_procurement", "projects", 1)
            add("central_procurement", "amount", project.amount)
    for each in FeeCollection.objects.filter(organ=organ, voided_at=None):
        if during.has(each.since) and during.has(each.until):
            add("admin_fees", "amount", each.amount)
    listed: list[tuple[str, Matter | Fee]] = [("admin_fees", fee) for fee in Fee.objects.filter(organ=organ)]
    listed += [(rules().matters[matter.kind].row, matter) for matter in Matter.objects.filter(organ=organ)]
    for row, item in listed:
        if item.state != "voided" and item.added_on <= during.until:
            before, now = (
                int(item.added_on <= day and not (item.removed_on and item.removed_on <= day))
                for day in (eve, during.until)
            )
            add(row, "prior_items", before)
            add(row, "item_change", now - before)
    for tally in Tally.objects.filter(organ=organ, state="confirmed"):
        kind = rules().tallies[tally.kind]
        if kind.stock and tally.until == eve:
            add(kind.row, "prior_items", tally.count)
            ends = Tally.objects.filter(organ=organ, state="confirmed", kind=tally.kind, until=during.until)
            for end in ends:
                add(kind.row, "item_change", (end.count or 0) - (tally.count or 0))
        elif not kind.stock and during.has(tally.since) and during.has(tally.until):
            add(kind.row, kind.figure if kind.has_count else "amount", tally.count if kind.has_count else tally.amount)
            if kind.has_count:
                add(kind.row, "amount", tally.amount)
    return found


def _applications(organ: Organ) -> Iterator[ApplicationRecord]:
    for case in Application.objects.filter(organ=organ):
        found = counted(history_of(case))
        if found.received_on is not None:
            yield ApplicationRecord(found.applicant_kind, found.received_on, found.ended_on, found.outcome)


def _disputes(organ: Organ) -> Iterator[DisputeRecord]:
    for case in Dispute.objects.filter(organ=organ):
        found = counted_dispute(history_of(case))
        if found.began_on is None or not standings()[found.standing].counted:
            continue
        column = outcomes()[found.outcome].column if found.outcome else ""
        yield DisputeRecord(found.row, found.began_on, found.concluded_on, column)


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
