"""Whether every way through a table treats its clocks sensibly.

A clock is *never* started, *running*, *standing* or *stopped*. All pairs of state and clock that can be reached are
visited; a move that would resume a clock that never started, or an end that leaves a clock of the case going, is a mistake.
A move that changes nothing but the clock is not: where it makes no sense it is refused, and the case goes on without it.
Clocks that are kept per party (``Clock.per``) can be several at once: of them only the end is looked at, where all must be
stopped, for a party may have been forgotten.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from gongkai.casework.effects import EFFECT_TITLES, Kind
from gongkai.casework.moves import BEGIN, Move

if TYPE_CHECKING:
    from gongkai.casework.table import Clock, Table

NEVER, RUNNING, STANDING, STOPPED = "还没有起算", "正在计算", "停止计算", "已经终止"
_GOING = (RUNNING, STANDING)


def after(status: str, kind: Kind) -> str | None:
    """The status of a clock after an effect; None when the effect makes no sense."""
    if kind is Kind.STARTS:
        return None if status in _GOING else RUNNING
    if kind is Kind.STOPS:
        return NEVER if status == NEVER else STOPPED
    if status not in _GOING:
        return None
    if kind is Kind.STANDS:
        return STANDING
    return status if kind in (Kind.EXTENDS, Kind.REPLACES) else RUNNING


def clock_mistakes(table: Table) -> list[str]:
    """Every first way by which a clock is mistreated, with the moves that lead there."""
    found: list[str] = []
    for clock in table.clocks:
        found += _of_parties(table, clock) if clock.per else _of(table, clock)
    return found


def _of_parties(table: Table, clock: Clock) -> list[str]:
    """Ends that may leave the clock of some party going: no move on the way has stopped all of them."""
    if clock.outlives:
        return []
    found: dict[str, str] = {}
    ways: dict[tuple[str, bool], tuple[Move, ...]] = {(BEGIN, False): ()}
    queue = deque(ways)
    while queue:
        state, may_go = here = queue.popleft()
        for move in table.moves_from(state):
            effect, way, target = move.clocks.get(clock.name), (*ways[here], move), move.leads_to(state)
            then = may_go
            if effect is not None:
                then = effect.kind is not Kind.STOPS or (may_go and clock.per in move.fields)
            if target in table.final and then:
                found.setdefault(move.name, _unended(table, clock, target, way))
            if (target, then) not in ways:
                ways[target, then] = way
                queue.append((target, then))
    return list(found.values())


def _of(table: Table, clock: Clock) -> list[str]:
    found: dict[tuple[str, str], str] = {}
    ways: dict[tuple[str, str], tuple[Move, ...]] = {(BEGIN, NEVER): ()}
    queue = deque(ways)
    while queue:
        state, status = here = queue.popleft()
        for move in table.moves_from(state):
            effect = move.clocks.get(clock.name)
            then = status if effect is None else after(status, effect.kind)
            way = (*ways[here], move)
            if then is None and move.leads_to(state) == state:
                continue
            if then is None:
                does = EFFECT_TITLES[move.clocks[clock.name].kind]
                found.setdefault((move.name, status), _told(clock, status, does, way))
                continue
            target = move.leads_to(state)
            if target in table.final and then in _GOING and not clock.outlives:
                found.setdefault((move.name, "end"), _unended(table, clock, target, way))
            if (target, then) not in ways:
                ways[target, then] = way
                queue.append((target, then))
    return list(found.values())


def _told(clock: Clock, status: str, does: str, way: tuple[Move, ...]) -> str:
    titles = "、".join(f"“{move.title}”" for move in way)
    return f"依次经过{titles}，最后一步要使期限“{clock.title}”{does}，但那时它{status}。"


def _unended(table: Table, clock: Clock, state: str, way: tuple[Move, ...]) -> str:
    titles = "、".join(f"“{each.title}”" for each in way)
    return f"依次经过{titles}，到了最终状态“{table.title_of(state)}”，期限“{clock.title}”却没有终止。"
