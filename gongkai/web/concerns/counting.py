"""Figures of concerns and meetings for a period, counted from the records with five questions to the database; nothing is stored.

Each number and the records that it counts come from the same condition (``Figure``). For pages and reports:

answered(organ, since, until, **which) -> QuerySet[Concern]            each concern once, by whatever ways it was answered
meetings(organ, since, until, kind=, part=, …) -> QuerySet[PublicMeeting]
sets(organ, since, until, below=False) -> dict[str, Figure]            every figure with its title and its records
counted(organ, since, until, below=False) -> dict[str, int]            how many records each of them has
timeliness(numbers), by_severity(numbers)                              what follows from ``counted``
interpretations(organ, since, until) -> (items, meetings)              of policies, neither counted twice
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Count, Q, QuerySet

from gongkai.engagement.concerns.choices import meeting_kinds, severities, titles
from gongkai.web.concerns.models import AskedQuestion, Concern, PublicMeeting, packed_ways
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import Item
from gongkai.web.releases import queries as releases

HELD, ATTENDED = PublicMeeting.Part.HELD, PublicMeeting.Part.ATTENDED
CONFERENCE = "press_conference"
INTERPRETING = Q(policy__isnull=False) | Q(item__isnull=False)


@dataclass(frozen=True, slots=True)
class Measure:
    """What a figure counts: what meets a condition in a ``whole`` (see ``WHOLES``), or, with a ``part``, in that part of it.

    ``detail``: shown as a part of the figure before it; one that is not ``listed`` is for drawings only.
    """

    title: str
    whole: str
    condition: Q = field(default_factory=Q)
    part: str = ""
    detail: bool = True
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Whole:
    """What figures are taken of: its ``records`` in a period, by which ``day`` they belong to it, what column divides them into parts.

    ``about`` are concerns, meetings or questions. With ``several`` a record belongs to each of the parts that the column names.
    """

    about: str
    day: str
    records: Callable[..., QuerySet[Any]]
    column: str = ""
    several: bool = False

    def narrowed(self, measure: Measure) -> Q:
        """The condition on the records that a figure counts."""
        if not measure.part:
            return measure.condition
        if self.several:
            return measure.condition & Q(**{f"{self.column}__contains": packed_ways([measure.part])})
        return measure.condition & Q(**{self.column: measure.part})

    def holds(self, value: str, part: str) -> bool:
        """Whether what the column says belongs to a part."""
        return not part or (packed_ways([part]) in value if self.several else part == value)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a period with its records."""

    key: str
    title: str
    about: str
    day: str
    records: QuerySet[Any]


def answered(organ: Organ, since: date, until: date, *, below: bool = False, **which: Any) -> QuerySet[Concern]:
    """Concerns first answered in a period; one answered in several ways or several times counts once."""
    return _within(Concern.objects.all(), organ, below).filter(responded_on__range=(since, until), **which)


def noticed(organ: Organ, since: date, until: date, *, below: bool = False, **which: Any) -> QuerySet[Concern]:
    """Concerns that the organ learned of in a period."""
    return _within(Concern.objects.all(), organ, below).filter(found_on__range=(since, until), **which)


def unanswered(organ: Organ, since: date, until: date, *, below: bool = False) -> QuerySet[Concern]:
    """Concerns of which it was decided in a period not to answer them."""
    found = _within(Concern.objects.all(), organ, below)
    return found.filter(state="unanswered", ended_on__range=(since, until))


def meetings(
    organ: Organ,
    since: date,
    until: date,
    *,
    kind: str = "",
    part: str = "",
    below: bool = False,
    interpreting: bool = False,
    head: bool = False,
) -> QuerySet[PublicMeeting]:
    """Meetings that took place in a period; one that also interprets a policy or answers a concern counts once all the same."""
    found = _within(PublicMeeting.objects.all(), organ, below).filter(
        state=PublicMeeting.State.HELD, on__range=(since, until)
    )
    for name, value in (("kind", kind), ("part", part)):
        if value:
            found = found.filter(**{name: value})
    if interpreting:
        found = found.filter(INTERPRETING)
    if head:
        found = found.filter(head_attended=True)
    return found


def interpretations(organ: Organ, since: date, until: date) -> tuple[QuerySet[Item], QuerySet[PublicMeeting]]:
    """Interpretations published as information, and meetings that interpret a policy without such an item of their own.

    The size of both together is the number of interpretations: a press conference whose interpretation is published is one.
    """
    published = releases.interpretations(organ, since, until)
    apart = meetings(organ, since, until, interpreting=True)
    return published, apart.filter(item=None)


def questions(organ: Organ, since: date, until: date, *, below: bool = False) -> QuerySet[AskedQuestion]:
    """Questions that the public asked online for meetings which took place in a period, those left out not counted."""
    found = _within(AskedQuestion.objects.all(), organ, below, "meeting__organ")
    found = found.filter(meeting__state=PublicMeeting.State.HELD, meeting__on__range=(since, until))
    return found.exclude(state=AskedQuestion.State.DECLINED)


