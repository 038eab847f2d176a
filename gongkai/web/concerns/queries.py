"""What pages read of concerns, meetings and questions. Lists ask the database a fixed number of times, however many rows they show."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Case, Count, F, Q, QuerySet, When
from django.utils import timezone

from gongkai.applications.numbers import tidy_number
from gongkai.engagement.concerns.moves import TABLE
from gongkai.web.casework.heaps import Heap, Heaps
from gongkai.web.casework.replayed import ReplayedCase
from gongkai.web.concerns.models import AskedQuestion, Concern, PublicMeeting, Response
from gongkai.web.organs.models import Organ

State = PublicMeeting.State
# 不写是否办结：索引里按状态排
GOING = Q(state__in=[state for state in TABLE.states if state not in TABLE.final])
HEAPS = Heaps(
    {
        "open": Heap("办理中", GOING),
        "received": Heap("待研判", Q(state="received")),
        "assessed": Heap("应对中", Q(state="assessed")),
        "drafted": Heap("待审核", Q(state="drafted")),
        "approved": Heap("待发布", Q(state="approved")),
        "silence": Heap("拟不回应", Q(state="silence")),
        "overdue": Heap("逾期", GOING),
        "responded": Heap("已回应、未办结", Q(state="responded")),
        "ended": Heap("已结", Q(state__in=TABLE.final), by_day=False, counted=False),
        "all": Heap("全部", Q(), by_day=False, counted=False),
    }
)


class ConcernFile(ReplayedCase[Concern]):
    """A concern with what follows from its events."""

    @property
    def rule(self) -> str:
        """On what ground the limit of the answer stands."""
        return next((str(each.facts["rule"]) for each in reversed(self.history.effective) if "rule" in each.facts), "")


def late(now: datetime) -> Q:
    """What is past its moment: an answer that is owed, or a press conference."""
    return GOING & (Q(clock_status="running", due_at__lt=now) | Q(conference_due_at__lt=now))


def heap(records: QuerySet[Concern], name: str, now: datetime | None = None) -> QuerySet[Concern]:
    """The concerns of one heap, those with the fewest hours left first. Raises ``KeyError``."""
    found = HEAPS.of(records, name)
    if name == "overdue":
        found = found.filter(late(now or timezone.now()))
    if name in ("ended", "all"):
        return found
    soonest = Case(When(clock_status="running", then=F("due_at")), default=F("conference_due_at"))
    return found.order_by(soonest.asc(nulls_last=True), "id")


def counts(records: QuerySet[Concern], now: datetime | None = None) -> dict[str, int]:
    """How many are in each heap that is counted, with one question to the database."""
    moment = now or timezone.now()
    found = records.filter(GOING)
    states = ("received", "assessed", "drafted", "approved", "silence", "responded")
    asked = {name: Count("pk", filter=Q(state=name)) for name in states}
    return {**found.aggregate(open=Count("pk"), overdue=Count("pk", filter=late(moment)), **asked)}


def search(records: QuerySet[Concern], text: str) -> QuerySet[Concern]:
    """By the number, that of who handed it over, or words of the title."""
    text = text.replace("\x00", "").strip()
    if not text:
        return records
    return records.filter(Q(number=tidy_number(text)) | Q(reference=text) | Q(title__icontains=text))


def public_responses(organ: Organ | None = None) -> QuerySet[Response]:
    """The answers that the portal shows, the newest first."""
    found = Response.objects.filter(shown=True, withdrawn_at=None)
    found = found.select_related("concern__organ", "draft", "item__organ", "meeting")
    return (found.filter(concern__organ=organ) if organ is not None else found).order_by("-at", "-id")


def public_meetings(organ: Organ | None = None, kind: str = "") -> QuerySet[PublicMeeting]:
    """The meetings that the portal shows: announced ones of the organ's own, and those that were held or attended."""
    shown = Q(state=State.HELD) | Q(state=State.ANNOUNCED, part=PublicMeeting.Part.HELD)
    # 预告过又取消的，留着让人看到取消了
    called_off = Q(state=State.CANCELLED, announced_at__isnull=False)
    found = PublicMeeting.objects.filter(shown | called_off).select_related("organ", "policy__organ", "item__organ")
    if organ is not None:
        found = found.filter(organ=organ)
    if kind:
        found = found.filter(kind=kind)
    return found.defer("transcript").order_by("-starts_at", "-id")


def coming(organ: Organ | None = None, now: datetime | None = None) -> QuerySet[PublicMeeting]:
    """Announced meetings that are not over, the next first."""
    moment = now or timezone.now()
    found = public_meetings(organ).filter(state=State.ANNOUNCED)
    today = timezone.localdate(moment)
    return found.filter(Q(ends_at__gte=moment) | Q(ends_at=None, on__gte=today)).order_by("starts_at", "id")


def public_questions(meeting: PublicMeeting) -> QuerySet[AskedQuestion]:
    """The questions of a meeting that were let through, with their answers once those are public, without what was written first."""
    state = AskedQuestion.State
    found = meeting.questions.filter(state__in=(state.PASSED, state.DRAFTED, state.ANSWERED))
    return found.defer("asked").order_by("id")


def questions_waiting(organ: Organ) -> QuerySet[AskedQuestion]:
    """Questions that somebody has to look at or to answer: to be let through, owed after a meeting, answers to be looked at."""
    state = AskedQuestion.State
    owed = Q(state=state.PASSED, meeting__state=State.HELD)
    found = AskedQuestion.objects.filter(Q(state__in=(state.ASKED, state.DRAFTED)) | owed, meeting__organ=organ)
    return found.exclude(meeting__state=State.CANCELLED).select_related("meeting")
