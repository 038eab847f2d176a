"""The columns of an organ (and of those below it) with how fresh they are; as a table to take away; and week by week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongkai.assessment.freshness.judging import ORDER, Colour
from gongkai.web.components.charts import Series, line_chart
from gongkai.web.files.sheets import Sheet, handed_out
from gongkai.web.inspection.columns import ColumnState
from gongkai.web.inspection.history import weeks
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.inspection.choosing import Asked, asked_for, trail
from gongkai.web.workbench.organs.pages import page_of

HEAD = ("机关", "栏目", "级别", "更新要求", "状态", "最近一条", "已经几天", "期限", "最迟更新", "责任科室和责任人")
SPANS = (13, 26, 52)


@never_cache
@require_GET
@staff
def columns(request: Any) -> HttpResponse:
    """The columns, the most pressing first."""
    asked = asked_for(request)
    below = request.GET.get("below") == "1"
    rows = _rows(asked, below)
    colour = request.GET.get("colour", "")
    chosen = [each for each in rows if each.standing.colour == colour] if colour in list(Colour) else rows
    context = {
        "asked": asked,
        "organ": asked.organ,
        "below": below,
        "colour": colour,
        "tabs": [
            (each.label, each.value, len([one for one in rows if one.standing.colour is each and not one.parts]))
            for each in ORDER
        ],
        "all": len(rows),
        "page": page_of(request, chosen),
        "organs": asked.sites.organs,
        "crumbs": trail(("栏目更新情况", None)),
    }
    return render(request, "workbench/inspection/columns.html", context)


@never_cache
@require_GET
@staff
def export(request: Any, form: str) -> HttpResponseBase:
    """The same as a table: XLSX or CSV."""
    asked = asked_for(request)
    title = f"{asked.organ.short_name}栏目更新情况（{asked.on.isoformat()}）"
    sheet = Sheet(title, HEAD, _lines(asked, _rows(asked, request.GET.get("below") == "1")))
    return handed_out(f"columns-{asked.organ.code}-{asked.on.isoformat()}", form, sheet)


@never_cache
@require_GET
@staff
def history(request: Any) -> HttpResponse:
    """How many columns were red, amber and empty at the end of each week."""
    asked = asked_for(request)
    given = request.GET.get("weeks", "")
    number = int(given) if given in {str(each) for each in SPANS} else SPANS[0]
    whole = request.GET.get("whole") == "1"
    organs = asked.site.organs if whole else (asked.organ,)
    days = [asked.on - timedelta(days=7 * (number - 1 - back)) for back in range(number)]
    found = weeks(organs, days)
    labels = [f"{day.month}月{day.day}日" for day in days]
    series = [
        Series(each.label, [counts[each] for counts in found]) for each in (Colour.RED, Colour.EMPTY, Colour.AMBER)
    ]
    context = {
        "asked": asked,
        "organ": asked.organ,
        "whole": whole,
        "weeks": number,
        "spans": SPANS,
        "chart": line_chart("每周末不更新、空白和快要到期的栏目", labels, series, unit="个"),
        "crumbs": trail(("每周的变化", None)),
    }
    return render(request, "workbench/inspection/history.html", context)


def _rows(asked: Asked, below: bool) -> list[ColumnState]:
    keys = {asked.organ.pk, *(each.pk for each in asked.below)} if below else {asked.organ.pk}
    return [each for each in asked.survey.columns if each.organ_id in keys]


def _lines(asked: Asked, rows: list[ColumnState]) -> Iterator[tuple[Any, ...]]:
    for each in rows:
        standing = each.standing
        yield (
            asked.sites.organs[each.organ_id].short_name,
            each.title,
            each.level,
            each.column.update_title,
            standing.words,
            standing.last.isoformat() if standing.last else "",
            standing.days,
            standing.limit,
            standing.due_on.isoformat() if standing.due_on else "",
            each.responsible,
        )
