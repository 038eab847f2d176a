"""Days, numbers and changes as Chinese offices write them.

Counts are plain digits without separators; an amount in 万元 keeps the decimals of the form that it comes from; a value that
is not there is “—”, never 0. Nothing is called “约”: what is shown is the value, rounded half up where decimals are cut.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.utils import timezone

MISSING = "—"
"""What stands where there is no value."""


def date_words(value: Any) -> str:
    """A day as people write it: 2024年9月25日; a moment gives its day in Beijing; nothing for no day."""
    if isinstance(value, datetime):
        value = _in_beijing(value).date()
    return f"{value.year}年{value.month}月{value.day}日" if isinstance(value, date) else ""


def moment_words(value: Any) -> str:
    """A moment in Beijing time to the minute; a day without an hour as a day; nothing for none."""
    if not isinstance(value, datetime):
        return date_words(value)
    local = _in_beijing(value)
    return f"{date_words(local)} {local:%H:%M}"


def number_words(value: Any, decimals: int | None = None) -> str:
    """A number in plain digits, with so many decimals if given; “—” for none or for what is no number.

    >>> number_words(1234567), number_words(12.5, 2), number_words(0), number_words(None)
    ('1234567', '12.50', '0', '—')
    """
    number = as_decimal(value)
    if number is None:
        return MISSING
    if decimals is not None:
        # 位数多于默认精度的数也要照原样写出，所以按需要的位数取整
        step = Decimal(1).scaleb(-decimals)
        digits = max(28, number.adjusted() + decimals + 2)
        number = number.quantize(step, ROUND_HALF_UP, _context(digits))
    text = f"{number:f}"
    if decimals is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.removeprefix("-") if not number else text


def change_words(now: Any, before: Any, unit: str = "件", decimals: int | None = None) -> str:
    """How a year's number stands to that of the year before, as a report says it; nothing when either is not there.

    >>> change_words(120, 100)
    '比上年增加20件，增长20.0%'
    """
    new, old = as_decimal(now), as_decimal(before)
    if new is None or old is None:
        return ""
    difference = new - old
    if not difference:
        return "与上年持平"
    word, rate = ("增加", "增长") if difference > 0 else ("减少", "下降")
    said = f"比上年{word}{number_words(abs(difference), decimals)}{unit}"
    if old <= 0:
        # 上年为零或者负数，百分比没有意义
        return said
    return f"{said}，{rate}{number_words(abs(difference) * 100 / old, 1)}%"


def as_decimal(value: Any) -> Decimal | None:
    """The number that a value is; None for nothing, for text that is no number, for infinities."""
    if value is None or isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    except (InvalidOperation, TypeError, ValueError):
        return None
    return number if number.is_finite() else None


def _context(digits: int) -> Any:
    from decimal import Context

    return Context(prec=digits)


def _in_beijing(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment
