"""What happened to a file, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gongkai.casework.events import told
from gongkai.publishing.normative import KINDS, NORMATIVE, YES_NO
from gongkai.web.log.models import Event
from gongkai.web.normative.events import TITLES


@dataclass(frozen=True, slots=True)
class Happening:
    """A line of the timeline."""

    at: datetime
    title: str
    who: str
    note: str


def happenings(events: Iterable[Event]) -> list[Happening]:
    """Every event in words, oldest first."""
    return [_happening(each) for each in events]


def _happening(event: Event) -> Happening:
    move = NORMATIVE.move_of.get(event.move)
    notes = [f"日期：{told(event.on)}"] if event.case_number and event.on != event.at.date() else []
    for name, value in event.facts.items():
        if move is not None and name in move.fields and name != "item":
            notes.append(f"{move.fields[name].title}：{_worded(name, value)}")
    if event.note:
        notes.append(event.note)
    title = move.title if move else TITLES.get(event.move, "其他事项")
    return Happening(event.at, title, event.actor_name, "；".join(notes))


def _worded(name: str, value: Any) -> str:
    if name == "kind":
        return KINDS.get(str(value), str(value))
    if name in ("market", "major"):
        return YES_NO.get(str(value), str(value))
    try:
        return told(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)
