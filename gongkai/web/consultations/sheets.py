"""Surveys as files to take away: the counts of each question, or every sheet in a row. XLSX or CSV, no cell taken for a formula."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from gongkai.documents.csv_lines import MEDIA_TYPE, csv_lines
from gongkai.web.consultations.drafting import standing
from gongkai.web.consultations.models import Answer, Consultation, Question
from gongkai.web.consultations.results import results_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PORTION = 1000
COUNT_HEAD = ("题号", "题目", "题型", "选项", "件数", "其中纸质", "占比（%）", "回答人数")


def counts(survey: Consultation) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """A row for each option."""
    rows: list[tuple[Any, ...]] = []
    for each in results_of(survey).outcomes:
        asked = each.question
        about = (asked.place, asked.text, asked.form_title)
        rows += [(*about, one.label, one.count, one.paper, one.share, each.answered) for one in each.options]
        if each.written:
            rows.append((*about, "填写的内容", each.written, None, None, each.answered))
    return COUNT_HEAD, rows


def answers(survey: Consultation) -> tuple[tuple[str, ...], Iterator[list[Any]]]:
    """A row for each sheet, read in portions; when it came, on paper or not, no address."""
    questions = standing(survey)
    head = ("序号", "填写日期", "方式", *(f"{each.place}. {each.text}" for each in questions))
    return head, _rows(survey, questions)


def _rows(survey: Consultation, questions: list[Question]) -> Iterator[list[Any]]:
    last, number = 0, 0
    while True:
        sheets = list(survey.sheets.filter(pk__gt=last).order_by("pk")[:PORTION])
        if not sheets:
            return
        last = sheets[-1].pk
        told: dict[tuple[int, int], list[str]] = {}
        asked = {each.pk: each.asked for each in questions}
        for answer in Answer.objects.filter(sheet__in=sheets).order_by("id"):
            if answer.question_id not in asked:
                continue
            label = asked[answer.question_id].label(answer.chosen) if answer.chosen is not None else ""
            said = f"{label}：{answer.words}" if label and answer.words else label or answer.words
            told.setdefault((answer.sheet_id, answer.question_id), []).append(said)
        for sheet in sheets:
            number += 1
            cells = ["；".join(told.get((sheet.pk, each.pk), ())) for each in questions]
            yield [number, sheet.filled_on.isoformat(), "纸质" if sheet.paper else "网上", *cells]


def handed_out(name: str, form: str, head: tuple[str, ...], rows: Any) -> HttpResponseBase:
    """The table as a file of that name. Raises ``Http404`` for a form that there is not."""
    if form == "csv":
        answer: HttpResponseBase = StreamingHttpResponse(csv_lines(head, rows), content_type=MEDIA_TYPE)
    elif form == "xlsx":
        answer = HttpResponse(_xlsx(head, rows), content_type=XLSX)
    else:
        raise Http404
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer


def _xlsx(head: tuple[str, ...], rows: Any) -> bytes:
    import xlsxwriter

    made = io.BytesIO()
    options = {"in_memory": True, "constant_memory": False, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(made, options)
    page = book.add_worksheet()
    bold = book.add_format({"bold": True, "text_wrap": True})
    for place, words in enumerate(head):
        page.write_string(0, place, words, bold)
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            if isinstance(value, int | float):
                page.write_number(number, place, value)
            elif value:
                page.write_string(number, place, str(value)[:32_000])
    page.freeze_panes(1, 0)
    book.close()
    return made.getvalue()
