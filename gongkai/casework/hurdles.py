"""What stands in the way of a move by the record of the case alone: state, role, persons, dates, fields, clocks.

The same for a move about to be made and for one read back from storage; guards are looked at elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.casework.events import Event, told
from gongkai.casework.moves import Move
from gongkai.casework.refusal import Hurdle, Reason

if TYPE_CHECKING:
    from gongkai.casework.history import History


def hurdles(history: History, move: Move, event: Event) -> list[Reason]:
    """Every reason against ``event``; a move from another state gives that one reason, for the rest would be noise."""
    table = history.table
    if history.state not in move.sources:
        return [Reason(Hurdle.STATE, f"“{move.title}”要在“{_sources(history, move)}”的时候办理。")]
    found = []
    if table.roles and event.role not in move.who:
        found.append(Reason(Hurdle.ROLE, f"“{move.title}”由{table.role_titles(move.who)}办理。"))
    found += same_person(history, move, event.by)
    found += _dates(history, move, event)
    found += _fields(move, event)
    return found


def same_person(history: History, move: Move, by: str) -> list[Reason]:
    """The two-person rule: whoever had a hand in what this move passes may not make it, not even when another has passed it before."""
    made = [event for other in move.distinct_from if (event := history.last(other)) is not None]
    latest = max(made, key=lambda event: event.number, default=None)
    return [
        Reason(
            Hurdle.SAME_PERSON,
            f"“{move.title}”要由没有办理过“{history.table.move_of[other].title}”的人办理。",
            move.basis,
        )
        for other in move.distinct_from
        if by in history.persons_since(other, move.name)
        or (latest is not None and latest.move == other and latest.by == by)
    ]


def _dates(history: History, move: Move, event: Event) -> list[Reason]:
    found = []
    if event.on > event.recorded_on:
        sentence = (
            f"“{move.title}”的日期{told(event.on)}晚于登记的日期{told(event.recorded_on)}，还没有发生的事不能登记。"
        )
        found.append(Reason(Hurdle.DATE, sentence, field="on"))
    entered = history.entered
    if entered is not None and event.on < entered.on:
        before = history.table.move_of[entered.move].title
        sentence = f"“{move.title}”的日期{told(event.on)}早于上一步“{before}”的日期{told(entered.on)}。"
        found.append(Reason(Hurdle.DATE, sentence, field="on"))
    return found


def _fields(move: Move, event: Event) -> list[Reason]:
    found = []
    for one in move.needs:
        if problem := one.problem(event.facts.get(one.name)):
            found.append(Reason(Hurdle.FIELD, problem, field=one.name))
    for one in move.takes:
        if one.name in event.facts and (problem := one.problem(event.facts[one.name])):
            found.append(Reason(Hurdle.FIELD, problem, field=one.name))
    for name in event.facts:
        if name not in move.fields:
            found.append(Reason(Hurdle.FIELD, f"“{move.title}”没有“{name}”这一项。", field=name))
    return found


def _sources(history: History, move: Move) -> str:
    return "、".join(history.table.title_of(state) for state in move.sources)
