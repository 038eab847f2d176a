"""What the public sees of an organ's registers: matters, decisions (双公示), fees, procurement; each as a page and as CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from gongkai.documents.csv_lines import MEDIA_TYPE, csv_lines
from gongkai.publishing.registers import decision_titles, matter_titles
from gongkai.web.organs.models import Organ
from gongkai.web.portal.meta import column_meta
from gongkai.web.registers.models import Decision, Fee, Matter, ProcurementProject
from gongkai.web.registers.queries import public

PAGE_SIZE = 30
Column = tuple[str, Callable[[Any], Any]]


@dataclass(frozen=True, slots=True)
class PublicList:
    """One register as the public sees it. ``name`` titles a row, ``columns`` follow; ``kinds`` may be chosen from."""

    key: str
    title: str
    about: str
    model: Any
    order: tuple[str, ...]
    words: tuple[str, ...]
    name: Column
    columns: tuple[Column, ...]
    kinds: Callable[[], Mapping[str, str]] | None = None


def _listed(each: Any) -> str:
    return f"{each.removed_on:%Y-%m-%d}取消" if each.removed_on else "在列"


def _changed(each: Decision) -> str:
    return f"{each.changed_on:%Y-%m-%d} {each.changed_how}" if each.changed_on else ""


LISTS = {
    each.key: each
    for each in (
        PublicList(
            "matters",
            "权责和服务事项",
            "本机关的行政权力和服务事项（《条例》第二十条第（五）项、第（六）项）。",
            Matter,
            ("kind", "code", "name", "id"),
            ("name", "code"),
            ("事项", lambda each: each.name),
            (
                ("种类", lambda each: each.kind_title),
                ("编码", lambda each: each.code),
                ("依据", lambda each: each.basis),
                ("列入日期", lambda each: each.added_on),
                ("状态", _listed),
            ),
            matter_titles,
        ),
        PublicList(
            "decisions",
            "行政许可和行政处罚等决定公示",
            "本机关公开的行政许可、行政处罚、行政强制等决定（《条例》第二十条第（五）项、第（六）项）。自然人的姓名已经隐去。",
            Decision,
            ("-decided_on", "-id"),
            ("number", "content", "subject_shown"),
            ("决定书文号", lambda each: each.number),
            (
                ("种类", lambda each: each.kind_title),
                ("决定日期", lambda each: each.decided_on),
                ("相对人", lambda each: each.subject_shown),
                ("内容", lambda each: each.content),
                ("结果", lambda each: each.result),
                ("依据", lambda each: each.basis),
                ("变更、撤销", _changed),
            ),
            decision_titles,
        ),
        PublicList(
            "fees",
            "行政事业性收费",
            "本机关的行政事业性收费项目及其依据、标准（《条例》第二十条第（八）项）。",
            Fee,
            ("name", "id"),
            ("name",),
            ("项目", lambda each: each.name),
            (
                ("依据", lambda each: each.basis),
                ("标准", lambda each: each.standard),
                ("列入日期", lambda each: each.added_on),
                ("状态", _listed),
            ),
        ),
        PublicList(
            "procurement",
            "政府集中采购",
            "本机关的政府集中采购项目的实施情况（《条例》第二十条第（九）项）。",
            ProcurementProject,
            ("-on", "-id"),
            ("name", "number"),
            ("项目", lambda each: each.name),
            (
                ("项目编号", lambda each: each.number),
                ("日期", lambda each: each.on),
                ("金额（元）", lambda each: each.amount),
                ("供应商", lambda each: each.supplier),
            ),
        ),
    )
}


def page(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """A register, found by words and kind."""
    organ, shown = get_object_or_404(Organ, code=code), LISTS[key]
    rows, words, kind = _chosen(request, organ, shown)
    found = Paginator(rows.select_related("item") if _has_item(shown) else rows, PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "organ": organ,
        "shown": shown,
        "tabs": [
            (each.title, reverse(f"portal:public_{each.key}", args=[organ.code]), each is shown)
            for each in LISTS.values()
        ],
        "page": found,
        "rows": [_row(shown, each) for each in found],
        "headings": [shown.name[0], *(heading for heading, _ in shown.columns)],
        "words": words,
        "kind": kind,
        "kinds": list(shown.kinds().items()) if shown.kinds else [],
        "csv": f"{reverse(f'portal:{key}_csv', args=[organ.code])}{'?' if query else ''}{query.urlencode()}",
        "crumbs": [("首页", "/"), (organ.name, organ.get_absolute_url()), (shown.title, None)],
        "meta": column_meta(shown.title, description=f"{organ.name}{shown.title}"),
    }
    return render(request, "portal/registers/list.html", context)


def table(request: HttpRequest, code: str, key: str) -> StreamingHttpResponse:
    """The same rows as CSV, in UTF-8 with the mark by which spreadsheets know it."""
    organ, shown = get_object_or_404(Organ, code=code), LISTS[key]
    rows, _, _ = _chosen(request, organ, shown)
    response = StreamingHttpResponse(_lines(shown, rows), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{organ.code}-{key}.csv"'
    return response


def _chosen(request: HttpRequest, organ: Organ, shown: PublicList) -> tuple[QuerySet[Any], str, str]:
    rows = public(shown.model, organ)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    for word in words.split()[:8]:
        found = Q()
        for name in shown.words:
            found |= Q(**{f"{name}__icontains": word})
        rows = rows.filter(found)
    kind = request.GET.get("kind", "")
    if shown.kinds is None or kind not in shown.kinds():
        kind = ""
    if kind:
        rows = rows.filter(kind=kind)
    return rows.order_by(*shown.order), words, kind


def _has_item(shown: PublicList) -> bool:
    return shown.model in (Decision, ProcurementProject)


def _row(shown: PublicList, each: Any) -> tuple[str, str, list[Any]]:
    """Name, address of the full text if the public can open it, the other cells."""
    url = ""
    if _has_item(shown):
        item = each.item
        url = item.get_absolute_url() if item is not None and item.is_public else each.address
    return str(shown.name[1](each)), url, [show(each) for _, show in shown.columns]


def _lines(shown: PublicList, rows: QuerySet[Any]) -> Iterator[str]:
    columns = (shown.name, *shown.columns)
    told = ([show(each) for _, show in columns] for each in rows.iterator(chunk_size=500))
    return csv_lines((heading for heading, _ in columns), told)
