"""Clocks in words: from which day, how long, why it stood, when it ends, as sentences that can be printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from gongkai.casework.amendments import ON
from gongkai.casework.clocks import Leg, Mark, Stand
from gongkai.casework.counting import UNIT_TITLES, Counting, Length, Unit
from gongkai.casework.events import BEIJING, told
from gongkai.casework.reckoning import Due, due, extensions_of, limit_of

if TYPE_CHECKING:
    from gongkai.casework.history import History
    from gongkai.casework.table import Clock


def explain(history: History, clock: str, counting: Counting, as_of: date | datetime, key: str = "") -> tuple[str, ...]:
    """What became of a clock, in the order in which it happened, seen on ``as_of``."""
    legs = history.clock(clock, key)
    told_clock = history.table.clock_of[clock]
    if not legs:
        return (f"{_name(told_clock, key)}还没有起算。",)
    sentences: list[str] = []
    for leg in legs:
        sentences += _Telling(history, told_clock, leg, counting, as_of).sentences()
    return (*sentences, *_amendments(history, clock))


def _amendments(history: History, clock: str) -> list[str]:
    """What was amended in the records from which the clock is read: a date put right is not hidden."""
    sentences = []
    for event in history.events:
        if event.amends is None:
            continue
        first = history.events[event.amends - 1]
        move = history.table.move_of[first.move]
        if clock not in move.clocks:
            continue
        what = f"“{move.title}”原登记为{told(first.on)}"
        if not event.facts:
            what += "，这条记录已撤销"
        elif ON in event.facts:
            what += f"，更正为{told(date.fromisoformat(event.facts[ON]))}"
        else:
            what += f"，所填的{'、'.join(move.fields[name].title for name in event.facts)}已更正"
        sentences.append(f"{told(event.on)}更正记录：{what}。理由：{event.note.rstrip('。')}。")
    return sentences


def _name(clock: Clock, key: str) -> str:
    return f"“{clock.title}”" + (f"（{key}）" if key else "")


class _Telling:
    def __init__(self, history: History, clock: Clock, leg: Leg, counting: Counting, as_of: date | datetime) -> None:
        self.history, self.clock, self.leg = history, clock, leg
        self.counting = counting
        self.as_of = as_of
        self.due = due(history, leg, counting, as_of)

    def sentences(self) -> list[str]:
        """One leg: its start, then stands, extensions and new limits by their events, then its end."""
        parts = [(stand.since.event, self._stand(stand)) for stand in self.leg.stands]
        parts += [(more.mark.event, self._extension(more.mark, more.length)) for more in self.leg.extensions]
        for each in self.leg.replacements:
            mark, limit = each.mark, each.limit
            parts.append(
                (mark.event, f"{self._when(mark)}办理“{self._title(mark)}”，期限改定{_to(limit)}{self._basis(mark)}。")
            )
        holding = extensions_of(self.history, self.leg, self.counting)
        kept = sum(one.length.amount for one in holding if one not in self.leg.extensions)
        if kept:
            parts.append((self.leg.since.event, f"此前延长的{kept}{UNIT_TITLES[self.clock.unit]}仍然有效。"))
        return [self._start(), *(text for _, text in sorted(parts, key=lambda part: part[0])), *self._end()]

    def _start(self) -> str:
        leg = self.leg
        does = "重新起算" if leg.begun_by_restart else "起算"
        limit = limit_of(self.history, replace(leg, replacements=()), self.counting)
        how_long = ""
        if isinstance(limit, Length):
            how_long = f"，期限{limit}"
        elif limit is not None:
            how_long = f"，期限{_to(limit)}"
        first = "" if self.clock.unit is Unit.HOURS else "，当日不计"
        basis = limit.basis if isinstance(limit, Length) and limit.basis else self.clock.basis
        return f"{_name(self.clock, leg.key)}自{self._when(leg.since)}“{self._title(leg.since)}”{does}{first}{how_long}（{basis}）。"

    def _stand(self, stand: Stand) -> str:
        reason = f"因“{self._title(stand.since)}”" + (f"（{stand.key}）" if stand.key else "")
        basis = self._basis(stand.since)
        over = next((day for each, day in self.due.over if each == stand), None)
        if over is not None:
            cap = self.history.table.clock_of[stand.no_longer_than].title
            return f"{reason}自{self._when(stand.since)}停止计算{basis}，到{told(over)}“{cap}”结束为止。"
        if stand.until is None:
            return f"{reason}自{self._when(stand.since)}停止计算{basis}，还没有恢复。"
        return f"{reason}自{self._when(stand.since)}至{self._when(stand.until)}停止计算{basis}{self._ends()}。"

    def _ends(self) -> str:
        """Whether the first and the last day of a stand are counted, which is a choice."""
        if self.clock.unit is Unit.HOURS:
            return ""
        words = [
            "照常计入" if counted else "不计入"
            for counted in (self.counting.stand_begins_after, self.counting.stand_ends_before)
        ]
        return f"，首尾两日{words[0]}" if words[0] == words[1] else f"，首日{words[0]}，末日{words[1]}"

    def _extension(self, mark: Mark, length: Length) -> str:
        return f"{self._when(mark)}办理“{self._title(mark)}”，期限延长{length}{self._basis(mark)}。"

    def _end(self) -> list[str]:
        leg, found = self.leg, self.due
        if leg.ended is not None and leg.restarted:
            return []
        sentences = [_last(self.clock, found)]
        if leg.ended is not None:
            late = self._late(found, leg.ended)
            sentences.append(f"{self._when(leg.ended)}办理“{self._title(leg.ended)}”，计算终止，{late}。")
        return sentences

    def _late(self, found: Due, ended: Mark) -> str:
        if found.day is None:
            return "没有定最后一日"
        if found.moment is not None:
            return "已经逾期" if ended.at > found.moment else "没有逾期"
        if ended.on <= found.day:
            return "没有逾期"
        if self.clock.unit is Unit.MONTHS:
            return "已经逾期"
        days = self.counting.calendar.used(found.day, ended.on, self.clock.unit, found.stopped)
        return f"逾期{days}{UNIT_TITLES[self.clock.unit]}" if days else "已经逾期"

    def _title(self, mark: Mark) -> str:
        return self.history.table.move_of[mark.move].title

    def _basis(self, mark: Mark) -> str:
        return f"（{self.history.table.move_of[mark.move].basis}）"

    def _when(self, mark: Mark) -> str:
        if self.clock.unit is Unit.HOURS:
            return f"{told(mark.on)}{mark.at.astimezone(BEIJING):%H:%M}"
        return told(mark.on)


def _to(limit: Length | date) -> str:
    return f"到{told(limit)}" if isinstance(limit, date) else f"为{limit}"


def _last(clock: Clock, found: Due) -> str:
    if found.day is None:
        return "没有定最后一日。"
    day = told(found.day)
    if found.moment is not None:
        day += f"{found.moment.astimezone(BEIJING):%H:%M}"
        if not found.standing:
            return f"时限到{day}为止。"
    if found.standing:
        return f"目前停止计算；如当日恢复，最后一日{'暂计' if found.missing else ''}为{day}。"
    if found.missing:
        years = "、".join(f"{year}年" for year in found.missing)
        return f"最后一日暂计为{day}：{years}的放假通知尚未录入，录入后重新计算。"
    return f"最后一日为{day}。"
