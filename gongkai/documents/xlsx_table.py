"""One table as an XLSX file to take away: a title, a head that stays in sight, rows; nothing in it is a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDEST = 40


def xlsx_table(title: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """The file. Numbers stay numbers, days are written as ``2024-09-25``, None is a blank cell."""
    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet()
    page.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    page.write_row(1, 0, head, book.add_format({"bold": True, "border": 1, "text_wrap": True}))
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    widths = [2 * len(each) + 2 for each in head]
    for number, row in enumerate(rows, start=2):
        for place, value in enumerate(row):
            if value is None or value == "":
                page.write_blank(number, place, None, cell)
            elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
                page.write_number(number, place, value, cell)
            else:
                text = value.isoformat() if isinstance(value, date) else str(value)
                widths[place] = max(widths[place], min(2 * len(text) + 2, _WIDEST))
                page.write_string(number, place, text, cell)
    for place, width in enumerate(widths):
        page.set_column(place, place, min(width, _WIDEST))
    page.freeze_panes(2, 1)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    book.close()
    return made.getvalue()
