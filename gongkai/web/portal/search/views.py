"""The page of search: words, filters, hits with the words marked; what to try when nothing is found. And titles for the box."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from gongkai.publishing.search.query import LONGEST
from gongkai.web.organs.models import Organ
from gongkai.web.portal.meta import column_meta
from gongkai.web.portal.search.beside import beside
from gongkai.web.portal.search.facets import facets_of
from gongkai.web.portal.search.limits import SEARCHES_A_MINUTE, SUGGESTIONS_A_MINUTE, too_often
from gongkai.web.publishing.models import Item, SiteColumn
from gongkai.web.search import services
from gongkai.web.search.backend import SORTED, Page

KEPT = ("q", "organ", "column", "genre", "theme", "year", "validity", "sort", "page")
FILTERS = ("genre", "theme", "year", "validity")
_TONES = {"repealed": "bad", "expired": "bad", "not_yet": "info", "amended": "warn"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit as the page shows it; title and fragment are HTML in which only marks stand."""

    item: Item
    title: SafeString
    fragment: SafeString
    tone: str


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What was found. Whatever stands in the address, there is a page; after too many searches in a minute, one that says so."""
    query = _plain(request.GET)
    typed = query.get("q", "")
    if too_often(request, "page", SEARCHES_A_MINUTE):
        return render(request, "portal/search/too_often.html", {"typed": typed, "crumbs": _crumbs()}, status=429)
    organ = Organ.objects.filter(code=query.get("organ", "")).first() if query.get("organ") else None
    column = _column(organ, query.get("column", ""))
    filters: dict[str, Any] = {kind: query.get(kind, "") for kind in FILTERS}
    by_date = query.get("sort") == "date"
    page = services.search(
        typed, organ=organ or "", column=column or "", page=_number(query.get("page", "")), by_date=by_date, **filters
    )
    chosen = {kind: value for kind, value in filters.items() if value} | ({"organ": organ.code} if organ else {})
    advice = None
    if typed and not page.total:
        advice = services.advice(typed, chosen)
        if not chosen and request.method == "GET":
            services.note_missed(page.query)
    context: dict[str, Any] = {
        "organ": organ,
        "column": column,
        "typed": typed,
        "kept": [(key, query[key]) for key in KEPT if key in query and key not in ("q", "page")],
        "page": page,
        "hits": [_shown(each) for each in page.hits],
        "beside": beside(typed, organ) if page.number == 1 and column is None else [],
        "facets": facets_of(page.facets, query, organ, column),
        "by_date": by_date,
        "sorts": _sorts(query, by_date),
        "links": _links(query, page),
        "deepest": page.number == page.pages and min(page.total, SORTED) < page.total,
        "advice": advice,
        "tries": [(words, f"{total}件{'以上' if more else ''}", _try(words)) for words, total, more in advice.queries]
        if advice
        else [],
        "without_filters": f"?{_only(query, 'q').urlencode()}" if chosen or column else "",
        "wanted": typed or chosen or column,
        "longest": LONGEST,
        "crumbs": _crumbs(),
        "meta": column_meta("检索", kind="信息公开", description="在已经公开的政府信息里检索"),
    }
    return render(request, "portal/search/search.html", context)


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Titles that hold what is being typed, as ``{"titles": […]}``."""
    if too_often(request, "suggest", SUGGESTIONS_A_MINUTE):
        return JsonResponse({"titles": []}, status=429)
    found = services.suggest(request.GET.get("q", "").replace("\x00", ""))
    answer = JsonResponse({"titles": found}, json_dumps_params={"ensure_ascii": False})
    answer["Cache-Control"] = "public, max-age=60"
    return answer


def _plain(given: QueryDict) -> QueryDict:
    """The parameters that mean something, without what no text holds and not longer than is read."""
    kept = QueryDict(mutable=True)
    for key in KEPT:
        value = given.get(key, "").replace("\x00", "").strip()[:LONGEST]
        if value:
            kept[key] = value
    return kept


def _column(organ: Organ | None, code: str) -> SiteColumn | None:
    if organ is None or not code:
        return None
    return SiteColumn.objects.filter(organ=organ, code=code).first()


def _number(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 5 else 1


def _shown(hit: Any) -> Shown:
    # 两段都由 fragments 逐字转义，只有 <mark> 是标记
    title, fragment = mark_safe(hit.title), mark_safe(hit.fragment)  # noqa: S308 - 已转义，只加了 <mark>
    return Shown(hit.item, title, fragment, _TONES.get(str(hit.item.validity), ""))


def _sorts(query: QueryDict, by_date: bool) -> list[tuple[str, str, bool]]:
    relevant, newest = query.copy(), query.copy()
    for each in (relevant, newest):
        each.pop("page", None)
        each.pop("sort", None)
    newest["sort"] = "date"
    return [("相关在前", f"?{relevant.urlencode()}", not by_date), ("新的在前", f"?{newest.urlencode()}", by_date)]


def _links(query: QueryDict, page: Page) -> list[tuple[str, str, bool]]:
    """Words, address and whether it is this page; none when there is one page only."""
    if page.pages < 2:
        return []
    near = [number for number in range(page.number - 2, page.number + 3) if 1 <= number <= page.pages]
    found = [("上一页", page.number - 1, False)] if page.number > 1 else []
    found += [(str(number), number, number == page.number) for number in near]
    found += [("下一页", page.number + 1, False)] if page.number < page.pages else []
    links = []
    for words, number, here in found:
        changed = query.copy()
        changed["page"] = str(number)
        links.append((words, f"?{changed.urlencode()}", here))
    return links


def _try(words: str) -> str:
    changed = QueryDict(mutable=True)
    changed["q"] = words
    return f"?{changed.urlencode()}"


def _only(query: QueryDict, key: str) -> QueryDict:
    kept = QueryDict(mutable=True)
    kept[key] = query.get(key, "")
    return kept


def _crumbs() -> list[tuple[str, str | None]]:
    return [("首页", "/"), ("检索", None)]
