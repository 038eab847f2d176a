"""Closing, re-opening, merging and shifting a column, and all that ever happened to it (栏目沿革)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from gongkai.web.accounts.models import Person
from gongkai.web.log.models import Event
from gongkai.web.log.services import events_of
from gongkai.web.operation.titles import fact_title, move_title
from gongkai.web.organs.authority import acting
from gongkai.web.organs.models import Section
from gongkai.web.publishing import services
from gongkai.web.publishing.access import COLUMN_POLICY
from gongkai.web.publishing.models import SiteColumn
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.publishing.column_forms import CloseForm, MergeForm, ReopenForm
from gongkai.web.workbench.publishing.columns import column_of, crumbs
from gongkai.web.workbench.publishing.forms import Refusable


@staff
def close(request: Any, pk: int) -> HttpResponse:
    """Take a column out of use from a day on."""
    column = column_of(request, pk)
    form = CloseForm(request.POST or None, initial={"on": timezone.localdate()})
    told = "停用以后不能再放入新的信息，里面已经公开的仍然可以查阅，网页上注明已经停用。"
    return _step(request, column, form, "停用栏目", told, services.close_column)


@staff
def reopen(request: Any, pk: int) -> HttpResponse:
    """Take a closed column into use again."""
    column = column_of(request, pk)
    told = "重新启用以后，又可以放入新的信息。"
    return _step(request, column, ReopenForm(request.POST or None), "重新启用栏目", told, services.reopen_column)


@staff
def merge(request: Any, pk: int) -> HttpResponse:
    """Let another column show what is in this one."""
    column = column_of(request, pk)
    told = "合并以后，这个栏目里的信息显示在并入的栏目里，下级栏目一起移过去，旧网址自动转过去。合并不能撤销。"
    return _step(request, column, MergeForm(column, request.POST or None), "合并栏目", told, services.merge_column)


@staff
@require_POST
def shift(request: Any, pk: int) -> HttpResponse:
    """Move a column one place up or down among those beside it."""
    column = column_of(request, pk)
    steps = -1 if request.POST.get("to") == "up" else 1
    services.shift_column(column, by=acting(request.user, column.organ), steps=steps)
    return redirect("workbench:site_columns")


@staff
def history(request: Any, pk: int) -> HttpResponse:
    """When a column was opened, renamed, moved, merged, closed, and by whom."""
    rows = SiteColumn.objects.select_related("organ", "section", "owner", "parent", "merged_into")
    column = COLUMN_POLICY.get(request.user, rows, "read", pk=pk)
    events = list(events_of(column))
    context = {
        "column": column,
        "happened": _told(events, column),
        "old_addresses": column.old_addresses.order_by("until", "id"),
        "merged": column.merged.order_by("id"),
        "may_edit": COLUMN_POLICY.may(request.user, "edit", column),
        "crumbs": crumbs((f"{column}的沿革", None)),
    }
    return render(request, "workbench/publishing/column_history.html", context)


def _step(
    request: Any, column: SiteColumn, form: Refusable, title: str, told: str, service: Callable[..., SiteColumn]
) -> HttpResponse:
    if form.is_valid():
        try:
            service(column, by=acting(request.user, column.organ), **form.cleaned_data)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"栏目“{column}”：{title.removesuffix('栏目')}已经办好。")
            return redirect("workbench:site_column_history", pk=column.pk)
    context = {"column": column, "form": form, "title": title, "told": told, "crumbs": crumbs((title, None))}
    return render(request, "workbench/publishing/column_step.html", context, status=422 if form.errors else 200)


def _told(events: list[Event], column: SiteColumn) -> list[dict[str, Any]]:
    """Events in words: what was what before. Names of columns, sections and persons are asked for once."""
    names = _names(events, column)
    return [
        {
            "at": each.at,
            "title": move_title(each.subject_kind, each.move),
            "who": each.actor_name,
            "note": "；".join(filter(None, [each.note, *_changes(each, names)])),
        }
        for each in events
    ]


def _changes(event: Event, names: dict[str, dict[int, str]]) -> list[str]:
    if event.move == "add_column":
        return []
    found = []
    for name, now in event.after.items():
        title, was = fact_title(event.subject_kind, event.move, name), event.before.get(name)
        found.append(f"{title}由“{_word(name, was, names)}”改为“{_word(name, now, names)}”")
    return found


def _word(name: str, value: Any, names: dict[str, dict[int, str]]) -> str:
    if value in (None, ""):
        return "空"
    if isinstance(value, bool):
        return "是" if value else "否"
    if name in names:
        return names[name].get(value, f"编号{value}")
    choices = getattr(SiteColumn._meta.get_field(name), "choices", None)
    return str(dict(choices).get(value, value)) if choices else str(value)


def _names(events: list[Event], column: SiteColumn) -> dict[str, dict[int, str]]:
    keys: dict[str, set[int]] = {"parent": set(), "merged_into": set(), "section": set(), "owner": set()}
    for event in events:
        for side in (event.before, event.after):
            for name, wanted in keys.items():
                key = side.get(name)
                if isinstance(key, int):
                    wanted.add(key)
    columns = SiteColumn.objects.filter(organ=column.organ).in_bulk(keys["parent"] | keys["merged_into"])
    titles = {pk: each.title for pk, each in columns.items()}
    sections = {pk: str(each) for pk, each in Section.objects.in_bulk(keys["section"]).items()}
    people = {pk: each.name for pk, each in Person.objects.in_bulk(keys["owner"]).items()}
    return {"parent": titles, "merged_into": titles, "section": sections, "owner": people}
