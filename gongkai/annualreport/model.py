"""An annual report as it was read or drawn up: cells with a state, sections, and what was doubtful on the way.

A cell whose state is not ``value`` has no number: a blank is not a zero and a doubtful reading is no reading.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from gongkai.annualreport.scheme import Column, TableScheme, address, scheme_of, schemes, table_keys
from gongkai.documents.model import NOWHERE, Place

SCHEMA = "gongkai.report/1"
PRE_FORM = "pre2019"


class State(StrEnum):
    """What a statutory cell holds."""

    VALUE = "value"
    BLANK = "blank"
    DASH = "dash"
    ABSENT = "absent"
    ILLEGIBLE = "illegible"


@dataclass(slots=True)
class Cell:
    """One statutory cell: the number (None unless ``state`` is VALUE), the text as written, and its place."""

    state: State
    value: int | Decimal | None = None
    text: str = ""
    place: Place = NOWHERE


ABSENT = Cell(State.ABSENT)


@dataclass(slots=True)
class ExtraRow:
    """A row beyond the form, kept with its label: ``cells`` in the order of the file."""

    key: str
    label: str
    cells: list[Cell]
    place: Place = NOWHERE


@dataclass(slots=True)
class Candidate:
    """A reading that would satisfy the sums, offered to a person and never taken by itself."""

    cells: dict[str, int | Decimal]
    why: str


@dataclass(slots=True)
class Doubt:
    """Something the reading could not settle; it becomes a finding. ``code`` is a code of the catalogue of checks."""

    code: str
    message: str
    cells: list[str] = field(default_factory=list)
    place: Place = NOWHERE
    quote: str = ""
    candidates: list[Candidate] = field(default_factory=list)


@dataclass(slots=True)
class Label:
    """A label as the file writes it beside the label the form has (``row`` or ``column`` of a table)."""

    table: str
    key: str
    axis: str
    written: str
    expected: str
    place: Place = NOWHERE


@dataclass(slots=True)
class ReportTable:
    """A statutory table: ``cells`` by address; an address that is not there is ABSENT."""

    key: str
    form: str
    cells: dict[str, Cell] = field(default_factory=dict)
    extra_rows: list[ExtraRow] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    place: Place = NOWHERE

    @property
    def scheme(self) -> TableScheme:
        return scheme_of(self.form).table(self.key)

    def cell(self, at: str) -> Cell:
        return self.cells.get(at, ABSENT)

    def value(self, at: str) -> int | Decimal | None:
        """The number at ``at``; None when there is none, for whatever reason."""
        return self.cell(at).value


@dataclass(slots=True)
class Section:
    """A section of the text, without its table. ``key`` is None for a heading that no section of the form has.

    ``merged`` names further sections that the same heading covers.
    """

    key: str | None
    title: str
    text: str = ""
    number: int | None = None
    place: Place = NOWHERE
    paragraphs: list[tuple[str, Place]] = field(default_factory=list)
    merged: tuple[str, ...] = ()


@dataclass(slots=True)
class Source:
    """Where a report came from: file name, format told by content, SHA-256 of the bytes."""

    name: str
    format: str
    sha256: str


@dataclass(slots=True)
class Report:
    """One annual report. ``form`` is the form told by structure; ``tables`` has a key for every statutory table."""

    title: str | None
    organ: str | None
    year: int | None
    form: str
    tables: dict[str, ReportTable | None]
    sections: list[Section] = field(default_factory=list)
    source: Source | None = None
    doubts: list[Doubt] = field(default_factory=list)
    preamble: str = ""
    organs: list[str] = field(default_factory=list)
    signed_by: str | None = None
    dated: date | None = None
    published: date | None = None
    notes: list[str] = field(default_factory=list)

    def cell(self, at: str) -> Cell:
        """The cell at an address; ABSENT when its table or the cell is not there."""
        table = self.tables.get(at.partition(".")[0])
        return ABSENT if table is None else table.cell(at)

    def value(self, at: str) -> int | Decimal | None:
        """The number at an address; None when there is none, for whatever reason."""
        return self.cell(at).value

    def section(self, key: str) -> Section | None:
        """The first section with this key, also when it shares its heading with another."""
        for section in self.sections:
            if section.key == key or key in section.merged:
                return section
        return None

    @property
    def is_blank(self) -> bool:
        """Whether statutory tables are there and no cell of them holds anything."""
        tables = [table for table in self.tables.values() if table is not None]
        return bool(tables) and all(
            cell.state in (State.BLANK, State.ABSENT) for table in tables for cell in table.cells.values()
        )


def number(value: int | Decimal | None) -> int | float | None:
    """A number as JSON has it: whole numbers without a decimal point."""
    if value is None or isinstance(value, int):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def tables_json(report: Report) -> dict[str, Any]:
    """``tables`` of the contract: numbers, null whenever the state of a cell is not ``value``."""
    return {key: _table_json(report.tables.get(key)) for key in table_keys()}


def _table_json(table: ReportTable | None) -> dict[str, Any] | None:
    if table is None:
        return None
    found: dict[str, Any] = {}
    for part, row in table.scheme.lines:
        if row.local and not any(address(table.key, row.key, column.key) in table.cells for column in part.columns):
            continue
        found[row.key] = _row_json(table, row.key, part.columns)
    columns = table.scheme.parts[0].columns
    for key in table.scheme.null_rows:
        found.setdefault(key, {column.key: None for column in columns})
    for extra in table.extra_rows:
        found[extra.key] = {"label": extra.label, "values": [number(cell.value) for cell in extra.cells]}
    return found


def _row_json(table: ReportTable, row: str, columns: tuple[Column, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for column in columns:
        cell = table.cell(address(table.key, row, column.key))
        found[column.key] = number(cell.value)
        if column.as_written and cell.text:
            found["as_written"] = cell.text
    return found


def cells_json(report: Report) -> dict[str, Any]:
    """``cells`` of the contract: state, text and place of every cell of the tables that are there."""
    found: dict[str, Any] = {}
    for table in report.tables.values():
        if table is None:
            continue
        for at in dict.fromkeys((*table.scheme.addresses, *table.cells)):
            cell = table.cell(at)
            found[at] = {"state": str(cell.state), "text": cell.text, "place": cell.place.as_json()}
    return found


def report_json(report: Report, *, brief: bool = False) -> dict[str, Any]:
    """The report as the contract's object, without findings; ``brief`` leaves out cells and sections."""
    found: dict[str, Any] = {"schema": SCHEMA}
    if report.source is not None:
        found["source"] = {
            "name": report.source.name,
            "format": report.source.format,
            "sha256": report.source.sha256,
        }
    found |= {
        "title": report.title,
        "organ": report.organ,
        "year": report.year,
        "form": report.form,
        "forms": {key: (table.form if (table := report.tables.get(key)) else None) for key in table_keys()},
        "tables": tables_json(report),
    }
    for name in ("signed_by",):
        if (value := getattr(report, name)) is not None:
            found[name] = value
    for name in ("dated", "published"):
        if (day := getattr(report, name)) is not None:
            found[f"{name}_on"] = day.isoformat()
    if not brief:
        found["cells"] = cells_json(report)
        found["preamble"] = report.preamble
        found["sections"] = [
            {"key": section.key, "title": section.title, "text": section.text} for section in report.sections
        ]
    return found


def known_forms() -> tuple[str, ...]:
    """The names of all forms, and ``pre2019`` for reports of the years before the first one."""
    return (PRE_FORM, *(scheme.form for scheme in schemes()))
