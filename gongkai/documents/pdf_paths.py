"""The ruling lines and pictures of a PDF page: strokes, thin filled rectangles and thin pictures, also inside form XObjects."""

from __future__ import annotations

import ctypes
from typing import Any

from gongkai.documents.lattice import Box
from gongkai.documents.lattice_lines import Lines, Point
from gongkai.documents.pdf_calls import address, calls

Matrix = tuple[float, float, float, float, float, float]

SEEN = 0.4
"""The share of an object that must lie inside its clip path for it to be seen."""
MOST_OBJECTS = 120_000
MOST_SEGMENTS = 60_000
DEEPEST = 8
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Drawing:
    """Collects ruling ``lines`` and boxes of ``pictures`` of one page.

    ``base`` turns the file's coordinates into those of the page as it is seen. ``texts``: the text objects that stand in a
    form XObject with coordinates of its own, by their handle, with the matrix from those to the page. ``hidden``: those that
    are clipped away, looked for in forms and, with ``clips``, everywhere (browsers print what is cut off, too).
    """

    def __init__(self, api: Any, base: Matrix, *, clips: bool = False) -> None:
        self.lines = Lines()
        self.pictures: list[Box] = []
        self.texts: dict[int, Matrix] = {}
        self.hidden: set[int] = set()
        self.paths = 0
        self._clips = clips
        self._api = api
        self._objects = 0
        self._segments = 0
        self.base = base
        self._calls = calls()
        self._floats, self._modes = (ctypes.c_float * 4)(), (ctypes.c_int * 2)()
        first, mode = ctypes.addressof(self._floats), ctypes.addressof(self._modes)
        self._places = [first + 4 * at for at in range(4)]
        self._mode_places = [mode, mode + ctypes.sizeof(ctypes.c_int)]

    def read(self, page: Any) -> None:
        """Take all objects of a page."""
        api = self._api
        count = api.FPDFPage_CountObjects(page)
        self._read_objects(count, address(page), self._calls.page_object, self.base, 0)

    def _read_objects(self, count: int, holder: int, get: Any, matrix: Matrix, depth: int) -> None:
        api, kind_of = self._api, self._calls.object_type
        text, path = api.FPDF_PAGEOBJ_TEXT, api.FPDF_PAGEOBJ_PATH
        image, form = api.FPDF_PAGEOBJ_IMAGE, api.FPDF_PAGEOBJ_FORM
        own = matrix != self.base
        for index in range(min(count, MOST_OBJECTS - self._objects)):
            thing = get(holder, index)
            kind = kind_of(thing)
            if kind == text:
                if own:
                    self.texts[thing] = matrix
                if (own or depth or self._clips) and self._is_hidden(thing):
                    self.hidden.add(thing)
                continue
            self._objects += 1
            if kind == path:
                self._path(thing, matrix)
            elif kind == image:
                self._image(thing, matrix)
            elif kind == form and depth < DEEPEST:
                inner = after(self._matrix(thing), matrix)
                self._read_objects(self._calls.form_count(thing), thing, self._calls.form_object, inner, depth + 1)

    def _matrix(self, thing: int) -> Matrix:
        given = self._api.FS_MATRIX()
        if not self._calls.matrix(thing, ctypes.addressof(given)):
            return IDENTITY
        return given.a, given.b, given.c, given.d, given.e, given.f

    def bounds(self, thing: int, matrix: Matrix) -> Box | None:
        """The box of an object after a matrix; None when it has none."""
        if not self._calls.bounds(thing, *self._places):
            return None
        left, bottom, right, top = self._floats
        return boxed(matrix, (left, bottom, right, top))

    def _is_hidden(self, thing: int) -> bool:
        """Whether most of an object lies outside what its clip path lets be seen."""
        of = self._calls
        clip = of.clip(thing)
        box = self.bounds(thing, IDENTITY)
        if not clip or box is None:
            return False
        left, bottom, right, top = box
        width, height = right - left, top - bottom
        for index in range(min(of.clip_count(clip), 20)):
            xs, ys = [], []
            for at in range(min(of.clip_segment_count(clip, index), 50)):
                if of.segment_point(of.clip_segment(clip, index, at), *self._places[:2]):
                    xs.append(self._floats[0])
                    ys.append(self._floats[1])
            if xs:
                left, right = max(left, min(xs)), min(right, max(xs))
                bottom, top = max(bottom, min(ys)), min(top, max(ys))
        seen = max(right - left, 0.0) * max(top - bottom, 0.0)
        return seen < SEEN * width * height

    def _path(self, thing: int, matrix: Matrix) -> None:
        if not self._calls.draw_mode(thing, *self._mode_places):
            return
        filled, stroked = self._modes
        if not filled and not stroked:
            return
        box = self.bounds(thing, matrix)
        if box is None:
            return
        self.paths += 1
        if self.lines.box(box):
            return
        count = self._calls.segment_count(thing)
        if count <= 1 or (not stroked and count <= 5) or self._segments + count > MOST_SEGMENTS:
            return
        self._segments += count
        outline = after(self._matrix(thing), matrix)
        for points, closed in self._outlines(thing, count, outline):
            self.lines.outline(points, closed=closed, stroked=bool(stroked))

    def _outlines(self, thing: int, count: int, matrix: Matrix) -> list[tuple[list[Point], bool]]:
        """The parts of a path: points with whether a straight line leads to them, and whether the part is closed."""
        api, of = self._api, self._calls
        a, b, c, d, e, f = matrix
        found: list[tuple[list[Point], bool]] = []
        points: list[Point] = []
        for index in range(count):
            segment = of.segment(thing, index)
            kind = of.segment_type(segment)
            if not of.segment_point(segment, *self._places[:2]):
                continue
            if kind == api.FPDF_SEGMENT_MOVETO:
                if len(points) > 1:
                    found.append((points, False))
                points = []
            x, y = self._floats[0], self._floats[1]
            points.append((a * x + c * y + e, b * x + d * y + f, kind != api.FPDF_SEGMENT_BEZIERTO))
            if len(points) > 1 and of.segment_close(segment):
                found.append((points, True))
                points = []
        if len(points) > 1:
            found.append((points, False))
        return found

    def _image(self, thing: int, matrix: Matrix) -> None:
        box = self.bounds(thing, matrix)
        if box is None:
            return
        if not self.lines.box(box):
            self.pictures.append(box)


def after(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does ``first`` and ``then``."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def boxed(matrix: Matrix, box: Box) -> Box:
    """The box around a box that was moved by a matrix."""
    a, b, c, d, e, f = matrix
    xs = (a * box[0] + e, a * box[2] + e)
    ys = (d * box[1] + f, d * box[3] + f)
    if b or c:
        xs = tuple(a * x + c * y + e for x in (box[0], box[2]) for y in (box[1], box[3]))  # type: ignore[assignment]
        ys = tuple(b * x + d * y + f for x in (box[0], box[2]) for y in (box[1], box[3]))  # type: ignore[assignment]
    return min(xs), min(ys), max(xs), max(ys)
