"""Points of an indicator, the total of an object, its grade and its rank. All with exact numbers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from gongkai.assessment.yearly.tables import DEDUCTED, EARNED, JUDGED, RATE, WHOLE, Indicator, Table, plain


class WrongScore(ValueError):
    """What cannot be a score; the text says why."""


def points_of(indicator: Indicator, value: Fraction | Decimal | int) -> Decimal:
    """The points for a value: points themselves where a person judges, a number of occurrences, or a rate in percent.

    Never below 0 nor above the full points. Raises ``WrongScore`` for a value that cannot be.

    >>> deducted = Indicator("1-1", "公开", "栏目", Decimal(10), "deducted", each=Decimal(4))
    >>> points_of(deducted, 2), points_of(deducted, 3)
    (Decimal('2'), Decimal('0'))
    """
    given = Fraction(value)
    if given < 0:
        raise WrongScore(f"“{indicator.title}”不能填写负数。")
    if indicator.way == JUDGED:
        if given > Fraction(indicator.full):
            raise WrongScore(f"“{indicator.title}”满分{plain(indicator.full)}分，不能超过满分。")
        return Decimal(given.numerator) / Decimal(given.denominator)
    if indicator.way == RATE:
        if given > 100:
            raise WrongScore(f"“{indicator.title}”是百分比，不能超过100。")
        return next((points for least, points in indicator.steps if given >= Fraction(least)), Decimal(0))
    if given.denominator != 1:
        raise WrongScore(f"“{indicator.title}”填写发生了几件，请写整数。")
    counted = given.numerator * indicator.each
    if indicator.way == EARNED:
        return min(indicator.full, counted)
    assert indicator.way == DEDUCTED
    return max(Decimal(0), indicator.full - counted)


@dataclass(frozen=True, slots=True)
class Sum:
    """What an object comes to. ``groups``: points and full points of each group; what was left out is in neither."""

    total: Decimal
    groups: Mapping[str, tuple[Decimal, Decimal]]
    left_out: tuple[str, ...] = ()


def total_of(table: Table, points: Mapping[str, Decimal | None]) -> Sum:
    """The sum of all indicators, rounded as the table says. None: nothing of that kind happened, so there is nothing to score.

    Raises ``KeyError`` for an indicator that is not there: a total of a part is none.
    """
    groups: dict[str, tuple[Decimal, Decimal]] = {}
    left_out = []
    for each in table.indicators:
        got, full = points[each.key], each.full
        if got is None:
            left_out.append(each.key)
            got, full = (full, full) if table.empty == "full" else (Decimal(0), Decimal(0))
        if not 0 <= got <= each.full:
            raise WrongScore(f"“{each.title}”满分{plain(each.full)}分，不能是{plain(got)}分。")
        before = groups.get(each.group, (Decimal(0), Decimal(0)))
        groups[each.group] = before[0] + got, before[1] + full
    whole = [(Fraction(got), Fraction(full)) for got, full in groups.values()]
    reached, reachable = sum(got for got, _ in whole), sum(full for _, full in whole)
    exact = reached * Fraction(WHOLE) / reachable if reachable else Fraction(0)
    return Sum(rounded(exact, table.places, table.rounding), groups, tuple(left_out))


def rounded(exact: Fraction, places: int, how: str) -> Decimal:
    """A fraction to so many decimals, exactly: no detour over a quotient that was rounded before.

    >>> rounded(Fraction(1, 8), 2, "half_up"), rounded(Fraction(1, 8), 2, "half_even"), rounded(Fraction(199, 100), 1, "down")
    (Decimal('0.13'), Decimal('0.12'), Decimal('1.9'))
    """
    scaled = exact * 10**places
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    twice = 2 * rest - scaled.denominator
    up = how != "down" and (twice > 0 or (twice == 0 and (how == "half_up" or whole % 2 == 1)))
    return Decimal(whole + up).scaleb(-places)


def grade_of(table: Table, total: Decimal, caps: Collection[str] = ()) -> str:
    """The grade of a total; at best the lowest of ``caps``, the grades that vetoes leave."""
    names = [each.title for each in table.grades]
    by_total = next(number for number, each in enumerate(table.grades) if total >= each.least)
    return names[max([by_total, *(names.index(each) for each in caps)])]


def ranks(table: Table, sums: Sequence[Sum]) -> list[int]:
    """The rank of each by total, in the order given; equals by the group that the table names, else they share a rank."""
    keys: list[Any] = [(each.total, each.groups[table.tie_break][0] if table.tie_break else 0) for each in sums]
    ordered = sorted(keys, reverse=True)
    if table.ties == "dense":
        ordered = list(dict.fromkeys(ordered))
    return [ordered.index(key) + 1 for key in keys]
