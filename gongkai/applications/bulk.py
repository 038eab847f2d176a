"""What may be done with many applications at once: what needs no look at the single case beyond what the table itself asks.

Steps that find, decide or answer something (补正、征求意见、收费、答复、审查、批准、送达) are done one by one: each needs findings of
its own. So do letters that name a third party or what is disclosed. The choice is ours; the articles are those of the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.applications.letters import letter_kinds
from gongkai.applications.moves import TABLE
from gongkai.casework import Move
from gongkai.letters.kinds import LetterKind

ASSIGN = "assign"
MOVE, LETTER = "move.", "letter."
MOVES = ("register", "begin_review", "extend", "archive")
LETTERS = ("receipt", "registration_form", "consultation_notice", "help_request")
DATED = ("extend",)
"""Steps that must be taken before the last day of the reply has passed."""


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of bulk work. ``action`` is what the policy of applications calls it; one of ``move`` and ``letter`` or none."""

    key: str
    title: str
    action: str
    basis: str
    move: Move | None = None
    letter: LetterKind | None = None

    @property
    def by_day(self) -> bool:
        """Whether it is too late for it once the last day has passed."""
        return self.move is not None and self.move.name in DATED


def works() -> Mapping[str, Work]:
    """Every kind of bulk work by key.

    >>> works()["move.extend"].title
    '延期答复'
    """
    found = [Work(ASSIGN, "交办", ASSIGN, "本机关办理规程")]
    for name in MOVES:
        move = TABLE.move_of[name]
        found.append(Work(f"{MOVE}{name}", move.title, name, move.basis, move=move))
    for name in LETTERS:
        kind = letter_kinds().kinds[name]
        found.append(Work(f"{LETTER}{name}", f"开出《{kind.title}》", "compose_letter", kind.basis, letter=kind))
    return {each.key: each for each in found}
