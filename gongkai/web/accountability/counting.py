"""Figures of complaints, rectifications and accountability for a period, counted from the records; nothing is stored.

A number and the list of the records it counts come from the same conditions: ``COLUMNS`` (which complaints) and ``BY`` (divided by
what). For dashboards:

    complaints(organ, since, until, *, below=False) -> QuerySet[Complaint]         received by an organ that decides
    complaints_about(organ, since, until, *, below=False) -> QuerySet[Complaint]   about an organ, whoever decides
    rectifications(organ, since, until, *, below=False) -> QuerySet[Rectification] that an organ was made to do
    rectifications_ordered(organ, since, until) -> QuerySet[Rectification]
    liabilities(organ, since, until, *, below=False) -> QuerySet[Liability]        proposed against people of an organ
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from gongkai.assessment.accountability.choices import title_of, titles
from gongkai.web.accountability.models import Complaint, Liability, Rectification
from gongkai.web.organs.models import Organ

BY: Mapping[str, str] = {
    "about_named": "被投诉的机关",
    "kind": "投诉什么",
    "outcome": "处理结果",
    "month": "收到的月份",
}
MONTH = re.compile(r"[12][0-9]{3}-(0[1-9]|1[0-2])")
LISTS = {"kind": "kinds", "outcome": "outcomes"}
COLUMNS: Mapping[str, tuple[str, Q]] = {
    "received": ("收到", Q()),
    "open": ("还在办理", Q(ended=False)),
    "founded": ("属实", Q(outcome="founded")),
    "partly": ("部分属实", Q(outcome="partly")),
    "unfounded": ("不属实", Q(outcome="unfounded")),
    "elsewhere": ("不予受理、转送、撤回", Q(state__in=("declined", "handed_over", "withdrawn"))),
    "in_time": ("按期处理", Q(in_time=True)),
    "late": ("逾期处理", Q(in_time=False)),
}
ORDERED: Mapping[str, tuple[str, Q]] = {
    "ordered": ("要求整改", Q()),
    "open": ("还没有报告", Q(state__in=("ordered", "returned"))),
    "reported": ("待核查", Q(state="reported")),
    "accepted": ("已销号", Q(state="accepted")),
    "revoked": ("已撤销", Q(state="revoked")),
}


@dataclass(frozen=True, slots=True)
class Row:
    """The numbers of one kind, organ, outcome or month, in the order of the columns."""

    key: str
    title: str
    numbers: tuple[int, ...]


def figures(records: QuerySet[Complaint], since: date, until: date, by: str = "about_named") -> tuple[list[Row], Row]:
    """What came between two days, both included, and their sum; of the ``records`` that the person may see."""
    if by not in BY:
        raise ValueError(by)
    found = records.filter(received_on__gte=since, received_on__lte=until).order_by()
    asked: Any = {f"n_{name}": Count("pk", filter=condition) for name, (_, condition) in COLUMNS.items()}
    numbers: dict[str, list[int]] = {}
    # 按月的先按日数，再合起来：按日数只读索引
    for each, *counted in found.values_list("received_on" if by == "month" else by).annotate(**asked):
        kept = numbers.setdefault(f"{each:%Y-%m}" if by == "month" else str(each), [0] * len(COLUMNS))
        kept[:] = [one + more for one, more in zip(kept, counted, strict=True)]
    rows = [Row(key, title_by(by, key), tuple(each)) for key, each in numbers.items()]
    order = list(titles(LISTS[by])) if by in LISTS else []
    rows.sort(key=lambda row: (order.index(row.key) if row.key in order else len(order), row.key))
    return rows, Row(
        "", "合计", tuple(map(sum, zip(*(row.numbers for row in rows), strict=True))) or (0,) * len(COLUMNS)
    )


def narrowed(
    records: QuerySet[Complaint],
    *,
    since: date | None = None,
    until: date | None = None,
    column: str = "",
    by: str = "",
    key: str = "",
) -> QuerySet[Complaint]:
    """The very records that a number of ``figures`` counts."""
    if since:
        records = records.filter(received_on__gte=since)
    if until:
        records = records.filter(received_on__lte=until)
    if column in COLUMNS:
        records = records.filter(COLUMNS[column][1])
    if by == "month":
        if not MONTH.fullmatch(key):
            return records.none()
        records = records.filter(received_on__year=int(key[:4]), received_on__month=int(key[5:]))
    elif by in BY:
        records = records.filter(**{by: key})
    return records


def title_by(by: str, key: str) -> str:
    """What a row of ``figures`` is called."""
    if by == "month":
        return f"{key[:4]}年{int(key[5:])}月" if MONTH.fullmatch(key) else key
    if by in LISTS:
        return title_of(LISTS[by], key) if key else "还没有结果"
    return key


def rectification_numbers(records: QuerySet[Rectification], since: date, until: date) -> dict[str, int]:
    """How many were ordered between two days, and how they stand; by the names of ``ORDERED``."""
    found = records.filter(ordered_on__gte=since, ordered_on__lte=until).order_by()
    asked: Any = {f"n_{name}": Count("pk", filter=condition) for name, (_, condition) in ORDERED.items()}
    return {name.removeprefix("n_"): number for name, number in found.aggregate(**asked).items()}


def complaints(organ: Organ, since: date, until: date, *, below: bool = False) -> QuerySet[Complaint]:
    """Those that an organ (and those below it) received to decide on."""
    return _of(Complaint.objects.all(), "organ", organ, below).filter(received_on__gte=since, received_on__lte=until)


def complaints_about(organ: Organ, since: date, until: date, *, below: bool = False) -> QuerySet[Complaint]:
    """Those about an organ (and those below it), counted once: not the one that was handed over to be decided elsewhere."""
    found = _of(Complaint.objects.exclude(state="handed_over"), "about", organ, below)
    return found.filter(received_on__gte=since, received_on__lte=until)


def rectifications(organ: Organ, since: date, until: date, *, below: bool = False) -> QuerySet[Rectification]:
    """What an organ (and those below it) was made to set right."""
    return _of(Rectification.objects.all(), "organ", organ, below).filter(ordered_on__gte=since, ordered_on__lte=until)


def rectifications_ordered(organ: Organ, since: date, until: date) -> QuerySet[Rectification]:
    """What an organ made others set right."""
    return Rectification.objects.filter(orderer=organ, ordered_on__gte=since, ordered_on__lte=until)


def liabilities(organ: Organ, since: date, until: date, *, below: bool = False) -> QuerySet[Liability]:
    """What was proposed against people of an organ (and of those below it)."""
    return _of(Liability.objects.all(), "organ", organ, below).filter(proposed_on__gte=since, proposed_on__lte=until)


def _of(records: Any, field: str, organ: Organ, below: bool) -> Any:
    if below:
        return records.filter(**{f"{field}__path__startswith": organ.path})
    return records.filter(**{field: organ})
