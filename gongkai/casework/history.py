"""The history of a case: its events in order, and what follows from them. Nothing about a case is known otherwise.

An impossible history is not read leniently: ``replay`` names the first event that could not have happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from gongkai.casework import amendments
from gongkai.casework.clock_effects import ClockConflict, after
from gongkai.casework.clocks import Leg, Legs, Status
from gongkai.casework.events import Event
from gongkai.casework.guards import Situation
from gongkai.casework.hurdles import hurdles
from gongkai.casework.moves import BEGIN, Move
from gongkai.casework.refusal import Hurdle, Reason
from gongkai.casework.table import Table


class ImpossibleHistory(ValueError):
    """Events that the table does not allow; ``number`` is the first that could not have happened."""

    def __init__(self, number: int, message: str) -> None:
        super().__init__(f"第{number}条办理记录不可能发生：{message}")
        self.number = number
        self.problem = message


class History:
    """The events of one case as recorded, and the state, clocks and persons that follow from them.

    ``effective`` are the events as later amended, without those struck out. Histories are never changed: ``then`` gives
    a longer one.
    """

    __slots__ = ("effective", "entered", "events", "legs", "state", "table")

    def __init__(self, table: Table) -> None:
        self.table = table
        self.events: tuple[Event, ...] = ()
        self.effective: tuple[Event, ...] = ()
        self.state: str = BEGIN
        self.entered: Event | None = None
        self.legs: Legs = {}

    def then(self, event: Event) -> History:
        """The history with one more event. Raises ``ImpossibleHistory`` when the table does not allow it."""
        self._check_place(event)
        grown = self._moved(event) if event.amends is None else self._amended(event)
        grown.events = (*self.events, event)
        return grown

    def last(self, move: str) -> Event | None:
        """The latest event of a move, as amended; None when it has not been made."""
        return next((event for event in reversed(self.effective) if event.move == move), None)

    def made(self, move: str) -> tuple[Event, ...]:
        """All events of a move, as amended."""
        return tuple(event for event in self.effective if event.move == move)

    def counts(self) -> Mapping[str, int]:
        """How often each move was made."""
        counts: dict[str, int] = {}
        for event in self.effective:
            counts[event.move] = counts.get(event.move, 0) + 1
        return counts

    def persons_since(self, move: str, mark: str) -> frozenset[str]:
        """Who made ``move`` since ``mark`` was last made: all who had a hand in what ``mark`` will now pass."""
        reset = self.last(mark)
        after_number = reset.number if reset else 0
        return frozenset(event.by for event in self.made(move) if event.number > after_number)

    def state_on(self, day: date) -> str:
        """In which state the case was at the end of ``day``, by the dates that count in law."""
        state = BEGIN
        for event in self.effective:
            if event.on <= day:
                state = self.table.move_of[event.move].leads_to(state)
        return state

    def clock(self, name: str, key: str = "") -> tuple[Leg, ...]:
        """The legs of a clock, in order; none when it never started."""
        return self.legs.get((name, key), ())

    def status(self, name: str, key: str = "") -> Status:
        """Where a clock is, as recorded."""
        legs = self.clock(name, key)
        return legs[-1].status if legs else Status.NEVER

    def before(self, number: int) -> History:
        """The case as it stood before event ``number``, by the records as amended."""
        found = History(self.table)
        for each in self.effective:
            if each.number == number:
                break
            found = found._moved(each)
        return found

    @property
    def ended(self) -> bool:
        """Whether the case rests in a final state."""
        return self.state in self.table.final

    def grown(self, move: Move, event: Event) -> History:
        """The history with ``event``, an event of ``move``, unchecked but for the clocks. Raises ``ClockConflict``."""
        grown = History(self.table)
        grown.events = (*self.events, event)
        grown.effective = (*self.effective, event)
        grown.state = str(move.leads_to(self.state))
        grown.entered = self.entered if grown.state == self.state else event
        grown.legs = after(self.legs, self.table, move, event)
        return grown

    def _check_place(self, event: Event) -> None:
        expected = len(self.events) + 1
        if event.number != expected:
            raise ImpossibleHistory(event.number, f"这里应当是第{expected}条。")
        if self.events and event.at < self.events[-1].at:
            raise ImpossibleHistory(event.number, "它的记录时刻早于前一条。")

    def _moved(self, event: Event) -> History:
        move = self.table.move_of.get(event.move)
        if move is None:
            raise ImpossibleHistory(event.number, f"步骤表里没有“{event.move}”这一步。")
        reasons = hurdles(self, move, event) + _lasting(self, move, event)
        if reasons:
            raise ImpossibleHistory(event.number, "".join(str(reason) for reason in reasons))
        try:
            return self.grown(move, event)
        except ClockConflict as conflict:
            raise ImpossibleHistory(event.number, str(conflict)) from conflict

    def _amended(self, event: Event) -> History:
        problem = amendments.problem(self, event)
        if problem:
            raise ImpossibleHistory(event.number, problem)
        rebuilt = History(self.table)
        for each in amendments.applied(self.effective, event):
            try:
                rebuilt = rebuilt._moved(each)
            except ImpossibleHistory as impossible:
                raise ImpossibleHistory(event.number, f"照此更正，{impossible}") from impossible
        return rebuilt


def _lasting(history: History, move: Move, event: Event) -> list[Reason]:
    situation = Situation(history, move, event.at, event.on, event.by, event.facts)
    reasons = []
    for guard in move.guards:
        if guard.lasting and (sentence := guard.failure(situation)):
            reasons.append(Reason(Hurdle.GUARD, sentence, guard.basis, name=guard.name))
    return reasons


def replay(table: Table, events: Iterable[Event]) -> History:
    """The history that ``events`` make. Raises ``ImpossibleHistory`` naming the first event that cannot be."""
    history = History(table)
    for event in events:
        history = history.then(event)
    return history
