"""The words of a deadline's badge: how many working days are left, or by how many it is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.casework import Status
from gongkai.workdays import Calendar, workdays_between

NEAR = 5
"""With so many working days left a deadline is near; how near is each office's own affair, no law says it."""


@dataclass(frozen=True, slots=True)
class Badge:
    """``words`` say it all; ``tone`` (neutral, info, good, warn, bad) only helps the eye. ``due_on`` is shown when it still matters."""

    words: str
    tone: str = "neutral"
    due_on: date | None = None
    provisional: bool = False


def badge(
    due_on: date | None,
    today: date,
    calendar: Calendar,
    *,
    provisional: bool = False,
    status: str = "",
    ended: bool = False,
    days: bool = False,
) -> Badge:
    """The badge of a case: over, standing, without a limit, so many working days left, the last day, or overdue.

    ``days``: the deadline runs in calendar days, so those are counted.
    """
    if ended:
        return Badge("已办结")
    if status == Status.STANDING:
        return Badge("期限停止计算", "info")
    if due_on is None:
        return Badge("没有期限")
    if today == due_on:
        return Badge("今天是最后一日", "warn", due_on, provisional)
    if days:
        left = (due_on - today).days
        words = f"还有{left}日" if left > 0 else f"逾期{-left}日"
        near = workdays_between(today, due_on, calendar) <= NEAR
        return Badge(words, "bad" if left < 0 else "warn" if near else "neutral", due_on, provisional)
    if today < due_on:
        left = workdays_between(today, due_on, calendar)
        words = f"还有{left}个工作日" if left else "剩下的都不是工作日"
        return Badge(words, "warn" if left <= NEAR else "neutral", due_on, provisional)
    late = workdays_between(due_on, today, calendar)
    return Badge(f"逾期{late}个工作日" if late else "已过最后一日", "bad", due_on, provisional)
