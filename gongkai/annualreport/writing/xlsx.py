"""XLSX: the text on one sheet, each statutory table on its own, with the merged cells of the form.

Numbers are numbers. A total that is the sum of its parts is written as a formula, so that the sheet counts again when a
figure is changed; one that is not stays the number it is, and shows in red, as every broken sum of the form does.
Text is always written as text: a name that begins with “=” is no formula.
"""

from __future__ import annotations

import io
import math
import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from gongkai.annualreport.model import Report, ReportTable, State
from gongkai.annualreport.writing.layout import BLOCK, COLUMN, CORNER, FIGURE, LABEL, Grid, GridCell
from gongkai.annualreport.writing.manuscript import Body, Figures, Heading, Manuscript, Remark, manuscript
from gongkai.annualreport.writing.widths import fit
from gongkai.letters.text import clean

TEXT_SHEET = "正文"
LONGEST = 32_000
"""A cell of a sheet holds 32 767 characters."""
DIGITS = 15
"""A sheet keeps so many digits of a number; a longer one is written as text."""
CHARACTER_MM = 1.6
TEXT_WIDTH = 78
FACE = "宋体"
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


def write_xlsx(report: Report) -> bytes:
    """The report as a workbook."""
    import xlsxwriter

    page = manuscript(report)
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(
        packed,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    day = report.dated or report.published
    created = EPOCH if day is None else datetime(day.year, day.month, day.day, tzinfo=UTC)
    book.set_properties({"title": page.title, "author": page.organ, "created": created.replace(tzinfo=None)})
    looks = _Looks(book)
    _write_text(book.add_worksheet(TEXT_SHEET), page, looks)
    used = {TEXT_SHEET}
    for index, block in enumerate(page.blocks):
        if isinstance(block, Figures):
            name = _sheet_name(block.grid.title, used)
            remarks = []
            for following in page.blocks[index + 1 :]:
                if not isinstance(following, Remark):
                    break
                remarks.append(following.text)
            _write_table(book.add_worksheet(name), block.table, block.grid, remarks, looks)
    book.close()
    return packed.getvalue()


class _Looks:
    """The formats of the workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, str], Any] = {}
        face = {"font_name": FACE, "text_wrap": True, "valign": "vcenter"}
        self.title = book.add_format(face | {"bold": True, "font_size": 16, "align": "center"})
        self.heading = book.add_format(face | {"bold": True, "font_size": 12})
        self.body = book.add_format(face | {"font_size": 12})
        self.remark = book.add_format(face | {"font_size": 9, "font_color": "#555555"})
        self.wrong = book.add_format({"bg_color": "#FFD9D4", "font_color": "#8A1F11"})

    def cell(self, kind: str, number_format: str = "General") -> Any:
        """The look of a table's cell."""
        if (kind, number_format) not in self._made:
            look = {
                "border": 1,
                "align": "center",
                "valign": "vcenter",
                "text_wrap": True,
                "font_size": 10,
                "font_name": FACE,
            }
            if kind in (COLUMN, BLOCK, CORNER):
                look |= {"bold": True, "bg_color": "#EEF2F6"}
            if kind == LABEL:
                look["align"] = "left"
            self._made[kind, number_format] = self._book.add_format(look | {"num_format": number_format})
        return self._made[kind, number_format]


def _write_text(sheet: Any, page: Manuscript, looks: _Looks) -> None:
    sheet.set_column(0, 0, TEXT_WIDTH)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    row = 0
    lines: list[tuple[str, Any]] = [(page.title, looks.title)]
    for block in page.blocks:
        if isinstance(block, Heading):
            lines.append((block.text, looks.heading))
        elif isinstance(block, Body):
            lines.append((block.text, looks.body))
        elif isinstance(block, Remark) and block.text.startswith("（"):
            lines.append((block.text, looks.remark))
    lines.extend((line, looks.body) for line in (page.signed_by, page.dated) if line)
    for text, look in lines:
        for start in range(0, max(len(text), 1), LONGEST):
            part = clean(text[start : start + LONGEST])
            sheet.write_string(row, 0, part, look)
            size = 16 if look is looks.title else 12
            sheet.set_row(row, size * 1.5 * _lines(part, TEXT_WIDTH * 10 / size) + 4)
            row += 1


def _write_table(sheet: Any, table: ReportTable, drawn: Grid, remarks: list[str], looks: _Looks) -> None:
    widths = [max(width / CHARACTER_MM, 5.5) for width in fit(drawn).widths]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for number in range(len(drawn.lines)):
        single = [cell for cell in drawn.lines[number] if cell.rowspan == 1]
        lines = max(
            (_lines(cell.text, sum(widths[cell.column : cell.column + cell.colspan])) for cell in single), default=1
        )
        sheet.set_row(number, 13 * lines + 5)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.set_header(f"&C{drawn.title.replace('&', '&&')}")
    if drawn.heads:
        sheet.freeze_panes(drawn.heads, drawn.stubs)
        sheet.repeat_rows(0, drawn.heads - 1)
    places = {cell.address: cell for cell in drawn.cells if cell.address}
    formulas = _formulas(table, places)
    for cell in drawn.cells:
        _write_cell(sheet, cell, formulas.get(cell.address), looks)
    _mark_broken_sums(sheet, table, places, looks)
    for index, text in enumerate(remarks):
        row = len(drawn.lines) + index
        sheet.merge_range(row, 0, row, max(drawn.columns - 1, 1), "", looks.remark)
        sheet.write_string(row, 0, clean(text), looks.remark)
        sheet.set_row(row, 13 * _lines(text, sum(widths)) + 4)


def _lines(text: str, width: float) -> int:
    """How many lines a text takes at 10 points in a column ``width`` characters wide; a Chinese one is two wide."""
    wide = sum(1 if sign.isascii() else 2 for sign in text)
    return max(1, math.ceil(wide / max(width - 1, 2)))


def _write_cell(sheet: Any, cell: GridCell, formula: str | None, looks: _Looks) -> None:
    look = looks.cell(cell.kind, _number_format(cell))
    at = (cell.row, cell.column)
    if cell.colspan > 1 or cell.rowspan > 1:
        sheet.merge_range(*at, cell.row + cell.rowspan - 1, cell.column + cell.colspan - 1, "", look)
    value = _value(cell)
    if value is None:
        sheet.write_string(*at, clean(cell.text), look) if cell.text else sheet.write_blank(*at, None, look)
    elif formula is None:
        sheet.write_number(*at, value, look)
    else:
        sheet.write_formula(*at, formula, look, value)


def _value(cell: GridCell) -> int | float | None:
    """The number to write; None for text, for what is not known, and for what a sheet would round."""
    held = cell.cell
    if cell.kind != FIGURE or held is None or held.state is not State.VALUE or held.value is None:
        return None
    plain = format(held.value, "f") if isinstance(held.value, Decimal) else str(held.value)
    if cell.text != plain or sum(sign.isdigit() for sign in plain) > DIGITS:
        return None
    return held.value if isinstance(held.value, int) else float(held.value)


def _number_format(cell: GridCell) -> str:
    held = cell.cell
    if cell.kind != FIGURE or held is None or not isinstance(held.value, Decimal):
        return "General" if cell.kind != FIGURE else "0"
    places = len(cell.text.partition(".")[2])
    return f"0.{'0' * places}" if places else "0"


def _formulas(table: ReportTable, places: dict[str, GridCell]) -> dict[str, str]:
    """A formula for each total that the report has right."""
    found: dict[str, str] = {}
    for _, _, left, right in table.scheme.instances():
        if len(right) != 1 or right[0] in found or not all(at in places for at in (*left, *right)):
            continue
        cells = [places[at] for at in (*left, *right)]
        values = [_value(cell) for cell in cells]
        if any(value is None for value in values):
            continue
        *parts, total = (cell.cell.value for cell in cells if cell.cell is not None and cell.cell.value is not None)
        if sum(parts) == total:
            found[right[0]] = f"={_sum(left, places)}"
    return found


def _mark_broken_sums(sheet: Any, table: ReportTable, places: dict[str, GridCell], looks: _Looks) -> None:
    for _, _, left, right in table.scheme.instances():
        if all(at in places for at in (*left, *right)):
            rule = {
                "type": "formula",
                "criteria": f"={_sum(left, places)}<>{_sum(right, places)}",
                "format": looks.wrong,
            }
            for at in right:
                sheet.conditional_format(places[at].row, places[at].column, places[at].row, places[at].column, rule)


def _sum(addresses: tuple[str, ...], places: dict[str, GridCell]) -> str:
    """SUM over cells, neighbours as ranges."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    cells = [places[at] for at in addresses]
    runs: list[list[GridCell]] = []
    for cell in cells:
        last = runs[-1][-1] if runs else None
        if last is not None and (
            (
                last.column == cell.column
                and last.row + 1 == cell.row
                and all(each.column == cell.column for each in runs[-1])
            )
            or (
                last.row == cell.row
                and last.column + last.colspan == cell.column
                and all(each.row == cell.row for each in runs[-1])
            )
        ):
            runs[-1].append(cell)
        else:
            runs.append([cell])
    ranges = []
    for run in runs:
        first, last = (xl_rowcol_to_cell(cell.row, cell.column, True, True) for cell in (run[0], run[-1]))
        ranges.append(first if len(run) == 1 else f"{first}:{last}")
    return f"SUM({','.join(ranges)})"


def _sheet_name(title: str, used: set[str]) -> str:
    name = FORBIDDEN.sub("", clean(title))[:28] or "表"
    number = 1
    unique = name
    while unique in used:
        number += 1
        unique = f"{name}{number}"
    used.add(unique)
    return unique
