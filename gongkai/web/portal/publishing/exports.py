"""The catalogue for machines: a table (CSV) and a feed (Atom)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from gongkai.web.organs.models import Organ
from gongkai.web.publishing import queries
from gongkai.web.publishing.models import Item

FEED_LENGTH = 30
HEAD = ("索引号", "标题", "栏目", "体裁", "发文机关", "文号", "成文日期", "施行日期", "公开时间", "有效性", "网址")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def catalogue_csv(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """All public items of an organ, a row each, in UTF-8 with the mark by which spreadsheets know it."""
    organ = get_object_or_404(Organ, code=code)
    response = StreamingHttpResponse(_lines(organ), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{organ.code}-catalogue.csv"'
    return response


def feed(request: HttpRequest, code: str) -> HttpResponse:
    """The newest public items of an organ."""
    organ = get_object_or_404(Organ, code=code)
    atom = Atom1Feed(
        title=f"{organ.name}政府信息公开",
        link=_whole(reverse("portal:catalogue", args=[organ.code])),
        description=f"{organ.name}最新公开的政府信息",
        language="zh-CN",
        feed_url=_whole(reverse("portal:feed", args=[organ.code])),
    )
    for item in queries.latest(organ, FEED_LENGTH):
        atom.add_item(
            title=item.title,
            link=_whole(item.get_absolute_url()),
            description=f"{item.column.title}　{item.document_number}".strip(),
            pubdate=item.published_at,
            updateddate=item.revised_at,
            author_name=organ.name,
            unique_id=_whole(item.get_absolute_url()),
            categories=(item.column.title,),
        )
    return HttpResponse(atom.writeString("utf-8"), content_type=atom.content_type)


class _Echo:
    """What ``csv.writer`` writes to; gives each line back."""

    def write(self, line: str) -> str:
        return line


def _lines(organ: Organ) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(HEAD)
    for item in queries.public_items(organ).iterator(chunk_size=500):
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
        _whole(item.get_absolute_url()),
    )


def _cell(value: Any) -> str:
    """A value as text that a spreadsheet does not take for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _whole(path: str) -> str:
    return settings.SITE_URL + path
