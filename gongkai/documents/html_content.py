"""The main content of a page: which stretch of its blocks is the article, and which of them is the page's furniture.

A container that a content management system is known to put the article in is taken first, else the smallest one that holds most of
the running text. Whatever was taken, it is widened until it holds every statutory table and every heading of a section: a table
is never lost for the sake of a tidy page.
"""

from __future__ import annotations

from gongkai.documents.html_blocks import Page, Region
from gongkai.documents.html_tables import is_heading, is_statutory
from gongkai.documents.html_words import (
    ABOUT_THE_PAGE,
    AFTER_THE_ARTICLE,
    EDITORS,
    FURNITURE,
    OPENING,
    SIGNS,
    SURE,
)
from gongkai.documents.model import Block, Paragraph, Picture, Table

_ENOUGH = 0.75


class Weights:
    """Sums of the running text before each block, and the blocks that the content must hold."""

    def __init__(self, before: list[int], anchors: list[int]) -> None:
        self.before = before
        self.anchors = anchors

    def of(self, start: int, end: int) -> int:
        return self.before[end] - self.before[start]


def weigh(page: Page) -> Weights:
    """How much running text each block holds: Chinese characters outside links, twice as many in whole sentences."""
    plain = _weights(page, page.linked)
    if page.linked and 10 * sum(plain) < sum(_weights(page, set())):
        plain = _weights(page, set())  # a link that was never closed covers everything
    before = [0]
    for weight in plain:
        before.append(before[-1] + weight)
    anchors = [
        index
        for index, block in enumerate(page.blocks)
        if (is_statutory(block) if isinstance(block, Table) else _is_anchor(block) and index not in page.linked)
    ]
    return Weights(before, anchors)


def choose(page: Page, weights: Weights) -> tuple[int, int]:
    """First and last block (exclusive) of the main content."""
    whole = (0, len(page.blocks))
    total = weights.of(*whole)
    if not total and not weights.anchors:
        return whole
    first = min(weights.anchors, default=whole[1])
    last = max(weights.anchors, default=-1)
    known = [region for region in page.regions if _is_called(region, EDITORS)]
    chosen = _editor(known, weights, total) or _dense(page.regions, weights, whole)
    if chosen[0] <= first and last < chosen[1]:
        return chosen
    start, end = min(first, chosen[0]), max(last + 1, chosen[1])
    around = [(region.start, region.end) for region in page.regions if region.start <= start and end <= region.end]
    return min([*around, whole], key=lambda each: each[1] - each[0])


def content(page: Page, weights: Weights, start: int, end: int, about: set[int]) -> list[Block]:
    """The blocks of the main content, without navigation, share bars, what is ``about`` the page, and lists of other pages."""
    anchors = set(weights.anchors)
    out = set(about)
    share = weights.of(start, end) // 5
    for region in page.regions:
        if start <= region.start and region.end <= end and (region.start, region.end) != (start, end):
            if weights.of(region.start, region.end) > min(share, 400) or anchors.intersection(
                range(region.start, region.end)
            ):
                continue
            if not FURNITURE.isdisjoint(_parts(region.names)):
                out.update(range(region.start, region.end))
    kept = [index for index in range(start, end) if index not in out]
    return [page.blocks[index] for index in _trimmed(kept, page, anchors)]


def _trimmed(kept: list[int], page: Page, anchors: set[int]) -> list[int]:
    """Without furniture before the first and after the last line of the article."""
    while kept and kept[0] not in anchors and _is_furniture(page, kept[0]):
        kept.pop(0)
    last = max((place for place, index in enumerate(kept) if index in anchors), default=-1)
    for place in range(last + 1, len(kept)):
        block = page.blocks[kept[place]]
        if (
            isinstance(block, Paragraph)
            and len(block.text) < 80
            and block.text.lstrip(OPENING).startswith(AFTER_THE_ARTICLE)
        ):
            rest = kept[place:]
            if not any(isinstance(each := page.blocks[index], Paragraph) and _is_prose(each.text) for index in rest):
                kept = kept[:place]
            break
    while kept and kept[-1] not in anchors and _is_furniture(page, kept[-1]):
        kept.pop()
    return kept


def _is_furniture(page: Page, index: int) -> bool:
    block = page.blocks[index]
    if isinstance(block, Table):
        return False
    if isinstance(block, Picture):
        return True
    text = block.text
    if index in page.linked and len(text) < 60:
        return "报告" not in text or block.style != "heading"
    start = text.replace(" ", "").lstrip(OPENING)
    return (len(text) < 150 and (start.startswith(ABOUT_THE_PAGE) or "ICP备" in start[:10])) or not text.strip(SIGNS)


def _is_prose(text: str) -> bool:
    return len(text) >= 60 and "。" in text


def _is_anchor(block: Block) -> bool:
    return isinstance(block, Paragraph) and is_heading(block.text)


def _weights(page: Page, linked: set[int]) -> list[int]:
    found = []
    for index, block in enumerate(page.blocks):
        if isinstance(block, Paragraph):
            weight = 0 if index in linked else _chinese(block.text)
            if weight > 25 and ("。" in block.text or "，" in block.text):
                weight *= 2
        elif isinstance(block, Table):
            weight = 0 if index in linked else min(200, 2 * len(block.rows))
        else:
            weight = 0
        found.append(weight)
    return found


def _chinese(text: str) -> int:
    """The number of characters beyond ASCII, near enough."""
    return (len(text.encode("utf-8", "replace")) - len(text)) // 2


def _is_called(region: Region, names: frozenset[str]) -> bool:
    """Whether an id or class of the element is one of ``names``."""
    return not names.isdisjoint(_flat(name) for name in region.names.split()[1:])


def _parts(names: str) -> list[str]:
    return names.replace("_", " ").replace("-", " ").split()


def _flat(name: str) -> str:
    return name.replace("_", "").replace("-", "").rstrip("0123456789")


def _editor(known: list[Region], weights: Weights, total: int) -> tuple[int, int] | None:
    """The smallest known container among those that hold nearly as much as the fullest one."""
    sure = [region for region in known if _is_called(region, SURE)]
    for regions, share in ((sure, 0.3), (known, 0.5)):
        most = max((weights.of(region.start, region.end) for region in regions), default=0)
        if most and most >= share * total:
            near = [region for region in regions if weights.of(region.start, region.end) >= 0.9 * most]
            best = min(near, key=lambda region: region.end - region.start)
            return best.start, best.end
    return None


def _dense(regions: list[Region], weights: Weights, whole: tuple[int, int]) -> tuple[int, int]:
    """The smallest element that holds most of the running text of the element around it, from the page downwards."""
    chosen = whole
    for start, end in sorted({(region.start, region.end) for region in regions}, key=lambda each: each[0] - each[1]):
        inside = chosen[0] <= start and end <= chosen[1]
        if inside and weights.of(start, end) >= _ENOUGH * weights.of(*chosen):
            chosen = (start, end)
    return chosen
