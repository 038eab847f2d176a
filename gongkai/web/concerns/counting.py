"""Figures of concerns and meetings for a period, counted from the records by sets that can be opened; nothing is stored.

answered(organ, since, until, **which) -> QuerySet[Concern]            each concern once, by whatever ways it was answered
meetings(organ, since, until, kind=, part=, …) -> QuerySet[PublicMeeting]
counted(organ, since, until, below=False) -> dict[str, int]            all figures of this subject by key, for dashboards
sets(organ, since, until, below=False) -> dict[str, Figure]            the same with their titles and records
interpretations(organ, since, until) -> (items, meetings)              of policies, neither counted twice
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from gongkai.engagement.concerns.choices import meeting_kinds, severities, titles
from gongkai.web.concerns.models import AskedQuestion, Concern, PublicMeeting, Response
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import Item
from gongkai.web.releases import queries as releases

HELD, ATTENDED = PublicMeeting.Part.HELD, PublicMeeting.Part.ATTENDED
CONFERENCE = "press_conference"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a period: what it counts and the records. ``about`` are concerns, meetings or questions."""

    key: str
    title: str
    about: str
    records: QuerySet[Any]
    detail: bool = False

    @property
    def number(self) -> int:
        """How many."""
        return self.records.count()


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


def answered_by(organ: Organ, since: date, until: date, way: str, *, below: bool = False) -> QuerySet[Concern]:
    """Those of ``answered`` that were answered in one way among others."""
    given = Response.objects.filter(ways__contains=Response.packed([way]))
    return answered(organ, since, until, below=below).filter(pk__in=given.values("concern"))


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
        found = found.filter(Q(policy__isnull=False) | Q(item__isnull=False))
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
    held = meetings(organ, since, until, below=below)
    return AskedQuestion.objects.filter(meeting__in=held).exclude(state=AskedQuestion.State.DECLINED)


def sets(organ: Organ, since: date, until: date, *, below: bool = False) -> dict[str, Figure]:
    """Every figure of a period with its records, in the order in which pages show them."""
    span: tuple[Organ, date, date] = (organ, since, until)
    made: list[Figure] = []

    def add(key: str, title: str, about: str, records: QuerySet[Any], *, detail: bool = True) -> None:
        made.append(Figure(key, title, about, records, detail))

    whole = answered(*span, below=below)
    add("noticed", "发现、接到的舆情", "concerns", noticed(*span, below=below), detail=False)
    add("concerns", "回应公众关注热点或重大舆情", "concerns", whole, detail=False)
    for key, title in titles("severities").items():
        add(f"concerns.severity.{key}", f"其中：{title}", "concerns", whole.filter(severity=key))
    add("concerns.in_time", "其中：按时回应", "concerns", whole.filter(in_time=True))
    add("concerns.late", "其中：逾期回应", "concerns", whole.filter(in_time=False))
    for key, title in titles("ways").items():
        add(f"concerns.way.{key}", f"其中：用到{title}", "concerns", answered_by(*span, key, below=below))
    add("concerns.unanswered", "决定不予回应", "concerns", unanswered(*span, below=below), detail=False)
    for kind in meeting_kinds().values():
        of_kind = meetings(*span, kind=kind.key, below=below)
        if not kind.attended:
            add(f"meetings.{kind.key}", kind.title, "meetings", of_kind, detail=False)
            continue
        add(f"meetings.{kind.key}", f"参加或者举办{kind.title}", "meetings", of_kind, detail=False)
        add(f"meetings.{kind.key}.held", "其中：组织召开", "meetings", of_kind.filter(part=HELD))
        add(f"meetings.{kind.key}.attended", "其中：参加", "meetings", of_kind.filter(part=ATTENDED))
        add(f"meetings.{kind.key}.head", "其中：主要负责人参加", "meetings", of_kind.filter(head_attended=True))
    add(
        "meetings.interpreting",
        "用来解读政策的活动",
        "meetings",
        meetings(*span, below=below, interpreting=True),
        detail=False,
    )
    asked = questions(*span, below=below)
    add("questions", "访谈、直播收到的网上提问", "questions", asked, detail=False)
    add("questions.live", "其中：当场回答", "questions", asked.filter(live=True))
    add("questions.after", "其中：事后答复", "questions", asked.filter(state="answered", live=False))
    return {each.key: each for each in made}


def counted(organ: Organ, since: date, until: date, below: bool = False) -> dict[str, int]:
    """The numbers of ``sets`` by key."""
    return {key: each.number for key, each in sets(organ, since, until, below=below).items()}


def timeliness(organ: Organ, since: date, until: date, *, below: bool = False) -> float | None:
    """Of the concerns answered in a period that had a limit, those in time, in percent; None without any."""
    whole = answered(organ, since, until, below=below)
    kept, measured = whole.filter(in_time=True).count(), whole.filter(in_time__isnull=False).count()
    return round(100 * kept / measured, 1) if measured else None


def by_severity(organ: Organ, since: date, until: date, *, below: bool = False) -> list[tuple[str, int, int]]:
    """Title, answers in time and late, of each grade, for the drawing."""
    whole = answered(organ, since, until, below=below)
    return [
        (
            each.title,
            whole.filter(severity=each.key, in_time=True).count(),
            whole.filter(severity=each.key, in_time=False).count(),
        )
        for each in severities().values()
    ]


def _within(records: QuerySet[Any], organ: Organ, below: bool) -> QuerySet[Any]:
    return records.filter(organ__path__startswith=organ.path) if below else records.filter(organ=organ)
