"""What came of a survey, counted by the database: one question for the sheets, one for all answers, whatever their number.

results_of(survey) -> Results      for pages, exports, and the assessment that takes in a 社会评议
appraisals(organ, year) -> QuerySet[Consultation]      the 社会评议 about a year whose outcome is published
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from gongkai.engagement.consultations.questions import COUNTED, Form
from gongkai.engagement.consultations.report import percent
from gongkai.web.consultations.drafting import standing
from gongkai.web.consultations.models import Answer, Consultation, Question
from gongkai.web.organs.models import Organ


@dataclass(frozen=True, slots=True)
class Option:
    """How often one option was chosen; ``paper`` of them on paper."""

    number: int
    label: str
    count: int
    paper: int
    share: float | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one question. ``answered``: sheets that answer it; ``written``: texts (of a written question, or beside 其他)."""

    question: Question
    answered: int
    written: int
    options: tuple[Option, ...]
    mean: float | None = None

    @property
    def is_counted(self) -> bool:
        """Whether there is anything to plot."""
        return self.question.form in COUNTED

    @property
    def high(self) -> int:
        """Of a scale: from which mark on a mark is a high one."""
        return self.question.steps * 3 // 5 + 1

    @property
    def satisfied(self) -> float | None:
        """Of a scale: the share of marks in its upper two fifths, in percent (4 and 5 of 5; 7 and more of 10)."""
        if self.question.form != Form.SCALE or not self.answered:
            return None
        return percent(sum(each.count for each in self.options if each.number >= self.high), self.answered)


@dataclass(frozen=True, slots=True)
class Results:
    """Of a survey: sheets, those of them on paper, and every question in its order."""

    sheets: int
    paper: int
    outcomes: tuple[Outcome, ...]

    @property
    def online(self) -> int:
        """Sheets that were filled in on the portal."""
        return self.sheets - self.paper


def results_of(survey: Consultation) -> Results:
    """The counts as they stand now; three questions to the database however many sheets there are."""
    questions = standing(survey)
    sheets = dict(survey.sheets.order_by().values_list("paper").annotate(number=Count("pk")))
    # 只按索引里的几列分组计数，不逐行判断：两万份答卷也只读一遍索引
    rows = (
        Answer.objects.filter(question__in=[each.pk for each in questions])
        .order_by()
        .values_list("question", "chosen", "paper", "written", "first")
        .annotate(number=Count("*"))
    )
    counted: dict[int, dict[int | None, Counter[str]]] = {}
    for question, chosen, paper, written, first, number in rows:
        found = counted.setdefault(question, {}).setdefault(chosen, Counter())
        found.update(all=number, paper=number * paper, written=number * written, first=number * first)
    return Results(
        sum(sheets.values()), sheets.get(True, 0), tuple(_outcome(each, counted.get(each.pk, {})) for each in questions)
    )


def appraisals(organ: Organ, year: int) -> QuerySet[Consultation]:
    """The public appraisals (社会评议) of an organ about a year with a published outcome, the newest first."""
    return Consultation.objects.filter(
        organ=organ, kind="public_appraisal", about_year=year, state="reported"
    ).order_by("-reported_on", "-id")


def _outcome(question: Question, counted: dict[int | None, Counter[str]]) -> Outcome:
    asked = question.asked
    answered, written = (sum(each[name] for each in counted.values()) for name in ("first", "written"))
    if question.form not in COUNTED:
        return Outcome(question, answered, written, ())
    options = []
    for number in asked.allowed:
        found = counted.get(number, Counter())
        options.append(
            Option(number, asked.label(number), found["all"], found["paper"], percent(found["all"], answered))
        )
    mean: Any = None
    if question.form == Form.SCALE and answered:
        mean = round(sum(each.number * each.count for each in options) / answered, 2)
    return Outcome(question, answered, written, tuple(options), mean)
