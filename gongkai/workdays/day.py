"""What one day is, and on what ground."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.law.notices import WEEKDAYS, Notice


class DayKind(StrEnum):
    """What a day is."""

    WORKDAY = "workday"
    SHIFTED_WORKDAY = "shifted_workday"
    WEEKEND = "weekend"
    STATUTORY = "statutory"
    DAY_OFF = "day_off"
    """Off by a notice without being a statutory day: a shifted rest day, or a local festival."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day, what it is and on what ground. ``settled`` is False where a notice is still missing."""

    on: date
    kind: DayKind
    festival: str
    notice: Notice | None
    basis: str
    settled: bool

    @property
    def is_workday(self) -> bool:
        return self.kind in (DayKind.WORKDAY, DayKind.SHIFTED_WORKDAY)

    @property
    def weekday(self) -> str:
        """星期一 to 星期日."""
        return WEEKDAYS[self.on.weekday()]

    @property
    def why(self) -> str:
        """What the day is, in words."""
        match self.kind:
            case DayKind.WORKDAY:
                return "工作日"
            case DayKind.SHIFTED_WORKDAY:
                return f"调休上班（{self.festival}）"
            case DayKind.WEEKEND:
                return "周末"
            case DayKind.STATUTORY:
                return f"法定节假日（{self.festival}）"
            case DayKind.DAY_OFF:
                return f"放假调休（{self.festival}）"
