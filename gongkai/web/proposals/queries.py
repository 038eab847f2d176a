"""What pages read of proposals. Lists ask the database a fixed number of times, however many rows they show."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from gongkai.applications.numbers import tidy_number
from gongkai.casework.clocks import Leg
from gongkai.casework.counting import Length, Unit
from gongkai.casework.urgency import Urgency, urgency
from gongkai.engagement.proposals.choices import HANDING_IN
from gongkai.engagement.proposals.conditions import waited_for
from gongkai.engagement.proposals.moves import ANSWERED, TO_DO
from gongkai.engagement.proposals.numbers import register_number
from gongkai.web.casework.heaps import Heap, Heaps
from gongkai.web.casework.replayed import ReplayedCase
from gongkai.web.organs.models import Organ
from gongkai.web.proposals.models import Proposal, Publication

TO_PUBLISH = Q(state__in=ANSWERED, publicity="", publish_due_on__isnull=False)
HEAPS = Heaps(
    {
        "received": Heap("待分办", Q(state="received")),
        "assigned": Heap("办理中", Q(state="assigned")),
        "drafted": Heap("待审核", Q(state="drafted")),
        "approved": Heap("待签发", Q(state="approved")),
        "signed": Heap("待送出", Q(state="signed")),
        "overdue": Heap("逾期", Q(state__in=TO_DO, due_on__isnull=False), overdue=True),
        "replied": Heap("待反馈", Q(state="replied"), by_day=False),
        "to_publish": Heap("待公开", TO_PUBLISH, by_day=False),
        "co": Heap("会办", Q(role=HANDING_IN), by_day=False, counted=False),
        "closed": Heap("已办结", Q(state__in=("closed", "handed_in", "returned")), by_day=False, counted=False),
        "all": Heap("全部", Q(), by_day=False, counted=False),
    }
)
LIVE = Q(state__in=(*TO_DO, "replied")) | TO_PUBLISH
"""What the counted heaps can hold."""


class ProposalFile(ReplayedCase[Proposal]):
    """A proposal with what follows from its events."""

    @property
    def urgency(self) -> Urgency:
        """How urgent the reply (or the co-handler's opinion) is."""
        legs = self.history.clock("answer")
        return urgency(self.reading("answer"), _unit(legs[-1]) if legs else Unit.MONTHS, soon=10)

    @property
    def waited_for(self) -> tuple[str, ...]:
        """The co-handlers whose opinion is still to come."""
        return waited_for(self.history)

    @property
    def rule(self) -> str:
        """On what ground the limit stands."""
        return next((str(each.facts["rule"]) for each in reversed(self.history.effective) if "rule" in each.facts), "")


def counts(records: QuerySet[Proposal]) -> dict[str, int]:
    """How many are in each heap that is counted, with one question to the database."""
    return HEAPS.counts(records.filter(LIVE))


def search(records: QuerySet[Proposal], text: str) -> QuerySet[Proposal]:
    """By either number, or by words of the title or a name."""
    text = text.replace("\x00", "").strip()
    if not text:
        return records
    number = register_number(text)
    return records.filter(
        Q(number=tidy_number(text)) | Q(register_number=number) | Q(title__contains=text) | Q(proposers__contains=text)
    ).order_by("-id")


def publications_waiting(organ: Organ) -> QuerySet[Publication]:
    """Replies that wait for somebody to look through before they are published."""
    return Publication.objects.filter(organ=organ, state=Publication.State.PREPARED)


def public_replies(organ: Organ | None = None, *, year: int | None = None, kind: str = "") -> QuerySet[Publication]:
    """What the public may read, the newest first."""
    found = Publication.objects.filter(state=Publication.State.PUBLISHED).select_related("organ")
    if organ is not None:
        found = found.filter(organ=organ)
    if year is not None:
        found = found.filter(year=year)
    if kind:
        found = found.filter(kind=kind)
    return found.order_by("-published_at", "-id")


def public_years(organ: Organ | None = None) -> list[int]:
    """The years of which something is public, the latest first."""
    return list(public_replies(organ).order_by("-year").values_list("year", flat=True).distinct())


def _unit(leg: Leg) -> Unit:
    """Overdue and left are told in days: of months nobody counts single ones."""
    return leg.limit.unit if isinstance(leg.limit, Length) and leg.limit.unit is Unit.WORKDAYS else Unit.CALENDAR_DAYS
