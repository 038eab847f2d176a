"""Scans in TIFF (Aldus TIFF 6.0, 1992), one or more pages, as PDF: the packed strips are taken over, the viewer unpacks them.

TIFF and PDF share their ways of packing (CCITT groups 3 and 4, LZW, Deflate, PackBits, JPEG), so nothing is decoded here.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gongkai.documents.model import Unreadable

DAMAGED = "这个 TIFF 文件不完整，打不开。请重新扫描，或者另存为 PDF 再试。"
UNUSUAL = "这个 TIFF 文件的存法不常见（{what}），读不了。请用看图软件打开，另存为 PDF 或者 PNG 再试。"
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1}
_MOST_PAGES, _MOST_VALUES, _MOST_PIXELS = 400, 200_000, 100_000_000
_NO_PREDICTOR = 1


@dataclass(frozen=True, slots=True)
class Strip:
    """A band of a page: rows and its packed bytes."""

    rows: int
    data: bytes


class Directory:
    """The tags of one page."""

    def __init__(self, data: bytes, at: int, order: str) -> None:
        self._data, self._order = data, order
        (count,) = struct.unpack_from(f"{order}H", data, at)
        self._tags = {}
        for index in range(count):
            tag, kind, number = struct.unpack_from(f"{order}HHI", data, at + 2 + 12 * index)
            self._tags[tag] = (kind, number, at + 2 + 12 * index + 8)
        (self.next,) = struct.unpack_from(f"{order}I", data, at + 2 + 12 * count)

    def all(self, tag: int) -> list[int]:
        """The values of a tag, none where it is missing."""
        if tag not in self._tags:
            return []
        kind, number, at = self._tags[tag]
        size = _SIZES.get(kind, 0) * number
        if not size or number > _MOST_VALUES:
            return []
        if size > 4:
            (at,) = struct.unpack_from(f"{self._order}I", self._data, at)
        if kind == 5:
            return [a // max(b, 1) for a, b in struct.iter_unpack(f"{self._order}II", self._data[at : at + size])]
        form = {1: "B", 2: "B", 3: "H", 4: "I", 7: "B"}[kind]
        return list(struct.unpack_from(f"{self._order}{number}{form}", self._data, at))

    def one(self, tag: int, usual: int) -> int:
        """The first value of a tag."""
        return (self.all(tag) or [usual])[0]


def tiff_as_pdf(data: bytes) -> bytes:
    """A PDF of the pages. Raises ``Unreadable``: ``damaged``, ``unusual``."""
    try:
        return _pdf(list(_pages(data)))
    except (struct.error, IndexError, KeyError, ValueError) as problem:
        raise Unreadable("damaged", DAMAGED) from problem


def _pages(data: bytes) -> Iterator[tuple[Any, ...]]:
    """Page by page; strips that lie over each other would make a small file a huge one."""
    total = 0
    for each in _directories(data):
        page = _page(data, each)
        total += sum(len(strip.data) for strip in page[-1])
        if total > 2 * len(data):
            raise ValueError("overlapping")
        yield page


def _directories(data: bytes) -> Iterator[Directory]:
    order = {b"II*\0": "<", b"MM\0*": ">"}[data[:4]]
    (at,) = struct.unpack_from(f"{order}I", data, 4)
    seen: set[int] = set()
    while at:
        if at in seen or len(seen) >= _MOST_PAGES:
            raise ValueError("loop")
        seen.add(at)
        found = Directory(data, at, order)
        if not found.one(254, 0) & 1:  # a smaller copy of another page
            yield found
        at = found.next


def _page(data: bytes, tags: Directory) -> tuple[Any, ...]:
    width, height = tags.one(256, 0), tags.one(257, 0)
    bits, channels = tags.all(258) or [1], tags.one(277, 1)
    packing, light = tags.one(259, 1), tags.one(262, 1)
    if not 0 < width * height <= _MOST_PIXELS:
        raise ValueError("size")
    if tags.all(322):
        raise Unreadable("unusual", UNUSUAL.format(what="分块存放"))
    if tags.one(284, 1) != 1 or len(set(bits)) != 1 or bits[0] not in (1, 2, 4, 8) or light not in (0, 1, 2, 3, 6):
        raise Unreadable("unusual", UNUSUAL.format(what="颜色的存法"))
    if channels not in (1, 3) or (light == 6 and packing != 7):
        raise Unreadable("unusual", UNUSUAL.format(what="颜色的存法"))
    per_strip = min(tags.one(278, height) or height, height)
    rows = [min(per_strip, height - start) for start in range(0, height, per_strip)]
    strips = [
        Strip(each, data[at : at + size]) for each, at, size in zip(rows, tags.all(273), tags.all(279), strict=True)
    ]
    if any(len(strip.data) != size for strip, size in zip(strips, tags.all(279), strict=True)):
        raise ValueError("cut off")
    if tags.one(266, 1) == 2:
        reverse = bytes(int(f"{value:08b}"[::-1], 2) for value in range(256))
        strips = [Strip(each.rows, each.data.translate(reverse)) for each in strips]
    if packing == 7:
        tables = bytes(tags.all(347))
        strips = [Strip(each.rows, _whole(each.data, tables)) for each in strips]
    colour = b"/DeviceGray" if channels == 1 else b"/DeviceRGB"
    if light == 3:
        palette = [value >> 8 for value in tags.all(320)]
        third = len(palette) // 3
        table = bytes(palette[each + third * part] for each in range(third) for part in range(3))
        colour = b"[/Indexed/DeviceRGB %d<%s>]" % (third - 1, table.hex().encode())
    decode = b"/Decode[1 0]" if light == 0 and packing not in (2, 3, 4) else b""
    resolution = tags.one(282, 200) * (2.54 if tags.one(296, 2) == 3 else 1)
    dpi = resolution if 50 <= resolution <= 1200 else 200
    turn = {3: 180, 6: 90, 8: 270}.get(tags.one(274, 1), 0)
    return (
        width,
        height,
        bits[0],
        channels,
        colour,
        decode,
        _filter(tags, packing, light, width, channels, bits[0]),
        dpi,
        turn,
        strips,
    )


def _filter(tags: Directory, packing: int, light: int, width: int, channels: int, bits: int) -> bytes:
    """How the strips are unpacked, in the words of PDF; ``ROWS`` stands for their height."""
    predictor = tags.one(317, _NO_PREDICTOR)
    parameters = (
        b"/DecodeParms<</Predictor 2/Colors %d/BitsPerComponent %d/Columns %d>>" % (channels, bits, width)
        if predictor == 2
        else b""
    )
    if packing in (2, 3, 4):
        kind = -1 if packing == 4 else 1 if tags.one(292, 0) & 1 else 0
        aligned = b"/EncodedByteAlign true" if packing == 2 or (packing == 3 and tags.one(292, 0) & 4) else b""
        black = b"/BlackIs1 true" if light == 1 else b""
        return b"/Filter/CCITTFaxDecode/DecodeParms<</K %d/Columns %d/Rows ROWS%s%s>>" % (kind, width, aligned, black)
    known = {1: b"", 5: b"/Filter/LZWDecode", 7: b"/Filter/DCTDecode", 8: b"/Filter/FlateDecode", 32946: b"/Filter/FlateDecode", 32773: b"/Filter/RunLengthDecode"}  # fmt: skip
    if packing not in known:
        raise Unreadable("unusual", UNUSUAL.format(what=f"压缩方式 {packing}"))
    return known[packing] + (parameters if packing in (5, 8, 32946) else b"")


def _whole(strip: bytes, tables: bytes) -> bytes:
    """A strip packed as JPEG with the tables that the page keeps apart."""
    if not tables.startswith(b"\xff\xd8") or not strip.startswith(b"\xff\xd8"):
        return strip
    return tables.removesuffix(b"\xff\xd9") + strip[2:]


def _pdf(pages: list[tuple[Any, ...]]) -> bytes:
    if not pages:
        raise ValueError("no page")
    bodies: list[bytes] = []
    kids: list[int] = []
    for width, height, bits, _, colour, decode, filters, dpi, turn, strips in pages:
        number = 3 + len(bodies)
        wide, high = width * 72 / dpi, height * 72 / dpi
        names, drawn, top = [], [], 0
        for index, strip in enumerate(strips):
            names.append(b"/S%d %d 0 R" % (index, number + 2 + index))
            low = (height - top - strip.rows) * 72 / dpi
            drawn.append(b"q %.4f 0 0 %.4f 0 %.4f cm /S%d Do Q" % (wide, strip.rows * 72 / dpi, low, index))
            top += strip.rows
        content = b"\n".join(drawn)
        kids.append(number)
        bodies.append(
            b"<</Type/Page/Parent 2 0 R/Rotate %d/MediaBox[0 0 %.4f %.4f]/Resources<</XObject<<%s>>>>/Contents %d 0 R>>"
            % (turn, wide, high, b"".join(names), number + 1)
        )
        bodies.append(b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content))
        for strip in strips:
            bodies.append(
                b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace%s/BitsPerComponent %d%s%s/Length %d>>\nstream\n%s\nendstream"
                % (
                    width,
                    strip.rows,
                    colour,
                    bits,
                    decode,
                    filters.replace(b"ROWS", b"%d" % strip.rows),
                    len(strip.data),
                    strip.data,
                )
            )
    head = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(b"%d 0 R" % each for each in kids), len(kids)),
    ]
    made = bytearray(b"%PDF-1.7\n")
    places = []
    for index, body in enumerate([*head, *bodies], 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (index, body)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, start)
    return bytes(made)
