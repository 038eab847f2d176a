"""What is written on a page: the cells of its tables one by one, the text around them as the recogniser finds it."""

from __future__ import annotations

import re
from typing import Any

import cv2

from gongkai.documents.lattice import Box, Sheet
from gongkai.documents.lattice_grid import lattices
from gongkai.documents.scan_image import Picture

PLAIN, SURE = 0.98, 0.9
"""The recogniser's own score from which a figure counts, and from which it does when it is read the same twice."""
SURE_TEXT = 0.6
MOST_CELLS = 1500
SAMPLE = 8
UNREAD = "□"
"""Stands for ink in a cell that nothing was recognised in."""
Piece = tuple[str, Box, bool]
"""Text, its box in pixels, and whether it is sure."""

_BRACKETS = str.maketrans("()", "（）")
_FIGURE = re.compile(r"^[\d.,，．+\-—/]+$")
_TAKEN_FOR_FIGURES = re.compile(r"^[\doOQDIl|iSsBZz〇口Ｏ○一\-—_.,/\\（）()]{1,4}$")


class Reader:
    """Recognises text with an engine."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine

    def find(self, picture: Picture) -> list[Box]:
        """The boxes of lines of text, level."""
        result = self._engine(picture.pixels, use_det=True, use_cls=False, use_rec=False)
        found: list[Box] = []
        for box in result.boxes if result is not None and result.boxes is not None else ():
            xs, ys = [float(point[0]) for point in box], [float(point[1]) for point in box]
            left, top = max(0.0, min(xs)), max(0.0, min(ys))
            right, bottom = min(float(picture.width), max(xs)), min(float(picture.height), max(ys))
            if right - left >= 3 and bottom - top >= 3:
                found.append((left, top, right, bottom))
        return found

    def quarter_turns(self, picture: Picture, boxes: list[Box]) -> int:
        """By how many quarters clockwise the page must be turned for its text to stand upright."""
        tall = [box for box in boxes if box[3] - box[1] > 2 * (box[2] - box[0])]
        wide = [box for box in boxes if box[2] - box[0] > 2 * (box[3] - box[1])]
        ways = (1, 3) if sum(map(_area, tall)) > sum(map(_area, wide)) else (0, 2)
        sample = sorted(tall if ways[0] else boxes, key=_area, reverse=True)[:SAMPLE]
        if not sample or (ways == (0, 2) and self._score(picture, sample, 0) > 0.8):
            return 0
        return max(ways, key=lambda quarters: self._score(picture, sample, quarters))

    def read(self, picture: Picture, boxes: list[Box], sheet: Sheet, scale: float) -> list[Piece]:
        """Each piece of text: cells by their own ink, the rest by the boxes in which text was found."""
        found: list[Piece] = []
        tables: list[Box] = []
        lines: list[Box] = []
        for lattice in lattices(sheet) or []:
            if not 2 <= len(lattice.regions) <= MOST_CELLS:
                continue
            tables.append(_scaled(lattice.box, scale))
            for region in lattice.regions:
                lines += picture.lines_in(_scaled(region.box, scale))
        found += self._cells(picture, lines)
        around = [box for box in boxes if not any(_within(box, table) for table in tables)]
        for box, (text, score) in zip(
            around, self._recognise([picture.crop(box, 0.05) for box in around]), strict=True
        ):
            if text:
                found.append((text, box, score >= SURE_TEXT))
        return found

    def _cells(self, picture: Picture, lines: list[Box]) -> list[Piece]:
        """The lines of cells. A figure counts when it is plain, or read the same twice from differently cut pieces."""
        first = self._recognise([picture.crop(line) for line in lines])
        doubtful = [at for at, (text, score) in enumerate(first) if not text or (_FIGURE.match(text) and score < PLAIN)]
        again = dict(zip(doubtful, self._recognise([picture.crop(lines[at], 0.5) for at in doubtful]), strict=True))
        found: list[Piece] = []
        for at, (line, (text, score)) in enumerate(zip(lines, first, strict=True)):
            other, second = again.get(at, (text, score))
            if not text:
                found.append((other or UNREAD, line, False))
            elif _FIGURE.match(text):
                same = other == text and min(score, second) >= SURE
                found.append((text, line, same and not picture.has_gap(line)))
            else:
                found.append((text, line, score >= SURE_TEXT and not _TAKEN_FOR_FIGURES.match(text)))
        return found

    def _recognise(self, pieces: list[Any]) -> list[tuple[str, float]]:
        """Text and score of each piece."""
        from rapidocr.ch_ppocr_rec import TextRecInput

        if not pieces:
            return []
        result = self._engine.text_rec(TextRecInput(img=pieces))
        texts, scores = result.txts or (), result.scores or ()
        found = [(_wide(str(text).strip()), float(score)) for text, score in zip(texts, scores, strict=True)]
        return found if len(found) == len(pieces) else [("", 0.0)] * len(pieces)

    def _score(self, picture: Picture, boxes: list[Box], quarters: int) -> float:
        ways = (None, cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_180, cv2.ROTATE_90_COUNTERCLOCKWISE)
        pieces, way = [picture.crop(box, 0.05) for box in boxes], ways[quarters]
        if way is not None:
            pieces = [cv2.rotate(piece, way) for piece in pieces]
        return sum(score if text else 0.0 for text, score in self._recognise(pieces)) / len(boxes)


def _wide(text: str) -> str:
    """Text with the brackets of Chinese print, whose width nobody can see.

    >>> _wide("(一)予以公开"), _wide("(1)")
    ('（一）予以公开', '(1)')
    """
    return text.translate(_BRACKETS) if any("\u3400" <= sign <= "\u9fff" for sign in text) else text


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _within(box: Box, table: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return table[0] <= x <= table[2] and table[1] <= y <= table[3]


def _scaled(box: Box, scale: float) -> Box:
    left, top, right, bottom = (edge / scale for edge in box)
    return left, top, right, bottom
