"""Counting measures: one question to the database for all measures of a source, both years at once.

The questions do not grow with the number of sections, channels or organs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Case, Count, DateField, Q, Value, When

from gongkai.assessment.dashboards.comparing import MONTHS, Comparison
from gongkai.web.dashboards.measures import Division, Measure, Scope

Months = list[int | None]


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
            counts = _all_of(group, scope, days).aggregate(**_asked(group, days))
            found |= {
                each.key: Figure(counts[f"n_{place}_0"], counts[f"n_{place}_1"]) for place, each in enumerate(group)
            }
            continue
        months, before = _months(group, scope, days)
        for place, each in enumerate(group):
            found[each.key] = Figure(
                sum(filter(None, months[place])),
                sum(filter(None, before[place])),
                tuple(months[place]),
                tuple(before[place]),
            )
    return found


def divided(measures: Iterable[Measure], by: str, scope: Scope, days: Comparison) -> list[Part]:
    """The measures that have the division, by its values that occur, in the order of their titles."""
    numbers: dict[Any, dict[str, tuple[int, int]]] = {}
    division: Division | None = None
    for group in _by_source(each for each in measures if by in each.divisions):
        division = group[0].divisions[by]
        rows = _all_of(group, scope, days).values_list(division.column).annotate(**_asked(group, days))
        for value, *counts in rows:
            # 空字符串和没有值，是同一个“没有写”
            there = numbers.setdefault(value or None, {})
            for place, each in enumerate(group):
                now, before = there.get(each.key, (0, 0))
                there[each.key] = (now + counts[2 * place], before + counts[2 * place + 1])
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


def _all_of(group: Sequence[Measure], scope: Scope, days: Comparison) -> Any:
    """The records of both years, or what went on at the end of either; in one range, for the index."""
    first = group[0]
    dated = Q(**{f"{first.dated}__lt": first.bound(days.now.until, after=True)})
    if first.ended:
        late = first.bound(days.before.until, after=True)
        dated &= Q(**{first.ended: None}) | Q(**{f"{first.ended}__gte": late})
    else:
        dated &= Q(**{f"{first.dated}__gte": first.bound(days.before.since)})
    if len(group) == 1:
        # 只数一样的，条件放在外面，部分索引才用得上
        dated &= first.condition
    return first.model._default_manager.filter(scope.condition(first.organ), dated).order_by()


def _asked(group: Sequence[Measure], days: Comparison) -> dict[str, Any]:
    """For each measure its number now and of the year before."""
    return {
        f"n_{place}_{number}": Count("pk", filter=each.condition & each.within(span))
        for place, each in enumerate(group)
        for number, span in enumerate((days.now, days.before))
    }


def _months(group: Sequence[Measure], scope: Scope, days: Comparison) -> tuple[list[Months], list[Months]]:
    """The numbers of each measure by month, of this year and of the year before."""
    now, before = (
        [[0 if span.month(number + 1) else None for number in range(MONTHS)] for _ in group]
        for span in (days.now, days.before)
    )
    first = group[0]
    asked: dict[str, Any] = {f"n_{place}": Count("pk", filter=each.condition) for place, each in enumerate(group)}
    found = _all_of(group, scope, days)
    if first.moment:
        named = found.annotate(first_day=_first_day(first, days))
        rows = named.values_list("first_day").annotate(**asked)
    else:
        # 一天一行，照索引的次序数下去，比把每个日期归到月份快几倍
        rows = found.values_list(first.dated).annotate(**asked)
    for day, *counts in rows:
        if day is None:
            continue
        year = now if day >= days.now.since else before if day <= days.before.until else None
        if year is not None:
            for months, count in zip(year, counts, strict=True):
                months[day.month - 1] = (months[day.month - 1] or 0) + count
    return now, before


def _first_day(measure: Measure, days: Comparison) -> Case | Value:
    """The first day of the month in which a moment lies; nothing for days that are not compared. By halving, to compare little."""
    before, now = (
        [(part.until, part.since) for number in range(MONTHS) if (part := span.month(number + 1))]
        for span in (days.before, days.now)
    )
    between: list[tuple[date, date | None]] = []
    if days.before.until < days.now.since - timedelta(days=1):
        between = [(days.now.since - timedelta(days=1), None)]
    cases: list[tuple[date, date | None]] = [*before, *between, *now]
    return _halved(measure, cases)


def _halved(measure: Measure, cases: Sequence[tuple[date, date | None]]) -> Case | Value:
    if len(cases) == 1:
        return Value(cases[0][1], output_field=DateField())
    middle = len(cases) // 2
    bound = measure.bound(cases[middle - 1][0], after=True)
    return Case(
        When(**{f"{measure.dated}__lt": bound}, then=_halved(measure, cases[:middle])),
        default=_halved(measure, cases[middle:]),
        output_field=DateField(),
    )
