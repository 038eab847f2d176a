"""What pages and counts read of applications. Lists ask the database a fixed number of times, however many rows they show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, When
from django.utils import timezone

from gongkai.applications.extension import ToldLate, told_late
from gongkai.applications.moves import TABLE
from gongkai.applications.numbers import tidy_number
from gongkai.applications.waiting import STALLED, UNCONFIRMED, Wait, brief, pressing, sentence, title, waits_of
from gongkai.casework import Counting, Due, History, Option, Reading, Status
from gongkai.casework.counting import Uncountable
from gongkai.casework.reminding import waits
from gongkai.casework.urgency import Urgency, urgency
from gongkai.web.applications.models import Application, Filing, Party, Reply
from gongkai.web.casework.replayed import ReplayedCase, reading_of
from gongkai.web.casework.services import counting_now, histories_of
from gongkai.web.holidays.calendars import calendar_now
from gongkai.web.log.actors import Actor
from gongkai.web.organs.models import Organ
from gongkai.web.privacy.cipher import blind_index
from gongkai.workdays import Calendar, ProofDay

WAITING = "待确认收到"
WAITING_STATES = ("in_correction", "awaiting_reasons", "consulting", "awaiting_payment")
OPEN_STATES = tuple(state for state in TABLE.states if state not in TABLE.final)
GOING = (str(Status.RUNNING), str(Status.STANDING))
"""How the reply's clock stands while the reply is still owed; in a dispute over it nothing is, until it is ordered again."""
HEAPS: Mapping[str, tuple[str, Q]] = {
    "open": ("在办", Q(ended=False)),
    "to_confirm": ("待确认收到", Q(state="submitted")),
    "unconfirmed": ("收到没有按时确认", Q(waits_for=UNCONFIRMED)),
    "stalled": ("停止计算待登记", Q(waits_for__in=STALLED)),
    "filed": ("申请人递交待登记", Q(ended=False, pk__in=Filing.objects.filter(taken_step=None).values("application"))),
    "overdue": ("逾期", Q(ended=False, due_on__isnull=False, clock_status__in=GOING)),
    "waiting": ("等待他方", Q(state__in=WAITING_STATES)),
    "to_review": ("待保密审查和批准", Q(state="decision_drafted")),
    "to_serve": ("待送达", Q(state="decision_approved")),
    "ended": ("已办结", Q(ended=True)),
    "all": ("全部", Q()),
}
"""The heaps into which a list is divided: title and condition (``overdue`` also asks that the day has passed, ``unconfirmed`` and ``stalled`` that it has waited too long)."""
LOOKED_AT = frozenset({"filed", "overdue", "stalled", "unconfirmed"})
"""The heaps that the state alone does not tell."""
HEAP_STATES: Mapping[str, Callable[[str], bool]] = {
    "open": lambda state: state not in TABLE.final,
    "to_confirm": lambda state: state == "submitted",
    "waiting": lambda state: state in WAITING_STATES,
    "to_review": lambda state: state == "decision_drafted",
    "to_serve": lambda state: state == "decision_approved",
    "ended": lambda state: state in TABLE.final,
    "all": lambda _: True,
}
"""The same by state: a case is over when it rests in a final state."""


PARTIES = ("third_party", "co_maker", "organ")
"""The facts that name a party whose opinion is asked."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list: the case and how urgent it is today."""

    application: Application
    urgency: Urgency
    due_on: date | None = None
    provisional: bool = False
    standing: bool = False
    waiting: tuple[str, ...] = ()


def heap(records: QuerySet[Application], name: str, *, today: date | None = None) -> QuerySet[Application]:
    """The records of one heap, the most urgent first, those that wait for nothing of ours last; ended ones newest first."""
    found = records.filter(_condition(name, today or timezone.localdate()))
    if name in ("ended", "all"):
        return found.order_by("-id")
    answered = Case(When(clock_status=str(Status.STOPPED), then=1), default=0)
    return found.order_by(answered, F("due_on").asc(nulls_last=True), "id")


