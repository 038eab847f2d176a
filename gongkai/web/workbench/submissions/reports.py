"""The numbers of a period by section and by lower organ, each leading to the pieces behind it; the table to take away."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongkai.assessment.submissions.periods import Period
from gongkai.assessment.submissions.report import GROUPS, Group, Line, Report
from gongkai.web.components.charts import Chart, Series, grouped_bars
from gongkai.web.files.sheets import handed_out
from gongkai.web.organs.authority import Denied
from gongkai.web.organs.models import Organ
from gongkai.web.submissions.access import POLICY
from gongkai.web.submissions.counting import WHICH_TITLES
from gongkai.web.submissions.counting import behind as pieces_behind
from gongkai.web.submissions.counting import report as counted
from gongkai.web.submissions.sheets import sheet
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.organs.pages import page_of
from gongkai.web.workbench.submissions.forms import period_choices, read_period
from gongkai.web.workbench.submissions.pieces import RELATED, receives, trail

TITLE = "报送和采用统计"
NUMBERS = ("submitted", "adopted", "declined", "waiting", "returned", "late")


def _period(request: Any) -> Period:
    return read_period(request.GET.get("year", ""), request.GET.get("period", ""), timezone.localdate())


def _asked(request: Any) -> tuple[Organ, Period]:
    if not receives(request):
        raise Denied("报送和采用统计由政务公开专职人员、领导小组成员查看。")
    return request.organ, _period(request)


@never_cache
@require_GET
@staff
def report(request: Any) -> HttpResponse:
    """The report of a period."""
    organ, period = _asked(request)
    found = counted(organ, period)
    context = {
        "organ": organ,
        "report": found,
        "period": period,
        "key": f"{period.kind}-{period.number}",
        "periods": period_choices(),
        "groups": [
            (group, [_cells(each, group, period) for each in (*group.lines, group.total)]) for group in found.groups
        ],
        "charts": [chart_of(found, group) for group in found.groups if group.total.now.submitted],
        "total": _cells(found.total, None, period),
        "crumbs": trail((TITLE, None)),
    }
    return render(request, "workbench/submissions/report.html", context)


def _cells(line: Line, group: Group | None, period: Period) -> dict[str, Any]:
    """A line with the address of the pieces behind each of its numbers."""
    unit = {} if group is None else {"group": group.key} | ({} if line.title == "合计" else {"unit": line.key})

    def numbers(tally: Any, of: Period | None) -> list[tuple[str, int, str]]:
        if of is None:
            return []
        asked = {"year": of.year, "period": f"{of.kind}-{of.number}", **unit}
        here = reverse("workbench:submissions_behind")
        return [(which, getattr(tally, which), f"{here}?{urlencode({**asked, 'which': which})}") for which in NUMBERS]

    return {
        "line": line,
        "now": numbers(line.now, period),
        "before": numbers(line.before, period.before)[:2],
        "last_year": numbers(line.last_year, period.last_year)[:2],
    }


def chart_of(found: Report, group: Group) -> Chart:
    """Submitted and adopted, unit by unit."""
    series = [
        Series("报送", [each.now.submitted for each in group.lines]),
        Series("采用", [each.now.adopted for each in group.lines]),
    ]
    title = f"{found.period.title}各{group.title}报送和采用"
    return grouped_bars(title, [each.title for each in group.lines], series, unit="篇")


@never_cache
@require_GET
@staff
def behind(request: Any) -> HttpResponse:
    """The pieces behind one number."""
    organ, period = _asked(request)
    which, group, unit = (request.GET.get(name, "") for name in ("which", "group", "unit"))
    if which not in WHICH_TITLES or (group and group not in GROUPS):
        raise Http404
    key = int(unit) if unit.isascii() and unit.isdigit() and len(unit) < 12 else None
    rows = POLICY.visible(request.user, pieces_behind(organ, period, which, group, key))
    title = f"{period.title}{GROUPS.get(group, '')}{WHICH_TITLES[which]}的信息"
    context = {
        "title": title,
        "page": page_of(request, rows.select_related(*RELATED).defer("body")),
        "crumbs": trail(
            (
                TITLE,
                f"{reverse('workbench:submission_report')}?year={period.year}&period={period.kind}-{period.number}",
            ),
            (title, None),
        ),
    }
    return render(request, "workbench/submissions/behind.html", context)


@never_cache
@require_GET
@staff
def export(request: Any, form: str) -> HttpResponseBase:
    """The report as XLSX or CSV."""
    organ, period = _asked(request)
    return handed_out(f"submissions-{period.kind}-{period.year}-{period.number}", form, sheet(counted(organ, period)))
