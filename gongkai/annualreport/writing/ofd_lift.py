"""Text and rulings of our own PDF, with their places in millimetres from the top left: what an OFD page is made of."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

POINT = 25.4 / 72
LEVEL = 0.3
"""Characters whose baselines differ by less (in points) stand on one line."""


@dataclass(slots=True)
class Run:
    """Characters on one line in one face: ``xs`` is where each begins, ``y`` the baseline, ``size`` the size; all in mm."""

    text: str
    xs: list[float]
    y: float
    size: float
    face: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """A straight line, in mm."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float


@dataclass(slots=True)
class Lifted:
    """One page: its size in mm, text runs in the order of the PDF, rulings."""

    width: float
    height: float
    runs: list[Run]
    rulings: list[Ruling]


def lift(pdf: bytes) -> list[Lifted]:
    """The pages of a PDF that ``pdf.write_pdf`` made."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = []
        for page in document:
            width, height = page.get_size()
            runs = [run for run in _runs(page, height) if run.text.strip()]
            rulings = list(_rulings(page, height))
            pages.append(Lifted(width * POINT, height * POINT, runs, rulings))
        return pages
    finally:
        document.close()


def _runs(page: Any, height: float) -> Iterator[Run]:
    import pypdfium2.raw as pdfium

    text = page.get_textpage()
    run: Run | None = None
    end = 0.0
    x, y = ctypes.c_double(), ctypes.c_double()
    edges = [ctypes.c_double() for _ in range(4)]
    name = ctypes.create_string_buffer(128)
    for index in range(text.count_chars()):
        sign = chr(pdfium.FPDFText_GetUnicode(text, index))
        if pdfium.FPDFText_IsGenerated(text, index) == 1 or sign in "\r\n\0":
            if run is not None:
                yield run
            run = None
            continue
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        pdfium.FPDFText_GetCharBox(text, index, *edges)
        pdfium.FPDFText_GetFontInfo(text, index, name, 128, None)
        face = name.value.decode("latin-1").partition("+")[2] or name.value.decode("latin-1")
        size = pdfium.FPDFText_GetFontSize(text, index)
        level = height - y.value
        apart = run is not None and (
            abs(level * POINT - run.y) > LEVEL * POINT
            or abs(size * POINT - run.size) > LEVEL * POINT
            or face != run.face
            or not -size * 0.5 <= x.value - end <= size * 1.2
        )
        if apart and run is not None:
            yield run
            run = None
        if run is None:
            run = Run("", [], level * POINT, size * POINT, face)
        run.text += sign
        run.xs.append(x.value * POINT)
        end = x.value + (size if ord(sign) > 0x2000 else size * 0.55)
    if run is not None:
        yield run


def _rulings(page: Any, height: float) -> Iterator[Ruling]:
    import pypdfium2.raw as pdfium

    for each in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
        count = pdfium.FPDFPath_CountSegments(each)
        matrix = each.get_matrix()
        points = []
        for number in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(each, number)
            x, y = ctypes.c_float(), ctypes.c_float()
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            points.append(matrix.on_point(x.value, y.value))
        width = ctypes.c_float()
        pdfium.FPDFPageObj_GetStrokeWidth(each, width)
        for (x1, y1), (x2, y2) in pairwise(points):
            yield Ruling(
                x1 * POINT, (height - y1) * POINT, x2 * POINT, (height - y2) * POINT, max(width.value, 0.25) * POINT
            )
