"""What entering a notice changes: every open deadline under the calendar before and after."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from gongkai.workdays.calendar import Calendar
from gongkai.workdays.counting import LastDay
from gongkai.workdays.course import Deadline
from gongkai.workdays.errors import chinese_date
from gongkai.workdays.spans import StillStopped

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Change(Generic[Key]):
    """A deadline whose last day, or whose being provisional, is not what it was."""

    key: Key
    before: LastDay
    after: LastDay

    @property
    def moved_by(self) -> int:
        """Calendar days by which the last day moves; below zero it comes earlier."""
        return (self.after.on - self.before.on).days

    @property
    def sentence(self) -> str:
        """What changes, for the list that an officer sees."""
        if not self.moved_by:
            said = f"最后一日仍是{chinese_date(self.after.on)}"
        else:
            turn = "提前" if self.moved_by < 0 else "推后"
            said = f"最后一日由{chinese_date(self.before.on)}{turn}为{chinese_date(self.after.on)}"
        if self.before.provisional and not self.after.provisional:
            return f"{said}，不再是暂计。"
        if self.after.provisional:
            return f"{said}，{'仍是' if self.before.provisional else '改为'}暂计。"
        return f"{said}。"


def recomputed(deadlines: Mapping[Key, Deadline], before: Calendar, after: Calendar) -> list[Change[Key]]:
    """The deadlines that change, in the order given. One that stands has no last day and is left out."""
    changes = []
    for key, deadline in deadlines.items():
        try:
            old, new = deadline.last_day(before), deadline.last_day(after)
        except StillStopped:
            continue
        if old != new:
            changes.append(Change(key, old, new))
    return changes
