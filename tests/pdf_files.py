"""PDF files made by hand for tests: every glyph and ruling where the test wants it, no program and no font needed.

Chinese text is set in a font of the Adobe-GB1 collection that is not embedded, as many offices' files do.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

from gongkai.annualreport.model import Report
from gongkai.annualreport.writing.layout import Grid, GridCell, grid

A4 = (595.0, 842.0)
LEFT, RIGHT, TOP, BOTTOM = 72.0, 523.0, 72.0, 770.0
SIZE = 10.0
LINE = 13.0
PAD = 3.0
FONTS = (
    b"<</F1 <</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0"
    b"/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000/W[1 95 500]/FontDescriptor"
    b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120"
    b"/CapHeight 880/StemV 93>>>>]>>/F2 <</Type/Font/Subtype/Type0/BaseFont/Unknown/Encoding/Identity-H/DescendantFonts[<<"
    b"/Type/Font/Subtype/CIDFontType2/BaseFont/Unknown/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 500"
    b"/FontDescriptor<</Type/FontDescriptor/FontName/Unknown/Flags 4/FontBBox[0 -120 1000 880]/ItalicAngle 0/Ascent 880"
    b"/Descent -120/CapHeight 880/StemV 93>>>>]>>/F3 <</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>>>"
)


def width_of(text: str, size: float = SIZE) -> float:
    """Points a text takes in the font."""
    return sum(size / 2 if sign.isascii() else size for sign in text)


@dataclass
class Page:
    """A page with ``y`` downward from the top; ``turn`` is its /Rotate, ``crop`` what its CropBox cuts off left and top."""

    width: float = A4[0]
    height: float = A4[1]
    turn: int = 0
    crop: tuple[float, float] = (0.0, 0.0)
    content: list[str] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    annotations: str = ""
    texts: list[tuple[float, float, str, float]] = field(default_factory=list)
    lines: list[tuple[float, float, float, float]] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, size: float = SIZE, font: str = "F1") -> None:
        """A text whose baseline is at ``y``."""
        self.texts.append((x, y, text, size))
        if font == "F3":
            self.content.append(f"BT /{font} {size} Tf 1 0 0 1 {x:.2f} {self.height - y:.2f} Tm ({text}) Tj ET")
            return
        code = text.encode("utf-16-be").hex()
        self.content.append(f"BT /{font} {size} Tf 1 0 0 1 {x:.2f} {self.height - y:.2f} Tm <{code}> Tj ET")

    def turned(self, x: float, y: float, text: str, degrees: int, size: float = SIZE) -> None:
        """A text turned clockwise."""
        a, b = {90: (0, -1), 270: (0, 1), 45: (0.7071, -0.7071)}[degrees]
        code = text.encode("utf-16-be").hex()
        self.content.append(f"BT /F1 {size} Tf {a} {b} {-b} {a} {x:.2f} {self.height - y:.2f} Tm <{code}> Tj ET")

    def line(self, x0: float, y0: float, x1: float, y1: float, style: str = "stroke", width: float = 0.5) -> None:
        """A ruling: ``stroke``, ``rect`` (a thin filled rectangle), ``dash`` (many short strokes) or ``dots``."""
        self.lines.append((x0, y0, x1, y1))
        up = self.height
        if style == "rect":
            w, h = (max(x1 - x0, width), width) if y0 == y1 else (width, max(y1 - y0, width))
            self.content.append(f"{x0:.2f} {up - y0 - (h if x0 == x1 else 0):.2f} {w:.2f} {h:.2f} re f")
        elif style in ("dash", "dots"):
            step, length = (4.0, 2.5) if style == "dash" else (2.0, 1.0)
            at = x0 if y0 == y1 else y0
            while at < (x1 if y0 == y1 else y1):
                if y0 == y1:
                    self.content.append(f"{at:.2f} {up - y0:.2f} m {at + length:.2f} {up - y0:.2f} l S")
                else:
                    self.content.append(f"{x0:.2f} {up - at:.2f} m {x0:.2f} {up - at - length:.2f} l S")
                at += step
        else:
            self.content.append(f"{width} w {x0:.2f} {up - y0:.2f} m {x1:.2f} {up - y1:.2f} l S")

    def box(self, left: float, top: float, right: float, bottom: float) -> None:
        """A stroked rectangle, as cells draw their own borders."""
        self.content.append(f"0.5 w {left:.2f} {self.height - bottom:.2f} {right - left:.2f} {bottom - top:.2f} re S")

    def into_form(self) -> None:
        """Move everything drawn so far into a form XObject that is drawn at half its size, twice as large inside."""
        scaled = "2 0 0 2 0 0 cm\n" + "\n".join(self.content)
        self.forms.append(scaled)
        self.content = [f"q 0.5 0 0 0.5 0 0 cm /X{len(self.forms)} Do Q"]


def pdf(pages: list[Page], *, info: str = "", encrypt: str = "") -> bytes:
    """The file. ``info`` and ``encrypt`` are the inside of the dictionaries of the trailer."""
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b"", FONTS, f"<<{info}>>".encode()]
    kids = []
    for page in pages:
        names = []
        for number, form in enumerate(page.forms, 1):
            objects.append(
                _stream(
                    form,
                    b"/Type/XObject/Subtype/Form/BBox[0 0 5000 5000]/Resources<</Font 3 0 R>>",
                )
            )
            names.append(f"/X{number} {len(objects)} 0 R")
        objects.append(_stream("\n".join(page.content), b""))
        left, top = page.crop
        box = f"[{left} 0 {page.width} {page.height - top}]"
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {page.width} {page.height}]/CropBox{box}/Rotate {page.turn}"
            f"/Contents {len(objects)} 0 R{page.annotations}/Resources<</XObject<<{''.join(names)}>>/Font 3 0 R>>>>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>".encode()
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += f"trailer<</Size {len(objects) + 1}/Root 1 0 R/Info 4 0 R{encrypt}>>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(out)


def _stream(content: str, entries: bytes) -> bytes:
    packed = zlib.compress(content.encode())
    return b"<</Length %d/Filter/FlateDecode" % len(packed) + entries + b">>stream\n" + packed + b"\nendstream"


@dataclass
class Style:
    """How tables are drawn. ``rulings``: stroke, rect, dash, dots, cells (each its own box), form (in a form XObject), none.

    ``bottom``: where pages end. ``split``: rows are cut by the end of a page, else they move to the next. ``open``: nothing is
    drawn at the cut. ``repeat``: heads are repeated. ``bold``: every text is drawn twice.
    """

    rulings: str = "stroke"
    bottom: float = BOTTOM
    split: bool = False
    open: bool = False
    repeat: bool = False
    bold: bool = False
    numbers: bool = True
    size: float = SIZE


class Press:
    """Sets a report page by page."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.pages: list[Page] = []
        self.y = TOP
        self.rest = False
        self._new_page()

    def _new_page(self) -> None:
        if self.pages and self.style.rulings == "form":
            self.pages[-1].into_form()
        self.pages.append(Page())
        self.y = TOP
        if self.style.numbers:
            text = f"- {len(self.pages)} -"
            self.pages[-1].text((A4[0] - width_of(text)) / 2, 800, text)

    def write(self, x: float, y: float, text: str, size: float) -> None:
        self.pages[-1].text(x, y, text, size)
        if self.style.bold:
            self.pages[-1].text(x + 0.3, y, text, size)

    def paragraph(self, text: str, *, size: float = 12.0, indent: int = 2, centred: bool = False) -> None:
        lines = _wrapped(text, RIGHT - LEFT, size, indent * size)
        for number, line in enumerate(lines):
            if self.y + 2 * size > self.style.bottom:
                self._new_page()
            self.y += 2 * size
            x = LEFT + (indent * size if number == 0 else 0)
            if centred:
                x = (LEFT + RIGHT - width_of(line, size)) / 2
            self.write(x, self.y, line, size)
        self.y += 0.3 * size

    def table(self, table: Grid) -> None:
        self.y += 8
        xs = _columns(table)
        lines = {id(cell): _cell_lines(cell, xs, self.style.size) for cell in table.cells}
        heights = _heights(table, lines)
        row = 0
        start = 0
        while row < len(heights):
            used = self.y + sum(heights[start:row])
            if used + heights[row] <= self.style.bottom:
                row += 1
                continue
            room = int((self.style.bottom - used - 2 * PAD) // LINE)
            own = [len(lines[id(cell)]) for cell in table.lines[row] if cell.rowspan == 1]
            groups = [len(lines[id(cell)]) for cell in table.lines[row] if cell.rowspan > 1]
            if self.style.split and max(groups, default=1) <= room < max(own):
                self._rows(table, xs, heights, lines, start, row, cut=room)
                self._new_page()
                self._rest(table, xs, heights, lines, row, room)
                row += 1
            else:
                self._rows(table, xs, heights, lines, start, row)
                self._new_page()
                if self.style.repeat and row >= table.heads:
                    self._rows(table, xs, heights, lines, 0, table.heads)
            start = row
        self._rows(table, xs, heights, lines, start, row)
        self.y += 8

    def _rows(
        self,
        table: Grid,
        xs: list[float],
        heights: list[float],
        lines: dict[int, list[str]],
        start: int,
        end: int,
        *,
        cut: int = 0,
    ) -> None:
        """Draw rows ``start`` to ``end`` (excluded), and the first ``cut`` lines of the next."""
        tops = [self.y]
        for height in heights[start:end]:
            tops.append(tops[-1] + height)
        if cut:
            tops.append(tops[-1] + cut * LINE + 2 * PAD)
        last = end + bool(cut)
        after_rest, self.rest = self.rest, False
        for cell in table.cells:
            top, bottom = max(cell.row, start), min(cell.row + cell.rowspan, last)
            if top >= bottom:
                continue
            box = (xs[cell.column], tops[top - start], xs[cell.column + cell.colspan], tops[bottom - start])
            open_below = self.style.open and bottom == last and end < len(heights)
            self._border(box, open_below=open_below, open_above=after_rest and cell.row < start)
            if cell.row >= start:
                text = lines[id(cell)]
                self._fill(
                    cell, box, text[:cut] if cut and cell.row == end else text, top=bool(cut) and cell.row == end
                )
        self.y = tops[-1]

    def _rest(
        self, table: Grid, xs: list[float], heights: list[float], lines: dict[int, list[str]], row: int, cut: int
    ) -> None:
        """Draw what is left of a row that was cut after ``cut`` lines."""
        cells = [cell for cell in table.cells if cell.row <= row < cell.row + cell.rowspan]
        left = max(max(0, len(lines[id(cell)]) - cut) if cell.row == row and cell.rowspan == 1 else 0 for cell in cells)
        bottom = self.y + left * LINE + 2 * PAD
        for cell in cells:
            box = (xs[cell.column], self.y, xs[cell.column + cell.colspan], bottom)
            self._border(box, open_below=cell.row + cell.rowspan > row + 1)
            if cell.row == row and cell.rowspan == 1:
                self._fill(cell, box, lines[id(cell)][cut:], top=True)
        self.y = bottom
        self.rest = True

    def _border(
        self, box: tuple[float, float, float, float], *, open_below: bool = False, open_above: bool = False
    ) -> None:
        left, top, right, bottom = box
        page, style = self.pages[-1], self.style.rulings
        if style == "none":
            return
        if style == "cells":
            page.box(left + 0.4, top + 0.4, right - 0.4, bottom - 0.4)
            return
        way = "stroke" if style == "form" else style
        if not open_above:
            page.line(left, top, right, top, way)
        page.line(left, top, left, bottom, way)
        page.line(right, top, right, bottom, way)
        if not open_below:
            page.line(left, bottom, right, bottom, way)

    def _fill(
        self, cell: GridCell, box: tuple[float, float, float, float], lines: list[str], *, top: bool = False
    ) -> None:
        left, above, right, below = box
        size = self.style.size
        y = above + PAD if top else (above + below - len(lines) * LINE) / 2
        for line in lines:
            y += LINE
            centred = cell.kind != "label"
            x = (left + right - width_of(line, size)) / 2 if centred else left + PAD
            self.write(x, y - 0.25 * size, line, size)

    def done(self, **entries: str) -> bytes:
        if self.style.rulings == "form":
            self.pages[-1].into_form()
        return pdf(self.pages, **entries)


def _columns(table: Grid) -> list[float]:
    stub = {0: [], 1: [110.0], 3: [32.0, 62.0, 120.0]}.get(table.stubs, [90.0] * table.stubs)
    rest = (RIGHT - LEFT - sum(stub)) / (table.columns - table.stubs)
    xs = [LEFT]
    for width in [*stub, *[rest] * (table.columns - table.stubs)]:
        xs.append(xs[-1] + width)
    return xs


def _cell_lines(cell: GridCell, xs: list[float], size: float) -> list[str]:
    room = xs[cell.column + cell.colspan] - xs[cell.column] - 2 * PAD
    return _wrapped(cell.text, room, size) if cell.text else []


def _wrapped(text: str, room: float, size: float, indent: float = 0.0) -> list[str]:
    lines, line, used = [], "", indent
    for sign in text:
        width = width_of(sign, size)
        if line and used + width > room:
            lines.append(line)
            line, used = "", 0.0
        line += sign
        used += width
    return [*lines, line] if line else lines


def _heights(table: Grid, lines: dict[int, list[str]]) -> list[float]:
    heights = [LINE + 2 * PAD] * len(table.lines)
    for cell in table.cells:
        if cell.rowspan == 1:
            heights[cell.row] = max(heights[cell.row], len(lines[id(cell)]) * LINE + 2 * PAD)
    for cell in table.cells:
        need = len(lines[id(cell)]) * LINE + 2 * PAD - sum(heights[cell.row : cell.row + cell.rowspan])
        if cell.rowspan > 1 and need > 0:
            heights[cell.row + cell.rowspan - 1] += need
    return heights


def report_pages(report: Report, style: Style | None = None) -> Press:
    """A report set in the statutory layout."""
    press = Press(style or Style())
    if report.title:
        press.paragraph(report.title, size=18.0, indent=0, centred=True)
    press.paragraph(report.preamble)
    for section in report.sections:
        press.paragraph(section.title, size=14.0)
        table = report.tables.get(section.key or "")
        if table is not None:
            press.table(grid(table))
        if section.text:
            press.paragraph(section.text)
    return press


def report_pdf(report: Report, style: Style | None = None) -> bytes:
    """A report as a PDF file."""
    return report_pages(report, style).done()
