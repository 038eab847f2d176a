"""What happened to an application, for its page: steps of the case and the other happenings, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gongkai.applications.channels import channels
from gongkai.applications.intake import title_of
from gongkai.applications.letters import letter_kinds
from gongkai.applications.moves import TABLE
from gongkai.applications.outcomes import outcome_title
from gongkai.casework.amendments import AMEND, ON, STRIKE
from gongkai.casework.events import told
from gongkai.web.applications.models import Application
from gongkai.web.log.models import Event
from gongkai.web.log.services import kind_of
from gongkai.web.operation.titles import fact_title, move_title

OTHERS = {
    "assign": "交办",
    "edit_details": "填写补正的内容",
    "edit_description": "改写所需政府信息的描述",
    "read_personal_data": "查看申请人的信息",
    "erase_personal_data": "删除个人信息",
    "recompute_deadline": "因放假通知重新计算期限",
}
MACHINE = frozenset({"letter", "material", "digest", "sha256"})
"""Facts of happenings that say nothing to a reader of the page: keys of rows and digests."""


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
        title = move.title if move else OTHERS.get(event.move) or move_title(event.subject_kind, event.move)
    notes = [f"日期：{told(event.on)}"] if event.case_number and event.on != event.at.date() else []
    notes += [
        f"{_label(event.move, name)}：{worded(name, value)}"
        for name, value in event.facts.items()
        if event.case_number or (name not in MACHINE and value not in ("", None))
    ]
    if event.note:
        notes.append(event.note)
    return Happening(event.at, title, event.actor_name, "；".join(notes), event.case_number, event.move)


def _label(move: str, name: str) -> str:
    if name == ON:
        return "日期"
    if move == "compose_letter" and name in ("kind", "number"):
        return {"kind": "文书", "number": "文号"}[name]
    found = TABLE.move_of.get(move)
    if found and name in found.fields:
        return found.fields[name].title
    known = next((each.fields[name].title for each in TABLE.moves if name in each.fields), "")
    return known or fact_title(kind_of(Application()), move, name)


def worded(name: str, value: Any) -> str:
    """A fact as people read it."""
    match name:
        case "outcome":
            return outcome_title(str(value))
        case "channel":
            return channels()[value].title if value in channels() else str(value)
        case "applicant_kind":
            return title_of("applicant_kinds", str(value))
        case "delivery":
            return title_of("deliveries", str(value))
        case "kind" if value in letter_kinds().kinds:
            return letter_kinds().kinds[value].title
        case "reply_digest":
            return f"{str(value)[:12]}…"
        case "on" | "posted_on" | "reply_by":
            return told(date.fromisoformat(value))
    return str(value)
