"""The tables that ruling lines draw: lines that touch, the grid of their edges, and the regions no line divides.

A merged cell is one region because nothing divides it, and a blank cell is a region too.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise

from gongkai.documents.lattice import Lattice, Region, Ruling, Sheet, joined

TOUCH = 3.0
"""Lines that come this near to each other meet."""
SAME_EDGE, WIDEST_EDGE = 3.0, 5.0
"""Edges this near are one edge of the grid (cells with borders of their own, double lines)."""
COVERED = 0.6
"""The share of a side that rulings must cover to close it."""
OPEN_END = 4.0
"""A table whose lines run on beyond its last cross line by more is closed at their ends (tables cut by the page's end)."""
MOST_RULINGS = 3000
MOST_PAIRS = 600_000
MOST_CELLS = 40_000


def lattices(sheet: Sheet) -> list[Lattice] | None:
    """The tables that the rulings of a page draw, without their text; None when there are too many lines to tell."""
    across, down = joined(sheet.across), joined(sheet.down)
    if not across or not down:
        return []
    if len(across) + len(down) > MOST_RULINGS or len(across) * len(down) > MOST_PAIRS:
        return None
    found = []
    for rows, columns in _connected(across, down):
        if rows and columns and len(rows) + len(columns) >= 3 and (lattice := _lattice(rows, columns)):
            found.append(lattice)
    return found


def _connected(across: list[Ruling], down: list[Ruling]) -> list[tuple[list[Ruling], list[Ruling]]]:
    """The rulings in groups that touch each other."""
    count = len(across)
    parent = list(range(count + len(down)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for index, (y, left, right) in enumerate(across):
        left, right = left - TOUCH, right + TOUCH
        for other, (x, top, bottom) in enumerate(down, count):
            if x > right:
                break
            if x >= left and top - TOUCH <= y <= bottom + TOUCH:
                parent[root(index)] = root(other)
    for lines, first in ((across, 0), (down, count)):
        for index, (at, start, end) in enumerate(lines):
            for other in range(index + 1, len(lines)):
                beside, begins, ends = lines[other]
                if beside - at > TOUCH:
                    break
                if begins < end and start < ends:
                    parent[root(first + index)] = root(first + other)
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for index in range(len(parent)):
        rows, columns = groups.setdefault(root(index), ([], []))
        if index < count:
            rows.append(across[index])
        else:
            columns.append(down[index - count])
    return list(groups.values())


def _edges(places: list[float]) -> list[float]:
    """Places of lines as edges of a grid: those that lie close together are one."""
    places = sorted(places)
    found: list[float] = []
    group = [places[0]]
    for place in places[1:]:
        if place - group[-1] > SAME_EDGE or place - group[0] > WIDEST_EDGE:
            found.append((group[0] + group[-1]) / 2)
            group = []
        group.append(place)
    found.append((group[0] + group[-1]) / 2)
    return found


def _open_ends(lines: list[Ruling], crossing: list[Ruling]) -> list[float]:
    """Where lines run on beyond the first and last line that crosses them and two or more of them end."""
    first, last = min(line[0] for line in crossing), max(line[0] for line in crossing)
    found = []
    start = min(line[1] for line in lines)
    if first - start > OPEN_END and sum(line[1] - start <= TOUCH for line in lines) >= 2:
        found.append(start)
    end = max(line[2] for line in lines)
    if end - last > OPEN_END and sum(end - line[2] <= TOUCH for line in lines) >= 2:
        found.append(end)
    return found


def _lattice(across: list[Ruling], down: list[Ruling]) -> Lattice | None:
    beyond_rows, beyond_columns = _open_ends(down, across), _open_ends(across, down)
    ys = _edges([line[0] for line in across] + beyond_rows)
    xs = _edges([line[0] for line in down] + beyond_columns)
    width, height = len(xs) - 1, len(ys) - 1
    if width < 1 or height < 1 or width * height < 2 or width * height > MOST_CELLS:
        return None
    above = _covered(across, ys, xs)
    beside = _covered(down, xs, ys)
    for place in beyond_rows:
        above[_nearest(ys, place)] = [True] * width
    for place in beyond_columns:
        beside[_nearest(xs, place)] = [True] * height
    return _regions(xs, ys, above, beside)


def _nearest(edges: list[float], place: float) -> int:
    at = bisect_left(edges, place)
    if at == 0:
        return 0
    return at if at < len(edges) and edges[at] - place < place - edges[at - 1] else at - 1


def _covered(lines: list[Ruling], edges: list[float], crossing: list[float]) -> list[list[bool]]:
    """For each edge of the grid, which of its stretches between two crossing edges lines cover."""
    on_edge: list[list[tuple[float, float]]] = [[] for _ in edges]
    for at, start, end in lines:
        on_edge[_nearest(edges, at)].append((start, end))
    stretches = list(pairwise(crossing))
    found = []
    for spans in on_edge:
        if len(spans) == 1:
            ((start, end),) = spans
            found.append([min(end, last) - max(start, first) >= COVERED * (last - first) for first, last in stretches])
        else:
            spans.sort()
            found.append([_covers(spans, first, last) for first, last in stretches])
    return found


def _covers(spans: list[tuple[float, float]], first: float, last: float) -> bool:
    length, reached = 0.0, first
    for start, end in spans:
        start, end = max(start, reached), min(end, last)
        if end > start:
            length += end - start
            reached = end
    return length >= COVERED * (last - first)


def _regions(xs: list[float], ys: list[float], above: list[list[bool]], beside: list[list[bool]]) -> Lattice:
    """The grid's cells put together where no line divides them."""
    width, height = len(xs) - 1, len(ys) - 1
    lattice = Lattice(xs, ys, [], [None] * (width * height))
    seen = [False] * (width * height)
    for seed in range(width * height):
        if seen[seed]:
            continue
        row, column = divmod(seed, width)
        edge = row == 0 or column == 0 or row == height - 1 or column == width - 1
        if (
            not edge
            and above[row + 1][column]
            and beside[column + 1][row]
            and above[row][column]
            and beside[column][row]
        ):
            _add(lattice, range(row, row + 1), range(column, column + 1))
            continue
        group = _group(seed, seen, above, beside)
        if not _is_outside(group, above, beside):
            for rows, columns in _rectangles(group, width):
                _add(lattice, rows, columns)
    return lattice


def _group(seed: int, seen: list[bool], above: list[list[bool]], beside: list[list[bool]]) -> list[int]:
    """The grid cells that can be reached from one without crossing a line."""
    width, height = len(above[0]), len(beside[0])
    seen[seed] = True
    group = [seed]
    for at in group:
        row, column = divmod(at, width)
        near = []
        if column and not beside[column][row]:
            near.append(at - 1)
        if column + 1 < width and not beside[column + 1][row]:
            near.append(at + 1)
        if row and not above[row][column]:
            near.append(at - width)
        if row + 1 < height and not above[row + 1][column]:
            near.append(at + width)
        for other in near:
            if not seen[other]:
                seen[other] = True
                group.append(other)
    return group


def _rectangles(group: list[int], width: int) -> list[tuple[range, range]]:
    """A group of grid cells as rectangles: one for a true cell, several for a shape with corners (broken lines)."""
    rows: dict[int, list[int]] = {}
    for at in group:
        rows.setdefault(at // width, []).append(at % width)
    found: list[tuple[range, range]] = []
    for row in sorted(rows):
        columns = sorted(rows[row])
        start = columns[0]
        for index, column in enumerate(columns):
            if index + 1 < len(columns) and columns[index + 1] == column + 1:
                continue
            run = range(start, column + 1)
            for number, (above, span) in enumerate(found):
                if above.stop == row and span == run:
                    found[number] = (range(above.start, row + 1), span)
                    break
            else:
                found.append((range(row, row + 1), run))
            start = columns[index + 1] if index + 1 < len(columns) else column
    return found


def _is_outside(group: list[int], above: list[list[bool]], beside: list[list[bool]]) -> bool:
    """Whether a group of grid cells lies open to two sides of the grid: room beside a table of uneven outline."""
    width, height = len(above[0]), len(beside[0])
    sides: dict[str, list[bool]] = {"top": [], "bottom": [], "left": [], "right": []}
    for at in group:
        row, column = divmod(at, width)
        if row == 0:
            sides["top"].append(above[0][column])
        if row == height - 1:
            sides["bottom"].append(above[height][column])
        if column == 0:
            sides["left"].append(beside[0][row])
        if column == width - 1:
            sides["right"].append(beside[width][row])
    return sum(2 * sum(side) < len(side) for side in sides.values()) >= 2


def _add(lattice: Lattice, rows: range, columns: range) -> None:
    xs, ys = lattice.xs, lattice.ys
    box = (xs[columns.start], ys[rows.start], xs[columns.stop], ys[rows.stop])
    region = Region(columns.start, rows.start, columns.stop, rows.stop, box)
    lattice.regions.append(region)
    width = len(xs) - 1
    for row in rows:
        for column in columns:
            lattice.at[row * width + column] = region
