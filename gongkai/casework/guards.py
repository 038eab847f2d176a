"""Conditions on moves: a test with the Chinese sentence and the article by which it refuses.

A guard that is ``lasting`` depends on the case's own events only and is tested again whenever a history is replayed. One
that asks the calendar or the limits of the law is tested when the move is made and not again: a holiday notice that is
entered later does not make impossible what was done in time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from string import Formatter
from typing import TYPE_CHECKING, Any

from gongkai.casework.counting import Counting
from gongkai.casework.moves import Move

if TYPE_CHECKING:
    from gongkai.casework.history import History
    from gongkai.casework.table import Table

_HAN = re.compile(r"[\u3400-\u9fff]")
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Situation:
    """What a guard sees: the case before the move, and the move as it is about to be made."""

    history: History
    move: Move
    at: datetime
    on: date
    by: str
    facts: Mapping[str, Any]
    counting: Counting | None = None

    def needs_counting(self) -> Counting:
        """The calendar and limits; a caller that gave none has made a mistake in the program."""
        if self.counting is None:
            raise LookupError(f"步骤“{self.move.title}”的条件要查日历和期限，调用时没有给出。")
        return self.counting


Test = Callable[[Situation], Words | None]


@dataclass(frozen=True, eq=False)
class Guard:
    """``test`` answers None when the move may be made, else the words that fill the braces of ``sentence``.

    ``title`` is the condition in a few words for tables of moves; ``{move}``, ``{clock}``, ``{field}`` in it are filled in.
    ``moves``, ``clocks`` and ``fields`` are the names that the test relies on; they are checked with the table. A guard about a
    field must let a move pass that does not give it: the move's ``needs`` ask for it.
    """

    name: str
    title: str
    sentence: str
    basis: str
    test: Test
    lasting: bool = True
    moves: tuple[str, ...] = ()
    clocks: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()

    def told(self, table: Table) -> str:
        """The condition in a few words."""
        fields = {one.name: one.title for move in table.moves for one in (*move.needs, *move.takes)}
        return self.title.format(
            move="、".join(table.move_of[name].title for name in self.moves),
            clock="、".join(table.clock_of[name].title for name in self.clocks),
            field="、".join(fields[name] for name in self.fields),
        )

    def failure(self, situation: Situation) -> str | None:
        """The sentence when the move may not be made."""
        words = self.test(situation)
        return None if words is None else self.sentence.format(**words)

    def mistakes(self, table: Table) -> Iterator[str]:
        """What is wrong with the guard in ``table``, to be put after its name."""
        if not self.name.strip() or not self.basis.strip():
            yield "没有写标识或者依据。"
        if not _HAN.search(self.title):
            yield "没有中文名称。"
        if not _HAN.search(self.sentence) or not self.sentence.endswith("。"):
            yield "的说明应当是一句中文，以句号结尾。"
        for _, name, _, _ in Formatter().parse(self.title):
            if name is not None and name not in ("move", "clock", "field"):
                yield f"的名称里花括号写的“{name}”填不出来。"
        known = {
            "步骤": (self.moves, {move.name for move in table.moves}),
            "期限": (self.clocks, {clock.name for clock in table.clocks}),
            "填写项": (self.fields, {each.name for move in table.moves for each in (*move.needs, *move.takes)}),
        }
        for what, (used, there) in known.items():
            for name in used:
                if name not in there:
                    yield f"用到没有的{what}“{name}”。"
