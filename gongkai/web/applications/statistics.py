"""Statistics of applications received in a period: by section, outcome, channel, kind of applicant, month or organ.

What is counted is said once, in ``MEASURES``: the figures and the lists behind them ask the same conditions. All figures are of the
applications whose date of receipt lies in the period; what became of them is told as of today. One question, and one for the titles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import CharField, Count, F, Q, QuerySet
from django.db.models.functions import Cast, Substr

from gongkai.applications.channels import channels
from gongkai.applications.counted import ENDS
from gongkai.applications.intake import applicant_kinds
from gongkai.applications.outcomes import outcome_title, outcomes
from gongkai.web.applications.models import Application
from gongkai.web.organs.models import Organ, Section

_ANSWERED = Q(ended_on__isnull=False) & ~Q(outcome__in=sorted(set(ENDS.values())))


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure: its title, what is counted in words, and the condition for a day."""

    title: str
    told: str
    condition: Callable[[date], Q]


MEASURES: Mapping[str, Measure] = {
    "received": Measure("收到", "收到申请之日在期间内的申请。还没有确定收到日期的不计。", lambda today: Q()),
    "open": Measure("在办", "其中到今天还没有办结的。", lambda today: Q(ended_on=None)),
    "overdue": Measure("在办已逾期", "在办的当中，最后一日已经过了的。", lambda today: Q(ended_on=None, due_on__lt=today)),
    "answered": Measure("已答复", "其中送达了答复的，以第一次答复为准；责令重新答复的不再计一次。", lambda today: _ANSWERED),
    "otherwise": Measure(
        "未经答复办结", "申请人撤回、并入另一件、逾期不补正、逾期未缴费的。", lambda today: Q(ended_on__isnull=False) & ~_ANSWERED
    ),
    "on_time": Measure(
        "按期", "已答复的当中，答复日期不晚于当时的最后一日的；邮寄的以交邮之日计。", lambda today: _ANSWERED & Q(answer_due_on__gte=F("ended_on"))
    ),
    "late": Measure("逾期", "已答复的当中，答复日期晚于当时的最后一日的。", lambda today: _ANSWERED & Q(answer_due_on__lt=F("ended_on"))),
    "extended": Measure("延期", "办理中延长过答复期限的。", lambda today: Q(extended=True)),
    "corrected": Measure("补正", "告知过申请人补正的。", lambda today: Q(corrected=True)),
    "disputed": Measure("复议诉讼", "答复以后有人申请复议、提起诉讼的。", lambda today: Q(disputed=True)),
}  # fmt: skip
DAYS_TOLD = "收到之日的次日到答复之日的工作日数，已答复的件平均、取中位；补正、征求意见等不计入期限的日子也在内。"


@dataclass(frozen=True, slots=True)
class Days:
    """Working days from receipt to answer of ``number`` applications."""

    number: int
    mean: Fraction
    median: Fraction


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one section, outcome and so on; ``days`` is None where nothing was answered."""

    key: str
    title: str
    figures: Mapping[str, int]
    days: Days | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Applications received from ``since`` to ``until``, both included, divided ``by`` one of ``DIVISIONS``, seen on ``today``."""

    since: date
    until: date
    by: str
    today: date


@dataclass(frozen=True, slots=True)
class Table:
    """Rows in the order of their subject, and all together."""

    asked: Asked
    rows: Sequence[Row]
    total: Row


@dataclass(frozen=True, slots=True)
class Division:
    """By what the table is divided: the expression for it, and the titles of its values in order, asked of those that occur."""

    title: str
    value: F | Substr
    titles: Callable[[Sequence[Any]], Mapping[Any, str]]
    none: str = ""


def _sections(found: Sequence[Any]) -> Mapping[Any, str]:
    rows = Section.objects.filter(pk__in=[each for each in found if each]).select_related("organ")
    several = len({row.organ_id for row in rows}) > 1
    ordered = sorted(rows, key=lambda row: (row.organ.order, row.organ.name, row.pk))
    return {row.pk: f"{row.organ.short_name}{row.name}" if several else row.name for row in ordered}


def _organs(found: Sequence[Any]) -> Mapping[Any, str]:
    return {row.pk: row.name for row in Organ.objects.filter(pk__in=found)}


