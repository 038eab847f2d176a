"""Observed lines laid along the ordered rows of the form, without crossing: dynamic programming both ways.

Both ways, because a best path alone cannot tell whether it was the only good one: a line that might as well stand in
another row is no reading.
"""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.annualreport.reading.labels import RowLabels, pairs
from gongkai.annualreport.reading.observe import Observed, windows

SKIP_ROW = 0.12
SKIP_LINE = 0.5
NO_LABEL = 0.35
DOUBT = 0.3


@dataclass(slots=True)
class Alignment:
    """``rows[i]`` is the row of the form for line i or None; ``unsure`` are lines that might stand elsewhere."""

    score: float
    rows: list[int | None]
    unsure: set[int]
    exact: bool = False


def align(lines: list[Observed], rows: tuple[RowLabels, ...], width: int) -> Alignment:
    """The best placing of ``lines`` in ``rows`` and which places are not beyond doubt."""
    exact = _exact(lines, rows, width)
    if exact is not None:
        return exact
    gains = [[_gain(line, row, width) for row in rows] for line in lines]
    skips = [_skip(line, width) for line in lines]
    ahead = _best(gains, skips, len(rows))
    behind = _best([gain[::-1] for gain in gains[::-1]], skips[::-1], len(rows))
    placed = _path(gains, skips, ahead)
    unsure = {
        index
        for index, row in enumerate(placed)
        if row is not None
        and not lines[index].blank
        and _elsewhere(index, row, gains, ahead, behind) > ahead[-1][-1] - DOUBT
    }
    return Alignment(ahead[-1][-1], placed, unsure)


def _exact(lines: list[Observed], rows: tuple[RowLabels, ...], width: int) -> Alignment | None:
    """The usual case at once: every line bears exactly the label of a row of its own, in the form's order."""
    known: dict[str, int] = {}
    for number, row in enumerate(rows):
        for each in row.cores:
            known.setdefault(each, number)
    placed: list[int | None] = []
    last = -1
    for line in lines:
        at = known.get(line.core, -1)
        if at <= last or not (line.blank or windows(line.values, width)):
            return None
        placed.append(at)
        last = at
    return Alignment(len(lines) - SKIP_ROW * (len(rows) - len(lines)), placed, set(), True)


def _gain(line: Observed, row: RowLabels, width: int) -> float:
    score = row.score(line.core, line.ordinal) if line.core else 0.0
    if score < 0.8 and line.loose:
        known = max(len(pairs(each) & pairs(line.loose)) / len(pairs(each)) for each in row.cores)
        score = max(score if score >= 0.5 else score * 0.5, 0.75 * known if len(row.cores[0]) > 2 else 0.4 * known)
    fits = len(line.values) >= width and bool(windows(line.values, width))
    if line.blank:
        return score if score >= 0.5 else -1.0
    if not line.core and not line.loose:
        score = NO_LABEL
    elif score < 0.3:
        score = 0.05 if fits else -0.5
    return score if fits else score - 0.35


def _skip(line: Observed, width: int) -> float:
    if line.blank:
        return 0.0
    return SKIP_LINE if len(line.values) >= width else 0.1


def _best(gains: list[list[float]], skips: list[float], rows: int) -> list[list[float]]:
    """``best[i][j]``: the best score of the first i lines within the first j rows."""
    best = [[-SKIP_ROW * j for j in range(rows + 1)]]
    for index, gain in enumerate(gains):
        before = best[-1]
        here = [before[0] - skips[index]]
        for j in range(1, rows + 1):
            here.append(max(before[j] - skips[index], here[j - 1] - SKIP_ROW, before[j - 1] + gain[j - 1]))
        best.append(here)
    return best


def _path(gains: list[list[float]], skips: list[float], best: list[list[float]]) -> list[int | None]:
    placed: list[int | None] = [None] * len(gains)
    i, j = len(gains), len(best[0]) - 1
    while i > 0 and j > 0:
        score = best[i][j]
        if abs(score - (best[i - 1][j - 1] + gains[i - 1][j - 1])) < 1e-9:
            placed[i - 1] = j - 1
            i, j = i - 1, j - 1
        elif abs(score - (best[i - 1][j] - skips[i - 1])) < 1e-9:
            i -= 1
        else:
            j -= 1
    return placed


def _elsewhere(
    index: int, row: int, gains: list[list[float]], ahead: list[list[float]], behind: list[list[float]]
) -> float:
    """The best score of a placing in which line ``index`` stands in another row than ``row``."""
    rows = len(gains[index])
    after = behind[len(gains) - index - 1]
    return max(
        (ahead[index][j] + gains[index][j] + after[rows - j - 1] for j in range(rows) if j != row),
        default=float("-inf"),
    )
