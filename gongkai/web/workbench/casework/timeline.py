"""What happened to a case, for its page: the steps and the other happenings, in words.

A subject says once what is its own, in its ``timeline.py``; the table of moves and the log's titles say the rest:

    TIMELINE = Timeline(TABLE, worded={"outcome": outcome_title}, unsaid=frozenset({"paper"}))
    TIMELINE.happenings(events_of(case))        # for {% timeline events %}
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from gongkai.casework import Field, FieldKind, Table
from gongkai.casework.amendments import AMEND, DAY, ON, STRIKE
from gongkai.casework.events import told
from gongkai.web.log.models import Event
from gongkai.web.operation.titles import fact_title, move_title


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of the timeline; ``number`` is that of the step, None for what is no step."""

    at: datetime
    title: str
    who: str
    note: str
    number: int | None = None
    move: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """How what happened to a kind of case is told.

    ``worded`` gives the words for the value of a fact, "" to leave it out; without it days are told as days, the rest as it is.
    ``unsaid`` are facts of happenings that are no steps and say nothing to a reader: keys of rows, digests.
    ``others`` and ``labels`` (by move and fact) are titles that differ on this page from those of the log.
    """

    table: Table
    worded: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    unsaid: frozenset[str] = frozenset()
    others: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def happenings(self, events: Iterable[Event]) -> list[Happening]:
        """Every event of a case in words, oldest first."""
        return [
            Happening(
                each.at, self._title(each), each.actor_name, "；".join(self._notes(each)), each.case_number, each.move
            )
            for each in events
        ]

    def amendable(self, happened: Iterable[Happening]) -> list[Happening]:
        """Those that may be amended or struck out."""
        rules = self.table.amendments
        return [
            each
            for each in happened
            if each.number and rules and (each.move in rules.fields or each.move in rules.strikes)
        ]

    def _title(self, event: Event) -> str:
        if event.move in (AMEND, STRIKE):
            amends = event.content["event"]["amends"]
            return f"{'更正' if event.move == AMEND else '撤销'}第{amends}步的记录"
        own = self.table.move_of.get(event.move)
        return own.title if own else self.others.get(event.move) or move_title(event.subject_kind, event.move)

    def _notes(self, event: Event) -> list[str]:
        found = [f"日期：{told(event.on)}"] if event.case_number and event.on != timezone.localdate(event.at) else []
        for name, value in event.facts.items():
            asked = self._field(event.move, name)
            words = self._words(name, value, asked) if event.case_number or name not in self.unsaid else ""
            if value is None and event.move == AMEND:
                words = "没有"
            if words:
                found.append(f"{self._label(event, name, asked)}：{words}")
        return [*found, event.note] if event.note else found

    def _field(self, move: str, name: str) -> Field | None:
        """What a fact is an answer to: a field of its own move, or that of another (of the one that is amended)."""
        if name == ON:
            return DAY
        own = self.table.move_of.get(move)
        moves = (own, *self.table.moves) if own else self.table.moves
        return next((each.fields[name] for each in moves if name in each.fields), None)

    def _label(self, event: Event, name: str, asked: Field | None) -> str:
        given = self.labels.get((event.move, name))
        return given or (asked.title if asked else fact_title(event.subject_kind, event.move, name))

    def _words(self, name: str, value: Any, asked: Field | None) -> str:
        if value in (None, ""):
            return ""
        if name in self.worded:
            return self.worded[name](value)
        a_day = asked is not None and asked.kind is FieldKind.DATE and asked.problem(value) is None
        return told(date.fromisoformat(value)) if a_day else str(value)
