"""A page as pixels: grey or colour, boxes filled, tones reduced. No library of pictures is needed for that.

Work goes by rows of bytes; a page of A4 at 200 dots an inch takes some hundredths of a second.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from functools import cache
from math import ceil, floor

from gongkai.redaction.marks import Box

Area = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels, the last two not included."""


@dataclass(slots=True)
class Pixels:
    """Rows from the top, without padding; ``channels`` is 1 (grey) or 3 (red, green, blue)."""

    width: int
    height: int
    channels: int
    data: bytearray

    def area(self, box: Box) -> Area:
        """The whole pixels that a box touches and one more around them, so that no shade of an edge stays."""
        return (
            max(0, floor(box.left * self.width) - 1),
            max(0, floor(box.top * self.height) - 1),
            min(self.width, ceil(box.right * self.width) + 1),
            min(self.height, ceil(box.bottom * self.height) + 1),
        )

    def part(self, area: Area) -> bytes:
        """The bytes of an area, row by row."""
        left, top, right, bottom = area
        wide, start, end = self.width * self.channels, left * self.channels, right * self.channels
        return b"".join(self.data[row * wide + start : row * wide + end] for row in range(top, bottom))

    def fill(self, area: Area, value: int = 0) -> None:
        """One tone over an area."""
        left, top, right, bottom = area
        line = bytes([value]) * ((right - left) * self.channels)
        wide, start = self.width * self.channels, left * self.channels
        for row in range(top, bottom):
            at = row * wide + start
            self.data[at : at + len(line)] = line

    def paste(self, grey: Pixels, left: int, top: int) -> None:
        """A grey picture put into this one."""
        wide = self.width * self.channels
        for row in range(grey.height):
            line = bytes(grey.data[row * grey.width : (row + 1) * grey.width])
            if self.channels == 3:
                line = bytes(tone for tone in line for _ in range(3))
            at = (top + row) * wide + left * self.channels
            self.data[at : at + len(line)] = line

    def plain(self, tones: int) -> Pixels:
        """With so many tones a colour; grey where no pixel has a colour. Black and white stay black and white."""
        table = _tones(tones)
        if self.channels == 1:
            return Pixels(self.width, self.height, 1, bytearray(self.data.translate(table)))
        red, green, blue = (bytes(self.data[each::3]).translate(table) for each in range(3))
        if red == green == blue:
            return Pixels(self.width, self.height, 1, bytearray(red))
        return Pixels(self.width, self.height, 3, bytearray(self.data.translate(table)))

    def png(self) -> bytes:
        """As a PNG file without metadata."""
        wide = self.width * self.channels
        rows = b"".join(b"\0" + self.data[row * wide : (row + 1) * wide] for row in range(self.height))
        head = struct.pack(">IIBBBBB", self.width, self.height, 8, 0 if self.channels == 1 else 2, 0, 0, 0)
        parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
            for name, body in parts
        )


@cache
def _tones(count: int) -> bytes:
    steps = max(2, min(256, count)) - 1
    return bytes(round(round(value * steps / 255) * 255 / steps) for value in range(256))
