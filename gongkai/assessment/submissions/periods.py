"""Months, quarters, half-years and years: from which to which day, what comes before, and the same of last year."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
KINDS = {"month": "月", "quarter": "季度", "half": "半年", "year": "年度"}
_ORDINALS = "一二三四"


@dataclass(frozen=True, slots=True)
class Period:
    """The ``number``-th month, quarter or half (1 …) of a year; a whole year has the number 1. Raises ``ValueError``."""

    kind: str
    year: int
    number: int = 1

    def __post_init__(self) -> None:
        if self.kind not in MONTHS or not 1 <= self.number <= 12 // MONTHS[self.kind] or not 2000 <= self.year <= 2100:
            raise ValueError("没有这样的期间，请核对年度和期间。")

    @property
    def since(self) -> date:
        """The first day."""
        return date(self.year, (self.number - 1) * MONTHS[self.kind] + 1, 1)

    @property
    def until(self) -> date:
        """The last day."""
        month = self.number * MONTHS[self.kind]
        return date(self.year, month, monthrange(self.year, month)[1])

    @property
    def title(self) -> str:
        """What it is called.

        >>> Period("quarter", 2021, 3).title, Period("half", 2021, 2).title, Period("year", 2021).title
        ('2021年第三季度', '2021年下半年', '2021年')
        """
        named = {
            "month": f"{self.number}月",
            "quarter": f"第{_ORDINALS[(self.number - 1) % 4]}季度",
            "half": "上半年" if self.number == 1 else "下半年",
            "year": "",
        }
        return f"{self.year}年{named[self.kind]}"

    @property
    def before(self) -> Period | None:
        """The period before; None at the beginning of time."""
        if self.number > 1:
            return Period(self.kind, self.year, self.number - 1)
        return self._of(self.year - 1, 12 // MONTHS[self.kind])

    @property
    def last_year(self) -> Period | None:
        """The same period of the year before."""
        return self._of(self.year - 1, self.number)

    def _of(self, year: int, number: int) -> Period | None:
        return Period(self.kind, year, number) if year >= 2000 else None

    @classmethod
    def around(cls, kind: str, day: date) -> Period:
        """The period of that kind in which a day lies."""
        return cls(kind, day.year, (day.month - 1) // MONTHS[kind] + 1)
