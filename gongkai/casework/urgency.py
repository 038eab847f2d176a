"""How urgent a clock is, in the few words that a list has room for; colour never speaks alone."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.casework.clocks import Status
from gongkai.casework.counting import UNIT_TITLES, Unit
from gongkai.casework.reckoning import Reading


@dataclass(frozen=True, slots=True)
class Urgency:
    """``words`` for the list, ``tone`` (neutral, good, info, warn, bad) for its look."""

    words: str
    tone: str = "neutral"


def urgency(reading: Reading, unit: Unit = Unit.WORKDAYS, *, soon: int = 3, waiting: str = "还没有起算") -> Urgency:
    """What a list says of a clock: how many days are left or by how many it is late, whether it stands, whether it is a guess.

    ``soon`` is from how many days left on it is urgent; ``waiting`` is said of a clock that has not started.
    """
    counted = UNIT_TITLES[unit]
    guess = "（暂计）" if reading.due is not None and reading.due.provisional else ""
    match reading.status:
        case Status.NEVER:
            return Urgency(waiting, "warn")
        case Status.STANDING:
            return Urgency("停止计算", "info")
        case Status.STOPPED | Status.RESTARTED:
            if reading.late:
                return Urgency(f"逾期{reading.late_by}{counted}办结" if reading.late_by else "逾期办结", "bad")
            return Urgency("按期办结", "good")
    if reading.due is None or reading.due.day is None:
        return Urgency("没有定最后一日")
    if reading.late:
        return Urgency(f"逾期{reading.late_by}{counted}{guess}" if reading.late_by else f"已经逾期{guess}", "bad")
    if reading.left is None:
        return Urgency(f"没有届满{guess}", "info")
    if reading.left == 0:
        return Urgency(f"今天是最后一日{guess}", "warn")
    return Urgency(f"还有{reading.left}{counted}{guess}", "warn" if reading.left <= soon else "neutral")
