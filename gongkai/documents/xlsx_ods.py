"""OpenDocument spreadsheets (.ods, ISO/IEC 26300): the cells of ``content.xml``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai.documents.archives import Archive, encrypted, parse_xml, too_large
from gongkai.documents.docx_xml import whole
from gongkai.documents.model import Unreadable
from gongkai.documents.xlsx_numbers import plain
from gongkai.documents.xlsx_sheet import MAX_CELLS, WHAT, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_NS = "urn:oasis:names:tc:opendocument:xmlns:"
TABLE, OFFICE, TEXT, STYLE = (f"{{{_NS}{part}:1.0}}" for part in ("table", "office", "text", "style"))
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
META = {"{http://purl.org/dc/elements/1.1/}title": "title", f"{{{_NS}meta:1.0}}creation-date": "created"}
ASIDE = (f"{OFFICE}annotation", f"{TABLE}shapes", f"{TEXT}ruby-text", f"{TEXT}note")
LAST = 1_048_576
MAX_REPEATED = 256
"""Columns up to which a cell that repeats is written out."""


def read_ods(archive: Archive) -> tuple[list[Sheet], list[str], dict[str, str]]:
    """The sheets that are shown, the names of hidden ones, and what the file says of itself."""
    if b"encryption-data" in (archive.get("META-INF/manifest.xml") or b""):
        raise encrypted(WHAT)
    root = parse_xml(archive.read("content.xml"), what=WHAT)
    content = root.find(f"{OFFICE}body/{OFFICE}spreadsheet")
    if content is None:
        raise Unreadable("not-sheet", "这个文件不是电子表格，不能按电子表格读取。请核对文件，或另存为 XLSX 后再试。")
    hidden_styles, boxes = _styles(root)
    sheets: list[Sheet] = []
    hidden: list[str] = []
    for table in content.iterfind(f"{TABLE}table"):
        name = table.get(f"{TABLE}name") or f"第{len(sheets) + 1}张"
        if table.get(f"{TABLE}style-name") in hidden_styles:
            hidden.append(name)
        else:
            sheets.append(_Reader(name, boxes).read(table))
    return sheets, hidden, _meta(archive)


class _Reader:
    """Reads one table; rows and cells that repeat are written out, blank ones only counted."""

    def __init__(self, name: str, boxes: set[str]) -> None:
        self.sheet = Sheet(name)
        self._boxes = boxes
        self._row = self._column = 0

    def read(self, table: _Element) -> Sheet:
        self._rows(table)
        return self.sheet

    def _rows(self, parent: _Element) -> None:
        for element in parent:
            if element.tag == f"{TABLE}table-row":
                self._line(element)
            elif element.tag == f"{TABLE}table-column":
                times = _times(element, "number-columns-repeated")
                if element.get(f"{TABLE}visibility") in ("collapse", "filter") and self._column < LAST:
                    self.sheet.hidden_columns.update(range(self._column + 1, min(self._column + times, LAST) + 1))
                self._column += times
            elif str(element.tag).startswith(TABLE) and str(element.tag).endswith(
                ("rows", "row-group", "columns", "column-group")
            ):
                self._rows(element)

    def _line(self, line: _Element) -> None:
        times = _times(line, "number-rows-repeated")
        hidden = line.get(f"{TABLE}visibility") in ("collapse", "filter")
        cells = list(self._cells(line))
        filled = any(each.text or each.unsaved for each in cells)
        written = times if filled else min(times, 1)  # of blank rows the first shows whether they have borders
        for row in range(self._row + 1, self._row + written + 1):
            if hidden and filled:
                self.sheet.hidden_rows.add(row)
            for each in cells:
                each.put(self.sheet, row)
            sheet = self.sheet
            if len(sheet.cells) + len(sheet.boxed) + len(sheet.merged) + len(sheet.unsaved) > MAX_CELLS:
                raise too_large(WHAT)
        self._row += times

    def _cells(self, line: _Element) -> Iterator[_Cell]:
        column = 0
        for cell in line:
            times = _times(cell, "number-columns-repeated")
            if cell.tag == f"{TABLE}table-cell":
                text = _shown(cell)
                unsaved = bool(cell.get(f"{TABLE}formula")) and not text and not cell.get(f"{OFFICE}value-type")
                boxed = cell.get(f"{TABLE}style-name") in self._boxes
                span = _times(cell, "number-columns-spanned"), _times(cell, "number-rows-spanned")
                for place in range(column + 1, column + min(times, MAX_REPEATED if text or boxed else 1) + 1):
                    if text or unsaved or boxed or span != (1, 1):
                        yield _Cell(place, text, unsaved, boxed, span)
            column += times


@dataclass(slots=True)
class _Cell:
    """A cell of a row that may repeat."""

    column: int
    text: str
    unsaved: bool
    boxed: bool
    span: tuple[int, int]

    def put(self, sheet: Sheet, row: int) -> None:
        """Write the cell into a row of the sheet."""
        if self.text:
            sheet.cells[row, self.column] = self.text
        if self.unsaved:
            sheet.unsaved.append((row, self.column))
        if self.boxed:
            sheet.boxed.add((row, self.column))
        if self.span != (1, 1):
            across, down = self.span
            sheet.merged.append((row, self.column, row + down - 1, self.column + across - 1))


def _times(element: _Element, name: str) -> int:
    return min(max(whole(element.get(f"{TABLE}{name}"), 1) or 1, 1), LAST)


def _shown(cell: _Element) -> str:
    """The text of a cell as it is displayed; a plain number by its stored value."""
    text = "\n".join("".join(_words(each)) for each in cell if each.tag == f"{TEXT}p")
    value = cell.get(f"{OFFICE}value")
    if value is None or cell.get(f"{OFFICE}value-type") != "float":
        return text
    try:
        return plain(float(value))
    except (ValueError, OverflowError):
        return value


def _words(element: _Element) -> list[str]:
    found = [element.text or ""]
    for each in element:
        if each.tag == f"{TEXT}s":
            found.append(" " * min(whole(each.get(f"{TEXT}c"), 1) or 1, 100))
        elif each.tag == f"{TEXT}tab":
            found.append("\t")
        elif each.tag == f"{TEXT}line-break":
            found.append("\n")
        elif each.tag not in ASIDE:
            found += _words(each)
        found.append(each.tail or "")
    return found


def _styles(root: _Element) -> tuple[set[str], set[str]]:
    """The names of the styles that hide a table, and of those that draw borders around a cell."""
    hidden: set[str] = set()
    boxes: set[str] = set()
    for style in root.iter(f"{STYLE}style"):
        name = style.get(f"{STYLE}name") or ""
        for about in style:
            if about.tag == f"{STYLE}table-properties" and about.get(f"{TABLE}display") == "false":
                hidden.add(name)
            elif about.tag == f"{STYLE}table-cell-properties" and any(
                str(key).startswith(f"{FO}border") and value != "none" for key, value in about.attrib.items()
            ):
                boxes.add(name)
    return hidden, boxes


def _meta(archive: Archive) -> dict[str, str]:
    data = archive.get("meta.xml")
    if data is None:
        return {}
    root = parse_xml(data, what=WHAT)
    return {
        META[str(each.tag)]: each.text.strip()
        for each in root.iter()
        if str(each.tag) in META and each.text and each.text.strip()
    }
