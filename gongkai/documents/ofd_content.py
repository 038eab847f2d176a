"""The content of an OFD page: text, paths, pictures and composite units, each placed by a boundary and a matrix."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from gongkai.documents.lattice import Box, Glyph
from gongkai.documents.lattice_lines import Lines, Point
from gongkai.documents.lattice_text import is_wide

if TYPE_CHECKING:
    from lxml.etree import _Element

POINTS = 72 / 25.4
"""Points in a millimetre."""
ASCENT, DESCENT = 0.88, 0.12
SLANT = 3.0
DEEPEST = 8
MOST_SHAPES = 200_000
UNREAD = "\ufffd"
_PLACEHOLDER = "\u00a4"
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?")
_STEP = re.compile(r"([A-Za-z])|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?)")
_TAKES = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7}
FARTHEST = 1e6

Matrix = tuple[float, float, float, float, float, float]


class Canvas:
    """Collects what the parts of one page draw, in points from the top left of the page.

    ``origin`` is where the page's area begins; ``unit`` finds a composite unit by its id.
    """

    def __init__(self, origin: tuple[float, float], unit: Callable[[str], _Element | None]) -> None:
        self.glyphs: list[Glyph] = []
        self.lines = Lines()
        self.pictures: list[Box] = []
        self.unread = 0
        self.slanted = 0
        self._unit = unit
        self._shapes = 0
        self._base: Matrix = (POINTS, 0.0, 0.0, POINTS, -origin[0], -origin[1])

    def draw(self, page: _Element) -> None:
        """Take the content of a page or of a template."""
        for content in parts_named(page, "Content"):
            for layer in parts_named(content, "Layer"):
                self._block(layer, self._base, 0)

    def _block(self, block: _Element, base: Matrix, depth: int) -> None:
        for thing in block:
            self._shapes += 1
            if self._shapes > MOST_SHAPES or depth > DEEPEST:
                return
            if not isinstance(thing.tag, str) or thing.get("Visible", "true").lower() in ("false", "0"):
                continue
            kind = thing.tag.rpartition("}")[2]
            if kind == "PageBlock":
                self._block(thing, base, depth + 1)
                continue
            matrix = _placed(thing, base)
            if kind == "TextObject":
                self._text(thing, matrix)
            elif kind == "PathObject":
                self._path(thing, matrix)
            elif kind == "ImageObject":
                self._picture(thing, base)
            elif kind == "CompositeObject":
                unit = self._unit(thing.get("ResourceID", ""))
                for content in parts_named(unit, "Content") if unit is not None else ():
                    self._block(content, matrix, depth + 1)

    def _text(self, thing: _Element, matrix: Matrix) -> None:
        size = _number(thing.get("Size")) or 0.0
        turned = (_number(thing.get("CharDirection")) or 0.0) + math.degrees(math.atan2(matrix[1], matrix[0]))
        nearest = round(turned / 90) * 90
        codes = parts_named(thing, "TextCode")
        if size <= 0 or size > 1000:
            return
        if abs(turned - nearest) > SLANT:
            self.slanted += 1
            return
        scale = _number(thing.get("HScale")) or 1.0
        down = (_number(thing.get("ReadDirection")) or 0.0) % 180 == 90
        x = y = 0.0
        for code in codes:
            x = _or(_number(code.get("X")), x)
            y = _or(_number(code.get("Y")), y)
            text = (code.text or "").strip("\r\n\t")
            steps = zip(_deltas(code.get("DeltaX"), len(text)), _deltas(code.get("DeltaY"), len(text)), strict=True)
            self._code(text, (x, y), steps, matrix, (size, scale, down, nearest % 360))

    def _code(
        self,
        text: str,
        start: tuple[float, float],
        steps: Iterator[tuple[float | None, float | None]],
        matrix: Matrix,
        style: tuple[float, float, bool, int],
    ) -> None:
        size, scale, down, turn = style
        x, y = start
        spaced = False
        for sign, (dx, dy) in zip(text, steps, strict=True):
            width = size * scale * (1.0 if is_wide(sign) or sign == _PLACEHOLDER else 0.5)
            if sign.isspace():
                spaced = True
            else:
                if sign == _PLACEHOLDER or "\ue000" <= sign <= "\uf8ff" or sign < " ":
                    sign = UNREAD
                if sign == UNREAD:
                    self.unread += 1
                shown = min(width, dx) if dx is not None and dx > 0.2 * size else width
                box = _moved(matrix, (x, y - ASCENT * size, x + shown, y + DESCENT * size))
                if all(abs(edge) < FARTHEST for edge in box):
                    self.glyphs.append(Glyph(sign, *box, spaced, turn))
                spaced = False
            if dx is None and dy is None:
                x, y = (x, y + size) if down else (x + width, y)
            else:
                x, y = x + (dx or 0.0), y + (dy or 0.0)

    def _path(self, thing: _Element, matrix: Matrix) -> None:
        stroked = thing.get("Stroke", "true").lower() not in ("false", "0")
        filled = thing.get("Fill", "false").lower() in ("true", "1")
        if stroked or filled:
            a, b, c, d, e, f = matrix
            for points, closed in outlines(text_named(thing, "AbbreviatedData")):
                moved = [(a * x + c * y + e, b * x + d * y + f, straight) for x, y, straight in points]
                if all(abs(x) < FARTHEST and abs(y) < FARTHEST for x, y, _ in moved):
                    self.lines.outline(moved, closed=closed, stroked=stroked)

    def _picture(self, thing: _Element, base: Matrix) -> None:
        edges = numbers(thing.get("Boundary"))
        if len(edges) == 4:
            box = _moved(base, (edges[0], edges[1], edges[0] + edges[2], edges[1] + edges[3]))
            if not self.lines.box(box):
                self.pictures.append(box)


def outlines(data: str) -> list[tuple[list[Point], bool]]:
    """The parts of a path in abbreviated form: points with whether a straight line leads to them, and whether it is closed.

    >>> outlines("M 0 0 L 9 0 L 9 5 C")
    [([(0.0, 0.0, True), (9.0, 0.0, True), (9.0, 5.0, True)], True)]
    """
    found: list[tuple[list[Point], bool]] = []
    points: list[Point] = []
    command = ""
    waiting: list[float] = []
    for letter, value in _STEP.findall(data):
        if letter:
            command, waiting = letter.upper(), []
            if command == "C":
                if len(points) > 1:
                    found.append((points, True))
                points = points[:1]
            continue
        waiting.append(float(value))
        if len(waiting) < _TAKES.get(command, 2):
            continue
        x, y = waiting[-2], waiting[-1]
        waiting = []
        if command in ("M", "S"):
            if len(points) > 1:
                found.append((points, False))
            points = [(x, y, True)]
        elif command in _TAKES:
            points.append((x, y, command == "L"))
    if len(points) > 1:
        found.append((points, False))
    return found


def _deltas(written: str | None, count: int) -> list[float | None]:
    """The steps from each character to the next; None where nothing is said. ``g n v`` stands for ``n`` steps of ``v``."""
    found: list[float | None] = []
    parts = iter((written or "").split())
    for part in parts:
        if len(found) >= count:
            break
        if part == "g":
            times, step = _number(next(parts, "")), _number(next(parts, ""))
            found += [step or 0.0] * int(min(max(times or 0, 0), count))
        elif (step := _number(part)) is not None:
            found.append(step)
    return (found + [None] * count)[:count]


def parts_named(part: _Element, name: str) -> list[_Element]:
    """The children of this name, whatever their namespace (early writers have their own)."""
    return [child for child in part if isinstance(child.tag, str) and child.tag.rpartition("}")[2] == name]


def text_named(part: _Element, name: str) -> str:
    """The text of the first child, or grandchild, of this name; empty when there is none."""
    for child in (part, *part):
        for found in parts_named(child, name):
            return "".join(str(part) for part in found.itertext()).strip()
    return ""


def numbers(written: str | None) -> list[float]:
    """The numbers of a list like ``0 0 210 297``; empty when one of them makes no sense."""
    found = [float(each) for each in _NUMBER.findall(written or "")[:64]]
    return found if all(abs(each) < 1e9 for each in found) else []


def _number(written: str | None) -> float | None:
    found = numbers(written)
    return found[0] if found else None


def _or(value: float | None, default: float) -> float:
    return default if value is None else value


def _placed(thing: _Element, base: Matrix) -> Matrix:
    """The matrix from an object's own coordinates to the page: its CTM, then its boundary's corner, then ``base``."""
    edges = numbers(thing.get("Boundary"))
    own = numbers(thing.get("CTM"))
    a, b, c, d, e, f = own if len(own) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    if len(edges) == 4:
        e, f = e + edges[0], f + edges[1]
    p, q, r, s, t, u = base
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _moved(matrix: Matrix, box: Box) -> Box:
    a, b, c, d, e, f = matrix
    corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    return min(xs), min(ys), max(xs), max(ys)
