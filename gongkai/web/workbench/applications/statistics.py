"""Statistics of the applications that the person may see: a table, a drawing, the list behind each figure, and files to take away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongkai.web.applications.access import POLICY
from gongkai.web.applications.models import Application
from gongkai.web.applications.statistics import (
    DAYS_TOLD,
    DIVISIONS,
    MEASURES,
    Asked,
    Row,
    Table,
    cases,
    statistics,
    title_of,
)
from gongkai.web.casework.day_field import DayField
from gongkai.web.components.charts import Chart, Series, grouped_bars
from gongkai.web.files.sheets import Sheet, handed_out
from gongkai.web.workbench.applications.records import records, trail
from gongkai.web.workbench.entry import staff

PAGE, MOST_BARS = 25, 20
DRAWN = ("received", "answered", "late")


def _day(label: str) -> DayField:
    return DayField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class PeriodForm(forms.Form):
    """Which period, divided by what, of whom. What is not asked is this year, by section, of the organ alone."""

    since = _day("收到日期从")
    until = _day("到")
    by = forms.ChoiceField(label="按什么分", choices=[(key, each.title) for key, each in DIVISIONS.items()])
    below = forms.ChoiceField(label="哪些机关", choices=[("", "本机关"), ("1", "本机关和下级机关")], required=False)

    def clean(self) -> dict[str, Any]:
        """The period in its order."""
        given = super().clean() or self.cleaned_data
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            raise ValidationError("结束的日期早于开始的日期，请核对。")
        return given


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked: the form, and unless it was wrong the question and of which records."""

    form: PeriodForm
    asked: Asked | None
    found: QuerySet[Application]
    below: bool

    @property
    def query(self) -> str:
        """The same again, for links."""
        if self.asked is None:
            return ""
        days = {"since": self.asked.since.isoformat(), "until": self.asked.until.isoformat()}
        return urlencode({**days, "by": self.asked.by, "below": "1" if self.below else ""})


@never_cache
@require_GET
@staff
def statistics_page(request: Any) -> HttpResponse:
    """The table with its drawing."""
    wanted = _wanted(request)
    table = statistics(wanted.found, wanted.asked) if wanted.asked else None
    context = {
        "form": wanted.form,
        "table": table,
        "query": wanted.query,
        "measures": [(key, each.title, each.told) for key, each in MEASURES.items()],
        "division": DIVISIONS[wanted.asked.by].title if wanted.asked else "",
        "rows": [_shown(row) for row in (*table.rows, table.total)] if table and table.rows else [],
        "days_told": DAYS_TOLD,
        "chart": _chart(table) if table and table.rows else None,
        "crumbs": trail(None, ("统计", None)),
    }
    return render(
        request, "workbench/applications/statistics.html", context, status=422 if wanted.asked is None else 200
    )


@never_cache
@require_GET
@staff
def statistics_cases(request: Any) -> HttpResponse:
    """The applications that a figure counts."""
    wanted, measure, key = _wanted(request), request.GET.get("measure", ""), request.GET.get("key", "*")
    if wanted.asked is None or measure not in MEASURES:
        raise Http404
    try:
        title, found = title_of(wanted.asked, key), cases(wanted.found, wanted.asked, measure, key)
    except (KeyError, ValueError):
        raise Http404 from None
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "title": title,
        "division": DIVISIONS[wanted.asked.by].title,
        "measure": MEASURES[measure],
        "asked": wanted.asked,
        "below": wanted.below,
        "back": f"{reverse('workbench:applications_statistics')}?{wanted.query}",
        "crumbs": trail(
            None,
            ("统计", f"{reverse('workbench:applications_statistics')}?{wanted.query}"),
            (f"{title}：{MEASURES[measure].title}", None),
        ),
    }
    return render(request, "workbench/applications/statistics_cases.html", context)


@never_cache
@require_GET
@staff
def statistics_file(request: Any, form: str) -> HttpResponseBase:
    """The table as CSV or XLSX."""
    wanted = _wanted(request)
    if wanted.asked is None:
        raise Http404
    asked, table = wanted.asked, statistics(wanted.found, wanted.asked)
    head = [DIVISIONS[asked.by].title, *(each.title for each in MEASURES.values()), "平均工作日", "中位工作日"]
    scope = "和下级机关" if wanted.below else ""
    title = f"{request.organ.name}{scope}依申请公开统计（收到日期{asked.since}至{asked.until}，情况截至{asked.today}）"
    rows = [[_text(row.title), *row.figures.values(), *_days(row)] for row in (*table.rows, table.total)]
    name = f"applications-{request.organ.code}-{asked.since}-{asked.until}-{asked.by}"
    return handed_out(name, form, Sheet(title, head, rows))


def _wanted(request: Any) -> Wanted:
    today = timezone.localdate()
    usual = {"since": date(today.year, 1, 1).isoformat(), "until": today.isoformat(), "by": "section", "below": ""}
    form = PeriodForm({name: request.GET.get(name, value) for name, value in usual.items()})
    below = request.GET.get("below") == "1"
    found = POLICY.visible(request.user, records())
    found = found.filter(organ__path__startswith=request.organ.path) if below else found.filter(organ=request.organ)
    if not form.is_valid():
        return Wanted(form, None, found, below)
    given = form.cleaned_data
    return Wanted(form, Asked(given["since"], given["until"], given["by"], today), found, below)


def _shown(row: Row) -> dict[str, Any]:
    """A row for the page: figures with their names, the days as text."""
    mean, median = _days(row)
    return {"key": row.key, "title": row.title, "figures": list(row.figures.items()), "mean": mean, "median": median}


def _days(row: Row) -> tuple[str, str]:
    """Mean and median with one decimal, nothing where nothing was answered."""
    return (_one(row.days.mean), _one(row.days.median)) if row.days else ("", "")


def _one(number: Fraction) -> str:
    """With one decimal, a half upwards.

    >>> _one(Fraction(25, 4)), _one(Fraction(2))
    ('6.3', '2.0')
    """
    tenths = int(number * 10 + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}"


def _chart(table: Table) -> Chart:
    """Received, answered and late of each row; the largest ones where there are very many."""
    rows = sorted(table.rows, key=lambda row: -row.figures["received"])[:MOST_BARS]
    kept = [row for row in table.rows if row in rows]
    series = [Series(MEASURES[name].title, [row.figures[name] for row in kept]) for name in DRAWN]
    more = f"（最多的{MOST_BARS}项）" if len(table.rows) > MOST_BARS else ""
    return grouped_bars(f"按{DIVISIONS[table.asked.by].title}{more}", [row.title for row in kept], series)


def _text(value: str) -> str:
    """A text that a spreadsheet does not take for a formula."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
