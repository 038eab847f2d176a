"""Columns of the organ and who answers for each (栏目责任分解)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Max, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from gongkai.web.organs.authority import Denied, acting
from gongkai.web.publishing import services
from gongkai.web.publishing.access import COLUMN_POLICY
from gongkai.web.publishing.models import SiteColumn
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.publishing.forms import ColumnForm
from gongkai.web.workbench.publishing.items import lacking

HERE = "栏目责任分解"


@staff
def columns(request: Any) -> HttpResponse:
    """All columns in their order, with what they hold and when they last got something."""
    public = Q(items__state="published")
    counted = SiteColumn.objects.filter(organ=request.organ).annotate(
        public_count=Count("items", filter=public), newest=Max("items__published_at", filter=public)
    )
    rows = COLUMN_POLICY.visible(request.user, counted.select_related("organ", "parent", "section", "owner"))
    context = {
        "rows": _ordered(list(rows)),
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
    form = ColumnForm(request.organ, request.POST or None)
    if form.is_valid():
        try:
            made = services.add_column(request.organ, by=acting(request.user, request.organ), **form.cleaned_data)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"栏目“{made}”已开设。")
            return redirect("workbench:site_columns")
    return _page(request, form, "开设栏目", None)


@staff
def edit(request: Any, pk: int) -> HttpResponse:
    """Change or close a column."""
    rows = SiteColumn.objects.select_related("organ", "section")
    column = COLUMN_POLICY.get(request.user, rows, "edit", pk=pk)
    by = acting(request.user, column.organ)
    if request.method == "POST" and "close" in request.POST:
        form = ColumnForm(column.organ, column=column)
        try:
            services.close_column(column, by=by, on=timezone.localdate())
        except ValidationError as refusal:
            return _page(request, form, str(column), column, refusal="".join(refusal.messages))
        messages.success(request, f"栏目“{column}”已停用，里面的信息仍然可以查阅。")
        return redirect("workbench:site_columns")
    form = ColumnForm(column.organ, request.POST or None, column=column)
    if form.is_valid():
        try:
            services.edit_column(column, by=by, **form.cleaned_data)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"栏目“{column}”已保存。")
            return redirect("workbench:site_columns")
    return _page(request, form, str(column), column)


def _page(request: Any, form: ColumnForm, title: str, column: SiteColumn | None, *, refusal: str = "") -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "column": column,
        "refusal": refusal,
        "crumbs": [("工作台", "/workbench/"), (HERE, reverse("workbench:site_columns")), (title, None)],
    }
    return render(request, "workbench/publishing/column.html", context, status=422 if form.errors or refusal else 200)


def _ordered(rows: list[SiteColumn]) -> list[SiteColumn]:
    """Each top column followed by those below it."""
    below: dict[int | None, list[SiteColumn]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    return [each for top in below.get(None, []) for each in (top, *below.get(top.pk, []))]
