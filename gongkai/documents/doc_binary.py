"""The layers of a Word 97–2003 file below its text: header, pieces, runs of formatting ([MS-DOC]).

Text is addressed by character position (CP); the piece table says at which byte (FC) of the stream ``WordDocument`` each
stands; formatting is kept in pages of 512 bytes by FC. Everything is checked against the sizes of the streams.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.documents.archives import encrypted

WHAT = "DOC 文件"
_FIRST_WORD_97 = 0x00C1
_HIGH = {code: bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)}
_CP1252 = {code: sign if sign != "\ufffd" else chr(code) for code, sign in _HIGH.items()}


class Implausible(Exception):
    """The file does not hold together as a Word 97–2003 file; another program may still be able to read it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters ``start`` to ``end`` stand from byte ``fc`` on, in one (``width`` 1) or two bytes each."""

    start: int
    end: int
    fc: int
    width: int
    changes: bytes


@dataclass(frozen=True, slots=True)
class Runs:
    """Formatting by byte: run ``i`` reaches from ``starts[i]`` to ``ends[i]`` and has the changes ``changes[i]``."""

    starts: list[int]
    ends: list[int]
    changes: list[bytes]

    def at(self, fc: int) -> bytes:
        """The changes in force at byte ``fc``; none where no run covers it."""
        index = bisect_right(self.starts, fc) - 1
        return self.changes[index] if index >= 0 and fc < self.ends[index] else b""


class Header:
    """The file information block: lengths of the stories of text and where the tables stand."""

    def __init__(self, main: bytes) -> None:
        if len(main) < 0x200 or main[:2] != b"\xec\xa5":
            raise Implausible("no header of Word 97 or later")
        version, flags = u16(main, 2), u16(main, 0x0A)
        if flags & 0x0100:
            raise encrypted(WHAT)
        if version < _FIRST_WORD_97:
            raise Implausible("older than Word 97")
        self.table_stream = "1Table" if flags & 0x0200 else "0Table"
        words = 34 + 2 * u16(main, 32)
        longs = words + 2
        self._pairs = longs + 4 * u16(main, words) + 2
        self._count = u16(main, self._pairs - 2)
        self._main = main
        lengths = [i32(main, longs + 4 * index) for index in range(3, 11)]
        lengths[3] = 0  # reserved
        if min(lengths) < 0 or sum(lengths) > len(main) or not lengths[0]:
            raise Implausible("lengths of text")
        self.text_length = lengths[0]
        self.boxes_start = sum(lengths[:6])
        self.boxes_length = lengths[6]

    def part(self, index: int, table: bytes) -> bytes:
        """The part of the table stream that entry ``index`` of the header points to; empty where there is none."""
        if index >= self._count:
            return b""
        start, size = u32(self._main, self._pairs + 8 * index), u32(self._main, self._pairs + 8 * index + 4)
        if size == 0:
            return b""
        if start + size > len(table):
            raise Implausible(f"part {index} lies outside the table stream")
        return table[start : start + size]

    def after(self, index: int, table: bytes) -> bytes:
        """What follows the part ``index`` in the table stream."""
        start, size = u32(self._main, self._pairs + 8 * index), u32(self._main, self._pairs + 8 * index + 4)
        return table[start + size :]


def pieces(clx: bytes, size: int) -> list[Piece]:
    """The piece table; ``size`` is the length of the stream that the pieces lie in."""
    changes: list[bytes] = []
    at = 0
    while at < len(clx) and clx[at] == 1:
        length = u16(clx, at + 1)
        changes.append(clx[at + 3 : at + 3 + length])
        at += 3 + length
    if at >= len(clx) or clx[at] != 2:
        raise Implausible("no piece table")
    table = clx[at + 5 : at + 5 + u32(clx, at + 1)]
    count = (len(table) - 4) // 12
    found: list[Piece] = []
    total = 0
    for index in range(count):
        start, end = u32(table, 4 * index), u32(table, 4 * index + 4)
        entry = 4 * (count + 1) + 8 * index
        fc, modifier = u32(table, entry + 2), u16(table, entry + 6)
        width = 1 if fc & 0x40000000 else 2
        fc = (fc & 0x3FFFFFFF) // 2 if width == 1 else fc & 0x3FFFFFFF
        total += end - start
        if end < start or fc + width * (end - start) > size or total > size:
            raise Implausible("a piece lies outside the text stream")
        found.append(Piece(start, end, fc, width, _modifier(modifier, changes)))
    return found


def text_of(main: bytes, pieces: list[Piece], start: int, end: int) -> str:
    """Characters ``start`` to ``end``, one for each CP; halves of rare characters stay apart here."""
    parts: list[str] = []
    reached = start
    for piece in pieces:
        first, last = max(piece.start, start), min(piece.end, end)
        if first >= last:
            continue
        if first != reached:
            raise Implausible("a gap between pieces")
        raw = main[piece.fc + piece.width * (first - piece.start) : piece.fc + piece.width * (last - piece.start)]
        if piece.width == 1:
            parts.append(raw.decode("latin-1").translate(_CP1252))
        else:
            parts.append("".join(map(chr, struct.unpack(f"<{last - first}H", raw))))
        reached = last
    if reached != end:
        raise Implausible("the text is not whole")
    return "".join(parts)


def runs(entries: bytes, main: bytes, *, paragraphs: bool) -> Runs:
    """All runs of formatting that the table ``entries`` (PlcfBtePapx or PlcfBteChpx) leads to."""
    count = (len(entries) - 4) // 8
    if count > len(main) // 512 + 1:
        raise Implausible("more pages of formatting than the file has")
    starts: list[int] = []
    ends: list[int] = []
    changes: list[bytes] = []
    for index in range(count):
        page = (u32(entries, 4 * (count + 1) + 4 * index) & 0x3FFFFF) * 512
        fkp = main[page : page + 512]
        if len(fkp) < 512:
            raise Implausible("a page of formatting lies outside the file")
        number = fkp[511]
        width = 13 if paragraphs else 1
        if 4 * (number + 1) + width * number > 511:
            raise Implausible("a page of formatting is too full")
        for run in range(number):
            start, end = u32(fkp, 4 * run), u32(fkp, 4 * run + 4)
            if start >= end or (ends and start < ends[-1]):
                continue
            starts.append(start)
            ends.append(end)
            changes.append(_changes(fkp, 2 * fkp[4 * (number + 1) + width * run], paragraphs))
    return Runs(starts, ends, changes)


def _changes(fkp: bytes, at: int, paragraphs: bool) -> bytes:
    if at == 0:
        return b""
    size = fkp[at]
    if paragraphs:
        at, size = (at + 1, 2 * fkp[at + 1]) if size == 0 and at < 510 else (at, 2 * size - 1)
    return fkp[at + 1 : min(at + 1 + size, 511)]


_SHORT = {0x18: 0x2416, 0x19: 0x2417, 0x41: 0x0800, 0x42: 0x0801, 0x5C: 0x083C}
"""Single changes that a piece may carry in short form ([MS-DOC] 2.9.215), as far as they matter here."""


def _modifier(modifier: int, changes: list[bytes]) -> bytes:
    if modifier & 1:
        index = modifier >> 1
        return changes[index] if index < len(changes) else b""
    code = _SHORT.get(modifier >> 1 & 0x7F)
    return b"" if code is None else struct.pack("<HB", code, modifier >> 8)


def modifiers(changes: bytes) -> Iterator[tuple[int, bytes]]:
    """The single changes (code and operand) of a list of them; a cut one ends the list."""
    at = 0
    while at + 2 <= len(changes):
        code = changes[at] | changes[at + 1] << 8
        at += 2
        size = (1, 1, 2, 4, 2, 2, 0, 3)[code >> 13]
        if size == 0:
            if code == 0xD608:
                size = (u16(changes, at) if at + 2 <= len(changes) else 0) + 1
            elif at < len(changes):
                size = changes[at] + 1
                if code == 0xC615 and size == 256:
                    size = _tab_stops(changes, at)
        if size <= 0 or at + size > len(changes):
            return
        yield code, changes[at : at + size]
        at += size


def _tab_stops(changes: bytes, at: int) -> int:
    """The true size of a long list of tab stops: a count of deleted ones (4 bytes each) and added ones (3 bytes)."""
    if at + 1 >= len(changes):
        return 0
    added = at + 2 + 4 * changes[at + 1]
    return added + 1 + 3 * changes[added] - at if added < len(changes) else 0


def u16(data: bytes, at: int) -> int:
    """Two bytes as a number; ``Implausible`` past the end."""
    return int.from_bytes(_cut(data, at, 2), "little")


def u32(data: bytes, at: int) -> int:
    """Four bytes as a number."""
    return int.from_bytes(_cut(data, at, 4), "little")


def i32(data: bytes, at: int) -> int:
    """Four bytes as a signed number."""
    return int.from_bytes(_cut(data, at, 4), "little", signed=True)


def _cut(data: bytes, at: int, size: int) -> bytes:
    found = data[at : at + size] if at >= 0 else b""
    if len(found) < size:
        raise Implausible("cut short")
    return found