def search(records: QuerySet[Application], text: str) -> QuerySet[Application]:
    """By number (or a part of it), or by the whole name, identity or credit number of the applicant; the newest first."""
    text = text.replace("\x00", "").strip()
    if not text:
        return records
    key = blind_index(text)
    # 各用各的索引找出来再合起来：写成“或者”，数据库就逐行读整条记录
    ways = (Q(number__contains=tidy_number(text)), Q(name_index=key), Q(identity_index=key))
    found = Q()
    for way in ways:
        found |= Q(pk__in=records.filter(way).order_by().values("pk"))
    return records.filter(found).order_by("-id")


def lines(applications: Sequence[Application], *, today: date | None = None) -> list[Line]:
    """The rows of a page: told from the columns where they say all there is, else from the events, with one question for all."""
    day, counting, calendar = today or timezone.localdate(), counting_now(), calendar_now()
    told = {each.pk: by_columns(each, calendar, day) for each in applications}
    histories = histories_of([each for each in applications if told[each.pk] is None])
    return [told[each.pk] or by_events(each, histories[each.pk], counting, day) for each in applications]


def by_columns(application: Application, calendar: Calendar, day: date) -> Line | None:
    """A row without its events: the clock runs and is not late, or was stopped in time. None where only the events can tell.

    By how many days something is late depends on what stood still since; an order to decide again has a clock of its own.
    """
    due_on, status = application.due_on, application.clock_status
    if due_on is None or application.waits_for or application.disputed or application.state in WAITING_STATES:
        return None
    due = Due(due_on, missing=(due_on.year,) if application.due_provisional else ())
    if status == Status.RUNNING and day <= due_on:
        left = calendar.workdays_through(due_on) - calendar.workdays_through(day)
        reading = Reading(Status.RUNNING, due, left=left)
    elif status == Status.STOPPED and application.ended_on is not None and application.ended_on <= due_on:
        reading = Reading(Status.STOPPED, due)
    else:
        return None
    return Line(
        application, urgency(reading), due_on, provisional=application.due_provisional and not application.ended
    )


def by_events(application: Application, history: History, counting: Counting, day: date) -> Line:
    """A row as the events say it."""
    reading, held = reading_of(history, "reply", counting, day), _waits(history, counting, day)
    due = reading.due
    ended = application.ended and reading.status is Status.NEVER
    return Line(
        application,
        Urgency("已经办结") if ended else _urgency(reading, held, counting, day),
        due.day if due else None,
        provisional=bool(due and due.provisional and not application.ended),
        standing=bool(due and due.standing),
        waiting=tuple(brief(wait, counting, day) for wait in held),
    )


@dataclass(frozen=True, slots=True)
class WaitTold:
    """What a case waits for: a sentence, what it is called, and how pressing it is as a tone."""

    sentence: str
    title: str
    tone: str


class CaseFile(ReplayedCase[Application]):
    """An application with what follows from its events: for its page and for the applicant."""

    def reading(self, clock: str = "reply", key: str = "") -> Reading:
        """How a clock stands today."""
        return super().reading(clock, key)

    @property
    def urgency(self) -> Urgency:
        """The reply's clock in a few words."""
        reading = self.reading()
        if self.case.ended and reading.status is Status.NEVER:
            return Urgency("已经办结")
        return _urgency(reading, _waits(self.history, self.counting, self.today), self.counting, self.today)

    def waiting(self) -> list[WaitTold]:
        """What the case waits for until the office itself records it; the clock may stand for it without end."""
        found = _waits(self.history, self.counting, self.today)
        return [
            WaitTold(
                sentence(each, self.counting, self.today),
                title(each, self.counting, self.today),
                "bad" if pressing(each, self.counting, self.today) else "info",
            )
            for each in found
        ]

    def started(self) -> list[tuple[str, str]]:
        """The clocks that ever started; the reply's first even when it has not."""
        return [("reply", ""), *(pair for pair in self.history.legs if pair != ("reply", ""))]

    def proof(self, clock: str = "reply", key: str = "") -> tuple[ProofDay, ...]:
        """Day by day, which days count and why, for the latest leg of a clock."""
        return super().proof(clock, key)

    def options(self, by: Actor, facts: Mapping[str, Any] | None = None) -> tuple[Option, ...]:
        """The moves from here, each with the reasons against it for ``by`` now.

        Where the case waits for one party of a kind only, it is that party which is meant, so that its time is looked at.
        """
        alone = {field: found[0] for field in PARTIES if len(found := self.awaited(field)) == 1}
        return super().options(by, {**alone, **(facts or {})})

    def awaited(self, field: str) -> list[str]:
        """The parties of a kind that the case waits for, as events name them."""
        legs = self.history.clock("reply")
        clocks = TABLE.clock_of
        return [
            stand.key
            for stand in (legs[-1].stands if legs else ())
            if stand.until is None and stand.key and clocks[stand.no_longer_than].per == field
        ]

    def served_reply(self) -> Reply | None:
        """The wording that was served last; a draft is nobody's business outside."""
        digest = drafted = ""
        for event in self.history.effective:
            drafted = str(event.facts.get("reply_digest", drafted))
            digest = drafted if event.move == "serve" else digest
        return self.case.replies.filter(digest=digest).first() if digest else None

    def extension_told_late(self) -> ToldLate | None:
        """What is wrong with telling the applicant of the extension."""
        try:
            return told_late(self.history, self.counting, self.today)
        except Uncountable:
            return None

    def sentences(self, clock: str, key: str) -> tuple[str, ...]:
        """The same, and that the applicant was told of the extension too late."""
        late = self.extension_told_late() if clock == "reply" else None
        said = super().sentences(clock, key)
        return (*said, late.sentence) if late else said


