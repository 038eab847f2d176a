"""Two wordings side by side, a line for each block of the text: what was added, what was taken out, what stayed."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from gongkai.publishing.cleaning import plain_text

SAME, ADDED, REMOVED, LEFT_OUT = "same", "added", "removed", "left_out"
_AROUND = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the comparison. ``mark`` is one of the constants; for ``LEFT_OUT`` the text says how many lines are the same."""

    mark: str
    text: str


def compared(old: str, new: str) -> tuple[Line, ...]:
    """The lines of two cleaned texts, unchanged stretches shortened.

    >>> [line.mark for line in compared("<p>一</p><p>二</p>", "<p>一</p><p>三</p>")]
    ['same', 'removed', 'added']
    """
    before, after = plain_text(old).splitlines(), plain_text(new).splitlines()
    found: list[Line] = []
    for kind, start, end, start_new, end_new in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found += _shortened(before[start:end], first=start == 0, last=end == len(before))
            continue
        found += [Line(REMOVED, text) for text in before[start:end]]
        found += [Line(ADDED, text) for text in after[start_new:end_new]]
    return tuple(found)


def _shortened(lines: list[str], *, first: bool, last: bool) -> list[Line]:
    head, tail = (0 if first else _AROUND), (0 if last else _AROUND)
    if first and last:
        head = _AROUND
    middle = len(lines) - head - tail
    if middle <= 1:
        return [Line(SAME, text) for text in lines]
    shown = [Line(SAME, text) for text in lines[:head]]
    shown.append(Line(LEFT_OUT, f"（{middle}段没有改动）"))
    return shown + [Line(SAME, text) for text in lines[len(lines) - tail :]]
