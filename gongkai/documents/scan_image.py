"""A page as a picture: made straight, its ruling lines, its ink, the lines of writing in a cell. Lengths are pixels."""

from __future__ import annotations

from importlib import import_module
from itertools import pairwise
from typing import Any

import cv2

from gongkai.documents.lattice import Box, Ruling

numpy: Any = import_module("numpy")

MOST_SKEW = 4.0
"""Degrees by which a page may lie askew."""
SMALL = 700
"""Pixels across a page that are enough to see how it lies."""
THICKEST = 11
"""Pixels a line is thick at most: what is dark over a longer stretch across it is writing."""
SPECK = 8
"""Pixels of ink that are dirt when nothing else is near."""
EDGE = 9
"""Pixels from the edge of a cell in which its ruling may lie, and which it is thick at most."""
SAME_LINE = 3
"""Pixels by which the pieces of one line may lie apart."""
BRIDGE = 5
"""Pixels by which a ruling may be broken."""
SOLID = 0.95
"""The share of a line that is ink where nothing but a ruling can be."""
LONG = 8
"""A solid line of this part of the page's width is a ruling whatever stands beside it."""
BESIDE = 5
"""Pixels beside a ruling that are paper."""
FULL = 0.55
"""The share of a column of pixels that is ink where a ruling runs."""
WIDE_GAP = 0.5
"""The widest gap within a figure, as a share of its height."""