WHOLES: Mapping[str, Whole] = {
    "noticed": Whole("concerns", "found_on", noticed),
    "answered": Whole("concerns", "responded_on", answered, "ways", several=True),
    "unanswered": Whole("concerns", "ended_on", unanswered),
    "meetings": Whole("meetings", "on", meetings, "kind"),
    "questions": Whole("questions", "meeting__on", questions),
}


@cache
def measures() -> Mapping[str, Measure]:
    """Everything that is counted, in the order in which pages show it."""
    made = {
        "noticed": Measure("发现、接到的舆情", "noticed", detail=False),
        "concerns": Measure("回应公众关注热点或重大舆情", "answered", detail=False),
    }
    for key, title in titles("severities").items():
        grade = Q(severity=key)
        made[f"concerns.severity.{key}"] = Measure(f"其中：{title}", "answered", grade)
        for name, word, kept in (("in_time", "按时", True), ("late", "逾期", False)):
            told = f"其中：{title}，{word}回应"
            made[f"concerns.severity.{key}.{name}"] = Measure(told, "answered", grade & Q(in_time=kept), listed=False)
    made["concerns.in_time"] = Measure("其中：按时回应", "answered", Q(in_time=True))
    made["concerns.late"] = Measure("其中：逾期回应", "answered", Q(in_time=False))
    for key, title in titles("ways").items():
        made[f"concerns.way.{key}"] = Measure(f"其中：用到{title}", "answered", part=key)
    made["concerns.unanswered"] = Measure("决定不予回应", "unanswered", detail=False)
    for kind in meeting_kinds().values():
        here, title = f"meetings.{kind.key}", f"参加或者举办{kind.title}" if kind.attended else kind.title
        made[here] = Measure(title, "meetings", part=kind.key, detail=False)
        if kind.attended:
            made[f"{here}.held"] = Measure("其中：组织召开", "meetings", Q(part=HELD), kind.key)
            made[f"{here}.attended"] = Measure("其中：参加", "meetings", Q(part=ATTENDED), kind.key)
            made[f"{here}.head"] = Measure("其中：主要负责人参加", "meetings", Q(head_attended=True), kind.key)
    made["meetings.interpreting"] = Measure("用来解读政策的活动", "meetings", INTERPRETING, detail=False)
    made["questions"] = Measure("访谈、直播收到的网上提问", "questions", detail=False)
    made["questions.live"] = Measure("其中：当场回答", "questions", Q(live=True))
    made["questions.after"] = Measure("其中：事后答复", "questions", Q(state="answered", live=False))
    return made


def sets(organ: Organ, since: date, until: date, *, below: bool = False) -> dict[str, Figure]:
    """Every figure of a period with its records, in the order in which pages show them."""
    records = {name: whole.records(organ, since, until, below=below) for name, whole in WHOLES.items()}
    found: dict[str, Figure] = {}
    for key, measure in measures().items():
        whole = WHOLES[measure.whole]
        counted_ones = records[measure.whole].filter(whole.narrowed(measure))
        found[key] = Figure(key, measure.title, whole.about, whole.day, counted_ones)
    return found


def counted(organ: Organ, since: date, until: date, below: bool = False) -> dict[str, int]:
    """How many records each figure of ``sets`` has, with one question for each whole, grouped by its parts."""
    found = dict.fromkeys(measures(), 0)
    for name, whole in WHOLES.items():
        asked = {key: each for key, each in measures().items() if each.whole == name}
        conditions = list(dict.fromkeys(each.condition for each in asked.values()))
        counts: Any = {f"n{place}": Count("pk", filter=each or None) for place, each in enumerate(conditions)}
        records = whole.records(organ, since, until, below=below).order_by()
        if whole.column:
            rows = list(records.values_list(whole.column).annotate(**counts))
        else:
            rows = [("", *records.aggregate(**counts).values())]
        for value, *numbers in rows:
            by_condition = dict(zip(conditions, numbers, strict=True))
            for key, each in asked.items():
                if whole.holds(value, each.part):
                    found[key] += by_condition[each.condition]
    return found


def timeliness(numbers: Mapping[str, int]) -> float | None:
    """Of the concerns answered in a period that had a limit, those in time, in percent; None without any."""
    kept, late = numbers["concerns.in_time"], numbers["concerns.late"]
    return round(100 * kept / (kept + late), 1) if kept + late else None


def by_severity(numbers: Mapping[str, int]) -> list[tuple[str, int, int]]:
    """Title, answers in time and late, of each grade, for the drawing."""
    kept, late = ([numbers[f"concerns.severity.{key}.{name}"] for key in severities()] for name in ("in_time", "late"))
    return list(zip((each.title for each in severities().values()), kept, late, strict=True))


def _within(records: QuerySet[Any], organ: Organ, below: bool, name: str = "organ") -> QuerySet[Any]:
    if below:
        return records.filter(**{f"{name}__in": Organ.objects.filter(path__startswith=organ.path).values("pk")})
    return records.filter(**{name: organ})
