"""Score tables: the list, making one from another, editing a draft, opening a round with it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gongkai.assessment.yearly.lines import written
from gongkai.assessment.yearly.measures import MEASURES
from gongkai.assessment.yearly.results import how_summed
from gongkai.assessment.yearly.tables import example
from gongkai.web.assessment import services
from gongkai.web.assessment.access import TABLE_POLICY
from gongkai.web.assessment.models import ScoreTable
from gongkai.web.organs.authority import acting
from gongkai.web.workbench.assessment.forms import MakeForm, OpenForm, TableForm, settings_of
from gongkai.web.workbench.assessment.records import trail
from gongkai.web.workbench.casework.pages import asks
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.organs.pages import act_on, ask, lacks_second_factor, page_of

TITLE = "考核评分表"


def _trail(*steps: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return trail((TITLE, reverse("workbench:score_tables") if steps else None), *steps)


@never_cache
@require_GET
@staff
def tables(request: Any) -> HttpResponse:
    """Every table of the organ."""
    organ = request.organ
    TABLE_POLICY.check(request.user, "read", ScoreTable(organ=organ))
    offered = [example(kind, timezone.localdate()) for kind in ("organs", "sections")]
    context = {
        "page": page_of(request, ScoreTable.objects.filter(organ=organ).select_related("made_by")),
        "offered": offered,
        "may_make": TABLE_POLICY.holds(request.user, "make", ScoreTable(organ=organ)),
        "crumbs": _trail(),
    }
    return render(request, "workbench/assessment/tables.html", context)


@never_cache
@asks
@staff
def make(request: Any) -> HttpResponse:
    """Begin a table for a year."""
    organ = request.organ
    TABLE_POLICY.check(request.user, "make", ScoreTable(organ=organ))
    newest = ScoreTable.objects.filter(organ=organ).exclude(state="dropped").first()
    initial = {"year": timezone.localdate().year, "kind": newest.kind if newest else "organs"}
    if newest:
        initial["start"] = str(newest.pk)
    return ask(
        request,
        lambda *given: MakeForm(organ, *given, initial=initial),
        lambda given: services.make_table(organ, by=acting(request.user, organ), **given),
        title="起草评分表",
        done="已起草，请核对、修改。",
        to=lambda made: made.get_absolute_url(),
        cancel=reverse("workbench:score_tables"),
        crumbs=_trail(("起草", None)),
        button="起草",
        intro="照上一年的或者系统自带的样表起草，再改成自己的。样表的分值只是示例，各地规定不同。",
    )


def _fetch(request: Any, pk: int, action: str = "read") -> ScoreTable:
    return TABLE_POLICY.get(request.user, ScoreTable.objects.select_related("organ", "made_by"), action, pk=pk)


@never_cache
@require_GET
@staff
def table(request: Any, pk: int) -> HttpResponse:
    """One table: its indicators, grades and vetoes, what can be done."""
    found = _fetch(request, pk)
    scheme = found.table
    context = {
        "table": found,
        "scheme": scheme,
        "groups": [(group, sum(each.full for each in rows), rows) for group, rows in scheme.groups.items()],
        "how": how_summed(scheme),
        "measures": [MEASURES[key] for key in scheme.measures],
        "rounds": found.rounds.select_related("organ"),
        "steps": [
            (action, TABLE_POLICY.actions[action], lacks_second_factor(request.user, TABLE_POLICY, action, found))
            for action in ("edit", "open", "drop")
            if TABLE_POLICY.holds(request.user, action, found)
        ],
        "crumbs": _trail((str(found), None)),
    }
    return render(request, "workbench/assessment/table.html", context)


@never_cache
@asks
@staff
def edit(request: Any, pk: int) -> HttpResponse:
    """Change a draft."""
    found = _fetch(request, pk, "edit")
    scheme = found.table
    initial = {"title": found.title, "basis": found.basis, **written(scheme), **settings_of(scheme)}
    return ask(
        request,
        partial(TableForm, found.kind, initial=initial),
        lambda given: services.edit_table(found, by=acting(request.user, found.organ), **given),
        title=f"修改{found}",
        done="已保存。",
        to=found.get_absolute_url(),
        crumbs=_trail((str(found), found.get_absolute_url()), ("修改", None)),
    )


@never_cache
@require_POST
@staff
def drop(request: Any, pk: int) -> HttpResponse:
    """Put a draft aside."""
    found = _fetch(request, pk, "drop")
    return act_on(
        request,
        lambda: services.drop_table(found, by=acting(request.user, found.organ)),
        done="这张评分表不用了。",
        to=reverse("workbench:score_tables"),
    )


@never_cache
@asks
@staff
def start(request: Any, pk: int) -> HttpResponse:
    """Open the round of the year with this table."""
    found = _fetch(request, pk, "open")

    def act(given: dict[str, Any]) -> Any:
        if not given["targets"]:
            raise ValidationError({"targets": "请至少选一个考核对象。"})
        return services.open_round(found, by=acting(request.user, found.organ), **given)

    return ask(
        request,
        partial(OpenForm, found),
        act,
        title=f"启动{found.year}年度考核",
        done="已启动，各考核对象可以填写自评。",
        to=lambda made: made.get_absolute_url(),
        cancel=found.get_absolute_url(),
        crumbs=_trail((str(found), found.get_absolute_url()), ("启动考核", None)),
        button="启动",
        intro="启动以后评分表不能再改。按记录计算的指标，从这一年的1月1日数到数据截止日。",
    )
