"""A public item as other programs get it: the open interface, packages and exports say the same in the same words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.utils import timezone

from gongkai.documents.csv_lines import csv_lines
from gongkai.publishing.genres import genre_titles
from gongkai.web.publishing.attaching import attachments_of, file_address
from gongkai.web.publishing.models import Item

HEAD = {
    "index_number": "索引号", "title": "标题", "organ": "机关", "column": "栏目", "genre": "体裁", "issuer": "发文机关",
    "document_number": "文号", "registration_number": "统一编号", "signed_on": "成文日期", "effective_on": "施行日期",
    "expires_on": "有效期至", "theme": "主题分类", "audience": "服务对象", "keywords": "关键词", "summary": "内容概述",
    "content_source": "信息来源", "validity": "有效性", "published_at": "公开时间", "revised_at": "本版公开时间", "url": "网址",
}  # fmt: skip
"""The fields of a list with their headings."""


def brief_record(item: Item) -> dict[str, Any]:
    """What a list says of a public item (``queries.public_items``). Dates as ``2024-09-25``, moments with their zone, missing ones null."""
    return {
        "index_number": item.index_number,
        "title": item.title,
        "organ": {"code": item.organ.code, "name": item.organ.name},
        "column": {"code": item.column.code, "title": item.column.title},
        "genre": item.genre,
        "issuer": item.issuer or item.organ.name,
        "document_number": item.document_number or None,
        "registration_number": item.registration_number or None,
        "signed_on": _day(item.signed_on),
        "effective_on": _day(item.effective_on),
        "expires_on": _day(item.expires_on),
        "repealed_on": _day(item.repealed_on),
        "theme": item.theme or None,
        "audience": item.audience or None,
        "keywords": item.keywords or None,
        "summary": item.summary or None,
        "content_source": item.content_source or None,
        "validity": str(item.validity) or None,
        "published_at": _moment(item.published_at),
        "revised_at": _moment(item.revised_at),
        "url": settings.SITE_URL + item.get_absolute_url(),
    }


def full_record(item: Item) -> dict[str, Any]:
    """A public item with its text, classes and attachments; ``item.current`` is asked for with its wording."""
    assert item.current is not None
    wording = item.current.wording
    files = attachments_of(wording)
    classes: dict[str, list[str]] = {}
    for scheme, key in item.classes.order_by("scheme", "key").values_list("scheme", "key"):
        classes.setdefault(scheme, []).append(key)
    return brief_record(item) | {
        "state": item.state,
        "version": item.current.version.number,
        "body_html": wording.body_html,
        "details": wording.details,
        "statutory_classes": classes.get("statutory", []),
        "local_classes": classes.get("local", []),
        "earlier_published_on": _day(wording.earlier_published_on),
        "earlier_url": wording.earlier_url or None,
        "attachments": [
            {
                "title": each.title,
                "name": each.file.name,
                "placed": each.placed,
                "media_type": each.file.media_type,
                "size": each.file.size,
                "sha256": each.file.sha256,
                "url": settings.SITE_URL + file_address(each.file),
            }
            for each in files
        ],
    }


def table_of(records: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Records of lists as CSV with Chinese headings."""
    titles = genre_titles()
    told = (
        record
        | {
            "organ": record["organ"]["name"],
            "column": record["column"]["title"],
            "genre": titles.get(record["genre"], record["genre"]),
        }
        for record in records
    )
    return csv_lines(HEAD.values(), ([each.get(name) for name in HEAD] for each in told))


def canonical(record: dict[str, Any]) -> str:
    """A record as one line of JSON, always the same for the same content."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _day(value: Any) -> str | None:
    return value.isoformat() if value else None


def _moment(value: Any) -> str | None:
    return timezone.localtime(value).isoformat(timespec="seconds") if value else None
