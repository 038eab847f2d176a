"""A move: from which state to which, what it does to the clocks, by which article, who may, what must be given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from gongkai.casework.effects import Effect

if TYPE_CHECKING:
    from gongkai.casework.guards import Guard

BEGIN = ""
"""The source of moves by which a case comes into being."""

STAYS = "="
"""The target of moves that leave the state as it is, whichever of their sources it is."""


class FieldKind(StrEnum):
    """What a field of a move holds. Facts are plain JSON: a date is written ``2024-09-25``, a moment with its offset."""

    TEXT = "text"
    NUMBER = "number"
    FLAG = "flag"
    DATE = "date"
    MOMENT = "moment"
    LIMIT = "limit"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Field:
    """Something that is given with a move, with the words by which a person is asked for it."""

    name: str
    title: str
    kind: FieldKind = FieldKind.TEXT
    example: str = ""

    def problem(self, value: Any) -> str | None:
        """What is wrong with ``value``, as a sentence; None when nothing is."""
        if blank(value):
            return f"请填写{self.title}{self._example()}。"
        if not _FITS[self.kind](value):
            return f"{self.title}{_WANTED[self.kind]}{self._example()}。"
        return None

    def _example(self) -> str:
        return f"，例如 {self.example}" if self.example else ""


def blank(value: Any) -> bool:
    """Whether nothing is given."""
    return value is None or (isinstance(value, str) and not value.strip()) or value in ((), [])


def _is_date(value: Any) -> bool:
    if not isinstance(value, str) or len(value) != len("2024-09-25"):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_moment(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _is_limit(value: Any) -> bool:
    if isinstance(value, Mapping):
        return set(value) == {"amount", "unit"} and _is_number(value["amount"]) and value["unit"] in _UNITS
    return _is_number(value) or _is_date(value)


_UNITS = ("workdays", "calendar_days", "months", "hours")
_FITS: Mapping[FieldKind, Callable[[Any], bool]] = {
    FieldKind.TEXT: lambda value: isinstance(value, str),
    FieldKind.NUMBER: _is_number,
    FieldKind.FLAG: lambda value: isinstance(value, bool),
    FieldKind.DATE: _is_date,
    FieldKind.MOMENT: _is_moment,
    FieldKind.LIMIT: _is_limit,
    FieldKind.LIST: lambda value: isinstance(value, list | tuple),
}
_WANTED = {
    FieldKind.TEXT: "应当是文字",
    FieldKind.NUMBER: "应当是不小于1的整数",
    FieldKind.FLAG: "应当选“是”或者“否”",
    FieldKind.DATE: "应当是一个日期，写成 2024-09-25 的样子",
    FieldKind.MOMENT: "应当是一个时刻，写成 2024-09-25T09:30:00+08:00 的样子",
    FieldKind.LIMIT: "应当是天数，或者一个日期",
    FieldKind.LIST: "应当逐项列出",
}


@dataclass(frozen=True, eq=False)
class Move:
    """One step that a case can take; with the target ``STAYS`` (or its own source) it leaves the state as it is.

    ``who`` are role keys, any of which suffices; ``needs`` must be given, ``takes`` may be; ``distinct_from`` names moves
    whose persons may not make this one (two-person rule). ``basis`` is the article, or the organ's own rule.
    """

    name: str
    title: str
    source: str | tuple[str, ...]
    target: str
    clocks: Mapping[str, Effect]
    basis: str
    guards: tuple[Guard, ...] = field(default=(), kw_only=True)
    who: tuple[str, ...] = field(default=(), kw_only=True)
    needs: tuple[Field, ...] = field(default=(), kw_only=True)
    takes: tuple[Field, ...] = field(default=(), kw_only=True)
    distinct_from: tuple[str, ...] = field(default=(), kw_only=True)

    def __post_init__(self) -> None:
        object.__setattr__(self, "clocks", MappingProxyType(dict(self.clocks)))

    @property
    def sources(self) -> tuple[str, ...]:
        """The states it can be made from."""
        return (self.source,) if isinstance(self.source, str) else self.source

    @property
    def stays(self) -> bool:
        """Whether it never changes the state."""
        return self.target == STAYS or self.sources == (self.target,)

    def leads_to(self, state: str) -> str:
        """The state after the move is made in ``state``."""
        return state if self.target == STAYS else self.target

    @property
    def fields(self) -> Mapping[str, Field]:
        """All that can be given with it, by name."""
        return {each.name: each for each in (*self.needs, *self.takes)}

    def __repr__(self) -> str:
        return f"Move({self.name!r})"
