"""Amending the record of an event: an event of its own, by a second person, with a reason; the first record stays.

A date was typed wrong, a button was pressed by mistake. The history is then rebuilt as if the event had been right
from the start, and must still be possible. Which moves may be amended at all, in what, and by whom, is part of the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from gongkai.casework.events import Event, told
from gongkai.casework.moves import Field, FieldKind

if TYPE_CHECKING:
    from gongkai.casework.history import History
    from gongkai.casework.table import Table

AMEND = "amend"
STRIKE = "strike"
ON = "on"
"""The name by which the date of an event is amended, besides the names of its facts."""
DAY = Field(ON, "日期", FieldKind.DATE, "2024-09-25")


@dataclass(frozen=True)
class Amendments:
    """What may be amended: for each move the names of what may be changed, and the moves that may be struck out."""

    who: tuple[str, ...]
    basis: str
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    strikes: tuple[str, ...] = ()

    def mistakes(self, table: Table) -> Iterator[str]:
        """What is wrong with them in ``table``."""
        if not self.basis.strip():
            yield "更正记录的规定没有写依据。"
        if table.roles and not self.who:
            yield "更正记录的规定没有写由谁办理。"
        for role in self.who:
            if role not in table.roles:
                yield f"更正记录的规定写了没有的角色“{role}”。"
        moves = {move.name: move for move in table.moves}
        for name in (*self.fields, *self.strikes):
            if name not in moves:
                yield f"更正记录的规定写了没有的步骤“{name}”。"
        for name, fields in self.fields.items():
            for one in fields:
                if name in moves and one != ON and one not in moves[name].fields:
                    yield f"更正记录的规定写了步骤“{name}”不填写的“{one}”。"
        for reserved in {AMEND, STRIKE} & set(moves):
            yield f"步骤不能叫“{reserved}”，这个标识留给更正记录。"
        for move in table.moves:
            if ON in move.fields:
                yield f"步骤“{move.title}”的填写项不能叫“{ON}”，这个标识指记录的日期。"


def problem(history: History, event: Event) -> str | None:
    """Why ``event`` may not amend the history, as a sentence; whether what is left is possible is seen by replaying it."""
    rules = history.table.amendments
    if rules is None:
        return f"{history.table.noun}的办理记录不能更正。"
    original = next((each for each in history.effective if each.number == event.amends), None)
    if original is None:
        return f"第{event.amends}条不是可以更正的办理记录，或者已经撤销。"
    title = history.table.move_of[original.move].title
    if history.table.roles and event.role not in rules.who:
        return f"更正办理记录由{history.table.role_titles(rules.who)}办理。"
    if event.on > event.recorded_on:
        return f"更正的日期{told(event.on)}还没有到。"
    if event.by == original.by:
        return f"更正“{title}”的记录，要由原办理人以外的人办理。"
    if not event.note.strip():
        return f"更正“{title}”的记录，请写明理由。"
    if event.move == STRIKE:
        return None if original.move in rules.strikes and not event.facts else f"“{title}”的记录不能撤销。"
    if event.move != AMEND or not event.facts:
        return "更正记录没有写明更正什么。"
    for name, value in event.facts.items():
        if name not in rules.fields.get(original.move, ()):
            return f"“{title}”的记录不能更正“{name}”这一项。"
        if name == ON and (wrong := DAY.problem(value)):
            return wrong
    return None


def applied(effective: tuple[Event, ...], event: Event) -> tuple[Event, ...]:
    """The effective events with ``event``, which amends one of them, taken into account."""
    if event.move == STRIKE:
        return tuple(each for each in effective if each.number != event.amends)
    return tuple(_changed(each, event.facts) if each.number == event.amends else each for each in effective)


def _changed(event: Event, changes: Mapping[str, Any]) -> Event:
    facts = {**event.facts, **{name: value for name, value in changes.items() if name != ON}}
    facts = {name: value for name, value in facts.items() if value is not None}  # None：原来填的这一项不该有
    return replace(event, on=date.fromisoformat(changes.get(ON, event.on.isoformat())), facts=facts)
