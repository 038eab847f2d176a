"""Burning marks into pages: what is covered is painted over in the pixels, and only pixels go on to the released file.

Every page becomes a picture, untouched ones too: nothing of the source's objects (text, fonts, hidden layers, notes, embedded
files, earlier revisions) can come along. Boxes are painted before anything is written on them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gongkai.documents.model import Unreadable
from gongkai.redaction.drawing import draw, opened
from gongkai.redaction.grounds import grounds, limits
from gongkai.redaction.labels import Notice, label, notice_page
from gongkai.redaction.marks import Box, Marks, read_marks
from gongkai.redaction.pixels import Pixels
from gongkai.redaction.writing import picture, write

TITLE = "依申请提供的政府信息"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of the released file: page ``number`` of the source with its boxes, or a notice in place of pages from it on."""

    number: int
    boxes: tuple[Box, ...] = ()
    notice: Notice | None = None


def sheets(marks: Marks, pages: int, day: date) -> Iterator[Sheet]:
    """The pages of the released file in order; pages that follow each other and are withheld on one ground become one notice."""
    number = 1
    while number <= pages:
        ground = marks.withheld.get(number)
        if ground is None:
            yield Sheet(number, marks.on(number))
            number += 1
            continue
        last = number
        while last < pages and marks.withheld.get(last + 1) == ground:
            last += 1
        which = f"第{number}页" if last == number else f"第{number}页至第{last}页"
        lines = (f"原件{which}不予提供", f"共{last - number + 1}页", f"理由：{grounds()[ground].told(day)}")
        yield Sheet(number, notice=Notice(lines))
        number = last + 1


def burn(pixels: Pixels, boxes: tuple[Box, ...], day: date, dpi: float) -> Pixels:
    """Paint the boxes over, then print each one's article on it where it fits."""
    areas = [(pixels.area(each), each) for each in boxes]
    for area, _ in areas:
        pixels.fill(area)
    for area, each in areas:
        if printed := label(grounds()[each.ground].on(day).label, area, dpi):
            pixels.paste(*printed)
    return pixels


def sheet_pixels(source: Any, sheet: Sheet, day: date, dpi: float) -> tuple[Pixels, float]:
    """A page of the released file, and its dots an inch."""
    drawn, at = draw(source, sheet.number, dpi)
    if sheet.notice is not None:
        return notice_page(sheet.notice, drawn.width, drawn.height, at), at
    return burn(drawn, sheet.boxes, day, at).plain(limits()["tones"]), at


def make(source: bytes, marks: dict[str, Any], day: date, at: datetime, dpi: int) -> bytes:
    """The released file. Call it in a process of its own. Raises ``Unreadable``, ``MarkError``."""
    made = []
    size = 0
    with opened(source) as document:
        wanted = read_marks(marks, len(document))
        for sheet in sheets(wanted, len(document), day):
            made.append(picture(*sheet_pixels(document, sheet, day, dpi)))
            size += len(made[-1].packed)
            if size > limits()["output_megabytes"] << 20:
                raise Unreadable(
                    "too-large",
                    f"遮盖以后的文件超过{limits()['output_megabytes']}兆字节。请把原件拆成几份，逐份存入卷内再标注。",
                )
    return write(made, title=TITLE, at=at)


def preview(source: bytes, marks: dict[str, Any], number: int, day: date, dpi: int) -> bytes:
    """One page as it will be released, as PNG. Call it in a process of its own."""
    with opened(source) as document:
        wanted = read_marks(marks, len(document))
        if not 1 <= number <= len(document):
            raise Unreadable("no-page", f"没有第{number}页，这份原件一共{len(document)}页。")
        found = next(each for each in reversed(list(sheets(wanted, len(document), day))) if each.number <= number)
        return sheet_pixels(document, found, day, dpi)[0].png()
