"""Automatic numbers of a Word 97–2003 file: its list tables (PlfLst, PlfLfo) as the text that stands before paragraphs."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.documents.doc_binary import Header, Implausible, i32, u16, u32
from gongkai.documents.numbering import LEVELS, Counter, Level

LISTS, OVERRIDES = 73, 74
FORMATS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 10: "ideographDigital",
    11: "japaneseCounting", 14: "decimalFullWidth", 15: "decimal", 16: "japaneseLegal", 17: "japaneseDigitalTenThousand",
    18: "decimalEnclosedCircle", 19: "decimalFullWidth2", 22: "decimalZero", 23: "bullet", 26: "decimalEnclosedFullstop",
    27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese", 29: "ideographEnclosedCircle",
    30: "ideographTraditional", 31: "ideographZodiac", 33: "taiwaneseCounting", 34: "ideographLegalTraditional",
    35: "taiwaneseCountingThousand", 36: "taiwaneseDigital", 37: "chineseCounting", 38: "chineseLegalSimplified",
    39: "chineseCountingThousand", 57: "numberInDash", 255: "none",
}  # fmt: skip
"""Number formats by their code in the file, by their names in ECMA-376 ([MS-OSHARED] 2.2.1.3)."""


@dataclass(slots=True)
class _Use:
    """A list as a paragraph names it: the list and what it changes."""

    list_id: int
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)


class BinaryLists:
    """The lists of a file; ``label`` gives the number of each paragraph when asked in reading order."""

    def __init__(self, header: Header, table: bytes) -> None:
        self._counters: dict[int, Counter] = {}
        self._uses: list[_Use] = []
        self._started: set[tuple[int, int]] = set()
        try:
            self._read_lists(header.part(LISTS, table), header, table)
            self._read_uses(header.part(OVERRIDES, table))
        except Implausible:
            # Numbers are then missing before some headings; the sections are still told by their words.
            return

    def label(self, use: int, index: int) -> tuple[str, bool]:
        """The number text of a paragraph and whether white space follows it; ``use`` counts from 1, 0 is no list."""
        if not 0 < use <= len(self._uses) or not 0 <= index < LEVELS:
            return "", False
        found = self._uses[use - 1]
        counter = self._counters.get(found.list_id)
        if counter is None:
            return "", False
        shared = counter.levels
        if found.levels:
            counter.levels = {**shared, **found.levels}
        if index in found.starts and (use, index) not in self._started:
            counter.restart(index, found.starts[index])
        self._started.add((use, index))
        level = counter.levels.get(index)
        label = counter.next(index)
        counter.levels = shared
        return label, level is None or level.gap

    def _read_lists(self, part: bytes, header: Header, table: bytes) -> None:
        if not part:
            return
        levels = header.after(LISTS, table)
        at = 0
        for index in range(u16(part, 0)):
            entry = 2 + 28 * index
            list_id = i32(part, entry)
            counter = self._counters.setdefault(list_id, Counter({}))
            for level in range(1 if u16(part, entry + 26) & 1 else LEVELS):
                counter.levels[level], at = _level(levels, at)

    def _read_uses(self, part: bytes) -> None:
        if not part:
            return
        count = u32(part, 0)
        if 4 + 16 * count > len(part):
            raise Implausible("more lists than there is room for")
        changes = [part[4 + 16 * index + 12] for index in range(count)]
        self._uses = [_Use(i32(part, 4 + 16 * index)) for index in range(len(changes))]
        at = 4 + 16 * count
        for use, number in zip(self._uses, changes, strict=True):
            at += 4
            for _ in range(number):
                start, flags = i32(part, at), u32(part, at + 4)
                at += 8
                level = flags & 0xF
                if flags & 0x20:
                    use.levels[level], at = _level(part, at)
                    if flags & 0x10:
                        use.starts[level] = use.levels[level].start
                elif flags & 0x10:
                    use.starts[level] = start


def _level(data: bytes, at: int) -> tuple[Level, int]:
    """One LVL and where the next begins: a fixed part of 28 bytes, formatting, then the number text."""
    start = i32(data, at)
    if at + 28 > len(data):
        raise Implausible("a level of a list is cut short")
    form, flags, follow = data[at + 4], data[at + 5], data[at + 15]
    text_at = at + 28 + data[at + 24] + data[at + 25]
    length = u16(data, text_at)
    end = text_at + 2 + 2 * length
    if end > len(data):
        raise Implausible("a level of a list is cut short")
    signs = data[text_at + 2 : end].decode("utf-16-le", "replace")
    text = "".join(f"%{ord(sign) + 1}" if ord(sign) < LEVELS else sign for sign in signs)
    restart = data[at + 26] if flags & 0x08 else None
    return Level(start, FORMATS.get(form, "decimal"), text, restart, bool(flags & 0x04), follow != 2), end
