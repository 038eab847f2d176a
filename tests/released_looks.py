"""Three looks at a released file, each by other means than the one before: its words, its bytes unpacked, its picture's colours."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

import pypdfium2

STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
DARK = 40
"""A colour this dark is black on paper."""


def words_of(data: bytes) -> str:
    """All that pdfium reads: the words of every page, the properties, the names and insides of what is attached."""
    document = pypdfium2.PdfDocument(data)
    found = [sheet.get_textpage().get_text_range() for sheet in document]
    found += [*document.get_metadata_dict().values()]
    for place in range(document.count_attachments()):
        each = document.get_attachment(place)
        found += [each.get_name(), bytes(each.get_data()).decode("utf-8", "replace")]
    return "\n".join(found)


def unpacked(data: bytes) -> Iterator[bytes]:
    """The file as it is, and every stream in it unpacked as often as it is packed."""
    yield data
    for each in STREAM.findall(data):
        inside = each
        while True:
            yield inside
            try:
                inside = zlib.decompressobj().decompress(inside)
            except zlib.error:
                break


def spellings(words: str) -> set[bytes]:
    """The words in every way in which a PDF or a picture's properties may write them."""
    plain = [words.encode(code, "replace") for code in ("utf-8", "utf-16-be", "utf-16-le", "gb18030")]
    return {spelt for each in plain for spelt in (each, each.hex().encode(), each.hex().upper().encode())}


def colours_under(data: bytes, page: int, area: tuple[float, float, float, float]) -> list[list[tuple[int, ...]]]:
    """The colours of the page's picture in an area (left, top, width, height, in fractions of the page), row by row."""
    bitmap = pypdfium2.PdfDocument(data)[page].render(scale=2, rev_byteorder=True)
    step, stride, buffer = bitmap.n_channels, bitmap.stride, bytes(bitmap.buffer)
    left, right = int(area[0] * bitmap.width) + 2, int((area[0] + area[2]) * bitmap.width) - 2
    top, bottom = int(area[1] * bitmap.height) + 2, int((area[1] + area[3]) * bitmap.height) - 2
    starts = [[row * stride + column * step for column in range(left, right)] for row in range(top, bottom)]
    return [[tuple(buffer[start : start + min(step, 3)]) for start in row] for row in starts]


def coloured(rows: list[list[tuple[int, ...]]]) -> int:
    """How many dots are neither black, white nor grey."""
    return sum(max(dot) - min(dot) > DARK for row in rows for dot in row)


def light(rows: list[list[tuple[int, ...]]]) -> int:
    """How many dots are not black."""
    return sum(max(dot) > DARK for row in rows for dot in row)
