"""Lists for spreadsheets (CSV)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from gongkai.documents.csv_lines import MEDIA_TYPE, csv_lines
from gongkai.web.organs.models import Organ
from gongkai.web.publishing import queries
from gongkai.web.publishing.models import Item

HEAD = ("索引号", "标题", "栏目", "体裁", "发文机关", "文号", "成文日期", "施行日期", "公开时间", "有效性", "网址")


def catalogue_csv(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """All public items of an organ, a row each."""
    organ = get_object_or_404(Organ, code=code)
    return table(queries.public_items(organ), f"{organ.code}-catalogue.csv")


def table(items: QuerySet[Item], name: str) -> StreamingHttpResponse:
    """Items as a table, a row each, in UTF-8 with the mark by which spreadsheets know it."""
    response = StreamingHttpResponse(
        csv_lines(HEAD, map(_row, items.iterator(chunk_size=500))), content_type=MEDIA_TYPE
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _row(item: Item) -> tuple[Any, ...]:
    assert item.published_at is not None
    return (
        item.index_number,
        item.title,
        item.column.title,
        item.genre_title,
        item.organ.name,
        item.document_number,
        item.signed_on,
        item.effective_on,
        f"{timezone.localtime(item.published_at):%Y-%m-%d %H:%M}",
        item.validity.label,
        settings.SITE_URL + item.get_absolute_url(),
    )
