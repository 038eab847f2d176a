"""The records behind a number: the same query, of which the person is shown what the subject's own policy lets be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongkai.assessment.freshness.judging import Colour
from gongkai.publishing.categories import category_titles
from gongkai.web.accounts.models import Person
from gongkai.web.dashboards.coverage import covering
from gongkai.web.dashboards.due import HEAPS, due_cases, kind_of, title_of
from gongkai.web.dashboards.freshness import columns
from gongkai.web.dashboards.measures import records
from gongkai.web.dashboards.subjects import measures, subject_of
from gongkai.web.inspection.access import INSPECTION_POLICY
from gongkai.web.inspection.models import SelfInspection
from gongkai.web.organs.authority import Policy
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.access import ITEM_POLICY
from gongkai.web.workbench.dashboards.choosing import Asked, asked_for, trail
from gongkai.web.workbench.dashboards.faces import fetched, row_of
from gongkai.web.workbench.entry import staff

PAGE = 30


@dataclass(frozen=True)
class Behind:
    """What a number counts, in words and as records: all of them, and those that the person may read."""

    title: str
    told: str
    unit: str
    number: int
    shown: Any
    visible: int
    period: bool = True
    dated: str = ""
    dated_title: str = "日期"


@never_cache
@require_GET
@staff
def behind(request: Any) -> HttpResponse:
    """The list behind a number. Raises ``Http404`` for a number that there is not."""
    asked = asked_for(request)
    measure, by, value = (request.GET.get(name, "")[:80] for name in ("measure", "by", "value"))
    before = request.GET.get("year") == "before"
    try:
        found = _found(asked, request.user, measure, by, value, before=before)
    except (KeyError, ValueError):
        raise Http404 from None
    page = Paginator(found.shown, PAGE).get_page(request.GET.get("page"))
    rows = [row_of(each, found.dated) for each in page.object_list]
    context = {
        "asked": asked,
        "found": found,
        "span": asked.days.before if before else asked.days.now,
        "page": page,
        "rows": rows,
        "with_due": any(each.due_on for each in rows),
        "crumbs": trail(asked, (found.title, None)),
    }
    return render(request, "workbench/dashboards/records.html", context)


def _found(asked: Asked, person: Person, measure: str, by: str, value: str, *, before: bool) -> Behind:
    if measure.startswith("due-"):
        kind, heap = kind_of(value), measure.removeprefix("due-")
        cases = due_cases(value, heap, asked.scope, asked.today)
        title = f"{title_of(kind)}：{HEAPS[heap].title}"
        return _by_policy(title, HEAPS[heap].told, "件", cases, kind.policy, person, period=False)
    if measure.startswith("columns-"):
        return _columns(asked, person, Colour(measure.removeprefix("columns-")))
    if measure in ("category", "category_new"):
        new, days = measure == "category_new", asked.days.now
        title = category_titles()[value]
        items = covering(asked.scope, days.since, days.until, value, fresh=new)
        told = f"现在公开着、{'今年以来首次公开的' if new else '到这一天已经公开的'}信息；一条信息可以属于几类。"
        return _by_policy(f"法定类别：{title}", told, "条", items, ITEM_POLICY, person, period=new)
    one = measures()[measure]
    found = records(one, asked.scope, asked.days.before if before else asked.days.now, by=by, value=value)
    part = f"（{one.divisions[by].title}：{one.divisions[by].title_of(value)}）" if by else ""
    title = f"{subject_of(one).title}：{one.title}{part}"
    ordered = found.order_by(f"-{one.dated}", "-pk")
    return _by_policy(title, one.told, one.unit, ordered, one.policy, person, dated=one.dated)


def _by_policy(
    title: str,
    told: str,
    unit: str,
    found: QuerySet[Any],
    policy: Policy,
    person: Person,
    *,
    period: bool = True,
    dated: str = "",
) -> Behind:
    visible: QuerySet[Model] = policy.visible(person, found)
    named = str(getattr(found.model._meta.get_field(dated), "verbose_name", "")) if dated else "日期"
    shown = fetched(visible, *filter(None, [dated]))
    return Behind(title, told, unit, found.count(), shown, visible.count(), period, dated, named)


def _columns(asked: Asked, person: Person, colour: Colour) -> Behind:
    """Columns as the check of the website judges them; whoever may read the check of an organ sees its columns."""
    found = [each for each in columns(asked.scope, asked.on) if each.standing.colour is colour]
    readable: dict[int, bool] = {}
    for each in found:
        organ: Organ = each.column.organ
        if organ.pk not in readable:
            readable[organ.pk] = INSPECTION_POLICY.holds(person, "read", SelfInspection(organ=organ))
    shown = [each for each in found if readable[each.organ_id]]
    told = "按网站检查的口径：有下级栏目的，只数它的下级。"
    return Behind(f"栏目更新：{colour.label}", told, "个", len(found), shown, len(shown), period=False)
