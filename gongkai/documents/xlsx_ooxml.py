"""Excel files in the XML format (.xlsx, .xlsm, .xltx, strict or not), read from their parts (ECMA-376 part 1, 18)."""

from __future__ import annotations

import re
from decimal import Decimal, DecimalException
from typing import TYPE_CHECKING

from gongkai.documents.archives import Archive, parse_xml, too_large
from gongkai.documents.docx_xml import whole
from gongkai.documents.model import Unreadable
from gongkai.documents.packages import optional_part, related_parts, relations
from gongkai.documents.xlsx_formulas import Formulas, NotWorkable, place
from gongkai.documents.xlsx_numbers import BUILT_IN, GENERAL, shown
from gongkai.documents.xlsx_sheet import MAX_CELLS, WHAT, Area, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
TRUE = ("1", "true")


class Workbook:
    """The sheets of a workbook; ``hidden`` are the names of those that are not shown."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        name = related_parts(archive).get("officeDocument", "xl/workbook.xml")
        name = name if name in archive else "xl/workbook.xml"
        if name not in archive:
            raise Unreadable(
                "not-sheet", "这个文件不是 Excel 工作簿，不能按电子表格读取。请核对文件，或另存为 XLSX 后再试。"
            )
        root = parse_xml(archive.read(name), what=WHAT)
        parts = related_parts(archive, name)
        self._targets = {key: target for key, _, target in relations(archive, name)}
        self._texts = _shared_texts(optional_part(archive, parts.get("sharedStrings", "xl/sharedStrings.xml")))
        self._styles = _Styles(optional_part(archive, parts.get("styles", "xl/styles.xml")))
        self._since_1904 = _first(root, "workbookPr").get("date1904") in TRUE
        self._uncomputed = _first(root, "calcPr").get("fullCalcOnLoad") in TRUE
        self._entries = list(root.iter("{*}sheet"))
        self.hidden = [each.get("name") or "" for each in self._entries if each.get("state", "visible") != "visible"]

    def sheets(self) -> Iterator[Sheet]:
        """The sheets that are shown, in order. Sheets of charts have no cells and are left out."""
        for number, element in enumerate(self._entries, start=1):
            if element.get("state", "visible") != "visible":
                continue
            key = next((value for name, value in element.attrib.items() if str(name).endswith("}id")), None)
            target = self._targets.get(str(key), f"xl/worksheets/sheet{number}.xml")
            if "/chartsheets/" not in target and "/dialogsheets/" not in target and target in self._archive:
                yield self._sheet(element.get("name") or f"第{number}张", target)

    def _sheet(self, name: str, target: str) -> Sheet:
        root = parse_xml(self._archive.read(target), what=WHAT)
        sheet = Sheet(name)
        known = 0
        for about in root.iterfind("{*}cols/{*}col"):
            first, last = whole(about.get("min"), 1) or 1, min(whole(about.get("max"), 1) or 1, LAST_COLUMN)
            if about.get("hidden") in TRUE:
                sheet.hidden_columns.update(range(max(first, known + 1), last + 1))
            known = max(known, last)  # columns stand in order
        formulas: dict[tuple[int, int], str] = {}
        values: dict[tuple[int, int], Decimal] = {}
        row = 0
        for line in root.iterfind("{*}sheetData/{*}row"):
            row = whole(line.get("r"), row + 1) or row + 1
            if line.get("hidden") in TRUE:
                sheet.hidden_rows.add(row)
            column = 0
            for cell in line.iterfind("{*}c"):
                row, column = _place(cell.get("r"), row, column + 1)
                if not (0 < row <= LAST_ROW and 0 < column <= LAST_COLUMN):
                    raise too_large(WHAT)
                self._cell(cell, (row, column), sheet, formulas, values)
        if self._uncomputed:
            _drop_uncomputed(sheet, formulas, values)
        sheet.merged = [area for each in root.iter("{*}mergeCell") if (area := _area(each.get("ref") or ""))]
        if len(sheet.merged) > MAX_CELLS // 10:
            raise too_large(WHAT)
        return sheet

    def _cell(
        self,
        cell: _Element,
        at: tuple[int, int],
        sheet: Sheet,
        formulas: dict[tuple[int, int], str],
        values: dict[tuple[int, int], Decimal],
    ) -> None:
        style = whole(cell.get("s"), 0) or 0
        if self._styles.boxed(style):
            sheet.boxed.add(at)
        kind = cell.get("t", "n")
        formula, stored = cell.find("{*}f"), cell.findtext("{*}v")
        if formula is not None and not stored and kind not in ("str", "inlineStr"):
            sheet.unsaved.append(at)
        elif kind == "inlineStr":
            sheet.cells[at] = "".join(_text(each) for each in cell.iterfind("{*}is"))
        elif stored:
            sheet.cells[at] = self._shown(stored, kind, style)
            if kind == "n":
                _keep_number(stored, at, values)
                if formula is not None:
                    formulas[at] = formula.text or "?"

    def _shown(self, stored: str, kind: str, style: int) -> str:
        if kind == "s":
            index = whole(stored.strip(), -1)
            return self._texts[index] if index is not None and 0 <= index < len(self._texts) else ""
        if kind == "b":
            return "TRUE" if stored.strip() == "1" else "FALSE"
        if kind == "n":
            try:
                return shown(float(stored), self._styles.code(style), since_1904=self._since_1904)
            except (ValueError, OverflowError):
                return stored.strip()
        return _unescaped(stored)


class _Styles:
    """Number formats and borders by the number of a cell's style."""

    def __init__(self, root: _Element | None) -> None:
        self._codes: list[str] = []
        self._boxed: list[bool] = []
        if root is None:
            return
        codes = {
            each.get("numFmtId"): each.get("formatCode") or GENERAL for each in root.iterfind("{*}numFmts/{*}numFmt")
        }
        borders = [
            any(side.get("style", "none") != "none" for side in each) for each in root.iterfind("{*}borders/{*}border")
        ]
        for form in root.iterfind("{*}cellXfs/{*}xf"):
            number = form.get("numFmtId")
            self._codes.append(codes.get(number) or BUILT_IN.get(whole(number, 0) or 0, GENERAL))
            border = whole(form.get("borderId"), -1)
            self._boxed.append(border is not None and 0 <= border < len(borders) and borders[border])

    def code(self, style: int) -> str:
        return self._codes[style] if 0 <= style < len(self._codes) else GENERAL

    def boxed(self, style: int) -> bool:
        return 0 <= style < len(self._boxed) and self._boxed[style]


