"""What one event does to the clocks of a case, or the sentence that says why it cannot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from gongkai.casework.clocks import Extension, Leg, Legs, Mark, Replacement, Stand
from gongkai.casework.counting import UNIT_TITLES, Length, Unit
from gongkai.casework.effects import EFFECT_TITLES, Effect, Kind
from gongkai.casework.events import BEIJING, Event, told
from gongkai.casework.moves import Move
from gongkai.casework.table import Clock, Table


class ClockConflict(Exception):
    """An effect that makes no sense on the clock as it is; the text is a Chinese sentence."""


def after(legs: Legs, table: Table, move: Move, event: Event) -> Legs:
    """The legs once ``event`` has come. ``legs`` itself stays as it is. Raises ``ClockConflict``."""
    changed = dict(legs)
    for name, effect in move.clocks.items():
        clock = table.clock_of[name]
        for key in _keys(changed, clock, event.facts):
            known = changed.get((name, key), ())
            then = _Change(table, clock, effect, event, key).on(known)
            if then != known:
                changed[name, key] = then
    return changed


def _keys(legs: Legs, clock: Clock, facts: Mapping[str, Any]) -> tuple[str, ...]:
    """Which of several clocks of a kind are meant: the one of the party named, or all when no party is named."""
    if not clock.per:
        return ("",)
    if facts.get(clock.per) is not None:
        return (str(facts[clock.per]),)
    return tuple(key for name, key in legs if name == clock.name)


@dataclass(frozen=True, slots=True)
class _Change:
    table: Table
    clock: Clock
    effect: Effect
    event: Event
    key: str

    def on(self, legs: tuple[Leg, ...]) -> tuple[Leg, ...]:
        kind, mark = self.effect.kind, self._mark()
        leg = legs[-1] if legs else None
        if leg is None or not leg.going:
            return self._on_none_going(legs, mark)
        before = legs[:-1]
        if kind is Kind.STARTS:
            raise ClockConflict(f"{self._title}正在计算，不能再次起算。")
        if kind is Kind.EXTENDS:
            return (*before, self._extended(leg, mark))
        if kind is Kind.REPLACES:
            return (*before, replace(leg, replacements=(*leg.replacements, Replacement(mark, self._required()))))
        if kind is Kind.RESTARTS:
            end = self._event_mark()
            self._in_order(leg.last_mark(), end)
            return (*before, leg.close(end, restarted=True), self._begun(leg, mark, again=True))
        self._in_order(leg.last_mark(), mark)
        if kind is Kind.STOPS:
            return (*before, leg.close(mark))
        if kind is Kind.STANDS:
            stand = Stand(mark, None, self.effect.no_longer_than, self._party(self.effect.no_longer_than))
            return (*before, replace(leg, stands=(*leg.stands, stand)))
        return (*before, self._resumed(leg, mark))

    def _on_none_going(self, legs: tuple[Leg, ...], mark: Mark) -> tuple[Leg, ...]:
        kind = self.effect.kind
        if kind is Kind.STOPS:
            return legs
        if kind is not Kind.STARTS:
            state = "已经终止" if legs else "还没有起算"
            raise ClockConflict(f"{self._title}{state}，不能{EFFECT_TITLES[kind]}。")
        earlier = legs[-1] if legs else None
        if earlier is not None and earlier.ended is not None and not self.effect.dated_by:
            self._in_order(earlier.ended, mark)
        return (*legs, self._begun(earlier, mark))

    @property
    def _title(self) -> str:
        return f"“{self.clock.title}”" + (f"（{self.key}）" if self.key else "")

    def _event_mark(self) -> Mark:
        return Mark(self.event.number, self.event.move, self.event.on, self.event.at)

    def _mark(self) -> Mark:
        """The mark at the date that counts for this clock: the event's, or that of the fact named by the effect."""
        mark, given = self._event_mark(), self.event.facts.get(self.effect.dated_by)
        if given is None:
            return mark
        if self.clock.unit is Unit.HOURS:
            at = datetime.fromisoformat(given).astimezone(BEIJING)
            mark = replace(mark, at=at, on=at.date())
        else:
            mark = replace(mark, on=date.fromisoformat(given))
        if mark.at > self.event.at or mark.on > self.event.recorded_on:
            raise ClockConflict(f"{self._title}不能从还没有到的{told(mark.on)}起改变。")
        return mark

    def _in_order(self, last: Mark, mark: Mark) -> None:
        moment = self.clock.unit is Unit.HOURS
        if mark.at < last.at if moment else mark.on < last.on:
            title = self.table.move_of[last.move].title
            raise ClockConflict(
                f"{self._title}到{told(last.on)}“{title}”为止已经记录，不能再从更早的{told(mark.on)}改变。"
            )

    def _begun(self, earlier: Leg | None, mark: Mark, *, again: bool = False) -> Leg:
        limit = self._given()
        if again and limit is None and earlier is not None and isinstance(earlier.limit, Length):
            limit = earlier.limit
        return Leg(self.clock.name, self.key, mark, limit, begun_by_restart=again)

    def _given(self) -> Length | date | None:
        given = self.event.facts.get(self.effect.length_from)
        if given is None:
            return None
        if isinstance(given, str):
            return date.fromisoformat(given)
        if isinstance(given, Mapping):
            length = Length(given["amount"], Unit(given["unit"]))
        else:
            length = Length(given, self.clock.unit)
        if (length.unit is Unit.HOURS) is not (self.clock.unit is Unit.HOURS):
            raise ClockConflict(
                f"{self._title}以{UNIT_TITLES[self.clock.unit].removeprefix('个')}计，不能改成{length}。"
            )
        return length

    def _required(self) -> Length | date:
        given = self._given()
        if given is None:
            raise ClockConflict(f"{self._title}要改成多久，没有写明。")
        return given

    def _extended(self, leg: Leg, mark: Mark) -> Leg:
        length = self._required()
        limit = leg.given_limit
        if not isinstance(length, Length):
            raise ClockConflict(f"{self._title}的延长要写天数，不能写日期；改定到某一日的，用改定期限的步骤。")
        unit = limit.unit if isinstance(limit, Length) else self.clock.unit
        if length.unit is not unit:
            raise ClockConflict(f"{self._title}的延长要用与原期限相同的单位。")
        return replace(leg, extensions=(*leg.extensions, Extension(mark, length)))

    def _party(self, cap: str) -> str:
        per = self.table.clock_of[cap].per if cap else ""
        return str(self.event.facts.get(per, "")) if per else ""

    def _resumed(self, leg: Leg, mark: Mark) -> Leg:
        """End the stands of the party named in the event, or all of them when it names none.

        A party that the clock does not stand for is refused: with a name typed otherwise it would stand for ever.
        """
        named = [str(given) for clock in self.table.clocks if clock.per and (given := self.event.facts.get(clock.per))]
        ended = [
            stand.until is None and (not named or self._party(stand.no_longer_than) == stand.key != "")
            for stand in leg.stands
        ]
        if named and not any(ended):
            raise ClockConflict(f"{self._title}没有在等待“{'、'.join(named)}”，请核对名称。")
        stands = (replace(one, until=mark) if end else one for one, end in zip(leg.stands, ended, strict=True))
        return replace(leg, stands=tuple(stands))
