"""What pages and figures read of the yearly assessment. A fixed number of questions, however many objects and indicators.

announced(organ, since, until, below=False) -> QuerySet[Round]            results announced in a period
assessed(organ, year, below=False) -> QuerySet[Subject]                   objects whose results of a year were announced
appraised(organ, since, until, below=False) -> {"sample", "satisfied", "subjects"}    社会评议 that ended in a period
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from gongkai.assessment.yearly.results import Results
from gongkai.assessment.yearly.tables import Indicator
from gongkai.engagement.consultations.questions import Form
from gongkai.web.assessment.models import Appraisal, EvidenceFile, Round, Score, Subject
from gongkai.web.consultations.models import Question
from gongkai.web.organs.models import Organ


def announced(organ: Organ, since: date, until: date, *, below: bool = False) -> QuerySet[Round]:
    """Rounds of the organ, or of it and those below, whose results were announced between two days."""
    rows = Round.objects.filter(state=Round.State.ANNOUNCED, announced_on__range=(since, until))
    return rows.filter(organ__path__startswith=organ.path) if below else rows.filter(organ=organ)


def assessed(organ: Organ, year: int, *, below: bool = False) -> QuerySet[Subject]:
    """Objects of the organ's rounds of a year whose results were announced."""
    rows = Subject.objects.filter(state=Subject.State.ANNOUNCED, round__year=year)
    return rows.filter(organ__path__startswith=organ.path) if below else rows.filter(organ=organ)


def appraised(organ: Organ, since: date, until: date, *, below: bool = False) -> dict[str, int]:
    """How many were asked and satisfied in appraisals that ended between two days, and about how many objects."""
    rows = Appraisal.objects.filter(until__range=(since, until), struck_at=None)
    rows = rows.filter(round__organ__path__startswith=organ.path) if below else rows.filter(round__organ=organ)
    found = rows.aggregate(sample=Sum("sample"), satisfied=Sum("satisfied"), subjects=Count("pk"))
    return {name: number or 0 for name, number in found.items()}


def results(found: Round) -> Results:
    """The results as they were last summed up; without lines before they were told."""
    return Results.from_json(found.content or {"year": found.year}, found.scheme)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an object has come: how many indicators have a self-score, and how many the reviewer's."""

    subject: Subject
    filled: int
    reviewed: int


def progress(found: Round) -> list[Progress]:
    """The objects of a round; two questions."""
    counts = (
        Score.objects.filter(subject__round=found)
        .order_by()
        .values_list("subject")
        .annotate(
            n_self=Count("pk", filter=Q(self_points__isnull=False) | Q(absent=True)),
            n_reviewed=Count("pk", filter=Q(points__isnull=False) | Q(absent=True)),
        )
    )
    known = {subject: (filled, reviewed) for subject, filled, reviewed in counts}
    rows = Subject.objects.filter(round=found).select_related("target", "section", "reviewed_by")
    return [Progress(each, *known.get(each.pk, (0, 0))) for each in rows]


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator of an object with its score and evidence."""

    indicator: Indicator
    score: Score
    files: Sequence[EvidenceFile]


def rows_of(subject: Subject) -> dict[str, list[Row]]:
    """The indicators of an object by group; two questions."""
    files: dict[str, list[EvidenceFile]] = {}
    for each in subject.evidence.filter(erased_at=None):
        files.setdefault(each.indicator, []).append(each)
    scores = {each.indicator: each for each in subject.scores.select_related("item")}
    return {
        group: [Row(each, scores[each.key], files.get(each.key, ())) for each in indicators if each.key in scores]
        for group, indicators in subject.round.scheme.groups.items()
    }


def history_of(target: int, section: int | None) -> QuerySet[Subject]:
    """The announced results of a section or organ through the years, oldest first."""
    rows = Subject.objects.filter(target=target, section=section, state=Subject.State.ANNOUNCED)
    return rows.select_related("round__organ", "round__table", "target", "section").order_by("round__year", "id")


def appraisal_questions(found: Round) -> QuerySet[Question]:
    """The scales of public appraisals about the year with a published outcome, of the organ or of one that is assessed."""
    organs = Subject.objects.filter(round=found).values("target")
    return Question.objects.filter(
        Q(consultation__organ=found.organ_id) | Q(consultation__organ__in=organs),
        consultation__kind="public_appraisal",
        consultation__about_year=found.year,
        consultation__state="reported",
        form=Form.SCALE,
        removed_at=None,
    ).order_by("-consultation__reported_on", "consultation", "place")
