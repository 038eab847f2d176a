"""The interface itself: how it is described, how it answers what it cannot do, and what goes with every answer."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

CACHE = "public, max-age=60"
"""How long an answer may be kept: what is withdrawn must be gone soon."""

api = NinjaAPI(
    title="政府信息公开开放接口",
    version="1",
    description=(
        "只读，不用登记即可使用：本站已经公开的全部内容，供检索、汇总和转载。"
        "日期写作 2024-09-25，时刻带时区；没有的写 null。列表按页给出（page、per_page），也可以取 CSV。"
        "件件信息有不变的索引号；撤下的信息在 /changes 里说明，请同步撤下。"
    ),
    docs_url=None,
    urls_namespace="api",
)


@api.exception_handler(Http404)
def missing(request: HttpRequest, problem: Exception) -> HttpResponse:
    """What is not there, or is not public."""
    return api.create_response(
        request, {"code": "not_found", "message": "没有这一内容，或者它没有公开、已经撤下。"}, status=404
    )


@api.exception_handler(ValidationError)
def wrong(request: HttpRequest, problem: Any) -> HttpResponse:
    """A parameter that cannot be right, by name."""
    names = sorted({str(error["loc"][-1]) for error in problem.errors})
    said = f"参数{'、'.join(names)}的值不对，请对照 openapi.json 里的说明。"
    return api.create_response(request, {"code": "invalid", "message": said, "parameters": names}, status=422)


def refused(request: HttpRequest, message: str, status: int = 422) -> HttpResponse:
    """An answer that says why there is none."""
    return api.create_response(request, {"code": "invalid", "message": message}, status=status)
