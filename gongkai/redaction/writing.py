"""The released file: a new PDF of pictures, one on each page, and nothing else. Written here byte by byte.

Every byte is a function of the pictures, the title and the moment (``write``), and ``parse`` takes exactly such files apart
again: so the gate can tell that a file holds nothing that does not belong there.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from gongkai.redaction.pixels import Pixels

PRODUCER = "gongkai"
PACKING = 4
"""How hard zlib tries: half the time of the usual 6 for a few more bytes."""
_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_SPACES = {1: b"DeviceGray", 3: b"DeviceRGB"}
_PAGE = re.compile(
    rb"(?P<page>\d+) 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox\[0 0 (?P<w>[\d.]+) (?P<h>[\d.]+)\]"
    rb"/Resources<</XObject<</P (?P<image>\d+) 0 R>>>>/Contents (?P<content>\d+) 0 R>>\nendobj\n"
)
_PICTURE = re.compile(
    rb"\d+ 0 obj\n<</Type/XObject/Subtype/Image/Width (?P<w>\d+)/Height (?P<h>\d+)/ColorSpace/(?P<space>DeviceGray|DeviceRGB)"
    rb"/BitsPerComponent 8/Filter/FlateDecode/Length (?P<length>\d+)>>\nstream\n"
)
_INFO = re.compile(
    rb"3 0 obj\n<</Title<(?P<title>[0-9A-F]*)>/Producer\((?P<producer>[a-z]+)\)/CreationDate\(D:(?P<at>\d{14})Z\)>>\nendobj\n"
)


class NotOurs(Exception):
    """The file is not one that ``write`` makes."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page: its pixels packed, their size and kind, and the size of the page in points."""

    width: int
    height: int
    channels: int
    points: tuple[str, str]
    packed: bytes

    def pixels(self) -> Pixels:
        """The pixels. Raises ``NotOurs`` when the packed bytes hold more or less than that."""
        size = self.width * self.height * self.channels
        unpacking = zlib.decompressobj()
        try:
            data = unpacking.decompress(self.packed, size + 1)
        except zlib.error as problem:
            raise NotOurs("damaged") from problem
        if len(data) != size or not unpacking.eof or unpacking.unused_data or unpacking.unconsumed_tail:
            raise NotOurs("size")
        return Pixels(self.width, self.height, self.channels, bytearray(data))


def picture(pixels: Pixels, dpi: float) -> Picture:
    """A page of the pixels, as large as they are at so many dots an inch."""
    points = (f"{pixels.width * 72 / dpi:.3f}", f"{pixels.height * 72 / dpi:.3f}")
    return Picture(pixels.width, pixels.height, pixels.channels, points, zlib.compress(pixels.data, PACKING))


def write(pictures: Sequence[Picture], *, title: str, at: datetime) -> bytes:
    """The file."""
    moment = f"{at.astimezone(UTC):%Y%m%d%H%M%S}".encode()
    return _written(pictures, title.encode("utf-16-be").hex().upper().encode(), moment)


def _written(pictures: Sequence[Picture], title: bytes, moment: bytes) -> bytes:
    kids = b" ".join(b"%d 0 R" % (4 + 3 * index) for index in range(len(pictures)))
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R/Lang(zh-CN)>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pictures)),
        b"<</Title<FEFF%s>/Producer(%s)/CreationDate(D:%sZ)>>" % (title, PRODUCER.encode(), moment),
    ]
    for index, each in enumerate(pictures):
        wide, high = (part.encode() for part in each.points)
        number = 4 + 3 * index
        bodies.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %s %s]/Resources<</XObject<</P %d 0 R>>>>/Contents %d 0 R>>"
            % (wide, high, number + 2, number + 1)
        )
        content = b"%s 0 0 %s 0 0 cm /P Do" % (wide, high)
        bodies.append(b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content))
        bodies.append(
            b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/%s/BitsPerComponent 8/Filter/FlateDecode/Length %d>>"
            b"\nstream\n%s\nendstream"
            % (each.width, each.height, _SPACES[each.channels], len(each.packed), each.packed)
        )
    pieces, places, at = [_HEAD], [], len(_HEAD)
    for index, body in enumerate(bodies, 1):
        piece = b"%d 0 obj\n%s\nendobj\n" % (index, body)
        places.append(at)
        pieces.append(piece)
        at += len(piece)
    count = len(bodies) + 1
    pieces.append(b"xref\n0 %d\n0000000000 65535 f \n" % count)
    pieces += [b"%010d 00000 n \n" % place for place in places]
    pieces.append(b"trailer\n<</Size %d/Root 1 0 R/Info 3 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (count, at))
    return b"".join(pieces)


def parse(data: bytes) -> tuple[list[Picture], bytes]:
    """The pictures of a file, and the file without their bytes and its table. Raises ``NotOurs`` for one that differs in a byte."""
    info = _INFO.search(data)
    if info is None or not info["title"].startswith(b"FEFF"):
        raise NotOurs("info")
    pictures: list[Picture] = []
    rest = [data[: info.end()]]
    at = info.end()
    while page := _PAGE.match(data, at):
        image = _PICTURE.search(data, page.end())
        if image is None:
            raise NotOurs("picture")
        end = image.end() + int(image["length"])
        channels = 1 if image["space"] == b"DeviceGray" else 3
        pictures.append(
            Picture(
                int(image["w"]),
                int(image["h"]),
                channels,
                (page["w"].decode(), page["h"].decode()),
                data[image.end() : end],
            )
        )
        rest.append(data[at : image.end()])
        at = end + len(b"\nendstream\nendobj\n")
    if _written(pictures, info["title"][4:], info["at"]) != data:
        raise NotOurs("other bytes")
    return pictures, b"".join(rest)
