"""Counting measures: one question to the database for all measures of a source, both years at once.

The questions do not grow with the number of sections, channels or organs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, Value, When

from gongkai.assessment.dashboards.comparing import MONTHS, Comparison
from gongkai.web.dashboards.measures import Division, Measure, Scope

BEFORE = 100
"""Added to the month of a day of the year before."""
BETWEEN = -1
"""Days of the year before that are later than this year has come; they are not compared."""


@dataclass(frozen=True, slots=True)
class Figure:
    """This year so far, the same days of the year before, and both by month (None: the month is not reached; of states: no months)."""

    now: int
    before: int
    months: tuple[int | None, ...] = ()
    months_before: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """The numbers of one section, channel and so on: by measure, this year so far and the same days of the year before."""

    key: str
    title: str
    numbers: dict[str, tuple[int, int]]


def figures(measures: Iterable[Measure], scope: Scope, days: Comparison) -> dict[str, Figure]:
    """The figure of each measure by its key."""
    found: dict[str, Figure] = {}
    for group in _by_source(measures):
        if group[0].ended:
            found |= {key: Figure(*pair) for key, pair in _going_on(group, scope, days).items()}
            continue
        rows = _rows(group, scope, days, [_month(group[0], days)])
        counts = {month: numbers for month, *numbers in rows}
        for place, each in enumerate(group):
            months, before = (
                tuple(
                    counts[key][place] if (key := number + year) in counts else 0 if span.month(number) else None
                    for number in range(1, MONTHS + 1)
                )
                for span, year in ((days.now, 0), (days.before, BEFORE))
            )
            found[each.key] = Figure(sum(filter(None, months)), sum(filter(None, before)), months, before)
    return found


def divided(measures: Iterable[Measure], by: str, scope: Scope, days: Comparison) -> list[Part]:
    """The measures that have the division, by its values that occur, in the order of their titles."""
    numbers: dict[Any, dict[str, tuple[int, int]]] = {}
    division: Division | None = None
    for group in _by_source(each for each in measures if by in each.divisions):
        division = group[0].divisions[by]
        if group[0].ended:
            asked = _asked_going_on(group, days)
            rows = _all_of(group, scope, days).values_list(division.column).annotate(**asked)
            for value, *counts in rows:
                there = numbers.setdefault(value or None, {})
                for place, each in enumerate(group):
                    there[each.key] = _sum(there.get(each.key), (counts[2 * place], counts[2 * place + 1]))
            continue
        for value, year, *counts in _rows(group, scope, days, [division.column, _year(group[0], days)]):
            if year == BETWEEN:
                continue
            there = numbers.setdefault(value or None, {})
            for each, count in zip(group, counts, strict=True):
                there[each.key] = _sum(there.get(each.key), (0, count) if year == BEFORE else (count, 0))
    if division is None:
        return []
    titles = division.titles([each for each in numbers if each is not None])
    ordered = [key for key in titles if key in numbers] + [key for key in numbers if key not in titles]
    return [
        Part(str(key if key is not None else ""), titles.get(key) or (str(key) if key else division.none), numbers[key])
        for key in ordered
        if any(any(pair) for pair in numbers[key].values())
    ]


def _by_source(measures: Iterable[Measure]) -> Iterator[list[Measure]]:
    rows = sorted(measures, key=lambda each: (each.model._meta.label, *each.source[1:]))
    for _, group in groupby(rows, key=lambda each: each.source):
        yield list(group)


def _rows(group: Sequence[Measure], scope: Scope, days: Comparison, by: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    """Rows of values and counts, a row for each combination of values that occurs."""
    first = group[0]
    # 两年连着问一段，索引才用得上；中间不比的日子另归一堆，不要
    dated = Q(
        **{
            f"{first.dated}__gte": first.bound(days.before.since),
            f"{first.dated}__lt": first.bound(days.now.until, after=True),
        }
    )
    named: dict[str, Any] = {f"by_{place}": each for place, each in enumerate(by) if not isinstance(each, str)}
    names = [each if isinstance(each, str) else f"by_{place}" for place, each in enumerate(by)]
    asked: dict[str, Any] = {f"n_{place}": Count("pk", filter=each.condition) for place, each in enumerate(group)}
    found = first.model._default_manager.filter(scope.condition(first.organ), dated).order_by()
    return iter(found.annotate(**named).values_list(*names).annotate(**asked))


def _month(measure: Measure, days: Comparison) -> Case:
    """The month of the day, ``BEFORE`` more in the year before: by comparing, which databases do faster than taking dates apart."""
    cases: list[tuple[date, int]] = []
    for span, year in ((days.before, BEFORE), (days.now, 0)):
        cases += [(part.until, number + year) for number in range(1, MONTHS + 1) if (part := span.month(number))]
        if year:
            cases.append((days.now.since - timedelta(days=1), BETWEEN))
    return _first_of(measure, cases)


def _year(measure: Measure, days: Comparison) -> Case:
    between = (days.now.since - timedelta(days=1), BETWEEN)
    return _first_of(measure, [(days.before.until, BEFORE), between, (days.now.until, 0)])


def _first_of(measure: Measure, cases: Sequence[tuple[date, int]]) -> Case:
    whens = [
        When(**{f"{measure.dated}__lt": measure.bound(until, after=True)}, then=Value(number))
        for until, number in cases
    ]
    return Case(*whens, output_field=IntegerField())


def _all_of(group: Sequence[Measure], scope: Scope, days: Comparison) -> Any:
    """What went on at the end of either span, or ended since the earlier one."""
    first = group[0]
    begun = Q(**{f"{first.dated}__lt": first.bound(days.now.until, after=True)})
    still = Q(**{first.ended: None}) | Q(**{f"{first.ended}__gte": first.bound(days.before.until, after=True)})
    return first.model._default_manager.filter(scope.condition(first.organ), begun, still).order_by()


def _asked_going_on(group: Sequence[Measure], days: Comparison) -> dict[str, Any]:
    return {
        f"n_{place}_{number}": Count("pk", filter=each.condition & each.within(span))
        for place, each in enumerate(group)
        for number, span in enumerate((days.now, days.before))
    }


def _going_on(group: Sequence[Measure], scope: Scope, days: Comparison) -> dict[str, tuple[int, int]]:
    found = _all_of(group, scope, days).aggregate(**_asked_going_on(group, days))
    return {each.key: (found[f"n_{place}_0"], found[f"n_{place}_1"]) for place, each in enumerate(group)}


def _sum(one: tuple[int, int] | None, other: tuple[int, int]) -> tuple[int, int]:
    return (one[0] + other[0], one[1] + other[1]) if one else other
