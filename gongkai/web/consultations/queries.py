"""What pages read of consultations: heaps, those that were too short, those whose outcome is overdue, what the public sees."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from gongkai.applications.numbers import tidy_number
from gongkai.casework.counting import Unit
from gongkai.casework.urgency import Urgency, urgency
from gongkai.engagement.consultations.moves import BEFORE, PUBLIC_STATES
from gongkai.web.casework.heaps import Heap, Heaps
from gongkai.web.casework.replayed import ReplayedCase
from gongkai.web.consultations.models import Consultation
from gongkai.web.organs.models import Organ

HEAPS = Heaps(
    {
        "preparing": Heap("准备中", Q(state__in=BEFORE), by_day=False),
        "open": Heap("已开启", Q(state__in=("open", "result_review"))),
        "overdue": Heap("逾期没有公布结果", Q(ended=False, due_on__isnull=False), overdue=True),
        "reported": Heap("已公布结果", Q(state="reported"), by_day=False, counted=False),
        "ended": Heap("撤回、不再办理", Q(state__in=("withdrawn", "dropped")), by_day=False, counted=False),
        "all": Heap("全部", Q(), by_day=False, counted=False),
    }
)
STANDINGS = {"open": "正在征集", "closed": "已经截止", "reported": "结果公布"}


class CaseFile(ReplayedCase[Consultation]):
    """A consultation with what follows from its events."""

    @property
    def urgency(self) -> Urgency:
        """How urgent the outcome is."""
        if self.case.ended:
            return Urgency("已结")
        return urgency(self.reading("result"), Unit.CALENDAR_DAYS, waiting="还没有开启")


def search(records: QuerySet[Consultation], text: str) -> QuerySet[Consultation]:
    """By number or words of the title."""
    text = text.replace("\x00", "").strip()
    return records.filter(Q(number=tidy_number(text)) | Q(title__icontains=text)) if text else records


def too_short(organ: Organ, *, below: bool = False) -> QuerySet[Consultation]:
    """Those whose period was under what is prescribed or advised, the newest first; ``finding`` says it in words."""
    rows = Consultation.objects.exclude(short="").exclude(opened_on=None).select_related("organ")
    return within(rows, organ, below).order_by("-opened_on", "-id")


def overdue(organ: Organ, *, below: bool = False) -> QuerySet[Consultation]:
    """Those whose outcome should have been published by now, the longest overdue first."""
    rows = Consultation.objects.filter(ended=False, due_on__lt=timezone.localdate()).select_related("organ")
    return within(rows, organ, below).order_by("due_on", "id")


def within(rows: QuerySet[Consultation], organ: Organ, below: bool) -> QuerySet[Consultation]:
    """Of the organ, or of it and those below it."""
    if not below:
        return rows.filter(organ=organ)
    return rows.filter(organ__in=Organ.objects.filter(path__startswith=organ.path).values("pk"))


def public_consultations(organ: Organ | None = None, standing: str = "") -> QuerySet[Consultation]:
    """What the public sees, the newest first; of one standing: open, closed, reported."""
    today = timezone.localdate()
    rows = Consultation.objects.filter(state__in=PUBLIC_STATES, opened_on__isnull=False).select_related("organ")
    if organ is not None:
        rows = rows.filter(organ=organ)
    if standing == "open":
        rows = rows.filter(state="open", closes_on__gte=today)
    elif standing == "closed":
        rows = rows.filter(Q(state="open", closes_on__lt=today) | Q(state__in=("result_review", "withdrawn")))
    elif standing == "reported":
        rows = rows.filter(state="reported")
    return rows.defer("draft", "explanation", "result").order_by("-opened_on", "-id")


def received(consultation: Consultation) -> dict[str, int]:
    """How many opinions came, by source, and how many are still to be sorted; one question."""
    found = {"all": 0, "online": 0, "unsorted": 0}
    for group, source, number in sizes(consultation):
        found["all"] += number
        found["online"] += number if source == "online" else 0
        found["unsorted"] += number if group is None else 0
    return found | {"entered": found["all"] - found["online"]}


def sizes(consultation: Consultation) -> list[tuple[int | None, str, int]]:
    """How many opinions each group has by source, read off one index; None: not sorted."""
    return list(consultation.opinions.order_by().values_list("group", "source").annotate(number=Count("*")))