def parties_of(application: Application) -> dict[str, Party]:
    """The third parties by label."""
    return {each.label: each for each in application.parties.all()}


def similar(application: Application, records: QuerySet[Application]) -> QuerySet[Application]:
    """Other applications of the same applicant among ``records``, newest first."""
    return similar_to(records, lambda name: getattr(application, {"organ": "organ_id"}.get(name, name))).order_by("-id")


def similar_to(records: QuerySet[Application], value: Callable[[str], Any]) -> QuerySet[Application]:
    """The same, of the application whose columns ``value`` gives; ``OuterRef`` asks it of a row that is being fetched."""
    same = (~Q(**{name: ""}) & Q(**{name: value(name)}) for name in ("name_index", "identity_index"))
    return records.filter(next(same) | next(same), organ=value("organ")).exclude(pk=value("pk"))


def counts(records: QuerySet[Application], names: Iterable[str], *, today: date | None = None) -> dict[str, int]:
    """How many are in each of some heaps: by state out of the index alone, and only what is open is looked at by its day."""
    wanted, day = set(names), today or timezone.localdate()
    by_state = dict(records.order_by().values_list("state").annotate(number=Count("*")))
    found = {
        name: sum(number for state, number in by_state.items() if HEAP_STATES[name](state))
        for name in wanted - LOOKED_AT
    }
    if wanted & LOOKED_AT:
        asked: dict[str, Any] = {name: Count("pk", filter=_condition(name, day)) for name in wanted & LOOKED_AT}
        found |= records.filter(ended=False).order_by().aggregate(**asked)
    return found


def _condition(name: str, day: date) -> Q:
    condition = HEAPS[name][1]
    if name == "overdue":
        return condition & Q(due_on__lt=day)
    if name in ("stalled", "unconfirmed"):
        return condition & waited_too_long(day)
    return condition


def waited_too_long(day: date) -> Q:
    """Cases that on a day have waited as many working days as the office lets them, each kind by its own number."""
    calendar, condition = calendar_now(), Q(pk__in=[])
    passed = calendar.workdays_through(day)
    for rule in waits():
        condition |= Q(waits_for=rule.key, waits_since__lt=calendar.workday_number(passed - rule.after + 1))
    return condition


def _waits(history: History, counting: Any, day: date) -> tuple[Wait, ...]:
    try:
        return waits_of(history, counting, day)
    except Uncountable:
        return ()


def _urgency(reading: Reading, held: tuple[Wait, ...], counting: Any, day: date) -> Urgency:
    """The clock in a few words; what has waited too long is not left to look as if nothing were to be done."""
    found = urgency(reading, waiting=WAITING)
    late = any(pressing(each, counting, day) for each in held)
    return Urgency(found.words, "bad") if late and found.tone in ("warn", "info", "neutral") else found


def receiving_organs() -> QuerySet[Organ]:
    """The organs to which one can apply today."""
    today = timezone.localdate()
    return Organ.objects.filter(Q(dissolved_on=None) | Q(dissolved_on__gt=today))
