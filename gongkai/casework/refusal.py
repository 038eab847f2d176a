"""Why something cannot be done, in words that say what can be done instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Hurdle(StrEnum):
    """What stands in the way of a move."""

    STATE = "state"
    ROLE = "role"
    SAME_PERSON = "same_person"
    DATE = "date"
    FIELD = "field"
    GUARD = "guard"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why a move is not possible. ``field`` names the field that a form should mark; ``name`` the guard."""

    hurdle: Hurdle
    sentence: str
    basis: str = ""
    field: str = ""
    name: str = ""

    def __str__(self) -> str:
        if not self.basis:
            return self.sentence
        return f"{self.sentence.rstrip('。')}（{self.basis}）。"


class NotAllowed(Exception):
    """A move that is not possible now: where the case is, why not, and what can be done instead, as one Chinese text."""

    def __init__(
        self, message: str, *, state: str, move: str, reasons: Sequence[Reason], instead: Sequence[str]
    ) -> None:
        super().__init__(message)
        self.message = message
        self.state = state
        self.move = move
        self.reasons = tuple(reasons)
        self.instead = tuple(instead)
