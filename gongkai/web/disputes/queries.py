"""What pages and counts read of disputes. Lists ask the database a fixed number of times, however many rows they show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from gongkai.applications.numbers import tidy_number
from gongkai.casework import History
from gongkai.casework.urgency import Urgency, urgency
from gongkai.disputes.bodies import Body, Place, bodies_of
from gongkai.disputes.moves import ANSWERING, DUTY, TABLE
from gongkai.organs.leadership import regime_of
from gongkai.web.applications.models import Application
from gongkai.web.casework.heaps import Heap, Heaps
from gongkai.web.casework.replayed import ReplayedCase, reading_of
from gongkai.web.casework.services import counting_now, histories_of
from gongkai.web.disputes.following import DISPUTED
from gongkai.web.disputes.models import Dispute
from gongkai.web.letters.services import settings_of
from gongkai.web.organs.models import Organ

TO_ANSWER = (*ANSWERING, "defending", "body_received")
HEARD = tuple(state for state in TABLE.states if state not in (*TO_ANSWER, "to_fulfil", "closed"))
AT_WORK = tuple(state for state in DUTY if state != "first_judged")
HEAPS = Heaps(
    {
        "to_answer": Heap("待答复", Q(state__in=TO_ANSWER)),
        "heard": Heap("审理中", Q(state__in=HEARD)),
        "to_fulfil": Heap("待履行", Q(state="to_fulfil")),
        "overdue": Heap("逾期", Q(state__in=AT_WORK, due_on__isnull=False), overdue=True),
        "ended": Heap("已结", Q(ended=True), by_day=False),
        "all": Heap("全部", Q(), by_day=False),
    }
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list: the case and how urgent it is today."""

    dispute: Dispute
    urgency: Urgency


class DisputeFile(ReplayedCase[Dispute]):
    """A dispute with what follows from its events."""

    @property
    def urgency(self) -> Urgency:
        """How urgent the organ's own next duty is."""
        return _urgency(self.case, self.history, self.counting, self.today)


def search(records: QuerySet[Dispute], text: str) -> QuerySet[Dispute]:
    """By the system's number, the body's or court's, or that of the application."""
    text = text.replace("\x00", "").strip()
    number = tidy_number(text)
    return records.filter(
        Q(number__contains=number) | Q(body_number__contains=text) | Q(application__number__contains=number)
    ) if text else records  # fmt: skip


def lines(disputes: Sequence[Dispute], *, today: date | None = None) -> list[Line]:
    """The rows of a page, each clock read from its events with one question for all of them."""
    day, counting = today or timezone.localdate(), counting_now()
    histories = histories_of(list(disputes))
    return [Line(each, _urgency(each, histories[each.pk], counting, day)) for each in disputes]


def unregistered(organ: Organ) -> QuerySet[Application]:
    """Applications that are disputed by their state while no dispute of that kind is on record that goes on."""
    kinds = {"in_reconsideration": "reconsideration", "in_litigation": "litigation"}
    open_ones = Dispute.objects.filter(application=OuterRef("pk"), ended=False)
    condition = Q(pk__in=[])
    for state in DISPUTED:
        condition |= Q(~Exists(open_ones.filter(kind=kinds[state])), state=state)
    return Application.objects.filter(condition, organ=organ, state__in=DISPUTED).order_by("id")


def hearings(records: QuerySet[Dispute], since: date, until: date) -> QuerySet[Dispute]:
    """Disputes with a day of hearing, or a last day, within these days: for calendars."""
    return records.filter(
        Q(hearing_on__gte=since, hearing_on__lte=until) | Q(ended=False, due_on__gte=since, due_on__lte=until)
    ).order_by("due_on", "hearing_on", "id")


def bodies_for(organ: Organ, on: date) -> tuple[Body, ...]:
    """To whom one applies for reconsideration of an act of ``organ``: by its kind and level, and as its letters' settings name them."""
    keys = [int(key) for key in organ.path.strip("/").split("/") if key]
    organs = Organ.objects.in_bulk(keys)
    above = [_place(organs[key]) for key in reversed(keys) if key in organs and key != organ.pk]
    settings = settings_of(organ)
    regime = regime_of(organ.name, superior=settings.superior)
    return bodies_of(
        _place(organ), above, on, regime=regime, superior=settings.superior, government=settings.government
    )


def _place(organ: Organ) -> Place:
    return Place(organ.name, organ.kind, organ.level)


def _urgency(dispute: Dispute, history: History, counting: Any, day: date) -> Urgency:
    if dispute.ended:
        return Urgency("已结")
    clock = DUTY.get(history.state, "")
    if not clock:
        return Urgency("等待复议机关、法院")
    unit = TABLE.clock_of[clock].unit
    return urgency(reading_of(history, clock, counting, day), unit, waiting="没有定期限")
