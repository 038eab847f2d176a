"""Which characters a font file has, read from its ``cmap`` table (OpenType 1.9, formats 4 and 12)."""

from __future__ import annotations

import struct
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

MOST_BYTES = 8_000_000
"""No ``cmap`` is larger; a broken file may say so."""


class NoFont(Exception):
    """The file is no font, or not one whose characters can be told."""


@dataclass(frozen=True, slots=True)
class Characters:
    """Code points as ranges, both ends included, in order."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __contains__(self, code: int) -> bool:
        place = bisect_right(self.starts, code) - 1
        return place >= 0 and code <= self.ends[place]


@lru_cache(maxsize=64)
def characters(path: str, index: int = 0) -> Characters:
    """The code points that the face ``index`` of a font file (OTF, TTF, TTC) has a glyph for."""
    try:
        with Path(path).open("rb") as file:
            start = 0
            head = file.read(12)
            if head[:4] == b"ttcf":
                file.seek(12 + 4 * index)
                (start,) = struct.unpack(">I", file.read(4))
            file.seek(start)
            tag, count = struct.unpack(">4sH", file.read(6))
            if tag not in (b"OTTO", b"\0\1\0\0", b"true"):
                raise NoFont(path)
            file.seek(start + 12)
            for _ in range(count):
                name, _, offset, length = struct.unpack(">4sIII", file.read(16))
                if name == b"cmap":
                    file.seek(offset)
                    return _cmap(file.read(min(length, MOST_BYTES)))
    except (OSError, struct.error) as problem:
        raise NoFont(path) from problem
    raise NoFont(path)


def _cmap(table: bytes) -> Characters:
    """The Unicode subtable; format 12 says all that format 4 says and more."""
    (count,) = struct.unpack_from(">H", table, 2)
    forms: dict[int, int] = {}
    for place in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", table, 4 + 8 * place)
        if (platform, encoding) in ((0, 3), (0, 4), (0, 6), (3, 1), (3, 10)):
            (form,) = struct.unpack_from(">H", table, offset)
            forms[form] = offset
    if 12 in forms:
        return _groups(table, forms[12])
    if 4 in forms:
        return _segments(table, forms[4])
    return Characters((), ())


def _segments(table: bytes, offset: int) -> Characters:
    """Format 4: a code point maps to glyph 0 where the font has none."""
    (double,) = struct.unpack_from(">H", table, offset + 6)
    count = double // 2
    ends = struct.unpack_from(f">{count}H", table, offset + 14)
    starts = struct.unpack_from(f">{count}H", table, offset + 16 + double)
    deltas = struct.unpack_from(f">{count}H", table, offset + 16 + 2 * double)
    ranges_at = offset + 16 + 3 * double
    ranges = struct.unpack_from(f">{count}H", table, ranges_at)
    found: set[int] = set()
    for segment, (start, end, delta, shift) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            if shift == 0:
                glyph = (code + delta) & 0xFFFF
            else:
                (glyph,) = struct.unpack_from(">H", table, ranges_at + 2 * segment + shift + 2 * (code - start))
            if glyph:
                found.add(code)
    codes = tuple(sorted(found))
    return Characters(codes, codes)


def _groups(table: bytes, offset: int) -> Characters:
    (count,) = struct.unpack_from(">I", table, offset + 12)
    groups = table[offset + 16 : offset + 16 + 12 * count]
    if len(groups) != 12 * count:
        raise struct.error("cmap")
    ranges = sorted((start, end) for start, end, _ in struct.iter_unpack(">III", groups))
    return Characters(tuple(start for start, _ in ranges), tuple(end for _, end in ranges))
