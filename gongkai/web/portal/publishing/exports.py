"""Lists for spreadsheets (CSV)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from gongkai.web.organs.models import Organ
from gongkai.web.publishing import queries
from gongkai.web.publishing.models import Item

HEAD = ("索引号", "标题", "栏目", "体裁", "发文机关", "文号", "成文日期", "施行日期", "公开时间", "有效性", "网址")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def catalogue_csv(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """All public items of an organ, a row each."""
    organ = get_object_or_404(Organ, code=code)
    return table(queries.public_items(organ), f"{organ.code}-catalogue.csv")


def table(items: QuerySet[Item], name: str) -> StreamingHttpResponse:
    """Items as a table, a row each, in UTF-8 with the mark by which spreadsheets know it."""
    response = StreamingHttpResponse(_lines(items), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class _Echo:
    """What ``csv.writer`` writes to; gives each line back."""

    def write(self, line: str) -> str:
        return line


def _lines(items: QuerySet[Item]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(HEAD)
    for item in items.iterator(chunk_size=500):
        yield writer.writerow([_cell(value) for value in _row(item)])


def _row(item: Item) -> tuple[Any, ...]:
    assert item.published_at is not None
    return (
        item.index_number,
        item.title,
        item.column.title,
        item.genre_title,
        item.organ.name,
        item.document_number,
        item.signed_on or "",
        item.effective_on or "",
        f"{timezone.localtime(item.published_at):%Y-%m-%d %H:%M}",
        item.validity.label,
        settings.SITE_URL + item.get_absolute_url(),
    )


def _cell(value: Any) -> str:
    """A value as text that a spreadsheet does not take for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
