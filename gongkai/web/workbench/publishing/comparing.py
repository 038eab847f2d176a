"""Two wordings of an item beside each other."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gongkai.publishing.comparison import compared
from gongkai.web.publishing.describing import particulars
from gongkai.web.publishing.models import Item, Wording
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.publishing.items import found


@staff
def compare(request: Any, pk: int) -> HttpResponse:
    """The two that are asked for, or the last two."""
    item = found(request, pk)
    wordings = list(
        Wording.objects.filter(version__item=item)
        .select_related("version", "column__organ", "author")
        .order_by("version__number", "number")
    )
    older, newer = _chosen(request, wordings)
    context = {
        "item": item,
        "wordings": wordings,
        "older": older,
        "newer": newer,
        "lines": compared(older.body_html, newer.body_html) if older and newer else (),
        "changes": changes(older, newer) if older and newer else [],
        "crumbs": _crumbs(item),
    }
    return render(request, "workbench/publishing/compare.html", context)


def _chosen(request: Any, wordings: list[Wording]) -> tuple[Wording | None, Wording | None]:
    known = {str(each.pk): each for each in wordings}
    asked = [request.GET.get(name) for name in ("older", "newer")]
    if any(each is not None for each in asked):
        if not all(each in known for each in asked):
            raise Http404
        return known[str(asked[0])], known[str(asked[1])]
    return (wordings[-2], wordings[-1]) if len(wordings) > 1 else (None, None)


def changes(older: Wording, newer: Wording) -> list[tuple[str, str, str]]:
    """The particulars in which two wordings differ: label, then, now."""
    was = dict([("标题", older.title), *particulars(older)])
    now = dict([("标题", newer.title), *particulars(newer)])
    labels = dict.fromkeys([*was, *now])
    return [(each, was.get(each, ""), now.get(each, "")) for each in labels if was.get(each) != now.get(each)]


def _crumbs(item: Item) -> list[tuple[str, str | None]]:
    return [
        ("工作台", "/workbench/"),
        ("公开信息", reverse("workbench:items")),
        (item.title, reverse("workbench:item", args=[item.pk])),
        ("对比文稿", None),
    ]
