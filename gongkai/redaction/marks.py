"""Marks: what is to be covered on which page, in fractions of the page as it is seen, each with its ground; pages withheld whole.

A set of marks is a plain value that is never changed; ``as_json`` and ``read_marks`` take it to the database and the browser
and back. Whatever does not lie on a page is refused in words, never mended silently: a box that moves uncovers.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gongkai.redaction.grounds import grounds, limits

DIGITS = 5
"""Decimal places of a fraction: a hundredth of a millimetre on A4."""
LEAST = 0.001
"""The narrowest and lowest box, as a fraction of the page (a fifth of a millimetre on A4)."""


class MarkError(ValueError):
    """A mark that cannot be; the text says in Chinese which and why. ``field`` names the number that is wrong."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """From ``left``, ``top`` on, ``width`` by ``height``, as fractions of the page; covered on ``ground``."""

    left: float
    top: float
    width: float
    height: float
    ground: str

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Marks:
    """``boxes`` by page (from 1) and ``withheld`` pages with their ground."""

    boxes: Mapping[int, tuple[Box, ...]] = field(default_factory=dict)
    withheld: Mapping[int, str] = field(default_factory=dict)

    def on(self, page: int) -> tuple[Box, ...]:
        """The boxes of a page."""
        return self.boxes.get(page, ())

    def __bool__(self) -> bool:
        return bool(self.boxes or self.withheld)

    @property
    def count(self) -> int:
        """How many boxes there are."""
        return sum(len(each) for each in self.boxes.values())

    def with_page(self, page: int, boxes: Sequence[Box]) -> Marks:
        """With other boxes on a page."""
        others = {number: each for number, each in self.boxes.items() if number != page}
        return Marks(dict(sorted((others | ({page: tuple(boxes)} if boxes else {})).items())), self.withheld)

    def with_withheld(self, page: int, ground: str) -> Marks:
        """With a page withheld whole, or shown again (``ground`` empty)."""
        others = {number: each for number, each in self.withheld.items() if number != page}
        return Marks(self.boxes, dict(sorted((others | ({page: ground} if ground else {})).items())))

    def lines(self) -> Iterator[tuple[int, str, int]]:
        """Page, ground and how many boxes, by page; a withheld page counts 0 boxes, and only itself."""
        for page in sorted({*self.boxes, *self.withheld}):
            if page in self.withheld:
                yield page, self.withheld[page], 0
            else:
                yield from ((page, ground, count) for ground, count in Counter(b.ground for b in self.on(page)).items())

    def as_json(self) -> dict[str, Any]:
        """As a plain value, the same for the same marks."""
        return {
            "boxes": {
                str(page): [[each.left, each.top, each.width, each.height, each.ground] for each in found]
                for page, found in sorted(self.boxes.items())
            },
            "withheld": {str(page): ground for page, ground in sorted(self.withheld.items())},
        }

    @property
    def digest(self) -> str:
        """Stands for the marks in events."""
        return hashlib.sha256(json.dumps(self.as_json(), sort_keys=True).encode()).hexdigest()


def box(left: Any, top: Any, width: Any, height: Any, ground: Any) -> Box:
    """A box, checked. Raises ``MarkError``.

    >>> box(0.1, 0.2, 0.3, 0.05, "trade_secret").right
    0.4
    """
    given = {"left": left, "top": top, "width": width, "height": height}
    found = {name: _fraction(name, value) for name, value in given.items()}
    for name in ("width", "height"):
        if found[name] < LEAST:
            raise MarkError(f"遮盖框的{_NAMES[name]}是零或者太小，遮不住内容。请重新画一个。", name)
    for start, length, side in (("left", "width", "右边"), ("top", "height", "下边")):
        if found[start] + found[length] > 1 + 10**-DIGITS:
            raise MarkError(f"遮盖框的{side}超出了页面。请画在页面以内。", length)
    if not isinstance(ground, str) or ground not in grounds():
        raise MarkError("请为遮盖框选择一条理由。", "ground")
    return Box(
        found["left"],
        found["top"],
        round(min(found["width"], 1 - found["left"]), DIGITS),
        round(min(found["height"], 1 - found["top"]), DIGITS),
        ground,
    )


_NAMES = {"left": "左边", "top": "上边", "width": "宽度", "height": "高度"}


def _fraction(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise MarkError(f"遮盖框的{_NAMES[name]}不是一个数。", name)
    if not -(10**-DIGITS) <= value <= 1 + 10**-DIGITS:
        raise MarkError(f"遮盖框的{_NAMES[name]}超出了页面（0% 到 100%）。", name)
    return round(min(max(float(value), 0.0), 1.0), DIGITS)


def read_boxes(data: Any) -> tuple[Box, ...]:
    """The boxes of one page from a plain value; two that are the same become one. Raises ``MarkError``."""
    if not isinstance(data, list) or len(data) > limits()["boxes"]:
        raise MarkError(f"遮盖框的数据读不懂，或者超过{limits()['boxes']}个。请刷新页面以后重新标注。")
    found = []
    for each in data:
        if not isinstance(each, list | tuple) or len(each) != 5:
            raise MarkError("遮盖框的数据读不懂。请刷新页面以后重新标注。")
        found.append(box(*each))
    return tuple(dict.fromkeys(found))


def read_marks(data: Any, pages: int) -> Marks:
    """Marks from a plain value, for a source of so many pages. Raises ``MarkError``."""
    if not isinstance(data, dict) or set(data) != {"boxes", "withheld"}:
        raise MarkError("遮盖的数据读不懂。请刷新页面以后重新标注。")
    boxes = {_page(page, pages): read_boxes(each) for page, each in data["boxes"].items()}
    withheld = {_page(page, pages): ground for page, ground in data["withheld"].items()}
    if any(ground not in grounds() for ground in withheld.values()):
        raise MarkError("请为整页不提供选择一条理由。", "ground")
    found = Marks({page: each for page, each in sorted(boxes.items()) if each}, dict(sorted(withheld.items())))
    if found.count > limits()["boxes"]:
        raise MarkError(f"一份原件最多{limits()['boxes']}个遮盖框。请把相邻的合成一个，或者整页不提供。")
    return found


def _page(number: Any, pages: int) -> int:
    text = str(number)
    if not (text.isascii() and text.isdigit()) or len(text) > 6 or not 1 <= int(text) <= pages:
        raise MarkError(f"没有第{text[:6]}页，这份原件一共{pages}页。", "page")
    return int(text)
