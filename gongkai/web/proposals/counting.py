"""Figures of proposals handed over in a period, counted from the records; nothing is stored. Each figure opens what it counts.

figures(organ, since, until, *, below=False) -> Figures          by kind, and their sum, with two questions to the database
counted(organ, since, until, figure="handed_over", *, kind="", below=False) -> QuerySet[Proposal]        the records of one figure
handed_over(organ, since, until, kind="") · replied(…) · rated(…) · satisfied(…)                       for the figures of a report
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from gongkai.engagement.proposals.choices import attitudes, good_attitudes, kinds
from gongkai.engagement.proposals.moves import TO_DO
from gongkai.web.organs.models import Organ
from gongkai.web.proposals.models import Proposal

FIGURES: Mapping[str, tuple[str, Q]] = {
    "handed_over": ("交办", Q()),
    "replied": ("已答复", Q(replied_on__isnull=False)),
    "in_time": ("其中按期", Q(in_time=True)),
    "late": ("其中逾期", Q(in_time=False)),
    "closed": ("已办结", Q(state="closed")),
    "open": ("还在办理", Q(state__in=TO_DO)),
    "extended": ("延长期限", Q(extended=True)),
    "contacted": ("沟通过", Q(contacted=True)),
    "rated": ("收到反馈", ~Q(attitude="")),
    "satisfied": ("计入满意", Q(attitude__in=good_attitudes())),
    **{f"said_{each.key}": (each.title, Q(attitude=each.key)) for each in attitudes().values()},
    "redone": ("重新办理", Q(redone=True)),
    "full": ("全文公开", Q(publicity="full")),
    "summary": ("摘要公开", Q(publicity="summary")),
    "withheld": ("不公开", Q(publicity="withheld")),
    "undecided": ("答复了还没有定公开", Q(replied_on__isnull=False, publicity="")),
}
"""Each figure: its title, and which of the proposals handed over it counts."""
RATES: Mapping[str, tuple[str, str, str]] = {
    "closed_rate": ("办结率", "closed", "handed_over"),
    "reply_rate": ("答复率", "replied", "handed_over"),
    "in_time_rate": ("按期率", "in_time", "replied"),
    "satisfied_rate": ("满意率", "satisfied", "rated"),
}
"""Each rate: its title, and of which figures it is made."""


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one kind, or of all (an empty ``key``)."""

    key: str
    title: str
    numbers: Mapping[str, int] = field(default_factory=dict)

    def __getitem__(self, name: str) -> int:
        return self.numbers[name]

    def rate(self, name: str) -> float | None:
        """In percent to one place; None where there is nothing to divide by."""
        _, part, whole = RATES[name]
        return round(100 * self[part] / self[whole], 1) if self[whole] else None


@dataclass(frozen=True, slots=True)
class Figures:
    """A row for each kind, their sum, and how many have each result."""

    rows: tuple[Row, ...]
    total: Row
    results: tuple[tuple[str, str, int], ...]


def counted(
    organ: Organ,
    since: date,
    until: date,
    figure: str = "handed_over",
    *,
    kind: str = "",
    below: bool = False,
    result: str = "",
) -> QuerySet[Proposal]:
    """The proposals that a figure counts: handed over between two days, both included, and replied to by the organ itself.

    What was sent back, or is only co-handled, is not counted. Raises ``KeyError`` for a figure that there is not.
    """
    found = _within(organ, since, until, below).filter(FIGURES[figure][1])
    if kind:
        found = found.filter(kind=kind)
    return found.filter(result=result) if result else found


def figures(organ: Organ, since: date, until: date, *, below: bool = False) -> Figures:
    """Everything of the proposals handed over between two days, both included."""
    within = _within(organ, since, until, below).order_by()
    asked: dict[str, Any] = {f"n_{name}": Count("pk", filter=condition) for name, (_, condition) in FIGURES.items()}
    by_kind: dict[str, dict[str, Any]] = {
        str(row["kind"]): dict(row) for row in within.values("kind").annotate(**asked)
    }
    rows = tuple(
        Row(key, each.title, {name: by_kind.get(key, {}).get(f"n_{name}", 0) for name in FIGURES})
        for key, each in kinds().items()
    )
    total = Row("", "合计", {name: sum(row[name] for row in rows) for name in FIGURES})
    grouped = within.exclude(result="").values_list("result", "result_title").annotate(n=Count("pk"))
    return Figures(rows, total, tuple(sorted(grouped)))


def handed_over(organ: Organ, since: date, until: date, kind: str = "") -> QuerySet[Proposal]:
    """Those handed over in the period that the organ replies to."""
    return counted(organ, since, until, kind=kind)


def replied(organ: Organ, since: date, until: date, kind: str = "") -> QuerySet[Proposal]:
    """Those of them that have a reply."""
    return counted(organ, since, until, "replied", kind=kind)


def rated(organ: Organ, since: date, until: date, kind: str = "") -> QuerySet[Proposal]:
    """Those of them of whose reply the proposers said what they think."""
    return counted(organ, since, until, "rated", kind=kind)


def satisfied(organ: Organ, since: date, until: date, kind: str = "") -> QuerySet[Proposal]:
    """Those of them with an attitude that counts as satisfied (``attitudes`` of ``choices.yaml``)."""
    return counted(organ, since, until, "satisfied", kind=kind)


def years(organ: Organ) -> list[int]:
    """The years in which something was handed over, the latest first."""
    found = Proposal.objects.filter(organ=organ, handed_year__isnull=False).order_by("-handed_year")
    return [year for year in found.values_list("handed_year", flat=True).distinct() if year]


def _within(organ: Organ, since: date, until: date, below: bool) -> QuerySet[Proposal]:
    found = Proposal.objects.filter(counted=True, handed_on__gte=since, handed_on__lte=until)
    if below:
        return found.filter(organ__in=Organ.objects.filter(path__startswith=organ.path).values("pk"))
    return found.filter(organ=organ)
