"""Items: lists, single ones, searching, and what changed since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Literal

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from gongkai.documents.csv_lines import MEDIA_TYPE
from gongkai.publishing.document_numbers import document_number as numbered
from gongkai.publishing.genres import DOCUMENTS
from gongkai.publishing.index_numbers import read_index_number
from gongkai.publishing.themes import themes
from gongkai.web.api.listing import MOST_PER_PAGE, Asked, Text, next_page, page_of
from gongkai.web.api.schemas import Change, Changes, Found, Item, ItemBrief, Listing, Problem
from gongkai.web.exchange.records import brief_record, full_record, table_of
from gongkai.web.log.models import Event
from gongkai.web.log.services import kind_of
from gongkai.web.publishing.links import relations_shown
from gongkai.web.publishing.models import Item as PublicItem
from gongkai.web.publishing.narrowing import of_theme, of_validity, of_year
from gongkai.web.search import services as search_services

router = Router(tags=["信息"])
WITH = ("organ", "column")
Validity = Literal["valid", "not_yet", "repealed", "expired"]


class Filters(Schema):
    """What a list is narrowed to."""

    organ: Text = Field("", max_length=40, description="机关的 code")
    column: Text = Field("", max_length=40, description="栏目的 code，要同时给 organ；含下级栏目")
    genre: Text = Field("", max_length=30, description="体裁，见 /classes")
    theme: Text = Field("", max_length=20, description="主题分类，见 /classes")
    statutory_class: Text = Field("", max_length=40, description="法定类别，见 /classes")
    local_class: Text = Field("", max_length=40, description="组配分类的代码")
    audience: Text = Field("", max_length=20, description="服务对象，见 /classes")
    document_number: Text = Field("", max_length=60, description="文号，括号怎样写都可以")
    year: Text = Field(
        "",
        max_length=6,
        description="成文（没有成文日期的，公开）年份；before 是2008年以前",
        pattern=r"^(\d{4}|before|)$",
    )
    validity: Validity | None = Field(None, description="现在是否有效")
    published_since: date | None = Field(None, description="自哪天起公开")
    published_until: date | None = Field(None, description="到哪天为止公开")


@router.get("/items", response={200: Listing[ItemBrief], 422: Problem}, summary="公开的信息，最近公开的在前")
def items(request: HttpRequest, asked: Asked, filters: Query[Filters]) -> Any:
    """Everything public, newest first."""
    return page_of(request, narrowed(public(), filters), asked, brief_record)


@router.get("/items.csv", summary="同一清单的 CSV（最多10万行）", include_in_schema=True, response={422: Problem})
def items_csv(request: HttpRequest, filters: Query[Filters]) -> StreamingHttpResponse:
    """The same as a table, whole."""
    return table(narrowed(public(), filters), "items")


@router.get(
    "/policies", response={200: Listing[ItemBrief], 422: Problem}, summary="政策文件：规章、规范性文件、其他文件"
)
def policies(request: HttpRequest, asked: Asked, filters: Query[Filters]) -> Any:
    """Documents with their validity."""
    return page_of(request, narrowed(public(), filters).filter(genre__in=DOCUMENTS), asked, brief_record)


@router.get("/policies.csv", summary="政策文件的 CSV", response={422: Problem})
def policies_csv(request: HttpRequest, filters: Query[Filters]) -> StreamingHttpResponse:
    """Documents as a table."""
    return table(narrowed(public(), filters).filter(genre__in=DOCUMENTS), "policies")


@router.get("/services", response={200: Listing[Item], 422: Problem}, summary="办事服务，连同要素")
def services(request: HttpRequest, asked: Asked, filters: Query[Filters]) -> Any:
    """Service guides with their elements."""
    rows = narrowed(public(), filters).filter(genre="services")
    return page_of(request, rows.select_related(*WITH, *CURRENT), asked, full_record)


@router.get("/services.csv", summary="办事服务的 CSV", response={422: Problem})
def services_csv(request: HttpRequest, filters: Query[Filters]) -> StreamingHttpResponse:
    """Service guides as a table."""
    return table(narrowed(public(), filters).filter(genre="services"), "services")


@router.get(
    "/items/{path:index_number}",
    response={200: Item, 404: Problem, 410: Problem},
    summary="一件信息，连同正文、附件和相关文件",
)
def item(request: HttpRequest, index_number: Text) -> Any:
    """One item by its index number, however it is written."""
    plain = read_index_number(index_number)
    rows = PublicItem.objects.select_related(*WITH, *CURRENT)
    rows = rows.filter(current__isnull=False)
    found = (
        rows.filter(index_number=plain).first() or rows.filter(index_number__iexact=plain).first() if plain else None
    )
    if found is None or found.current is None:
        raise Http404
    if not found.is_public:
        return Status(410, {"code": "withdrawn", "message": "这件信息已经撤下。"})
    relations = [
        {
            "relation": group.title,
            "title": link.title,
            "index_number": link.item.index_number if link.item else None,
            "url": settings.SITE_URL + link.url if link.item else link.url or None,
        }
        for group in relations_shown(found)
        for link in group.links
    ]
    return full_record(found) | {"relations": relations}


CURRENT = ("current__version", "current__review__wording__column")


class Wanted(Schema):
    """What is searched for."""

    q: Text = Field(min_length=1, max_length=100, description="词语、“短语”、文号、索引号；-词 表示不要")
    organ: Text = Field("", max_length=40)
    genre: Text = Field("", max_length=30)
    theme: Text = Field("", max_length=20)
    year: Text = Field("", max_length=6)
    validity: Text = Field("", max_length=10)
    page: int = Field(1, ge=1, le=50, description="最多翻到第50页")
    by_date: bool = Field(False, description="按公开日期排列，不按相关程度")


@router.get("/search", response={200: Listing[Found], 422: Problem}, summary="检索")
def search(request: HttpRequest, wanted: Query[Wanted]) -> Any:
    """Hits, the most relevant first."""
    told = wanted.dict()
    found = search_services.search(told.pop("q"), **told)
    # 检索只取列表用的几栏，这里要的多，整件再取一次
    rows = {row.pk: row for row in public().filter(pk__in=[hit.item.pk for hit in found.hits])}
    return {
        "count": found.total,
        "total_is_exact": not found.more,
        "page": found.number,
        "per_page": 20,
        "next": next_page(request, found.number + 1) if found.number < found.pages else None,
        "items": [
            brief_record(rows[hit.item.pk]) | {"title_html": hit.title, "fragment_html": hit.fragment}
            for hit in found.hits
            if hit.item.pk in rows
        ],
    }


class After(Schema):
    """From where changes are asked for."""

    after: int = Field(0, ge=0, le=2**62, description="上次答复里的 next_after；从头开始的不填")
    organ: Text = Field("", max_length=40, description="机关的 code")


@router.get("/changes", response={200: Changes, 422: Problem}, summary="新公开、改动、标注废止和撤下的，供同步")
def changes(request: HttpRequest, asked: Query[After]) -> Any:
    """What became of items, in the order in which it happened, up to a hundred steps at a time."""
    happened = Event.objects.filter(subject_kind=kind_of(PublicItem()), pk__gt=asked.after).exclude(move__in=INSIDE)
    if asked.organ:
        happened = happened.filter(chain__organ__code=asked.organ)
    rows = list(happened.order_by("pk").values_list("pk", "subject_id", "at")[:MOST_PER_PAGE])
    last = {int(key): at for _, key, at in rows}
    shown = PublicItem.objects.filter(pk__in=last, state__in=("published", "withdrawn"))
    told = [_change(last[row.pk], row) for row in shown.only("index_number", "state", "withdrawn_why")]
    return Changes(
        items=sorted(told, key=lambda each: each.at),
        next_after=rows[-1][0] if rows else asked.after,
        more=len(rows) == MOST_PER_PAGE,
    )


INSIDE = ("add_item", "edit_item")
"""What happens to an item before the public can read it."""


def _change(when: datetime, row: PublicItem) -> Change:
    return Change(
        at=timezone.localtime(when),
        index_number=str(row.index_number),
        state=row.state,
        url=settings.SITE_URL + row.get_absolute_url(),
        reason=row.withdrawn_why or None,
    )


def public() -> QuerySet[PublicItem]:
    """What is public, newest first, as lists tell it."""
    return PublicItem.objects.filter(state="published").order_by("-published_at", "-id").select_related(*WITH)


def narrowed(rows: QuerySet[PublicItem], filters: Filters) -> QuerySet[PublicItem]:
    """Those of the rows that were asked for; what does not exist gives none."""
    if filters.organ:
        rows = rows.filter(organ__code=filters.organ)
    if filters.column:
        rows = rows.filter(_in_column(filters.organ, filters.column))
    if filters.genre:
        rows = rows.filter(genre=filters.genre)
    if filters.theme:
        rows = rows.filter(of_theme(filters.theme)) if filters.theme in themes() else rows.none()
    if filters.audience:
        rows = rows.filter(audience=filters.audience)
    for scheme, key in (("statutory", filters.statutory_class), ("local", filters.local_class)):
        if key:
            rows = rows.filter(classes__scheme=scheme, classes__key=key)
    if filters.document_number:
        rows = rows.filter(document_number=numbered(filters.document_number))
    if filters.year:
        rows = rows.filter(of_year(filters.year))
    if filters.validity:
        rows = rows.filter(of_validity(filters.validity, timezone.localdate()), genre__in=DOCUMENTS)
    if filters.published_since:
        rows = rows.filter(published_at__date__gte=filters.published_since)
    if filters.published_until:
        rows = rows.filter(published_at__date__lte=filters.published_until)
    return rows


def _in_column(organ: str, code: str) -> Q:
    from gongkai.web.publishing.models import Placement, SiteColumn

    paths = SiteColumn.objects.filter(organ__code=organ, code=code).values_list("path", flat=True)
    path = next(iter(paths), None)
    if path is None:
        return Q(pk__in=[])
    below = SiteColumn.objects.filter(organ__code=organ, path__startswith=path)
    besides = Placement.objects.filter(column__in=below).values("item")
    return Q(column__in=below) | Q(pk__in=besides)


def table(rows: QuerySet[PublicItem], name: str) -> StreamingHttpResponse:
    """The rows as CSV."""
    records: Iterator[dict[str, Any]] = (brief_record(row) for row in rows[:100_000].iterator(chunk_size=500))
    response = StreamingHttpResponse(table_of(records), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
