"""The report of a period as a table to take away: XLSX or CSV, the same rows in both."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from gongkai.assessment.submissions.report import Line, Report
from gongkai.documents.csv_lines import MEDIA_TYPE, csv_lines

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = (
    "类别", "名次", "单位", "报送", "采用", "采用率", "未采用", "待处理", "被退回过", "迟报", "得分",
    "上期报送", "上期采用", "上年同期报送", "上年同期采用",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """A title and rows below ``HEAD``."""

    title: str
    rows: Sequence[Sequence[Any]]


def sheet(report: Report) -> Sheet:
    """The rows of a report; no rate and no rank where nothing was submitted."""
    rows = [_row(group.title, each) for group in report.groups for each in (*group.lines, group.total)]
    return Sheet(f"{report.period.title}信息报送和采用情况", rows)


def _row(group: str, line: Line) -> tuple[Any, ...]:
    now = line.now
    return (
        group, line.rank, line.title, now.submitted, now.adopted, now.rate_words, now.declined, now.waiting,
        now.returned, now.late, now.score, line.before.submitted, line.before.adopted,
        line.last_year.submitted, line.last_year.adopted,
    )  # fmt: skip


def handed_out(name: str, form: str, table: Sheet) -> HttpResponseBase:
    """The table as a file of that name. Raises ``Http404`` for a form that there is not."""
    if form == "csv":
        answer: HttpResponseBase = StreamingHttpResponse(csv_lines(HEAD, table.rows), content_type=MEDIA_TYPE)
    elif form == "xlsx":
        answer = HttpResponse(_xlsx(table), content_type=XLSX)
    else:
        raise Http404
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer


def _xlsx(table: Sheet) -> bytes:
    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet()
    page.write_string(0, 0, table.title, book.add_format({"bold": True, "font_size": 14}))
    page.write_row(1, 0, HEAD, book.add_format({"bold": True, "border": 1, "text_wrap": True}))
    cell = book.add_format({"border": 1})
    for number, row in enumerate(table.rows, start=2):
        for place, value in enumerate(row):
            if value is None or value == "":
                page.write_blank(number, place, None, cell)
            elif isinstance(value, int | Decimal):
                page.write_number(number, place, value, cell)
            else:
                page.write_string(number, place, str(value), cell)
    page.set_column(2, 2, 22)
    page.freeze_panes(2, 3)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    book.close()
    return made.getvalue()
