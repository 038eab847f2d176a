"""Tables to take away: XLSX or CSV, the same rows in both.

handed_out("信息报送", "xlsx", Sheet("2026年一季度信息报送", ("单位", "报送"), rows))    the answer to a request
as_xlsx(sheet, another)                                                              a workbook of several sheets
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from gongkai.documents.csv_lines import MEDIA_TYPE, csv_lines

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 50
"""The width of a column at most, in characters of a half width."""
LONGEST = 32_767
"""How many characters a cell of a workbook holds."""
NAME = 31
"""How long the name of a sheet can be, and below which signs it cannot have."""
NOT_IN_NAME = str.maketrans("", "", "[]:*?/\\'")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A title, a head and rows; None is a blank cell. ``fixed`` columns stay in sight, ``name`` is on the tab of a workbook.

    Without a title the head comes first, as programs that go on with the figures want it.
    """

    title: str
    head: Sequence[str]
    rows: Iterable[Sequence[Any]]
    fixed: int = 0
    name: str = ""


def handed_out(name: str, form: str, sheet: Sheet) -> HttpResponseBase:
    """The table as a file of that name. Raises ``Http404`` for a form that there is not."""
    if form == "csv":
        answer: HttpResponseBase = StreamingHttpResponse(csv_lines(sheet.head, sheet.rows), content_type=MEDIA_TYPE)
    elif form == "xlsx":
        answer = HttpResponse(as_xlsx(sheet), content_type=XLSX)
    else:
        raise Http404
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer


def as_xlsx(*sheets: Sheet) -> bytes:
    """The tables as a workbook, a sheet each, the head fixed above the rows; no cell becomes a formula."""
    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    formats = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({"bold": True, "text_wrap": True, "border": 1}),
        "cell": book.add_format({"text_wrap": True, "valign": "top", "border": 1}),
    }
    for sheet in sheets:
        _write(book.add_worksheet(sheet.name.translate(NOT_IN_NAME)[:NAME] or None), sheet, formats)
    book.close()
    return made.getvalue()


def _write(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    cell, top = formats["cell"], int(bool(sheet.title))
    if sheet.title:
        page.write_string(0, 0, sheet.title, formats["title"])
    page.write_row(top, 0, list(sheet.head), formats["head"])
    widths = [_wide(each) for each in sheet.head]
    for number, row in enumerate(sheet.rows, start=top + 1):
        for place, value in enumerate(row):
            if value is None or value == "":
                page.write_blank(number, place, None, cell)
            elif isinstance(value, int | float | Decimal):
                page.write_number(number, place, value, cell)
            else:
                page.write_string(number, place, str(value)[:LONGEST], cell)
                widths[place] = max(widths[place], _wide(str(value)))
    for place, width in enumerate(widths):
        page.set_column(place, place, min(width + 2, WIDEST))
    page.freeze_panes(top + 1, sheet.fixed)
    page.repeat_rows(top)
    page.set_landscape()
    page.fit_to_pages(1, 0)


def _wide(text: str) -> int:
    return sum(2 if ord(each) > 0x2E7F else 1 for each in text)
