"""Columns of the organ and who answers for each (栏目责任分解): the tree, and setting them up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.web.files.services import keep
from gongkai.web.log.actors import Actor
from gongkai.web.organs.authority import Denied, acting
from gongkai.web.organs.models import Organ
from gongkai.web.publishing import services
from gongkai.web.publishing.access import COLUMN_POLICY
from gongkai.web.publishing.column_queries import public_counts
from gongkai.web.publishing.models import SiteColumn
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.publishing.column_forms import ColumnForm
from gongkai.web.workbench.publishing.items import lacking

HERE = "栏目责任分解"


@staff
def columns(request: Any) -> HttpResponse:
    """All columns in their order, with what they show and when they last got something."""
    newest = Max("items__published_at", filter=Q(items__state="published"))
    found = SiteColumn.objects.filter(organ=request.organ).annotate(newest=newest)
    rows: list[Any] = list(COLUMN_POLICY.visible(request.user, found.select_related("section", "owner", "merged_into")))
    counts = public_counts(request.organ)
    for row in rows:
        row.public_count = counts.get(row.pk, 0)
    standing, gone = [each for each in rows if each.merged_into is None], [each for each in rows if each.merged_into]
    context = {
        "rows": _ordered(standing),
        "gone": gone,
        "may_edit": COLUMN_POLICY.may_in(request.user, "edit", request.organ),
        "crumbs": [("工作台", "/workbench/"), (HERE, None)],
    }
    return render(request, "workbench/publishing/columns.html", context)


@staff
def new(request: Any) -> HttpResponse:
    """Open a column."""
    lacks = lacking(COLUMN_POLICY, request.user, "edit", SiteColumn(organ=request.organ))
    if lacks is not None:
        raise Denied(
            lacks or "您在这个机关没有设置栏目的权限。可以办理的角色：政务公开专职人员。", second_factor=bool(lacks)
        )
    form = ColumnForm(request.organ, request.POST or None, request.FILES or None)
    if form.is_valid():
        by = acting(request.user, request.organ)
        try:
            with transaction.atomic():
                made = services.add_column(request.organ, by=by, **_told(form, request.organ, by))
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"栏目“{made}”已开设。")
            return redirect("workbench:site_columns")
    return _page(request, form, "开设栏目", None)


@staff
def edit(request: Any, pk: int) -> HttpResponse:
    """Change a column, or hang it elsewhere."""
    column = column_of(request, pk)
    by = acting(request.user, column.organ)
    form = ColumnForm(column.organ, request.POST or None, request.FILES or None, column=column)
    if form.is_valid():
        try:
            with transaction.atomic():
                told = _told(form, column.organ, by)
                parent = told.pop("parent")
                if (parent.pk if parent else None) != column.parent_id and column.merged_into_id is None:
                    services.move_column(column, by=by, parent=parent)
                services.edit_column(column, by=by, **told)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"栏目“{told['title']}”已保存。")
            return redirect("workbench:site_columns")
    return _page(request, form, column.title, column)


def column_of(request: Any, pk: int) -> SiteColumn:
    """The column, for whoever may change it."""
    rows = SiteColumn.objects.select_related("organ", "section", "parent", "merged_into")
    return COLUMN_POLICY.get(request.user, rows, "edit", pk=pk)


def crumbs(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Where a page about columns stands."""
    return [("工作台", "/workbench/"), (HERE, reverse("workbench:site_columns")), *more]


def _told(form: ColumnForm, organ: Organ, by: Actor) -> dict[str, Any]:
    """What the form says, its picture kept as a file. Raises ``ValidationError`` for what is no picture."""
    told = dict(form.cleaned_data)
    upload, gone = told.pop("new_picture"), told.pop("no_picture", False)
    if upload is not None:
        try:
            told["picture"] = keep(organ, by=by, name=upload.name, data=upload)
        except ValidationError as refusal:
            raise ValidationError({"new_picture": refusal.messages}) from refusal
        if told["picture"].kind_of_file.family != "picture":
            raise ValidationError({"new_picture": "这个文件不是图片，请选 JPG、PNG 等格式的图片。"})
    elif gone:
        told["picture"] = None
    return told


def _page(request: Any, form: ColumnForm, title: str, column: SiteColumn | None) -> HttpResponse:
    context = {"form": form, "title": title, "column": column, "crumbs": crumbs((title, None))}
    return render(request, "workbench/publishing/column.html", context, status=422 if form.errors else 200)


def _ordered(rows: list[Any]) -> list[Any]:
    """The rows in the order of the tree, each with its ``depth``, and whether it is ``first`` or ``last`` among those beside it."""
    below: dict[int | None, list[Any]] = {}
    known = {each.pk for each in rows}
    for row in sorted(rows, key=lambda each: (each.order, each.pk)):
        below.setdefault(row.parent_id if row.parent_id in known else None, []).append(row)
    found: list[Any] = []

    def walk(parent: int | None, depth: int) -> None:
        beside = below.get(parent, [])
        for place, each in enumerate(beside):
            each.depth, each.first, each.last = depth, place == 0, place == len(beside) - 1
            found.append(each)
            walk(each.pk, depth + 1)

    walk(None, 1)
    return found
