"""Observed lines of figures: rows of tables and runs of lines put together, each with the words that stand by it."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.annualreport.reading.labels import core, ordinal, squeeze
from gongkai.annualreport.reading.rows import Row
from gongkai.documents.model import NOWHERE, Place, TextCell

LOOSE_LINES = 6


@dataclass(slots=True)
class Observed:
    """A line of figures. ``core`` and ``ordinal`` are of its own label, ``loose`` the words around that may belong to it.

    ``sure`` blanks: a row of a real table knows its blank cells, a run of text does not.
    """

    core: str
    ordinal: int | None
    loose: str
    values: list[TextCell]
    place: Place
    in_table: bool
    label: str = ""
    rows: list[int] = field(default_factory=list)

    @property
    def blank(self) -> bool:
        return not any(cell.text.strip() for cell in self.values)


def observe(rows: list[Row], first: int, end: int, width: int) -> list[Observed]:
    """The lines of figures in ``rows[first:end]``.

    Lone figures on lines of their own make one run up to the next words; a run is cut into lines of ``width`` only
    when that comes out even, since otherwise nobody knows where a figure is missing.
    """
    found: list[Observed] = []
    loose: list[str] = []
    running: Observed | None = None
    for index in range(first, end):
        row = rows[index]
        if running is not None and (row.in_table or row.label or len(row.values) == width):
            found.extend(_cut(running, width))
            running = None
        if row.in_table:
            if row.values and (row.has_figures or row.core):
                found.append(_of_table(row, index, loose))
                loose = []
            elif row.label:
                loose.append(row.label)
        elif not row.values:
            loose.append(row.label)
        elif running is not None:
            running.values.extend(row.values)
            running.rows.append(index)
        else:
            line = _of_line(row, index, loose)
            loose = []
            if len(line.values) >= width:
                found.append(line)
            else:
                running = line
    if running is not None:
        found.extend(_cut(running, width))
    return found


def _of_table(row: Row, index: int, loose: list[str]) -> Observed:
    words = squeeze("".join(loose[-LOOSE_LINES:])) + squeeze(row.label)
    return Observed(row.core, row.ordinal, words, row.values, row.place, True, row.label, [index])


def _of_line(row: Row, index: int, loose: list[str]) -> Observed:
    """A line without a label of its own takes the line above it for one (one cell a line, labels broken over lines)."""
    words = squeeze("".join(loose[-LOOSE_LINES:])) + squeeze(row.label)
    label = row.label or (loose[-1] if loose else "")
    own = row.core if row.label else core(label)
    number = row.ordinal if row.label else ordinal(label)
    return Observed(own, number, words, list(row.values), row.place, False, label, [index])


def _cut(run: Observed, width: int) -> list[Observed]:
    """A run of several whole lines; only the first can have the label."""
    if len(run.values) % width:
        return [run]
    parts = [run.values[start : start + width] for start in range(0, len(run.values), width)]
    if len(parts) == 1:
        return [run]
    made = [Observed(run.core, run.ordinal, run.loose, parts[0], run.place, False, run.label, run.rows)]
    made.extend(
        Observed("", None, "", part, part[0].place if part else NOWHERE, False, "", run.rows) for part in parts[1:]
    )
    return made


def windows(values: list[TextCell], width: int) -> list[int]:
    """Where ``width`` cells can begin so that everything outside is blank; windows with the same content count once."""
    if len(values) == width:
        return [0]
    found: list[int] = []
    seen: set[tuple[str, ...]] = set()
    for start in range(len(values) - width + 1):
        outside = (*values[:start], *values[start + width :])
        if any(cell.text.strip() for cell in outside):
            continue
        content = tuple(cell.text.strip() for cell in values[start : start + width])
        if content not in seen:
            seen.add(content)
            found.append(start)
    return found
