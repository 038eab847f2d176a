"""What pages and checks read of messages. Lists ask the database a fixed number of times, however many rows they show.

unanswered(organ, on, older_than) -> QuerySet[Message]      for the inspection of the website: 超过三个月没有回应
slow(organ, since, on, older_than) -> QuerySet[Message]     those that were answered, but later than that
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from gongkai.applications.numbers import tidy_number
from gongkai.casework import History, read
from gongkai.casework.clocks import Leg
from gongkai.casework.counting import Length, Uncountable, Unit
from gongkai.casework.urgency import Urgency, urgency
from gongkai.engagement.messages.channels import site_channels
from gongkai.engagement.messages.conditions import sections_waited_for
from gongkai.engagement.messages.moves import LED_ELSEWHERE, RESTS
from gongkai.web.casework.heaps import Heap, Heaps
from gongkai.web.casework.replayed import ReplayedCase
from gongkai.web.messages.models import Contribution, Message
from gongkai.web.organs.models import Organ
from gongkai.web.privacy.cipher import blind_index

HEAPS = Heaps(
    {
        "received": Heap("待分办", Q(state="received")),
        "assigned": Heap("办理中", Q(state="assigned")),
        "drafted": Heap("待审核", Q(state="drafted")),
        "approved": Heap("待答复", Q(state="approved")),
        "overdue": Heap("逾期", Q(ended=False, due_on__isnull=False), overdue=True),
        "answered": Heap("已答复", Q(state__in=RESTS), by_day=False, counted=False),
        "elsewhere": Heap("转出、合并、无效", Q(state__in=LED_ELSEWHERE), by_day=False, counted=False),
        "all": Heap("全部", Q(), by_day=False, counted=False),
    }
)


class MessageFile(ReplayedCase[Message]):
    """A message with what follows from its events."""

    @property
    def urgency(self) -> Urgency:
        """How urgent the answer is."""
        return _urgency(self.case, self.history, self.counting, self.today)

    @property
    def waited_for(self) -> tuple[str, ...]:
        """The sections whose part of the answer is still to come."""
        return sections_waited_for(self.history)

    @property
    def rule(self) -> str:
        """On what ground the limit of the answer stands."""
        return next((str(each.facts["rule"]) for each in reversed(self.history.effective) if "rule" in each.facts), "")


def counts(records: QuerySet[Message], *, today: date | None = None) -> dict[str, int]:
    """How many are in each heap that is still to be dealt with, with one question to the database."""
    return HEAPS.counts(records.filter(ended=False), today=today)


def search(records: QuerySet[Message], text: str) -> QuerySet[Message]:
    """By the number, that of the platform it came from, or the telephone number of who wrote."""
    text = text.replace("\x00", "").strip()
    if not text:
        return records
    return records.filter(
        Q(number=tidy_number(text)) | Q(source_number=text) | (Q(phone_index=blind_index(text)) & ~Q(phone_index=""))
    )


def parts_waiting(organ: Organ) -> QuerySet[Contribution]:
    """Parts of joint answers that are still to be given in an organ."""
    return Contribution.objects.filter(given_at=None, dropped_at=None, message__organ=organ).select_related(
        "message__organ", "section"
    )


def possible_duplicates(message: Message) -> QuerySet[Message]:
    """Other open messages of the organ from the same telephone number."""
    if not message.phone_index:
        return Message.objects.none()
    return (
        Message.objects.filter(organ_id=message.organ_id, phone_index=message.phone_index)
        .exclude(pk=message.pk)
        .order_by("-id")
    )


def unanswered(
    organ: Organ | None, on: date, older_than: timedelta | date, *, below: bool = False
) -> QuerySet[Message]:
    """Valid messages of the website's channels that had no answer on a day though they were received longer ago than that.

    ``older_than`` is an age, or the day before which they were received (three months: ``months_before(on, 3)``). Channels of
    petitions do not count (国办秘函〔2019〕19号). ``organ`` None asks for all; ``below`` takes in the organs below it.
    """
    before = on - older_than if isinstance(older_than, timedelta) else older_than
    return _of_site(organ, below).filter(
        Q(answered_on=None) | Q(answered_on__gt=on),
        Q(ended_on=None) | Q(ended_on__gt=on),
        received_on__lt=before,
    )


def slow(organ: Organ | None, since: date, on: date, months: int = 3, *, below: bool = False) -> list[Message]:
    """Messages of the website's channels answered between two days, but more than so many months after they came."""
    found = _of_site(organ, below).filter(answered_on__gte=since, answered_on__lte=on)
    late = found.filter(received_on__lt=F("answered_on") - timedelta(days=28 * months)).order_by("received_on", "id")
    return [
        each for each in late
        if each.answered_on and each.received_on and each.received_on < months_before(each.answered_on, months)
    ]  # fmt: skip


def months_before(on: date, months: int) -> date:
    """The same day so many months earlier; the last of the month where it has no such day.

    >>> months_before(date(2026, 5, 31), 3)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=on.day - 1), following - timedelta(days=1))


def _of_site(organ: Organ | None, below: bool) -> QuerySet[Message]:
    found = Message.objects.filter(channel__in=site_channels()).select_related("organ", "section")
    if organ is None:
        return found
    return found.filter(organ__path__startswith=organ.path) if below else found.filter(organ=organ)


def _unit(leg: Leg) -> Unit:
    return leg.limit.unit if isinstance(leg.limit, Length) else Unit.WORKDAYS


def _urgency(message: Message, history: History, counting: Any, day: date) -> Urgency:
    if message.ended:
        return Urgency("已结")
    legs = history.clock("answer", "")
    try:
        reading = read(history, "answer", counting, day)
    except Uncountable:
        return Urgency("算不出最后一日", "warn")
    return urgency(reading, _unit(legs[-1]) if legs else Unit.WORKDAYS, waiting="没有定期限")
