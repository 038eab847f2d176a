"""Lists of versions: what waits for me, what I wrote, everything of the organ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gongkai.publishing.moves import DISCLOSURE_CLASSES, VERSION
from gongkai.web.publishing.access import ITEM_POLICY, POLICY
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.publishing.waiting import REVIEWS, conditions, listed, waiting

PAGE_SIZE = 30
TABS = {"waiting": "待我办理", "mine": "我的文稿", "all": "全部"}
TONES = {
    "draft": "neutral", "published": "good", "cleared": "info", "on_hold": "warn", "withdrawn": "bad", "withheld": "warn",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A version as the list shows it; ``days`` since when it waits, None when it is done."""

    version: Any
    tone: str
    days: int | None
    class_title: str


def _reviews(person: Any) -> bool:
    """Whether the person has a part in reviews."""
    return any(move in REVIEWS for move in conditions(person))


def tone_of(state: str) -> str:
    """How a state is shown; its word says what it is."""
    return TONES.get(state, "neutral" if state in VERSION.final else "info")


@staff
def items(request: Any) -> HttpResponse:
    """The versions under one of the tabs, those that wait longest first."""
    tab = request.GET.get("tab", "waiting")
    tab = tab if tab in TABS else "waiting"
    state = request.GET.get("state", "")
    rows: QuerySet[Any] = POLICY.visible(request.user, listed(request.organ))
    if tab == "waiting":
        rows = rows.filter(waiting(request.user)).order_by("entered_at", "id")
    elif tab == "mine":
        rows = rows.filter(author=request.user.pk).order_by("-id")
    else:
        rows = rows.order_by("-id")
    if state in VERSION.states and tab != "waiting":
        rows = rows.filter(state=state)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    shown = [
        Row(
            row,
            tone_of(row.state),
            None if row.ended else (today - timezone.localdate(row.entered_at)).days,
            DISCLOSURE_CLASSES.get(row.disclosure_class, ""),
        )
        for row in page.object_list
    ]
    context = {
        "page": page,
        "rows": shown,
        "tab": tab,
        "tabs": TABS.items(),
        "state": state,
        "states": VERSION.states.items(),
        "many": tab == "waiting" and page.paginator.count > 1 and _reviews(request.user),
        "may_draft": ITEM_POLICY.may_in(request.user, "draft", request.organ),
        "crumbs": [("工作台", "/workbench/"), ("公开信息", None)],
    }
    return render(request, "workbench/publishing/items.html", context)
