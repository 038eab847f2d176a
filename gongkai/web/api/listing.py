"""One page of a list, its address of the next, and the limits of asking."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Schema
from pydantic import AfterValidator, Field

Text = Annotated[str, AfterValidator(lambda typed: typed.replace("\x00", ""))]
"""What is asked for in words; a NUL, which databases refuse, is left out."""

MOST_PER_PAGE = 100
MOST_PAGES = 1000
COUNTED = 100_000
"""Counted exactly up to here; beyond, a list is at least so long."""


class Paging(Schema):
    """Which page is asked for."""

    page: int = Field(1, ge=1, le=MOST_PAGES, description="第几页")
    per_page: int = Field(20, ge=1, le=MOST_PER_PAGE, description="每页多少件，最多100")


Asked = Query[Paging]


def page_of(request: HttpRequest, rows: QuerySet[Any], asked: Paging, told: Callable[[Any], Any]) -> dict[str, Any]:
    """The page of ``rows`` that was asked for, each told by ``told``. Three questions to the database at most."""
    start = (asked.page - 1) * asked.per_page
    keys = list(rows.values_list("pk", flat=True)[start : start + asked.per_page + 1])
    # 先取这一页的主键，再取整行：正文在别的表里，深翻页也只扫索引
    found = {row.pk: row for row in rows.order_by().filter(pk__in=keys[: asked.per_page])}
    count = rows.order_by()[: COUNTED + 1].count()
    return {
        "count": min(count, COUNTED),
        "total_is_exact": count <= COUNTED,
        "page": asked.page,
        "per_page": asked.per_page,
        "next": next_page(request, asked.page + 1) if len(keys) > asked.per_page and asked.page < MOST_PAGES else None,
        "items": [told(found[key]) for key in keys[: asked.per_page] if key in found],
    }


def next_page(request: HttpRequest, number: int) -> str:
    """The address of another page of the same list."""
    query = request.GET.copy()
    query["page"] = str(number)
    return f"{settings.SITE_URL}{request.path}?{query.urlencode()}"
