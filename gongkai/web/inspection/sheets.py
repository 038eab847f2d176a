"""A table to take away: XLSX or CSV, the same rows in both."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from gongkai.documents.csv_lines import MEDIA_TYPE, csv_lines

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 50


@dataclass(frozen=True, slots=True)
class Sheet:
    """A title, a head and rows."""

    title: str
    head: Sequence[str]
    rows: Iterable[Sequence[Any]]


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


def as_xlsx(sheet: Sheet) -> bytes:
    """The table as a workbook of one sheet, its head fixed above the rows; no cell becomes a formula."""
    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet()
    bold, title = (
        book.add_format({"bold": True, "text_wrap": True, "border": 1}),
        book.add_format({"bold": True, "font_size": 14}),
    )
    cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    page.write_string(0, 0, sheet.title, title)
    page.write_row(1, 0, list(sheet.head), bold)
    widths = [_wide(each) for each in sheet.head]
    for number, row in enumerate(sheet.rows, start=2):
        for place, value in enumerate(row):
            if value is None or value == "":
                page.write_blank(number, place, None, cell)
            elif isinstance(value, int):
                page.write_number(number, place, value, cell)
            else:
                page.write_string(number, place, str(value), cell)
                widths[place] = max(widths[place], _wide(str(value)))
    for place, width in enumerate(widths):
        page.set_column(place, place, min(width + 2, WIDEST))
    page.freeze_panes(2, 0)
    page.repeat_rows(1)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    book.close()
    return made.getvalue()


def _wide(text: str) -> int:
    return sum(2 if ord(each) > 0x2E7F else 1 for each in text)
