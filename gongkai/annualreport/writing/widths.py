"""How wide the columns of a statutory table are on paper, and in which size its text is set.

No figure may be broken over two lines: a number cut in half is read wrong. So the columns of figures get what their longest
figure needs, labels get the rest, and the size goes down before a figure would have to wrap.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from gongkai.annualreport.writing.layout import FIGURE, LABEL, Grid

PAGE_MM = 156.0
"""Width of the type area (GB/T 9704-2012)."""
POINT_MM = 25.4 / 72
SIZES = {
    "blocks": (12.0, 10.5, 9.0, 7.5, 6.0),
    "matrix": (9.0, 8.0, 7.0, 6.0, 5.0),
    "line": (10.5, 9.0, 7.5, 6.0, 5.0, 4.0),
}
MARGIN_MM = 2.2
"""Left and right margin of a cell together."""
DIGIT = 0.58
LEADING = 1.3
ROW_HEIGHTS = (2.0, 1.8, 1.6)
"""Line pitch and least height of a row, in the size of the text; rows close up before a table leaves its page."""
PADDING = 2.0
PAGE_POINTS = 225 / 25.4 * 72 - 40
"""What a page holds, in points, beside the heading over a table."""
HEAD_CHARACTERS = 2
LEAST_LABEL_CHARACTERS = 9
GROUP_CHARACTERS = 7
FIRST_GROUP_CHARACTERS = 5


@dataclass(frozen=True, slots=True)
class Fit:
    """Column widths in millimetres (they add up to the type area) and the size of the text in points."""

    widths: tuple[float, ...]
    size: float


def fit(drawn: Grid) -> Fit:
    """The largest size in which every figure stays on one line and the table on one page; else on one line at least."""
    sizes = SIZES[drawn.layout]
    wide: Fit | None = None
    for size in sizes:
        needs = _needs(drawn, size)
        if sum(needs) <= PAGE_MM:
            found = Fit(tuple(_spread(drawn, needs)), size)
            if row_height(drawn, found) is not None:
                return found
            wide = wide or found
    if wide is not None:
        return wide
    needs = _needs(drawn, sizes[-1])
    return Fit(tuple(need * PAGE_MM / sum(needs) for need in needs), sizes[-1])


def _needs(drawn: Grid, size: float) -> list[float]:
    em = size * POINT_MM
    needs = [0.0] * drawn.columns
    for level in range(drawn.stubs):
        count = _label_characters(drawn, level)
        needs[level] = count * em + MARGIN_MM
    for column in range(drawn.stubs, drawn.columns):
        needs[column] = HEAD_CHARACTERS * em + MARGIN_MM
    for cell in sorted(drawn.cells, key=lambda each: each.colspan):
        if cell.kind == FIGURE and cell.text:
            wanted = sum(DIGIT if sign.isascii() else 1.0 for sign in cell.text) * em + MARGIN_MM
            own = range(cell.column, cell.column + cell.colspan)
            missing = wanted - sum(needs[column] for column in own)
            if missing > 0:
                for column in own:
                    needs[column] += missing / cell.colspan
    return needs


def _label_characters(drawn: Grid, level: int) -> int:
    longest = max(
        (len(cell.text) for cell in drawn.cells if cell.kind == LABEL and cell.column == level and cell.colspan == 1),
        default=0,
    )
    if level == drawn.stubs - 1:
        return min(longest, LEAST_LABEL_CHARACTERS)
    return min(longest, GROUP_CHARACTERS if level else FIRST_GROUP_CHARACTERS)


def _spread(drawn: Grid, needs: list[float]) -> list[float]:
    """Give away what is left: half to the last column of labels, the rest to the figures, so that they are even."""
    left = PAGE_MM - sum(needs)
    figures = range(drawn.stubs, drawn.columns)
    if not figures:
        return [need * PAGE_MM / sum(needs) for need in needs]
    for_figures = left
    if drawn.stubs:
        for_figures = left * (0.3 if drawn.layout == "matrix" else 0.6)
        needs[drawn.stubs - 1] += left - for_figures
    even = _level([needs[column] for column in figures], for_figures)
    for column, width in zip(figures, even, strict=True):
        needs[column] = width
    return needs


def _level(needs: list[float], spare: float) -> list[float]:
    """Raise the smallest first until ``spare`` is used up, as water fills a basin."""
    order = sorted(needs)
    for count in range(1, len(order) + 1):
        height = (sum(order[:count]) + spare) / count
        if count == len(order) or height <= order[count]:
            return [max(each, height) for each in needs]
    return needs


def lines_of(drawn: Grid, fitted: Fit) -> list[int]:
    """How many lines of text each row takes; labels that span rows have room enough."""
    em = fitted.size * POINT_MM
    found = []
    for line in drawn.lines:
        most = 1
        for cell in line:
            if cell.rowspan == 1 and cell.kind != FIGURE:
                width = sum(fitted.widths[cell.column : cell.column + cell.colspan]) - MARGIN_MM
                most = max(most, math.ceil(len(cell.text) * em / max(width, em)))
        found.append(most)
    return found


def row_height(drawn: Grid, fitted: Fit) -> float | None:
    """The least height of a row, in points, with which the table stands on one page; None when it does not."""
    lines = lines_of(drawn, fitted)
    for factor in ROW_HEIGHTS:
        least = fitted.size * factor
        if sum(max(least, count * fitted.size * LEADING + PADDING) for count in lines) <= PAGE_POINTS:
            return least
    return None
