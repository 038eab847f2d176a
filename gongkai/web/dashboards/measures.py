"""What a number on the dashboard is: a set of records that can be opened.

A ``Measure`` says which records of one model it counts, as conditions on columns. Figures are counted with those conditions in
one question for all measures of a date column (``counting``), the list behind a figure asks the very same conditions
(``records``); the two cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Model, Q, QuerySet

from gongkai.assessment.dashboards.comparing import Span
from gongkai.web.organs.authority import Policy
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.counts import day_start


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose records: an organ's, or with all organs below it."""

    organ: Organ
    below: bool = False

    def condition(self, path: str) -> Q:
        """The condition on records whose organ ``path`` leads to; by keys, so that the indexes that begin with the organ serve."""
        if not self.below:
            return Q(**{path: self.organ.pk})
        return Q(**{f"{path}__in": Organ.objects.filter(path__startswith=self.organ.path).values("pk")})

    @property
    def title(self) -> str:
        """In words."""
        return f"{self.organ.name}和下级机关" if self.below else self.organ.name


@dataclass(frozen=True, slots=True)
class Division:
    """By what numbers are divided: the column, and the titles of values in order, asked of those that occur.

    ``keys``: the column holds keys of other records. ``none`` is what a record without a value is called.
    """

    title: str
    column: str
    titles: Callable[[Collection[Any]], Mapping[Any, str]]
    none: str = "（没有写）"
    keys: bool = False

    def condition(self, value: str) -> Q:
        """The records of one value as addresses name it. Raises ``ValueError`` for what can be none."""
        if not value:
            return (
                Q(**{f"{self.column}__isnull": True})
                if self.keys
                else Q(**{self.column: ""}) | Q(**{self.column: None})
            )
        if not self.keys:
            return Q(**{self.column: value})
        if not (value.isascii() and value.isdigit() and len(value) < 16):
            raise ValueError(value)
        return Q(**{self.column: int(value)})

    def title_of(self, value: str) -> str:
        """What a value of an address is called; the value itself for one that is not known."""
        if not value:
            return self.none
        key: Any = int(value) if self.keys else value
        return self.titles([key]).get(key, value)


@dataclass(frozen=True)
class Measure:
    """Records of ``model`` that meet ``condition`` and whose day in the column ``dated`` lies in the days asked for.

    ``moment``: the column holds moments. With ``ended`` (a column) the measure is of what goes on: begun by the last of the days
    and not ended by then. ``told`` says in words what is counted.
    """

    key: str
    title: str
    told: str
    model: type[Model]
    policy: Policy
    dated: str
    condition: Q = field(default_factory=Q)
    ended: str = ""
    moment: bool = False
    unit: str = "件"
    organ: str = "organ"
    divisions: Mapping[str, Division] = field(default_factory=dict)

    @property
    def source(self) -> tuple[type[Model], str, str, bool, str]:
        """Measures of one source are counted together."""
        return (self.model, self.dated, self.ended, self.moment, self.organ)

    def within(self, span: Span) -> Q:
        """The days. For what goes on: the state of things at the end of the last day."""
        if not self.ended:
            return Q(
                **{
                    f"{self.dated}__gte": self.bound(span.since),
                    f"{self.dated}__lt": self.bound(span.until, after=True),
                }
            )
        end = self.bound(span.until, after=True)
        begun = Q(**{f"{self.dated}__lt": end})
        return begun & (Q(**{self.ended: None}) | Q(**{f"{self.ended}__gte": end}))

    def bound(self, day: date, *, after: bool = False) -> Any:
        """Where a day begins (``after``: is over), in what the column holds."""
        if self.moment:
            return day_start(day, int(after))
        return day + timedelta(days=int(after))


@dataclass(frozen=True, slots=True)
class Rate:
    """How many per cent of the records of ``whole`` (measures added up) are those of ``part``."""

    key: str
    title: str
    told: str
    part: str
    whole: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """Measures and rates of one kind of work in the order in which they are shown; ``lead`` is drawn month by month.

    ``drawn`` are the pairs of measure and division that the first page draws.
    """

    key: str
    title: str
    lines: tuple[Measure | Rate, ...]
    lead: str
    drawn: tuple[tuple[str, str], ...] = ()

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Without the rates."""
        return tuple(each for each in self.lines if isinstance(each, Measure))

    @property
    def wholes(self) -> tuple[Measure, ...]:
        """What the rates are shares of, as measures under the key of the rate."""
        known = {each.key: each for each in self.measures}
        found = []
        for rate in (each for each in self.lines if isinstance(each, Rate)):
            condition = Q()
            for key in rate.whole:
                condition |= known[key].condition
            first = known[rate.whole[0]]
            told = "、".join(known[key].title for key in rate.whole)
            found.append(
                replace(first, key=rate.key, title=f"{rate.title}的分母", told=f"{told}之和。", condition=condition)
            )
        return tuple(found)

    @property
    def divisions(self) -> Mapping[str, Division]:
        """All by which some measure can be divided."""
        return {key: each for measure in self.measures for key, each in measure.divisions.items()}

    def is_used(self, scope: Scope, before: date | None = None) -> bool:
        """Whether the scope has any record of the subject, of whatever year; or any from before a day."""
        sources = {(each.model, each.organ, each.dated if before else ""): each for each in self.measures}
        for each in sources.values():
            found = each.model._default_manager.filter(scope.condition(each.organ))
            if before is not None:
                found = found.filter(**{f"{each.dated}__lt": each.bound(before)})
            if found.exists():
                return True
        return False


def records(measure: Measure, scope: Scope, span: Span, *, by: str = "", value: str = "") -> QuerySet[Any]:
    """The records that a number counts. Raises ``KeyError``, ``ValueError`` for a division or value that cannot be."""
    found = measure.model._default_manager.filter(
        scope.condition(measure.organ), measure.condition, measure.within(span)
    )
    if by:
        found = found.filter(measure.divisions[by].condition(value))
    return found
