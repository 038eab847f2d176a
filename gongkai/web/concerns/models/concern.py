"""A public concern that an organ answers: a case whose limits run in hours.

The columns for lists and counting (``responded_on``, ``due_at``, ``in_time`` …) repeat what the events say.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import zip_longest

from django.db import models
from django.urls import reverse
from django.utils import timezone

from gongkai.casework import Counting, History, due
from gongkai.casework.clocks import Leg
from gongkai.casework.urgency import Urgency
from gongkai.engagement.concerns.choices import title_of
from gongkai.engagement.concerns.conditions import found_at, is_major, moment, responses, severity_of
from gongkai.engagement.concerns.moves import TABLE
from gongkai.web.casework.models import Case, Limit

FOLLOWING = (
    "severity", "source", "found_at", "found_on", "responded_at", "responded_on", "times_responded", "ways", "ended_on",
)  # fmt: skip
MEASURED = ("due_at", "in_time", "conference_due_at", "conference_in_time")


class Concern(Case):
    """One concern. ``in_time`` says whether no limit for an answer was passed, those before a change of grade included.

    ``due_at`` is the moment at which the present limit for an answer ends, ``conference_due_at`` that of a press conference still owed.
    """

    table = TABLE
    main_clock = "answer"

    organ = models.ForeignKey("organs.Organ", verbose_name="机关", on_delete=models.PROTECT, related_name="concerns")
    number = models.CharField("舆情编号", max_length=60, unique=True, editable=False)
    year = models.PositiveIntegerField("编号年度", editable=False)
    serial = models.PositiveIntegerField("序号", editable=False)
    submission_token = models.CharField("提交凭据", max_length=64, unique=True, null=True, blank=True, editable=False)
    title = models.CharField("公众关注什么", max_length=120)
    summary = models.TextField("情况", max_length=4000, blank=True)
    where_seen = models.CharField("在哪里看到", max_length=300, blank=True)
    reference = models.CharField("交办编号", max_length=80, blank=True)
    section = models.ForeignKey(
        "organs.Section", verbose_name="承办科室", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    severity = models.CharField("等级", max_length=20, editable=False)
    source = models.CharField("从哪里来", max_length=20, editable=False)
    found_at = models.DateTimeField("知道的时刻", null=True, editable=False)
    found_on = models.DateField("知道的日期", null=True, editable=False)
    responded_at = models.DateTimeField("首次回应的时刻", null=True, blank=True, editable=False)
    responded_on = models.DateField("首次回应的日期", null=True, blank=True, editable=False)
    times_responded = models.PositiveIntegerField("回应次数", default=0, editable=False)
    ways = models.CharField(
        "在哪里回应过",
        max_length=200,
        blank=True,
        editable=False,
        help_text="各次用过的方式，前后都有逗号，按次序排，好按一种来数。",
    )
    due_at = models.DateTimeField("时限", null=True, blank=True, editable=False)
    in_time = models.BooleanField("按时回应", null=True, blank=True, editable=False)
    conference_due_at = models.DateTimeField("新闻发布会的时限", null=True, blank=True, editable=False)
    conference_in_time = models.BooleanField("按时举行新闻发布会", null=True, blank=True, editable=False)
    ended_on = models.DateField("不再办理的日期", null=True, blank=True, editable=False)

    not_logged = ("submission_token",)

    class Meta:
        verbose_name = verbose_name_plural = "政务舆情"
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("organ", "year", "serial"), name="concern_serial_once_in_a_year"),
        )
        indexes = (
            # 列表和统计只读这些索引，不读各行：情况、标题很长
            models.Index(
                fields=(
                    "organ", "state", "clock_status", "due_at", "conference_due_at", "section", "ended_on",
                ),
                name="concern_state",
            ),
            models.Index(
                fields=("organ", "responded_on", "severity", "source", "in_time", "ways"), name="concern_responded"
            ),
            models.Index(fields=("organ", "found_on", "severity", "source"), name="concern_found"),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its page on the workbench."""
        return reverse("workbench:concern", args=[self.number])

    def follow(self, history: History) -> tuple[str, ...]:
        """Keep the columns for counting as the history says them."""
        begun, given = history.effective[0], responses(history)
        self.severity, self.source = severity_of(history), str(begun.facts["source"])
        self.reference = str(begun.facts.get("reference", ""))
        self.found_at = found_at(history)
        self.found_on = timezone.localdate(self.found_at)
        moments = [at for each in given if (at := moment(each, "responded_at")) is not None]
        self.responded_at = min(moments, default=None)
        self.responded_on = timezone.localdate(self.responded_at) if self.responded_at else None
        self.times_responded = len(given)
        self.ways = packed_ways(sorted({str(way) for each in given for way in each.facts["ways"]}))
        self.ended_on = history.effective[-1].on if history.ended else None
        return (*FOLLOWING, "reference")

    def measure(self, history: History, counting: Counting) -> tuple[str, ...]:
        """Keep when the limits end, and whether they were kept."""
        self.due_at, self.in_time = _kept(history, "answer", counting)
        going = history.status("conference") == "running"
        self.conference_due_at, self.conference_in_time = _kept(history, "conference", counting)
        if not going:
            self.conference_due_at = None
        if self.times_responded == 0 and self.in_time:
            self.in_time = None
        return MEASURED

    @property
    def ends_at(self) -> datetime | None:
        """When the hours for an answer are over."""
        return self.due_at

    @classmethod
    def pressed(cls) -> models.Q:
        """Also those that were answered and still owe a press conference."""
        return super().pressed() | models.Q(conference_due_at__isnull=False)

    @property
    def limit(self) -> Limit:
        """That of the answer, and once it was given, that of the press conference."""
        if self.clock_status == "running" or self.conference_due_at is None:
            return super().limit
        return Limit(timezone.localdate(self.conference_due_at), self.conference_due_at, "举行新闻发布会")

    @property
    def severity_title(self) -> str:
        """What the grade is called."""
        return title_of("severities", self.severity)

    @property
    def source_title(self) -> str:
        """What the source is called."""
        return title_of("sources", self.source)

    @property
    def is_major(self) -> bool:
        """Whether a press conference is asked for."""
        return is_major(self.severity)

    @property
    def urgency(self) -> Urgency:
        """How much time there is for an answer, to the hour."""
        if self.ended:
            return Urgency("已结")
        if self.clock_status != "running":
            if self.conference_due_at is not None:
                return left(self.conference_due_at, timezone.now(), "举行新闻发布会")
            if self.in_time is None:
                return Urgency("没有定时限" if self.times_responded else "等待回应")
            return Urgency("按时回应", "good") if self.in_time else Urgency("逾期回应", "bad")
        return Urgency("没有定时限") if self.due_at is None else left(self.due_at, timezone.now(), "回应")