DIVISIONS: Mapping[str, Division] = {
    "section": Division("承办科室", F("section_id"), _sections, "没有交科室"),
    "outcome": Division("办理结果", F("outcome"), lambda found: {key: outcome_title(key) for key in outcomes()}, "还没有办结"),
    "channel": Division("渠道", F("channel"), lambda found: {key: each.title for key, each in channels().items()}),
    "applicant_kind": Division(
        "申请人类别", F("applicant_kind"), lambda found: {key: each.title for key, each in applicant_kinds().items()}
    ),
    "month": Division(
        "收到的月份", Substr(Cast("received_on", CharField()), 1, 7), lambda found: {key: f"{key[:4]}年{int(key[5:])}月" for key in sorted(found)}
    ),
    "organ": Division("机关", F("organ_id"), _organs),
}  # fmt: skip


_KEYS = frozenset({"section", "organ"})
"""Divisions by the key of another record."""


def received_in(records: QuerySet[Application], asked: Asked) -> QuerySet[Application]:
    """Those of ``records`` that the statistics are about."""
    return records.filter(received_on__range=(asked.since, asked.until)).order_by()


def statistics(records: QuerySet[Application], asked: Asked) -> Table:
    """The table of ``records``, which are those that the person may read."""
    division, counts, taken = DIVISIONS[asked.by], dict[Any, Counter[str]](), dict[Any, Counter[int]]()
    counted = {
        name: Count("pk", filter=each.condition(asked.today)) for name, each in MEASURES.items() if name != "received"
    }
    grouped: Any = received_in(records, asked).values("answer_workdays", division=division.value)
    for row in grouped.annotate(received=Count("pk"), **counted):
        key, workdays = row.pop("division"), row.pop("answer_workdays")
        counts.setdefault(key, Counter()).update(row)
        if workdays is not None and row["answered"]:
            taken.setdefault(key, Counter())[workdays] += row["answered"]
    titles = division.titles(list(counts))
    keys = [key for key in titles if key in counts] + [key for key in counts if key not in titles]
    rows = [
        Row(str(key or ""), titles.get(key) or division.none or str(key), _figures(counts[key]), _days(taken.get(key)))
        for key in keys
    ]
    everything: Counter[int] = sum(taken.values(), Counter())
    return Table(asked, rows, Row("*", "合计", _figures(sum(counts.values(), Counter())), _days(everything)))


def cases(records: QuerySet[Application], asked: Asked, measure: str, key: str) -> QuerySet[Application]:
    """The applications that a figure counts, the oldest first; ``key`` of a row, or ``*`` for all. Raises ``KeyError``."""
    found = received_in(records, asked).filter(MEASURES[measure].condition(asked.today))
    return (found if key == "*" else found.filter(_row(asked.by, key))).order_by("received_on", "pk")


def title_of(asked: Asked, key: str) -> str:
    """What a row is called. Raises ``KeyError`` or ``ValueError`` for one that cannot be."""
    division = DIVISIONS[asked.by]
    if key == "*":
        return "合计"
    if key == "":
        return division.none or "（空）"
    if asked.by == "month":
        return f"{date.fromisoformat(f'{key}-01'):%Y年%-m月}"
    value: Any = key
    if asked.by in _KEYS:
        value = int(key) if key.isascii() and key.isdigit() and len(key) < 16 else -1
    return division.titles([value])[value]


def _row(by: str, key: str) -> Q:
    if by == "month":
        return Q(received_on__year=int(key[:4]), received_on__month=int(key[5:7]))
    if by in _KEYS:
        return Q(**{by: int(key) if key else None})
    return Q(**{by: key})


def _figures(counts: Mapping[str, int]) -> dict[str, int]:
    return {name: counts.get(name, 0) for name in MEASURES}


def _days(taken: Counter[int] | None) -> Days | None:
    if not taken:
        return None
    number = sum(taken.values())
    ordered, passed, middle = sorted(taken), 0, []
    for place in ((number - 1) // 2, number // 2):
        passed = 0
        for days in ordered:
            passed += taken[days]
            if passed > place:
                middle.append(days)
                break
    total = sum(days * times for days, times in taken.items())
    return Days(number, Fraction(total, number), Fraction(sum(middle), 2))
