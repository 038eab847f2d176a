"""Verifying a chain of digests: every row that was altered, taken out, put in or moved, by its number.

A whole chain is read once with constant memory. Only when something is wrong are the rows' numbers and digests kept and
followed back from the newest, because the newest seal decides which of two rows of a number is the right one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from gongkai.casework.chain import START, Row, Seal, seal


class Harm(StrEnum):
    """What happened to a row."""

    ALTERED = "altered"
    REMOVED = "removed"
    INSERTED = "inserted"
    MOVED = "moved"


_TOLD = {
    Harm.ALTERED: "第{number}条记录的内容、编号或者校验值被改动过。",
    Harm.REMOVED: "缺少第{number}条记录，它曾经存在。",
    Harm.INSERTED: "有一条编号为{number}的记录不属于这本日志，是后来插入的。",
    Harm.MOVED: "第{number}条记录不在它的位置上。",
}


@dataclass(frozen=True, slots=True, order=True)
class Break:
    """One place where the chain does not hold: row ``number``, and for rows taken out all up to ``until``."""

    number: int
    harm: Harm
    until: int = 0

    @property
    def message(self) -> str:
        """The finding as a sentence."""
        number = f"{self.number}至第{self.until}" if self.until > self.number else str(self.number)
        return _TOLD[self.harm].format(number=number)


@dataclass(frozen=True, slots=True)
class _Known:
    place: int
    number: int
    previous: str
    digest: str
    sound: bool


def verify(rows: Iterable[Row], seals: Iterable[Seal] = (), after: Seal = START) -> tuple[Break, ...]:
    """Everything that is wrong with the rows; nothing when the chain holds.

    ``seals`` are those kept outside the log; the newest also tells whether the end was cut off. ``after`` is the seal of
    the row before the first, for a part of a log. An iterator is stored, a sequence or query is read twice when needed.
    """
    if isinstance(rows, Iterator):
        rows = tuple(rows)
    kept = {each.number: each.digest for each in seals if each.number > after.number}
    if _holds(rows, dict(kept), after):
        return ()
    known = [_Known(at, row.number, row.previous, row.digest, row.sound()) for at, row in enumerate(rows)]
    return tuple(sorted(_breaks(known, kept, after)))


def _holds(rows: Iterable[Row], kept: dict[int, str], after: Seal) -> bool:
    last = after
    for row in rows:
        if row.number != last.number + 1 or row.previous != last.digest or not row.sound():
            return False
        if kept.pop(row.number, row.digest) != row.digest:
            return False
        last = seal(row)
    return not kept


def _breaks(rows: list[_Known], kept: dict[int, str], after: Seal) -> set[Break]:
    numbered: dict[int, list[_Known]] = {}
    claimed: dict[str, _Known] = {}
    for row in rows:
        numbered.setdefault(row.number, []).append(row)
        claimed.setdefault(row.digest, row)
    found: set[Break] = set()
    genuine: list[_Known] = []
    number = _newest(rows, kept, after)
    below = sorted({*numbered, *kept, after.number})
    expected, hint, following = "", "", len(rows)
    while number > after.number:
        expected = kept.get(number, expected)
        right = _right(numbered.get(number, ()), expected or hint, following)
        if right is None and expected:
            right = claimed.get(expected)
        if right is None:
            lower = max(after.number, below[bisect_left(below, number) - 1])
            found.add(Break(lower + 1, Harm.REMOVED, number))
            expected, hint, number = "", "", lower
            continue
        genuine.append(right)
        following = right.place
        whole = right.sound and right.number == number and expected in ("", right.digest)
        if not whole or (number == after.number + 1 and right.previous != after.digest):
            found.add(Break(number, Harm.ALTERED))
        expected, hint = (right.previous, "") if whole else ("", right.previous)
        number -= 1
    taken = {row.place for row in genuine}
    found |= {Break(row.number, Harm.INSERTED) for row in rows if row.place not in taken}
    return found | _moved(genuine[::-1])


def _newest(rows: list[_Known], kept: dict[int, str], after: Seal) -> int:
    """The highest number that a seal or a sound row vouches for; of any row when none is sound."""
    sound = [row.number for row in rows if row.sound] or [row.number for row in rows]
    return max((*sound, *kept), default=after.number)


def _right(rows: Iterable[_Known], wanted: str, following: int) -> _Known | None:
    """Which of the rows of a number is the one that the next row refers to; of copies, the one that stands before it."""
    return min(
        rows, key=lambda row: (row.digest != wanted, not row.sound, row.place > following, -row.place), default=None
    )


def _moved(genuine: list[_Known]) -> set[Break]:
    """The genuine rows that stand out of order: those outside the longest run in order."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, row in enumerate(genuine):
        at = bisect_left(ends, row.place)
        ends[at : at + 1] = [row.place]
        last[at : at + 1] = [index]
        before.append(last[at - 1] if at else -1)
    stays: set[int] = set()
    index = last[-1] if last else -1
    while index >= 0:
        stays.add(index)
        index = before[index]
    return {Break(row.number, Harm.MOVED) for number, row in enumerate(genuine) if number not in stays}
