"""Taking a step: whether a move is possible now, and the sentence that says why not and what can be done instead."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from gongkai.casework.amendments import AMEND, STRIKE
from gongkai.casework.clock_effects import ClockConflict
from gongkai.casework.counting import Counting, Uncountable
from gongkai.casework.events import Event
from gongkai.casework.guards import Guard, Situation
from gongkai.casework.history import History, ImpossibleHistory
from gongkai.casework.hurdles import hurdles
from gongkai.casework.moves import BEGIN, Field, Move, blank
from gongkai.casework.reckoning import read
from gongkai.casework.refusal import Hurdle, NotAllowed, Reason
from gongkai.casework.table import Table


@dataclass(frozen=True, slots=True)
class Act:
    """Who acts and when: ``by`` the person, ``roles`` all that it holds, ``at`` the moment of recording, ``on`` the date that counts."""

    by: str
    at: datetime
    on: date
    roles: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """A move and the reasons against making it now; ``asks`` are the fields that must still be given."""

    move: Move
    reasons: tuple[Reason, ...] = ()
    asks: tuple[Field, ...] = ()

    @property
    def possible(self) -> bool:
        """Whether nothing but the fields to fill in stands in the way."""
        return not self.reasons


def step(
    table: Table,
    where: History | str,
    name: str,
    act: Act,
    facts: Mapping[str, Any] | None = None,
    counting: Counting | None = None,
) -> Move:
    """The move ``name``, with its ``target``, when it may be made now. Raises ``NotAllowed``.

    A bare state instead of a history serves for moves that ask nothing about the past (no guards, no two-person rule); for
    others it is a mistake in the program and raises ``LookupError``, as does a guard on dates without ``counting``.
    """
    return _step(table, where, name, act, facts, counting)[0]


def _step(
    table: Table,
    where: History | str,
    name: str,
    act: Act,
    facts: Mapping[str, Any] | None,
    counting: Counting | None,
    note: str = "",
) -> tuple[Move, Event]:
    """As ``step``, with the event as it would be recorded."""
    history = _history(table, where)
    move = table.move_of.get(name)
    if move is None:
        text = f"{table.noun}没有“{name}”这一步。"
        raise NotAllowed(text, state=history.state, move=name, reasons=[Reason(Hurdle.STATE, text)], instead=())
    bare = isinstance(where, str)
    if bare and (move.guards or move.distinct_from):
        raise LookupError(f"“{move.title}”要看办理经过才能判断，只给状态不够。")
    event = _event(history, move, act, facts, note)
    reasons = _reasons(history, move, event, counting, bare=bare)
    if reasons:
        raise _refused(history, move, reasons, allowed(table, where, act, counting=counting))
    return (move if move.target == move.leads_to(history.state) else replace(move, target=history.state)), event


def advance(
    history: History,
    name: str,
    act: Act,
    facts: Mapping[str, Any] | None = None,
    counting: Counting | None = None,
    *,
    note: str = "",
) -> History:
    """The history after the move ``name``; its last event is the new one. Raises ``NotAllowed``."""
    _, event = _step(history.table, history, name, act, facts, counting, note)
    return history.then(event)


def amend(
    history: History,
    number: int,
    act: Act,
    changes: Mapping[str, Any] | None = None,
    *,
    reason: str,
    counting: Counting | None = None,
) -> History:
    """The history with event ``number`` amended by ``changes`` (``on`` or facts), or struck out where there are none.

    Raises ``NotAllowed`` when that may not be, or when what would be left could not have happened. What is amended keeps within the
    limits that were asked when it was first recorded (an extension of at most so many days); those need ``counting``.
    """
    rules = history.table.amendments
    role = next((each for each in rules.who if each in act.roles), "") if rules else ""
    if not 0 < number <= len(history.events):
        raise _not_amended(history, STRIKE, f"没有第{number}条办理记录。")
    event = Event(
        number=len(history.events) + 1,
        move=AMEND if changes else STRIKE,
        at=act.at,
        on=act.on,
        by=act.by,
        role=role,
        facts=changes or {},
        note=reason,
        amends=number,
    )
    try:
        after = history.then(event)
    except ImpossibleHistory as impossible:
        raise _not_amended(history, event.move, impossible.problem) from impossible
    if changes and (failed := _beyond(after, number, changes, counting)):
        raise _not_amended(history, event.move, str(failed))
    return after


def _beyond(after: History, number: int, changes: Mapping[str, Any], counting: Counting | None) -> Reason | None:
    """Why the record as amended could not have been made, by the guards about the fields that were amended."""
    event = next(each for each in after.effective if each.number == number)
    move = after.table.move_of[event.move]
    guards = [each for each in move.guards if not each.lasting and not set(each.fields).isdisjoint(changes)]
    if not guards:
        return None
    situation = Situation(after.before(number), move, event.at, event.on, event.by, event.facts, counting)
    return next((reason for each in guards if (reason := _failed(each, situation))), None)


def _not_amended(history: History, move: str, text: str) -> NotAllowed:
    rules = history.table.amendments
    reason = Reason(Hurdle.GUARD, text, rules.basis if rules else "")
    return NotAllowed(text, state=history.state, move=move, reasons=[reason], instead=())


def allowed(
    table: Table,
    where: History | str,
    act: Act,
    facts: Mapping[str, Any] | None = None,
    counting: Counting | None = None,
    *,
    every: bool = False,
) -> tuple[Option, ...]:
    """The moves that leave the present state, each with the reasons against it; with ``every`` all moves of the table.

    ``facts`` may hold what is already known; what a move needs and is not among them is asked for, not held against it.
    A bare state instead of a history tells by state, role and fields alone.
    """
    history, bare = _history(table, where), isinstance(where, str)
    options = []
    for move in table.moves if every else table.moves_from(history.state):
        given = {name: value for name, value in (facts or {}).items() if name in move.fields}
        reasons = _reasons(history, move, _event(history, move, act, given), counting, bare=bare)
        asks = tuple(one for one in move.needs if blank(given.get(one.name)))
        missing = {one.name for one in asks}
        held = tuple(each for each in reasons if not (each.hurdle is Hurdle.FIELD and each.field in missing))
        options.append(Option(move, held, asks))
    return tuple(options)


def matrix(table: Table) -> Iterator[tuple[str, str, Move, bool]]:
    """Every state, role and move, and whether the table lets that role make that move there: for tests of access."""
    for state in (BEGIN, *table.states):
        for role in table.roles:
            for move in table.moves:
                yield state, role, move, state in move.sources and role in move.who


def _history(table: Table, where: History | str) -> History:
    if isinstance(where, History):
        if where.table is not table:
            raise LookupError(f"办理经过属于“{where.table.title}”，不属于“{table.title}”。")
        return where
    if where not in table.states and where != BEGIN:
        raise LookupError(f"“{table.title}”没有状态“{where}”。")
    history = History(table)
    history.state = str(where)
    return history


def _event(history: History, move: Move, act: Act, facts: Mapping[str, Any] | None, note: str = "") -> Event:
    """The event as it would be recorded; what a form left blank is not given."""
    role = next((each for each in move.who if each in act.roles), "")
    given = {name: value for name, value in (facts or {}).items() if not blank(value)}
    return Event(len(history.events) + 1, move.name, act.at, act.on, act.by, role, given, note)


def _reasons(
    history: History, move: Move, event: Event, counting: Counting | None, *, bare: bool = False
) -> list[Reason]:
    reasons = hurdles(history, move, event)
    if bare or any(reason.hurdle is Hurdle.STATE for reason in reasons):
        return reasons
    if history.events and event.at < history.events[-1].at:
        reasons.append(Reason(Hurdle.DATE, "登记的时刻早于上一条记录，请核对这台机器的时间。"))
    bad = {reason.field for reason in reasons if reason.hurdle is Hurdle.FIELD}
    situation = Situation(history, move, event.at, event.on, event.by, event.facts, counting)
    for guard in move.guards:
        if bad.isdisjoint(guard.fields) and (reason := _failed(guard, situation)):
            reasons.append(reason)
    return reasons if bad else reasons + _clock_reasons(history, move, event, counting)


def _failed(guard: Guard, situation: Situation) -> Reason | None:
    try:
        sentence = guard.failure(situation)
    except Uncountable as refusal:
        return Reason(Hurdle.CLOCK, str(refusal), name=guard.name)
    return Reason(Hurdle.GUARD, sentence, guard.basis, name=guard.name) if sentence else None


def _clock_reasons(history: History, move: Move, event: Event, counting: Counting | None) -> list[Reason]:
    """Why the clocks cannot take the move: it makes no sense on them, or no calendar reaches that far."""
    try:
        grown = history.grown(move, event)
        if counting is not None:
            for (clock, key), legs in grown.legs.items():
                if legs is not history.legs.get((clock, key)):
                    read(grown, clock, counting, event.recorded_on, key)
    except (ClockConflict, Uncountable) as conflict:
        return [Reason(Hurdle.CLOCK, str(conflict), move.basis if isinstance(conflict, ClockConflict) else "")]
    return []


def _refused(history: History, move: Move, reasons: list[Reason], options: tuple[Option, ...]) -> NotAllowed:
    table = history.table
    others = tuple(option for option in options if option.move is not move)
    mine = [option.move for option in others if option.possible]
    theirs = [
        option.move
        for option in options
        if option.reasons and all(each.hurdle in (Hurdle.ROLE, Hurdle.SAME_PERSON) for each in option.reasons)
    ]
    only_fields = all(reason.hurdle is Hurdle.FIELD for reason in reasons)
    misdated = any(reason.hurdle is Hurdle.DATE for reason in reasons)
    text = _opening(history, move, reasons, only_fields)
    if not only_fields:
        if mine:
            text += f"现在可以：{'、'.join(each.title for each in mine)}。"
        elif theirs and not misdated:
            by_whom = "、".join(f"{each.title}（{table.role_titles(each.who)}）" for each in theirs)
            text += f"现在要由其他人办理：{by_whom}。"
        elif misdated:
            text += "请核对日期，改正以后再办理。"
        else:
            text += "办理已经结束。" if history.ended else "现在没有可以办理的步骤。"
    return NotAllowed(text, state=history.state, move=move.name, reasons=reasons, instead=[each.name for each in mine])


def _opening(history: History, move: Move, reasons: list[Reason], only_fields: bool) -> str:
    why = "".join(str(reason) for reason in reasons if reason.hurdle is not Hurdle.STATE)
    if only_fields:
        return f"还不能办理“{move.title}”：{why}"
    table = history.table
    if history.state == BEGIN:
        here = f"{table.noun}还没有登记，不能“{move.title}”"
    elif history.ended:
        here = f"{table.noun}目前“{table.title_of(history.state)}”，不能再“{move.title}”"
    else:
        here = f"{table.noun}目前“{table.title_of(history.state)}”，不能“{move.title}”"
    return f"{here}：{why}" if why else f"{here}。"