class Picture:
    """A page in colour (``pixels``: rows of blue, green, red) and its ink (``ink``: 255 where it is dark)."""

    def __init__(self, pixels: Any) -> None:
        self.pixels = pixels
        grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
        size = max(15, (min(grey.shape) // 40) | 1)
        self._smooth = cv2.GaussianBlur(grey, (0, 0), 1.0)
        noise = float(numpy.median(cv2.absdiff(grey, cv2.medianBlur(grey, 3))))
        self._faint = min(max(10.0, 2 * noise), 30.0)
        self.ink = cv2.adaptiveThreshold(
            self._smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, size, self._faint
        )
        self.height, self.width = grey.shape
        paper = numpy.median(pixels[::7, ::7].reshape(-1, 3), axis=0)
        self._paper = [int(value) for value in paper]

    def turned(self, quarters: int) -> Picture:
        """The page turned clockwise by quarters."""
        ways = (None, cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_180, cv2.ROTATE_90_COUNTERCLOCKWISE)
        way = ways[quarters % 4]
        return self if way is None else Picture(cv2.rotate(self.pixels, way))

    def straight(self) -> Picture:
        """The page turned so that its lines lie level."""
        angle = self._skew()
        if abs(angle) < 0.05:
            return self
        matrix = cv2.getRotationMatrix2D((self.width / 2, self.height / 2), angle, 1.0)
        pixels = cv2.warpAffine(
            self.pixels, matrix, (self.width, self.height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        )
        return Picture(pixels)

    def _skew(self) -> float:
        """Degrees by which the page must be turned: where the sums of its rows differ most."""
        scale = SMALL / min(self.width, self.height)
        small = cv2.resize(self.ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        height, width = small.shape

        def sharpness(angle: float) -> float:
            matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
            rows = cv2.warpAffine(small, matrix, (width, height)).sum(axis=1, dtype=numpy.float64)
            return float(((rows[1:] - rows[:-1]) ** 2).sum())

        best = max(numpy.arange(-MOST_SKEW, MOST_SKEW + 0.01, 0.25), key=sharpness)
        return float(max(numpy.arange(best - 0.25, best + 0.26, 0.05), key=sharpness))

    def rulings(self) -> tuple[list[Ruling], list[Ruling]]:
        """Horizontal and vertical ruling lines."""
        unit = min(self.width, self.height)
        across = _mended(self._long(unit // 24, (1, 0)), unit // 28)
        return across, _mended(self._long(unit // 36, (0, 1)), unit // 55)

    def _long(self, length: int, way: tuple[int, int]) -> list[Ruling]:
        along, beside = (length, 1) if way[0] else (1, length)
        bridge = numpy.ones((1, BRIDGE) if way[0] else (BRIDGE, 1), numpy.uint8)
        narrow = numpy.ones((THICKEST, 1) if way[0] else (1, THICKEST), numpy.uint8)
        dark = cv2.morphologyEx(self._smooth, cv2.MORPH_BLACKHAT, narrow)
        thin = ((dark > self._faint) * 255).astype(numpy.uint8)
        thick = cv2.dilate(thin, numpy.ones((3, 1) if way[0] else (1, 3), numpy.uint8))
        closed = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, bridge)
        mask = cv2.morphologyEx(closed, cv2.MORPH_OPEN, numpy.ones((beside, along), numpy.uint8))
        found: list[Ruling] = []
        count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
        for index in range(1, count):
            left, top, wide, tall, _ = (int(value) for value in stats[index])
            thickness = tall if way[0] else wide
            if thickness > length // 2:
                band = _solid(thick[top : top + tall, left : left + wide], lying=bool(way[0]))
                if band is None:
                    continue
                if way[0]:
                    top, tall = top + band[0], band[1]
                else:
                    left, wide = left + band[0], band[1]
            elif not self._is_ruling((left, top, left + wide, top + tall), thick, lying=bool(way[0])):
                continue
            if way[0]:
                found.append((top + tall / 2, float(left), float(left + wide)))
            else:
                found.append((left + wide / 2, float(top), float(top + tall)))
        return found

    def _is_ruling(self, box: Box, thick: Any, *, lying: bool) -> bool:
        """Whether a long run of ink is a line: long and solid, or with paper (or another line) at both sides.

        A row of writing that runs together has gaps within and ink beside it. ``thick``: the ink, spread across the line.
        """
        left, top, right, bottom = (int(edge) for edge in box)
        inside = thick[top:bottom, left:right].mean(axis=1 if lying else 0) / 255
        solid = float(inside.max()) if inside.size else 0.0
        if solid >= SOLID and max(right - left, bottom - top) * LONG >= min(self.width, self.height):
            return True
        for near in (-BESIDE, 1):
            if lying:
                at = max(top + near if near < 0 else bottom, 0)
                part = self.ink[at : at + BESIDE, left:right]
            else:
                at = max(left + near if near < 0 else right, 0)
                part = self.ink[top:bottom, at : at + BESIDE]
            if part.size and 0.3 < float(part.mean()) / 255 < 0.85:
                return False
        return True

    def lines_in(self, box: Box) -> list[Box]:
        """The lines of writing in a cell, from the top, each as the box around its ink."""
        left, top, right, bottom = self._within_lines(box)
        part = self.ink[top:bottom, left:right]
        if part.size == 0:
            return []
        height, width = part.shape
        count, labels, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
        clean = numpy.zeros_like(part)
        for index in range(1, count):
            x, y, wide, tall, area = (int(value) for value in stats[index])
            beside = min(x, width - x - wide) <= EDGE and tall > 0.6 * height and wide <= EDGE
            above = min(y, height - y - tall) <= EDGE and wide > 0.6 * width and tall <= EDGE
            if area >= SPECK and tall > 2 and not beside and not above:
                clean[labels == index] = 255
        rows = clean.any(axis=1)
        found: list[Box] = []
        for first, after in _runs(rows, gap=2):
            columns = numpy.flatnonzero(clean[first:after].any(axis=0))
            if columns.size:
                found.append((left + int(columns[0]), top + first, left + int(columns[-1]) + 1, top + after))
        return _whole_lines(found)

    def _within_lines(self, box: Box) -> tuple[int, int, int, int]:
        """A cell without its rulings, which may be thick, doubled or not quite level."""
        left, top, right, bottom = (round(edge) for edge in box)
        left, top, right, bottom = max(left, 0), max(top, 0), min(right, self.width), min(bottom, self.height)
        part = self.ink[top:bottom, left:right]
        if part.shape[0] <= 4 * EDGE or part.shape[1] <= 4 * EDGE:
            return left + 2, top + 2, right - 2, bottom - 2
        down = part[EDGE:-EDGE].mean(axis=0) > FULL * 255
        across = part[:, EDGE:-EDGE].mean(axis=1) > FULL * 255
        return (
            left + _past(down),
            top + _past(across),
            right - _past(down[::-1]),
            bottom - _past(across[::-1]),
        )

    def has_gap(self, line: Box) -> bool:
        """Whether a gap stands in a line that no figure has: something else may have been read as a part of it."""
        left, top, right, bottom = (round(edge) for edge in line)
        columns = self.ink[top:bottom, left:right].any(axis=0)
        runs = _runs(columns, gap=1)
        return any(after[0] - before[1] > WIDE_GAP * (bottom - top) for before, after in pairwise(runs))

    def crop(self, box: Box, margin: float = 0.2) -> Any:
        """The pixels of a box with some paper around it."""
        left, top, right, bottom = (round(edge) for edge in box)
        left, top = max(left, 0), max(top, 0)
        part = self.pixels[top:bottom, left:right]
        pad = max(4, round(margin * (bottom - top)))
        return cv2.copyMakeBorder(part, pad, pad, 2 * pad, 2 * pad, cv2.BORDER_CONSTANT, value=self._paper)


def _solid(part: Any, *, lying: bool) -> tuple[int, int] | None:
    """Where a line runs through ink that touches it: how far in it begins and how thick it is; None where none does."""
    rows = numpy.flatnonzero(part.mean(axis=1 if lying else 0) / 255 >= SOLID)
    if not rows.size or int(rows[-1]) - int(rows[0]) >= EDGE:
        return None
    return int(rows[0]), int(rows[-1]) - int(rows[0]) + 1


def _mended(pieces: list[Ruling], gap: int) -> list[Ruling]:
    """Lines that were broken by less than a row is high or a column is wide, put together."""
    found: list[Ruling] = []
    for at, start, end in sorted(pieces, key=lambda piece: piece[1]):
        for number, (beside, begin, stop) in enumerate(found):
            if abs(beside - at) <= SAME_LINE and start - stop <= gap:
                found[number] = ((beside + at) / 2, begin, max(stop, end))
                break
        else:
            found.append((at, start, end))
    return found


def _past(full: Any) -> int:
    """How many pixels from the edge the ruling takes, and two to spare."""
    near = numpy.flatnonzero(full[:EDGE])
    return int(near[-1]) + 3 if near.size else 1


def _runs(rows: Any, *, gap: int) -> list[tuple[int, int]]:
    """Where rows hold ink without a wider gap: first and past-the-last index."""
    found: list[tuple[int, int]] = []
    for at in numpy.flatnonzero(rows):
        at = int(at)
        if found and at - found[-1][1] < gap:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return found


def _whole_lines(boxes: list[Box]) -> list[Box]:
    """Slices of ink as lines: characters of several parts (二, 三) are cut apart by the slicing and put together again."""
    if len(boxes) < 2:
        return boxes
    tall = max(bottom - top for _, top, _, bottom in boxes)
    found: list[Box] = []
    for box in boxes:
        if found and (box[3] - found[-1][1]) <= 1.15 * tall:
            last = found[-1]
            found[-1] = (min(last[0], box[0]), last[1], max(last[2], box[2]), box[3])
        else:
            found.append(box)
    return found