def _keep_number(stored: str, at: tuple[int, int], values: dict[tuple[int, int], Decimal]) -> None:
    try:
        number = Decimal(stored.strip())
    except DecimalException:
        return
    if number.is_finite():
        values[at] = number


def _drop_uncomputed(
    sheet: Sheet, formulas: dict[tuple[int, int], str], values: dict[tuple[int, int], Decimal]
) -> None:
    """Take away results that were never computed: the program that wrote the file asks for that on opening."""
    known = Formulas(formulas, {at: number for at, number in values.items() if at not in formulas})
    for at in formulas:
        if at in values and not known.holds(at, values[at]):
            del sheet.cells[at]
            sheet.unsaved.append(at)


def _shared_texts(root: _Element | None) -> list[str]:
    return [] if root is None else [_text(element) for element in root.iterfind("{*}si")]


def _text(element: _Element) -> str:
    """The text of a string item: its own or that of its runs, without the reading aids (``rPh``)."""
    return _unescaped("".join(each.text or "" for each in element.iterfind("{*}t"))) or _unescaped(
        "".join(each.text or "" for each in element.iterfind("{*}r/{*}t"))
    )


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text).replace("\r\n", "\n").replace("\r", "\n")


def _place(reference: str | None, row: int, column: int) -> tuple[int, int]:
    try:
        return place(reference) if reference else (row, column)
    except NotWorkable:
        return row, column


def _area(reference: str) -> Area | None:
    first, _, last = reference.partition(":")
    try:
        top, left = place(first)
        bottom, right = place(last or first)
    except NotWorkable:
        return None
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)


def _first(root: _Element, name: str) -> dict[str, str]:
    found = root.find(f"{{*}}{name}")
    return {} if found is None else {str(key): str(value) for key, value in found.attrib.items()}
