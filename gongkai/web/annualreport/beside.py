"""A report beside its source: our tables with findings at their cells, the source's blocks with the cells marked where they stand."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gongkai.annualreport.model import Report, State
from gongkai.annualreport.scheme import cell_label
from gongkai.annualreport.writing.layout import FIGURE, grid
from gongkai.documents.model import NOWHERE, Document, Paragraph, Picture, Place, Table, TextCell

STATES = {
    State.BLANK: "空白",
    State.DASH: "划线",
    State.ABSENT: "没有这一格",
    State.ILLEGIBLE: "没有读出",
}
"""What people are told of a cell that holds no number."""
SEVERITIES = {"error": ("错误", "bad"), "warning": ("提醒", "warn"), "notice": ("说明", "info")}
NOT_FAILED = {"not_assessable": "无法核对", "needs_other_data": "需要其他材料"}
LONGEST = 4000
"""So many blocks of a source are shown; the rest is named, not drawn."""


@dataclass(slots=True)
class Mark:
    """A finding as a cell or a list shows it; ``number`` counts from 1 and makes the anchor."""

    number: int
    label: str
    tone: str
    message: str
    remedy: str
    basis: str
    quote: str
    where: str
    cells: list[tuple[str, str]]
    candidates: list[tuple[str, str]]
    code: str = ""

    @property
    def anchor(self) -> str:
        return f"finding-{self.number}"


@dataclass(slots=True)
class Drawn:
    """One cell of our table: what it is, its text, and for a figure its address, state in words, source anchor and marks."""

    kind: str
    text: str
    colspan: int
    rowspan: int
    scope: str = ""
    css: str = ""
    address: str = ""
    anchor: str = ""
    state: str = ""
    source: str = ""
    url: str = ""
    marks: list[Mark] = field(default_factory=list)


@dataclass(slots=True)
class DrawnTable:
    """A statutory table to draw: head rows and body rows."""

    key: str
    title: str
    layout: str
    head: list[list[Drawn]]
    body: list[list[Drawn]]


@dataclass(slots=True)
class SourceCell:
    """A cell, or a paragraph, of the source; ``cell`` is the address read from it."""

    text: str
    anchor: str = ""
    address: str = ""
    label: str = ""
    colspan: int = 1
    rowspan: int = 1
    marks: list[Mark] = field(default_factory=list)


@dataclass(slots=True)
class SourceBlock:
    """``kind`` is paragraph, heading, picture or table (with ``rows``)."""

    kind: str
    cell: SourceCell | None = None
    rows: list[list[SourceCell]] = field(default_factory=list)
    page: int | None = None


def marks_of(findings: Sequence[Mapping[str, Any]], report: Report) -> list[Mark]:
    """The findings of the contract as the page words them; each cell goes by its name in the form that its table has."""
    found = []
    for number, each in enumerate(findings, 1):
        label, tone = SEVERITIES.get(str(each["severity"]), ("说明", "info"))
        cells = [(at, _name(at, report)) for at in each.get("cells", ())]
        candidates = [
            (
                "；".join(f"{_name(at, report)}改为{value}" for at, value in one.get("cells", {}).items()),
                one.get("why", ""),
            )
            for one in each.get("candidates", ())
        ]
        found.append(
            Mark(
                number,
                NOT_FAILED.get(str(each["verdict"]), label),
                tone,
                str(each["message"]),
                str(each.get("remedy", "")),
                str(each.get("basis", "")),
                str(each.get("quote", "")),
                str(_place(each.get("place") or {})),
                cells,
                candidates,
                str(each.get("code", "")),
            )
        )
    return found


def tables(
    report: Report, marks: Sequence[Mark], urls: Mapping[str, str] | None = None, *, sourced: bool = False
) -> list[DrawnTable]:
    """Our tables. ``urls`` gives a figure an address to open; ``sourced`` links each figure to its place in the source."""
    by_cell: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        for at, _ in mark.cells:
            by_cell[at].append(mark)
    found = []
    for key, table in report.tables.items():
        if table is None:
            continue
        drawn = grid(table)
        lines = [
            [_drawn(cell, drawn.heads, by_cell, urls or {}, sourced=sourced) for cell in line] for line in drawn.lines
        ]
        found.append(DrawnTable(key, drawn.title, drawn.layout, lines[: drawn.heads], lines[drawn.heads :]))
    return found


def _drawn(
    cell: Any, heads: int, by_cell: Mapping[str, list[Mark]], urls: Mapping[str, str], *, sourced: bool
) -> Drawn:
    if cell.kind != FIGURE:
        scope = {"corner": "", "block": "rowgroup", "column": "col", "label": "row"}[cell.kind]
        scope = scope if cell.final or scope in ("", "rowgroup") else f"{scope}group"
        scope = "col" if cell.kind == "corner" and not heads else scope
        css = f"gk-{cell.kind}" + (f" gk-level-{cell.column + 1}" if cell.kind == "label" else "")
        return Drawn(cell.kind, cell.text, cell.colspan, cell.rowspan, scope, css)
    held = cell.cell
    state = "" if held is None or held.state is State.VALUE else STATES[held.state]
    if held is not None and held.state is State.ILLEGIBLE and held.text:
        state = f"{state}（原件写作“{held.text[:30]}”）"
    source = ""
    if sourced and held is not None and cell.address and held.place != NOWHERE:
        source = f"source-{cell.address}"
    return Drawn(
        cell.kind,
        cell.text,
        cell.colspan,
        cell.rowspan,
        address=cell.address,
        anchor=f"cell-{cell.address}" if cell.address else "",
        state=state,
        source=source,
        url=urls.get(cell.address, ""),
        marks=list(by_cell.get(cell.address, ())) if cell.address else [],
    )


def unread(report: Report) -> list[tuple[str, str]]:
    """The cells of the form that gave no number, by name, with the reason."""
    found = []
    for table in report.tables.values():
        if table is None:
            continue
        for at in table.scheme.addresses:
            cell = table.cell(at)
            if cell.state is not State.VALUE:
                written = f"，原件写作“{cell.text[:30]}”" if cell.text else ""
                found.append((_name(at, report), f"{STATES[cell.state]}{written}"))
    return found


def source_blocks(document: Document, report: Report, marks: Sequence[Mark]) -> list[SourceBlock]:
    """The source as it stands, with what we read of it marked; texts are plain and to be escaped where they are shown."""
    read = {
        _key(cell.place): at
        for table in report.tables.values()
        if table is not None
        for at, cell in table.cells.items()
        if cell.place != NOWHERE
    }
    by_cell: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        for at, _ in mark.cells:
            by_cell[at].append(mark)
    used: set[str] = set()

    def shown(text: str, place: Place, spans: tuple[int, int] = (1, 1)) -> SourceCell:
        at = read.get(_key(place), "")
        if not at or at in used:
            return SourceCell(text, colspan=spans[0], rowspan=spans[1])
        used.add(at)
        return SourceCell(text, f"source-{at}", at, _name(at, report), *spans, by_cell.get(at, []))

    found = []
    for block in document.blocks[:LONGEST]:
        if isinstance(block, Table):
            rows = [[shown(cell.text, cell.place, _spans(cell)) for cell in row] for row in block.rows]
            found.append(SourceBlock("table", rows=rows, page=block.place.page))
        elif isinstance(block, Paragraph):
            kind = "heading" if block.style == "heading" else "paragraph"
            found.append(SourceBlock(kind, shown(block.text, block.place), page=block.place.page))
        elif isinstance(block, Picture):
            found.append(SourceBlock("picture", SourceCell(block.text or "没有说明文字的图片")))
    return found


def anchored(blocks: Sequence[SourceBlock]) -> set[str]:
    """The addresses that the source shows, so that only these get a link."""
    cells = [cell for block in blocks for row in block.rows for cell in row]
    cells.extend(block.cell for block in blocks if block.cell is not None)
    return {cell.anchor for cell in cells if cell.anchor}


def _spans(cell: TextCell) -> tuple[int, int]:
    return max(1, min(cell.colspan, 100)), max(1, min(cell.rowspan, 100))


def _key(place: Place) -> str:
    return json.dumps(place.as_json(), sort_keys=True)


def _place(given: Mapping[str, Any]) -> Place:
    return Place(
        **{name: value for name, value in given.items() if name in ("page", "line", "table", "row", "column", "path")}
    )


def _name(at: str, report: Report) -> str:
    table = report.tables.get(at.partition(".")[0])
    try:
        return cell_label(at, report.form if table is None else table.form)
    except KeyError:
        return at
