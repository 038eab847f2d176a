"""Numbers of consultations and surveys for a period, counted from the records; the same function gives the number and its records.

counted(organ, since, until, which="opened", kind="", below=False) -> QuerySet[Consultation]
figures(organ, since, until, below=False) -> list[Row]      by kind, with the sum
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from gongkai.engagement.consultations.kinds import kinds
from gongkai.engagement.consultations.periods import BELOW_ADVISED, BELOW_LEAST
from gongkai.web.consultations.models import Consultation
from gongkai.web.consultations.queries import within
from gongkai.web.organs.models import Organ

WHICH = {
    "opened": "开启",
    "reported": "公布结果",
    "in_time": "其中按期",
    "late": "其中逾期",
    "overdue": "逾期没有公布",
    "short": "短于规定时间",
    "advised": "短于宜有时间",
    "withdrawn": "撤回",
}
"""The numbers of a period; all but ``reported`` and its parts are of those opened in it."""


@dataclass(frozen=True, slots=True)
class Row:
    """Of one kind, or the sum (empty key): the numbers in the order of ``WHICH``."""

    key: str
    title: str
    numbers: tuple[int, ...]


def counted(
    organ: Organ, since: date, until: date, which: str = "opened", kind: str = "", below: bool = False
) -> QuerySet[Consultation]:
    """The records behind one number. Raises ``LookupError`` for a number or kind that there is not.

    A published outcome counts in the period of its publication; everything else in that of the opening. One taken back for
    correction and not opened again was not opened.
    """
    if which not in WHICH or (kind and kind not in kinds()):
        raise LookupError(which, kind)
    rows = within(Consultation.objects.all(), organ, below).filter(_conditions(since, until)[which])
    return rows.filter(kind=kind) if kind else rows


def figures(organ: Organ, since: date, until: date, below: bool = False) -> list[Row]:
    """Every kind with anything, and the sum; one question."""
    conditions = _conditions(since, until)
    rows = within(Consultation.objects.all(), organ, below).filter(conditions["opened"] | conditions["reported"])
    asked = {f"n_{which}": Count("pk", filter=condition) for which, condition in conditions.items()}
    found = {row[0]: row[1:] for row in rows.order_by().values_list("kind").annotate(**asked)}
    made = [Row(key, each.title, tuple(found[key])) for key, each in kinds().items() if key in found]
    sums = tuple(sum(row.numbers[place] for row in made) for place in range(len(WHICH)))
    return [*made, Row("", "合计", sums)]


def _conditions(since: date, until: date) -> dict[str, Q]:
    opened = Q(opened_on__range=(since, until))
    reported = Q(reported_on__range=(since, until))
    return {
        "opened": opened,
        "reported": reported,
        "in_time": reported & Q(reported_late=False),
        "late": reported & Q(reported_late=True),
        "overdue": opened & Q(ended=False, due_on__lt=timezone.localdate()),
        "short": opened & Q(short=BELOW_LEAST),
        "advised": opened & Q(short=BELOW_ADVISED),
        "withdrawn": opened & Q(state="withdrawn"),
    }
