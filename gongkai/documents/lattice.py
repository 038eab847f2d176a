"""What stands on a page by position: glyphs and ruling lines, and the grids that the lines draw.

PDF, OFD and recognised pictures all come down to this. Lengths are points, measured from the top left of the page as a person
sees it, ``y`` downward.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Ruling = tuple[float, float, float]
"""Where it lies (``y`` of a horizontal one, ``x`` of a vertical one), and from where to where it runs."""
Box = tuple[float, float, float, float]

SAME_LINE = 1.0
"""Rulings no further apart are one line drawn in pieces."""
GAP = 3.0
"""Pieces of one line with no wider gap belong together: cells draw their own borders."""
DASH, DASH_GAP = 12.0, 5.0
SHORTEST = 6.0


@dataclass(slots=True)
class Glyph:
    """A piece of text: one character of a PDF or OFD, a run of them from a picture.

    ``turn``: degrees clockwise by which it is turned (0, 90, 180, 270). ``spaced``: a blank stands before it. ``sure`` is
    False where the recogniser doubted it.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    spaced: bool = False
    turn: int = 0
    sure: bool = True


@dataclass(slots=True)
class Sheet:
    """One page: ``across`` and ``down`` are its horizontal and vertical rulings, ``pictures`` the boxes of its pictures.

    ``recognised``: its text was recognised in a picture.
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    across: list[Ruling] = field(default_factory=list)
    down: list[Ruling] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    recognised: bool = False

    def upright(self) -> Sheet:
        """The page turned so that most of its text stands upright (a wide table printed sideways)."""
        turned = [glyph.turn for glyph in self.glyphs if glyph.turn]
        for turn in (90, 270, 180):
            if 2 * turned.count(turn) > len(self.glyphs):
                return self._turned(turn)
        return self

    def _turned(self, turn: int) -> Sheet:
        width, height = self.width, self.height

        def moved(box: Box) -> Box:
            left, top, right, bottom = box
            if turn == 90:
                return top, width - right, bottom, width - left
            if turn == 270:
                return height - bottom, left, height - top, right
            return width - right, height - bottom, width - left, height - top

        sheet = Sheet(self.number, width, height) if turn == 180 else Sheet(self.number, height, width)
        sheet.recognised = self.recognised
        for glyph in self.glyphs:
            box = moved((glyph.left, glyph.top, glyph.right, glyph.bottom))
            sheet.glyphs.append(Glyph(glyph.text, *box, glyph.spaced, (glyph.turn - turn) % 360, glyph.sure))
        for y, start, end in self.across:
            left, top, right, bottom = moved((start, y, end, y))
            (sheet.across if turn == 180 else sheet.down).append(
                (top, left, right) if turn == 180 else (left, top, bottom)
            )
        for x, start, end in self.down:
            left, top, right, bottom = moved((x, start, x, end))
            (sheet.down if turn == 180 else sheet.across).append(
                (left, top, bottom) if turn == 180 else (top, left, right)
            )
        sheet.pictures = sorted((moved(box) for box in self.pictures), key=lambda box: box[1])
        return sheet


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of a page: ``pixels`` are rows of blue, green, red; ``dpi`` pixels make an inch of the page."""

    number: int
    width: int
    height: int
    pixels: bytes
    dpi: float


@dataclass(slots=True)
class Region:
    """A cell: rows ``top`` to ``bottom`` and columns ``left`` to ``right`` of the grid (ends excluded), and its box."""

    left: int
    top: int
    right: int
    bottom: int
    box: Box
    glyphs: list[Glyph] = field(default_factory=list)


@dataclass(slots=True)
class Lattice:
    """A table drawn by rulings: the edges of its grid, its regions, and which region each cell of the grid lies in."""

    xs: list[float]
    ys: list[float]
    regions: list[Region]
    at: list[Region | None]

    @property
    def box(self) -> Box:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]


def joined(rulings: list[Ruling]) -> list[Ruling]:
    """The rulings with pieces of one line put together, and specks left out.

    >>> joined([(10.0, 0.0, 20.0), (10.3, 20.5, 50.0), (40.0, 0.0, 2.0)])
    [(10.15, 0.0, 50.0)]
    """
    found: list[Ruling] = []
    row: list[Ruling] = []
    for ruling in sorted(rulings):
        if row and ruling[0] - row[0][0] > SAME_LINE:
            _join_row(row, found)
            row = []
        row.append(ruling)
    if row:
        _join_row(row, found)
    return found


def _join_row(row: list[Ruling], found: list[Ruling]) -> None:
    if len(row) == 1:
        if row[0][2] - row[0][1] >= SHORTEST:
            found.append(row[0])
        return
    at = (row[0][0] + row[-1][0]) / 2
    row.sort(key=_start)
    _, start, end = row[0]
    piece = end - start
    for _, left, right in row[1:]:
        gap = left - end
        if gap <= GAP or (gap <= DASH_GAP and piece <= DASH and right - left <= DASH):
            piece = right - left
            end = max(end, right)
            continue
        if end - start >= SHORTEST:
            found.append((at, start, end))
        start, end, piece = left, right, right - left
    if end - start >= SHORTEST:
        found.append((at, start, end))


def _start(ruling: Ruling) -> float:
    return ruling[1]
