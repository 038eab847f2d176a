"""What repeats from page to page and is no text: page numbers, running heads and feet."""

from __future__ import annotations

import re
from collections import Counter

from gongkai.documents.lattice import Sheet
from gongkai.documents.lattice_flow import Item

NUMBER_ZONE, HEAD_ZONE = 0.15, 0.1
"""The share of the page's height, at top and bottom, where page numbers and running heads are looked for."""
MOST_PAGES = 0.6
OUTERMOST = 2
_DECORATED = re.compile(
    r"^(?:[-—–－~～·•]+\s*(?P<a>\d{1,4})\s*[-—–－~～·•]+|第\s*(?P<b>\d{1,4})\s*页(?:\s*[，,/／]?\s*共\s*\d{1,4}\s*页)?|(?P<c>\d{1,4})\s*[/／]\s*\d{1,4})$"
)
_BARE = re.compile(r"^\d{1,4}$")
_DIGITS = re.compile(r"\d+")


def without_furniture(sheets: list[Sheet], pages: list[list[Item]]) -> list[list[Item]]:
    """The items of each page without page numbers, running heads and feet."""
    edges = [_edges(sheet, items) for sheet, items in zip(sheets, pages, strict=True)]
    repeated = _repeated(edges, len(sheets))
    offsets = Counter(
        int(item.line.text) - item.page
        for page in edges
        for item, _, depth in page
        if item.line and depth < NUMBER_ZONE and _BARE.match(item.line.text)
    )
    found = []
    for page, items in zip(edges, pages, strict=True):
        dropped = set()
        for item, key, depth in page:
            assert item.line is not None
            text = item.line.text
            if (depth < HEAD_ZONE and key in repeated) or (
                depth < NUMBER_ZONE and _is_number(text, item.page, offsets, alone=_stands_alone(item, items))
            ):
                dropped.add(id(item))
        found.append([item for item in items if id(item) not in dropped])
    return found


def _edges(sheet: Sheet, items: list[Item]) -> list[tuple[Item, tuple[str, int], float]]:
    """The outermost lines of a page, each with what tells it again on other pages, and how far inside it stands."""
    lines = sorted((item for item in items if item.line), key=lambda item: item.box[1])
    found = []
    for item in dict.fromkeys(map(id, [*lines[:OUTERMOST], *lines[-OUTERMOST:]])):
        line = next(each for each in lines if id(each) == item)
        assert line.line is not None
        middle = (line.box[1] + line.box[3]) / 2 / max(sheet.height, 1)
        depth = min(middle, 1 - middle)
        if depth < NUMBER_ZONE and len(line.line.text) < 80:
            found.append((line, (_DIGITS.sub("#", line.line.text), round(line.box[3] / 4)), depth))
    return found


def _repeated(edges: list[list[tuple[Item, tuple[str, int], float]]], pages: int) -> set[tuple[str, int]]:
    """Lines that stand at one height on most pages; a row of figures is none."""
    counts = Counter(
        key
        for page in edges
        for item, key, depth in page
        if depth < HEAD_ZONE and item.line and not (item.line.parted and len(item.line.text.split()) > 2)
    )
    near: Counter[tuple[str, int]] = Counter()
    for (text, height), count in counts.items():
        near[text, height] = count + max(counts[text, height - 1], counts[text, height + 1])
    return {key for key, count in near.items() if count >= 2 and count >= MOST_PAGES * pages}


def _is_number(text: str, page: int, offsets: Counter[int], *, alone: bool) -> bool:
    if _DECORATED.match(text):
        return True
    if not _BARE.match(text):
        return False
    offset = int(text) - page
    return alone and (offset == 0 or offsets[offset] >= 2)


def _stands_alone(item: Item, items: list[Item]) -> bool:
    """Whether nothing else stands on the line or close to it."""
    assert item.line is not None
    top, bottom = item.box[1] - 0.5 * item.line.em, item.box[3] + 0.5 * item.line.em
    return not any(other is not item and other.box[1] < bottom and other.box[3] > top for other in items)
