"""Organs, their columns, the lists of values, annual reports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from ninja import Router

from gongkai.documents.csv_lines import MEDIA_TYPE, csv_lines
from gongkai.publishing.audiences import audience_titles
from gongkai.publishing.categories import category_titles
from gongkai.publishing.genres import genre_titles
from gongkai.publishing.themes import themes
from gongkai.web.annualreport.queries import published
from gongkai.web.api.listing import Asked, Text, page_of
from gongkai.web.api.schemas import Classes, Column, Listing, Organ, Problem, Report
from gongkai.web.organs.models import Organ as OrganRecord
from gongkai.web.publishing.column_queries import open_columns

router = Router(tags=["机关和栏目"])


@router.get("/organs", response={200: Listing[Organ], 422: Problem}, summary="机关")
def organs(request: HttpRequest, asked: Asked) -> Any:
    """All organs, dissolved ones too."""
    rows = OrganRecord.objects.order_by("order", "name", "pk").select_related("parent")
    return page_of(request, rows, asked, organ_record)


@router.get("/organs.csv", summary="机关的 CSV")
def organs_csv(request: HttpRequest) -> StreamingHttpResponse:
    """All organs as a table."""
    told = (organ_record(each) for each in OrganRecord.objects.order_by("order", "name", "pk").select_related("parent"))
    return _table(ORGAN_HEAD, told, "organs")


@router.get("/organs/{slug:code}", response={200: Organ, 404: Problem}, summary="一个机关")
def organ(request: HttpRequest, code: str) -> Any:
    """One organ by its code."""
    return organ_record(_organ(code))


@router.get(
    "/organs/{slug:code}/columns", response={200: list[Column], 404: Problem}, summary="一个机关的栏目，按目录的次序"
)
def columns(request: HttpRequest, code: str) -> Any:
    """The columns in use, and closed ones that still show something."""
    found = _organ(code)
    rows = open_columns(found)
    codes = {each.pk: each.code for each in rows}
    return [
        {
            "organ": found.code,
            "code": each.code,
            "title": each.title,
            "parent": codes.get(each.parent_id or 0),
            "kind": each.kind,
            "topic": each.topic,
            "category": each.category or None,
            "opened_on": each.opened_on,
            "closed_on": each.closed_on,
            "items": each.public_count,  # type: ignore[attr-defined]
            "url": settings.SITE_URL + each.get_absolute_url(),
        }
        for each in rows
    ]


@router.get("/classes", response=Classes, summary="各种分类的取值")
def classes(request: HttpRequest) -> Any:
    """The values that fields may take."""

    def listed(titles: Any) -> list[dict[str, str]]:
        return [{"key": key, "title": title} for key, title in titles.items()]

    return {
        "genres": listed(genre_titles()),
        "themes": [{"key": each.key, "title": each.title, "within": each.top or None} for each in themes().values()],
        "audiences": listed(audience_titles()),
        "statutory_classes": listed(category_titles()),
    }


@router.get(
    "/annual-reports",
    response={200: Listing[Report], 422: Problem},
    summary="政府信息公开工作年度报告",
    tags=["年度报告"],
)
def reports(request: HttpRequest, asked: Asked, organ: Text = "", year: int | None = None) -> Any:
    """The reports in force, newest year first."""
    rows = published()
    if organ:
        rows = rows.filter(organ__code=organ[:40])
    if year is not None:
        rows = rows.filter(year=year) if 2000 <= year <= 2200 else rows.none()
    return page_of(request, rows, asked, _report)


@router.get("/annual-reports.csv", summary="年度报告的 CSV", tags=["年度报告"])
def reports_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The reports in force as a table."""
    told = (each | {"organ": each["organ"]["name"]} for each in map(_report, published()))
    return _table(REPORT_HEAD, told, "annual-reports")


ORGAN_HEAD = {
    "code": "代码", "name": "机关全称", "short_name": "简称", "uscc": "统一社会信用代码", "parent": "上级机关", "address": "办公地址",
    "phone": "公开电话", "office_hours": "受理时间", "dissolved_on": "撤销日期", "url": "网址",
}  # fmt: skip
REPORT_HEAD = {
    "organ": "机关",
    "year": "年度",
    "version": "版次",
    "title": "标题",
    "published_on": "公布日期",
    "url": "网址",
    "data": "数据",
}


def _table(head: dict[str, str], rows: Iterable[dict[str, Any]], name: str) -> StreamingHttpResponse:
    lines = csv_lines(head.values(), ([row[key] for key in head] for row in rows))
    response = StreamingHttpResponse(lines, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def organ_record(found: OrganRecord) -> dict[str, Any]:
    """An organ as the interface tells it."""
    return {
        "code": found.code,
        "name": found.name,
        "short_name": found.short_name or None,
        "kind": found.kind,
        "level": found.level,
        "uscc": found.uscc or None,
        "parent": found.parent.code if found.parent else None,
        "address": found.address or None,
        "phone": found.phone or None,
        "office_hours": found.hours or None,
        "dissolved_on": found.dissolved_on,
        "url": settings.SITE_URL + found.get_absolute_url(),
    }


def _organ(code: str) -> OrganRecord:
    found = OrganRecord.objects.select_related("parent").filter(code=code[:40]).first()
    if found is None:
        raise Http404
    return found


def _report(kept: Any) -> dict[str, Any]:
    code = kept.organ.code
    return {
        "organ": {"code": code, "name": kept.organ.name},
        "year": kept.year,
        "version": kept.version,
        "title": kept.title,
        "published_on": timezone.localdate(kept.published_at) if kept.published_at else None,
        "url": settings.SITE_URL + reverse("portal:annual_report", args=[code, kept.year]),
        "data": settings.SITE_URL + reverse("portal:annual_report_file", args=[code, kept.year, kept.version, "json"]),
    }
