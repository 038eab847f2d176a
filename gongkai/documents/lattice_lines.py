"""Shapes as ruling lines: thin boxes, and the straight strokes of outlines."""

from __future__ import annotations

from itertools import pairwise

from gongkai.documents.lattice import Box, Ruling

THIN = 4.5
"""What is no wider than this many points is a line."""
STRAIGHT = 0.8
"""Points by which a straight line may be off."""

Point = tuple[float, float, bool]
"""A point of an outline, and whether a straight line leads to it."""


class Lines:
    """Collects horizontal rulings (``across``) and vertical ones (``down``)."""

    def __init__(self) -> None:
        self.across: list[Ruling] = []
        self.down: list[Ruling] = []

    def box(self, box: Box) -> bool:
        """Take a thin box for a ruling; whether it was one. A speck may be a dot of one that is dotted, either way."""
        left, top, right, bottom = box
        wide, tall = right - left, bottom - top
        if wide > THIN and tall > THIN:
            return False
        if tall <= THIN and (wide >= tall or wide <= THIN):
            self.across.append(((top + bottom) / 2, left, right))
        if wide <= THIN and (tall >= wide or tall <= THIN):
            self.down.append(((left + right) / 2, top, bottom))
        return True

    def outline(self, points: list[Point], *, closed: bool, stroked: bool) -> None:
        """Take the straight strokes of an outline; one that is only filled is a ruling if it is thin."""
        if not stroked:
            if all(straight for _, _, straight in points):
                xs, ys = [x for x, _, _ in points], [y for _, y, _ in points]
                self.box((min(xs), min(ys), max(xs), max(ys)))
            return
        path = [*points, (points[0][0], points[0][1], True)] if closed else points
        for (x0, y0, _), (x1, y1, straight) in pairwise(path):
            if straight and (abs(x1 - x0) <= STRAIGHT or abs(y1 - y0) <= STRAIGHT):
                self.box((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
