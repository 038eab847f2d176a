"""Surveys as files to take away: the counts of each question, or every sheet in a row. XLSX or CSV, no cell taken for a formula."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gongkai.web.consultations.drafting import standing
from gongkai.web.consultations.models import Answer, Consultation, Question
from gongkai.web.consultations.results import results_of
from gongkai.web.files.sheets import Sheet

PORTION = 1000
COUNT_HEAD = ("题号", "题目", "题型", "选项", "件数", "其中纸质", "占比（%）", "回答人数")


def counts(survey: Consultation) -> Sheet:
    """A row for each option."""
    rows: list[tuple[Any, ...]] = []
    for each in results_of(survey).outcomes:
        asked = each.question
        about = (asked.place, asked.text, asked.form_title)
        rows += [(*about, one.label, one.count, one.paper, one.share, each.answered) for one in each.options]
        if each.written:
            rows.append((*about, "填写的内容", each.written, None, None, each.answered))
    return Sheet("", COUNT_HEAD, rows)


def answers(survey: Consultation) -> Sheet:
    """A row for each sheet, read in portions; when it came, on paper or not, no address."""
    questions = standing(survey)
    head = ("序号", "填写日期", "方式", *(f"{each.place}. {each.text}" for each in questions))
    return Sheet("", head, _rows(survey, questions))


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
