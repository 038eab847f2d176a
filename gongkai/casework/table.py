"""The table of a kind of case: its states, moves, clocks and roles, validated as a whole when it is made."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from gongkai.casework.counting import Unit
from gongkai.casework.moves import BEGIN, Move

if TYPE_CHECKING:
    from gongkai.casework.amendments import Amendments

BEGIN_TITLE = "尚未登记"


class TableError(ValueError):
    """A table breaks its rules; ``mistakes`` lists all of them as Chinese sentences."""

    def __init__(self, table: str, mistakes: Sequence[str]) -> None:
        super().__init__(f"步骤表“{table}”有{len(mistakes)}处不对：" + "".join(mistakes))
        self.mistakes = tuple(mistakes)


@dataclass(frozen=True, slots=True)
class Clock:
    """A limit that runs in a case.

    ``limit`` is the name by which the law's limits are asked for, empty where the law sets none and the case does. ``per``
    names the fact that tells several clocks of this kind apart (one for each third party). ``outlives`` says that it
    may go on after the case has ended (the time for an applicant's remedies).
    """

    name: str
    title: str
    limit: str
    unit: Unit
    basis: str
    per: str = ""
    outlives: bool = False


@dataclass(frozen=True, eq=False)
class Table:
    """A kind of case. Raises ``TableError`` with every mistake at once.

    ``states`` gives each state its Chinese title; ``final`` are those in which a case may rest for good; ``noun`` is
    what sentences call a case (“这件申请”); ``roles`` gives each role key its title, and without any roles nobody is refused
    for want of one.
    """

    name: str
    title: str
    noun: str
    states: Mapping[str, str]
    final: Collection[str]
    moves: tuple[Move, ...]
    clocks: tuple[Clock, ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)
    amendments: Amendments | None = None

    def __post_init__(self) -> None:
        from gongkai.casework.validation import mistakes_in

        object.__setattr__(self, "states", MappingProxyType(dict(self.states)))
        object.__setattr__(self, "roles", MappingProxyType(dict(self.roles)))
        object.__setattr__(self, "final", frozenset(self.final))
        mistakes = mistakes_in(self)
        if mistakes:
            raise TableError(self.title or self.name, mistakes)

    @cached_property
    def move_of(self) -> Mapping[str, Move]:
        """The moves by name."""
        return {move.name: move for move in self.moves}

    @cached_property
    def clock_of(self) -> Mapping[str, Clock]:
        """The clocks by name."""
        return {clock.name: clock for clock in self.clocks}

    def moves_from(self, state: str) -> tuple[Move, ...]:
        """The moves that can leave ``state``, in the table's order."""
        return tuple(move for move in self.moves if state in move.sources)

    def title_of(self, state: str) -> str:
        """What people call a state."""
        return BEGIN_TITLE if state == BEGIN else self.states[state]

    def role_titles(self, roles: Collection[str]) -> str:
        """The titles of roles, as a sentence lists them."""
        return "、".join(self.roles[role] for role in roles)

    def __repr__(self) -> str:
        return f"Table({self.name!r})"
