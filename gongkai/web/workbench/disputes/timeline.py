"""What happened to a dispute, for its page: steps of the case and the other happenings, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gongkai.casework.amendments import AMEND, ON, STRIKE
from gongkai.casework.counting import UNIT_TITLES, Unit
from gongkai.casework.events import told
from gongkai.disputes.moves import TABLE
from gongkai.disputes.outcomes import WAYS, acts, outcome_title, standings, titles
from gongkai.web.disputes.events import TITLES
from gongkai.web.log.models import Event

OTHERS = TITLES | {"read_personal_data": "查看复议申请人、原告的信息", "recompute_deadline": "因放假通知重新计算期限"}
UNSAID = ("paper", "role", "sha256", "files")
"""Facts of happenings that are no steps: for the log, not for the page."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of the timeline; ``number`` is that of the step, None for what is no step."""

    at: datetime
    title: str
    who: str
    note: str
    number: int | None
    move: str


def happenings(events: Iterable[Event]) -> list[Happening]:
    """Every event of a case in words, oldest first."""
    return [_happening(each) for each in events]


def _happening(event: Event) -> Happening:
    move = TABLE.move_of.get(event.move)
    amends = event.content["event"]["amends"]
    if event.move in (AMEND, STRIKE):
        title = f"{'更正' if event.move == AMEND else '撤销'}第{amends}步的记录"
    else:
        title = move.title if move else OTHERS.get(event.move, event.move)
    notes = [f"日期：{told(event.on)}"] if event.case_number and event.on != event.at.date() else []
    notes += [
        f"{_label(event.move, name)}：{worded(name, value)}"
        for name, value in event.facts.items()
        if event.case_number or name not in UNSAID
    ]
    if event.note:
        notes.append(event.note)
    return Happening(event.at, title, event.actor_name, "；".join(notes), event.case_number, event.move)


def _label(move: str, name: str) -> str:
    if name == ON:
        return "日期"
    found = TABLE.move_of.get(move)
    if found and name in found.fields:
        return found.fields[name].title
    return next((each.fields[name].title for each in TABLE.moves if name in each.fields), name)


def worded(name: str, value: Any) -> str:
    """A fact as people read it."""
    match name:
        case "outcome":
            return outcome_title(str(value))
        case "act":
            return acts()[value].title if value in acts() else str(value)
        case "standing":
            return standings()[value].title if value in standings() else str(value)
        case "way":
            return WAYS.get(str(value), str(value))
        case "hearing":
            return titles("hearings").get(str(value), str(value))
        case "appellant":
            return titles("appellants").get(str(value), str(value))
        case "limit" if isinstance(value, dict):
            return f"{value['amount']}{UNIT_TITLES[Unit(value['unit'])]}"
        case "limit" if isinstance(value, int):
            return f"{value}个工作日"
    if name == ON or name.endswith("_on"):
        return told(date.fromisoformat(str(value)))
    return str(value)
