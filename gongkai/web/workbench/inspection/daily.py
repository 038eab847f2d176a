"""今日发布: what was published on a day, by whom, in which columns; with a calendar of the month."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongkai.web.files.sheets import Sheet, handed_out
from gongkai.web.inspection.daily import by_day, other_releases, published_on, with_who
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.inspection.choosing import day_asked, organ_asked, trail
from gongkai.web.workbench.organs.pages import page_of

HEAD = ("时间", "机关", "栏目", "标题", "版次", "起草人", "审定人", "发布人")
WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")


@never_cache
@require_GET
@staff
def published(request: Any) -> HttpResponse:
    """The publications of a day."""
    organ, today = organ_asked(request), timezone.localdate()
    on, wrong = day_asked(request, "on", today)
    below = request.GET.get("below") == "1"
    keys = _keys(organ, below)
    page = page_of(request, published_on(keys, on))
    first = on.replace(day=1)
    later = (first + timedelta(days=32)).replace(day=1)
    context = {
        "organ": organ,
        "on": on,
        "today": today,
        "wrong_day": wrong,
        "below": below,
        "can_look_below": organ.has_below,
        "page": page,
        "lines": with_who(list(page.object_list)),
        "others": other_releases(keys, on)[:100],
        "weekdays": WEEKDAYS,
        "weeks": by_day(keys, on.year, on.month),
        "earlier": first - timedelta(days=1),
        "later": min(later, today) if later <= today else None,
        "crumbs": trail(("今日发布" if on == today else "发布日历", None)),
    }
    return render(request, "workbench/inspection/published.html", context)


@never_cache
@require_GET
@staff
def export(request: Any, form: str) -> HttpResponseBase:
    """The same as a table."""
    organ, today = organ_asked(request), timezone.localdate()
    on, _ = day_asked(request, "on", today)
    found = with_who(list(published_on(_keys(organ, request.GET.get("below") == "1"), on)))
    rows = [
        (
            f"{timezone.localtime(each.publication.published_at):%H:%M}",
            each.publication.version.organ.short_name,
            each.publication.wording.column.title,
            each.publication.wording.title,
            each.publication.version.number,
            each.publication.wording.author.name,
            each.publication.review.reviewer.name,
            each.by,
        )
        for each in found
    ]
    return handed_out(f"published-{organ.code}-{on.isoformat()}", form, Sheet(_title(organ, on), HEAD, rows))


def _title(organ: Organ, on: date) -> str:
    return f"{organ.short_name}{on.isoformat()}发布的信息"


def _keys(organ: Organ, below: bool) -> list[int]:
    if not below:
        return [organ.pk]
    return list(Organ.objects.filter(path__startswith=organ.path).values_list("pk", flat=True))
