"""What a list would change, line by line, without changing anything.

A blank cell and a missing column leave the value as it is. The ``fingerprint`` stands for every change with its values before
and after: when the data changed since the plan was shown, planning anew gives another one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from gongkai.organs.importing.kinds import KINDS, Kind
from gongkai.organs.importing.table import Line, read_listing
from gongkai.web.organs.models import Organ


class Effect(StrEnum):
    """What a line would do."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    ERROR = "error"

    @property
    def label(self) -> str:
        """In Chinese."""
        return {"new": "新增", "changed": "修改", "unchanged": "不变", "error": "有错"}[self.value]

    @property
    def tone(self) -> str:
        """How a page colours it."""
        return {"new": "good", "changed": "info", "unchanged": "neutral", "error": "bad"}[self.value]


@dataclass(frozen=True, slots=True)
class Change:
    """One field as it is and as it would be, in words."""

    label: str
    before: str
    after: str


@dataclass(slots=True)
class PlannedLine:
    """``subject`` is what the line is about in words; ``values`` what applying needs; ``pk`` of the record it changes."""

    number: int
    subject: str
    effect: Effect = Effect.UNCHANGED
    changes: list[Change] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    pk: int | None = None

    def settle(self) -> PlannedLine:
        """Say at the end what the line comes to."""
        if self.errors:
            self.effect = Effect.ERROR
        elif self.pk is None:
            self.effect = Effect.NEW
        else:
            self.effect = Effect.CHANGED if self.changes else Effect.UNCHANGED
        return self


Within = Callable[[Organ], bool]
"""Whether an organ may be touched by who imports."""


@dataclass(slots=True)
class Plan:
    """``data`` is the file, so that applying can read it again; ``within`` and ``roots`` say what who imports may touch."""

    kind: Kind
    data: bytes
    lines: list[PlannedLine]
    today: date
    within: Within
    roots: bool

    @property
    def sha256(self) -> str:
        """The digest of the file."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def errors(self) -> int:
        """How many lines are wrong; a plan with one cannot be applied."""
        return self.count(Effect.ERROR)

    @property
    def applicable(self) -> bool:
        """Whether there is something to apply and nothing wrong."""
        return not self.errors and any(line.effect in (Effect.NEW, Effect.CHANGED) for line in self.lines)

    @property
    def counts(self) -> list[tuple[Effect, int]]:
        """Every effect with its lines."""
        return [(effect, self.count(effect)) for effect in Effect]

    def count(self, effect: Effect) -> int:
        """The lines with an effect."""
        return sum(line.effect is effect for line in self.lines)

    @property
    def fingerprint(self) -> str:
        """The digest of all that would be done."""
        content = [
            [line.number, line.effect, line.pk, [[c.label, c.before, c.after] for c in line.changes], line.errors]
            for line in self.lines
        ]
        words = json.dumps([self.kind.key, self.sha256, content], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(words.encode()).hexdigest()


def plan_import(
    kind: str, data: bytes, *, today: date | None = None, within: Within | None = None, roots: bool = True
) -> Plan:
    """Read a list and say what it would change. Raises ``UnreadableList`` when it is no list of that kind.

    ``within`` tells which organs may be touched (all, for a command), ``roots`` whether topmost organs may be added.
    """
    from django.utils import timezone

    from gongkai.web.organs.importing import organs, people, sections

    chosen = KINDS[kind]
    plan = Plan(chosen, data, [], today or timezone.localdate(), within or (lambda organ: True), roots)
    listing = read_listing(data, headings=chosen.headings, needed=chosen.needed)
    planners = {"organs": organs.plan_lines, "sections": sections.plan_lines, "people": people.plan_lines}
    plan.lines = [line.settle() for line in planners[kind](plan, listing.lines)]
    return plan


def begin(kind: Kind, line: Line, subject: str) -> tuple[PlannedLine, dict[str, Any]]:
    """A planned line with what the reading of its cells already says."""
    values, errors = kind.values(line.cells)
    planned = PlannedLine(line.number, subject, errors=[*line.errors, *errors], notes=list(line.notes))
    return planned, values


def in_words(value: Any) -> str:
    """A value as the table of changes shows it."""
    if value is None or value == "":
        return "（空）"
    return value.isoformat() if isinstance(value, date) else str(value)
