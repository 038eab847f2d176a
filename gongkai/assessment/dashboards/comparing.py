"""A year so far against the same days of the year before, and what may honestly be said of the difference.

The year before counts only as far as this year has come: 1 January to 22 November stands against 1 January to 22 November.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Span:
    """From ``since`` to ``until``, both included."""

    since: date
    until: date

    def month(self, number: int) -> Span | None:
        """The part of it in a month of its year; None where it does not reach."""
        first = date(self.since.year, number, 1)
        last = date(first.year + number // MONTHS, number % MONTHS + 1, 1) - timedelta(days=1)
        since, until = max(first, self.since), min(last, self.until)
        return Span(since, until) if since <= until else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """``now`` and ``before``: the same days of two years. ``told`` says where the calendar makes them differ."""

    now: Span
    before: Span
    told: str = ""


def year_so_far(day: date) -> Comparison:
    """From 1 January to ``day``, and the same of the year before; 29 February stands against the 28th.

    >>> year_so_far(date(2028, 2, 29)).before.until
    datetime.date(2027, 2, 28)
    """
    told = ""
    try:
        until = day.replace(year=day.year - 1)
    except ValueError:
        until = date(day.year - 1, 2, 28)
        told = f"{day.year - 1}年没有2月29日，同期比到2月28日。"
    return Comparison(Span(date(day.year, 1, 1), day), Span(date(day.year - 1, 1, 1), until), told)


def change(now: int | None, before: int | None) -> str:
    """How a number stands to that of the same days of the year before; nothing when either is not there.

    From nothing there is no percentage: 0 to 5 is no growth of any per cent.

    >>> change(120, 100), change(5, 0), change(0, 0), change(3, None)
    ('增加20，增长20.0%', '增加5', '持平', '')
    """
    if now is None or before is None:
        return ""
    if now == before:
        return "持平"
    word, rate = ("增加", "增长") if now > before else ("减少", "下降")
    said = f"{word}{abs(now - before)}"
    return f"{said}，{rate}{percent(abs(now - before), before)}" if before else said


def percent(part: int, whole: int) -> str:
    """A share in per cent with one decimal, a half upwards; nothing of nothing. What is not whole is never called 100.0%.

    >>> percent(1, 3), percent(0, 5), percent(2999, 3000), percent(1, 0)
    ('33.3%', '0.0%', '99.9%', '')
    """
    if not whole:
        return ""
    share = (Decimal(100) * part / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if part < whole and share >= 100:
        share = Decimal("99.9")
    elif part > 0 and share == 0:
        share = Decimal("0.1")
    return f"{share}%"


def points(now: tuple[int, int], before: tuple[int, int]) -> str:
    """How one share stands to another, in percentage points; nothing where there is no share.

    >>> points((9, 10), (8, 10)), points((1, 2), (0, 0))
    ('提高10.0个百分点', '')
    """
    if not now[1] or not before[1]:
        return ""
    difference = Decimal(100) * now[0] / now[1] - Decimal(100) * before[0] / before[1]
    size = abs(difference).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if not size:
        return "持平"
    return f"{'提高' if difference > 0 else '降低'}{size}个百分点"