def packed_ways(ways: Iterable[str]) -> str:
    """Ways of answering as columns keep them, so that one of them can be looked for; empty for none.

    >>> packed_ways(["website", "wechat"]), packed_ways([])
    (',website,wechat,', '')
    """
    kept = ",".join(dict.fromkeys(ways))
    return f",{kept}," if kept else ""


def left(end: datetime, now: datetime, what: str) -> Urgency:
    """How many hours are left, or by how many it is late, in words; what has begun counts as a whole hour left.

    >>> from datetime import UTC
    >>> left(datetime(2026, 5, 6, 12, tzinfo=UTC), datetime(2026, 5, 6, 9, 30, tzinfo=UTC), "回应").words
    '回应还有2小时30分'
    """
    rest = end - now
    if rest < timedelta(0):
        return Urgency(f"{what}逾期{_told(-rest)}", "bad")
    return Urgency(f"{what}还有{_told(rest)}", "warn" if rest <= timedelta(hours=12) else "info")


def _told(rest: timedelta) -> str:
    minutes = int(rest.total_seconds() // 60)
    hours, minutes = divmod(minutes, 60)
    if hours >= 48 or (hours and not minutes):
        return f"{hours}小时"
    return f"{hours}小时{minutes}分" if hours else f"{minutes}分"


def _kept(history: History, clock: str, counting: Counting) -> tuple[datetime | None, bool | None]:
    """When the last leg ends, and whether every leg that is over was kept; None while none is over, or none has a limit."""
    legs: tuple[Leg, ...] = history.clock(clock)
    end, kept = None, None
    for leg, following in zip_longest(legs, legs[1:]):
        end = due(history, leg, counting, timezone.localdate()).moment
        if leg.ended is not None and end is not None:
            # 改了等级的，前一段到知道新情况的时刻为止，不到登记的时刻
            until = following.since.at if leg.restarted and following is not None else leg.ended.at
            kept = kept is not False and until <= end
    return end, kept
