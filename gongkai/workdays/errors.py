"""What cannot be counted is refused, with a Chinese sentence that says why and what to do."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any


class CannotCount(ValueError):
    """The question has no answer; the text is for the person who asked."""


def a_day(value: Any, name: str = "日期") -> date:
    """Refuse what is not a plain date. A moment is refused too: which day it is depends on the time zone."""
    if isinstance(value, datetime) or not isinstance(value, date):
        raise CannotCount(f"{name}应是不带时刻的日期，不能是 {value!r}。")
    return value


def a_count(value: Any, name: str, *, least: int = 1) -> int:
    """Refuse what is not a whole number of at least ``least``."""
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise CannotCount(f"{name}应是不小于{least}的整数，不能是 {value!r}。")
    return value


def chinese_date(day: date) -> str:
    """2024年10月28日"""
    return f"{day.year}年{day.month}月{day.day}日"
