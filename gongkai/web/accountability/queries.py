"""What pages read of complaints and rectifications. Lists ask the database a fixed number of times, however many rows they show."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai.applications.numbers import tidy_number
from gongkai.casework import History, read
from gongkai.casework.clocks import Leg
from gongkai.casework.counting import Length, Uncountable, Unit
from gongkai.casework.urgency import Urgency, urgency
from gongkai.web.accountability.models import Account, Complaint, Rectification
from gongkai.web.casework.heaps import Heap, Heaps
from gongkai.web.casework.models import Case
from gongkai.web.casework.replayed import ReplayedCase
from gongkai.web.organs.models import Organ
from gongkai.web.privacy.cipher import blind_index

COMPLAINTS = Heaps(
    {
        "received": Heap("待受理", Q(state="received")),
        "accepted": Heap("调查核实", Q(state="accepted")),
        "proposed": Heap("待审批", Q(state="proposed")),
        "decided": Heap("待告知", Q(state="decided")),
        "overdue": Heap("逾期", Q(ended=False, decided_on=None), overdue=True),
        "ended": Heap("已结", Q(ended=True), by_day=False, counted=False),
        "all": Heap("全部", Q(), by_day=False, counted=False),
    }
)
RECTIFICATIONS = Heaps(
    {
        "open": Heap("待整改", Q(state__in=("ordered", "returned"))),
        "overdue": Heap("逾期", Q(state__in=("ordered", "returned")), overdue=True),
        "reported": Heap("待核查", Q(state="reported")),
        "ended": Heap("已销号、已撤销", Q(ended=True), by_day=False, counted=False),
        "all": Heap("全部", Q(), by_day=False, counted=False),
    }
)


class ComplaintFile(ReplayedCase[Complaint]):
    """A complaint with what follows from its events."""

    @property
    def urgency(self) -> Urgency:
        """How urgent the decision is."""
        return _urgency(self.case, "decide", self.history, self.counting, self.today)

    @property
    def rule(self) -> str:
        """On what ground the limit of the decision stands."""
        return str(self.history.effective[0].facts.get("rule", "")) if self.history.effective else ""

    @property
    def account_open(self) -> bool:
        """Whether the organ complained about was asked and has not answered."""
        moves = ("ask_account", "give_account", "waive_account")
        last = next((each for each in reversed(self.history.effective) if each.move in moves), None)
        return last is not None and last.move == "ask_account"


class RectificationFile(ReplayedCase[Rectification]):
    """A rectification with what follows from its events."""

    @property
    def urgency(self) -> Urgency:
        """How urgent the report is."""
        return _urgency(self.case, "rectify", self.history, self.counting, self.today)


def search(records: QuerySet[Complaint], text: str) -> QuerySet[Complaint]:
    """By the number, or the telephone number of who complained."""
    text = text.replace("\x00", "").strip()
    if not text:
        return records
    return records.filter(
        Q(number=tidy_number(text)) | (Q(phone_index=blind_index(text)) & ~Q(phone_index=""))
    ).order_by("-id")


def accounts_waiting(organ: Organ) -> QuerySet[Account]:
    """What an organ is asked to account for and has not."""
    return Account.objects.filter(organ=organ, state=Account.State.ASKED).order_by("due_on", "id")


def overdue_rectifications(organ: Organ, on: date | None = None, *, below: bool = False) -> QuerySet[Rectification]:
    """What an organ (and those below it) should have set right before a day and has not reported."""
    found = Rectification.objects.filter(
        state__in=("ordered", "returned"), due_on__lt=on or timezone.localdate()
    ).select_related("organ", "orderer")
    return found.filter(organ__path__startswith=organ.path) if below else found.filter(organ=organ)


def _urgency(case: Case, clock: str, history: History, counting: Any, day: date) -> Urgency:
    if case.ended:
        return Urgency("已结")
    legs = history.clock(clock, "")
    try:
        reading = read(history, clock, counting, day)
    except Uncountable:
        return Urgency("算不出最后一日", "warn")
    return urgency(reading, _unit(legs[-1]) if legs else Unit.WORKDAYS, waiting="没有定期限")


def _unit(leg: Leg) -> Unit:
    return leg.limit.unit if isinstance(leg.limit, Length) else Unit.CALENDAR_DAYS
