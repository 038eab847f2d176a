"""How long 200,000 last days take: ``python benchmarks/workdays.py``.

Beside each figure stands that of the same walk from day to day, in one run; compare the two, not machines.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from time import process_time

from gongkai.workdays import Calendar, last_day, national_calendar

NUMBER = 200_000
LIMIT = 20


def seconds(work: Callable[[], object]) -> float:
    """The best of three, in seconds of the processor."""
    times = []
    for _ in range(3):
        began = process_time()
        work()
        times.append(process_time() - began)
    return min(times)


def walk(start: date, limit: int, calendar: Calendar) -> date:
    """The plain slow way."""
    day = start
    while limit:
        day += timedelta(days=1)
        limit -= calendar.is_workday(day)
    return day


def main() -> None:
    calendar = national_calendar()
    dice = random.Random(1)
    days = [date(2010, 1, 1) + timedelta(days=dice.randrange(5500)) for _ in range(NUMBER)]
    late = [date(2026, 11, 25) + timedelta(days=dice.randrange(30)) for _ in range(NUMBER)]
    pauses = [[(day + timedelta(days=3), day + timedelta(days=15))] for day in days]
    figures = {
        "一份日历": seconds(lambda: Calendar(calendar.notices)),
        f"{NUMBER:,} 个最后一日": seconds(lambda: [last_day(day, LIMIT, calendar) for day in days]),
        f"{NUMBER:,} 个暂计的最后一日": seconds(lambda: [last_day(day, LIMIT, calendar) for day in late]),
        f"{NUMBER:,} 个有停止的最后一日": seconds(
            lambda: [last_day(day, LIMIT, calendar, stopped=each) for day, each in zip(days, pauses, strict=True)]
        ),
        f"逐日走 {NUMBER // 10:,} 个": seconds(lambda: [walk(day, LIMIT, calendar) for day in days[: NUMBER // 10]]),
    }
    for name, figure in figures.items():
        print(f"{name}\t{figure:.4f} 秒")


if __name__ == "__main__":
    main()
