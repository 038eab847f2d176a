"""看板: the leading group's one page; a subject by sections, channels and categories; the categories that the law lists."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongkai.assessment.freshness.judging import Colour
from gongkai.web.components.charts import Chart
from gongkai.web.dashboards.access import POLICY
from gongkai.web.dashboards.board import Board, board, division
from gongkai.web.dashboards.coverage import coverage
from gongkai.web.dashboards.due import HEAPS
from gongkai.web.dashboards.measures import Measure, Subject
from gongkai.web.dashboards.subjects import SUBJECTS, measures
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.dashboards.choosing import Asked, asked_for, trail
from gongkai.web.workbench.dashboards.pictures import by_month, by_part
from gongkai.web.workbench.dashboards.tables import Cell, cell, groups, lines, tables
from gongkai.web.workbench.entry import staff

MOST_ORGANS = 300
PRESSING = (Colour.EMPTY, Colour.RED, Colour.AMBER)


@never_cache
@require_GET
@staff
def overview(request: Any) -> HttpResponse:
    """Everything of an organ on one page."""
    asked = asked_for(request)
    found = board(asked.scope, asked.on, asked.today)
    context = {
        "asked": asked,
        "board": found,
        "organs": _organs(request),
        "groups": groups(asked, found, SUBJECTS),
        "heaps": HEAPS,
        "due": due_lines(asked, found),
        "colours": [(each.label, each.tone, cell(asked, f"columns-{each}", found.colours[each])) for each in PRESSING],
        "columns": sum(found.colours.values()),
        "missing": [each.category for each in found.covered if not each.number],
        "covered": [each for each in found.covered if each.number],
        "charts": _charts(found),
        "crumbs": trail(asked),
    }
    return render(request, "workbench/dashboards/overview.html", context)


@never_cache
@require_GET
@staff
def subject(request: Any, key: str) -> HttpResponse:
    """One subject: its numbers, by month and by each of its divisions."""
    asked, found = asked_for(request), _subject(key)
    numbers = division(found, asked.scope, asked.on)
    lead = measures()[found.lead]
    drawn = []
    if numbers.used:
        title = f"{lead.title}（按月）"
        drawn = [by_month(title, lead, numbers.figures[lead.key], numbers.days, numbers.begun)]
    made = []
    for table in tables(asked, found, numbers):
        first = lead if lead in table.measures else table.measures[0]
        chart = by_part(
            f"{first.title}（按{table.title}）", first, numbers.parts[table.key], numbers.days, numbers.begun
        )
        made.append((table, chart))
    context = {
        "asked": asked,
        "subject": found,
        "numbers": numbers,
        "lines": list(lines(asked, found, numbers.figures, numbers.begun)) if numbers.used else [],
        "charts": [each for each in drawn if each],
        "tables": made,
        "subjects": [(each.title, asked.address("dashboard_subject", each.key), each is found) for each in SUBJECTS],
        "crumbs": trail(asked, (found.title, None)),
    }
    return render(request, "workbench/dashboards/subject.html", context)


@never_cache
@require_GET
@staff
def covered(request: Any) -> HttpResponse:
    """Every category of the law with its public items."""
    asked = asked_for(request)
    rows = coverage(asked.scope, asked.days.now.since, asked.days.now.until)
    context = {
        "asked": asked,
        "rows": [
            (
                each,
                cell(asked, "category", each.number, value=each.category.key, by="category"),
                cell(asked, "category_new", each.fresh, value=each.category.key, by="category"),
            )
            for each in rows
        ],
        "having": sum(1 for each in rows if each.number),
        "crumbs": trail(asked, ("法定类别", None)),
    }
    return render(request, "workbench/dashboards/coverage.html", context)


def due_lines(asked: Asked, found: Board) -> list[tuple[str, list[Cell]]]:
    """Each kind of case that has something open, with its numbers."""
    return [
        (row.title, [cell(asked, f"due-{name}", row.numbers[name], by="kind", value=row.label) for name in HEAPS])
        for row in found.due
        if any(row.numbers.values())
    ]


def _charts(found: Board) -> list[Chart]:
    known: list[Chart | None] = []
    for each in SUBJECTS:
        if each.key in found.unused:
            continue
        begun, lead = each.key in found.begun, measures()[each.lead]
        known.append(by_month(_title(each, lead, "月"), lead, found.figures[lead.key], found.days, begun))
        for key, by in each.drawn:
            measure = measures()[key]
            title = _title(each, measure, measure.divisions[by].title)
            known.append(by_part(title, measure, found.drawn[key, by], found.days, begun))
    return [each for each in known if each]


def _title(subject: Subject, measure: Measure, by: str) -> str:
    return f"{subject.title}：{measure.title}（按{by}）"


def _subject(key: str) -> Subject:
    found = next((each for each in SUBJECTS if each.key == key), None)
    if found is None:
        raise Http404
    return found


def _organs(request: Any) -> list[tuple[str, str]]:
    """The organs whose numbers the person may see, to choose among; nothing where there is only one."""
    rows = POLICY.visible(request.user, Organ.objects.all()).values_list("code", "short_name")[:MOST_ORGANS]
    found = list(rows)
    return found if len(found) > 1 else []
