"""组配分类: the organ's own classes and those of the whole site. Who arranges the columns arranges these, too."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from gongkai.web.casework.forms import offer
from gongkai.web.organs.authority import Denied, acting
from gongkai.web.organs.models import Organ
from gongkai.web.publishing import local_classes as services
from gongkai.web.publishing.access import COLUMN_POLICY
from gongkai.web.publishing.models import ItemClass, LocalClass, SiteColumn
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.publishing.forms import Refusable
from gongkai.web.workbench.publishing.items import lacking

HERE = "组配分类"


class ClassForm(Refusable):
    """One class."""

    title = forms.CharField(label="名称", max_length=60, error_messages={"required": "请填写名称，例如 涉企优惠政策。"})
    key = forms.CharField(
        label="代码",
        max_length=40,
        help_text="小写字母、数字和横线，例如 qiye-youhui。用过以后不能改。",
        error_messages={"required": "请填写代码，由小写字母、数字和横线组成。"},
    )
    parent = forms.ModelChoiceField(
        label="上级分类", queryset=LocalClass.objects.none(), required=False, empty_label="没有（放在最上一级）"
    )
    order = forms.IntegerField(
        label="排列次序",
        initial=100,
        min_value=0,
        max_value=100_000,
        help_text="小的在前。",
        error_messages={"invalid": "请填写整数。", "required": "请填写整数，例如 100。"},
    )
    whole_site = forms.BooleanField(label="全站各机关都可以用", required=False)

    def __init__(self, organ: Organ, *args: Any, kept: LocalClass | None = None, **kwargs: Any) -> None:
        if kept is not None:
            names = ("title", "key", "order")
            kwargs["initial"] = {name: getattr(kept, name) for name in names} | {"parent": kept.parent_id}
        super().__init__(*args, **kwargs)
        tops = services.shown_to(organ).filter(parent=None, closed_on=None)
        if kept is not None:
            tops = tops.exclude(pk=kept.pk).filter(organ=kept.organ_id)
            self.fields["key"].disabled = True
        offer(self, "parent", tops)
        if kept is not None or organ.parent_id is not None:
            del self.fields["whole_site"]


@staff
def local_classes(request: Any) -> HttpResponse:
    """All classes that the organ can use, each below the one above it, with how many public items are in it."""
    organ = _may(request, "read")
    counts = ItemClass.objects.filter(
        scheme="local", key=OuterRef("key"), item__organ=organ, item__state="published"
    ).values("key")
    rows = list(
        services.shown_to(organ).annotate(public_count=Subquery(counts.annotate(count=Count("pk")).values("count")[:1]))
    )
    below: dict[int | None, list[LocalClass]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    ordered = [each for top in below.get(None, []) for each in (top, *below.get(top.pk, []))]
    context = {
        "rows": ordered,
        "may_edit": COLUMN_POLICY.may_in(request.user, "edit", organ),
        "whole_site_too": organ.parent_id is None,
        "crumbs": [("工作台", "/workbench/"), (HERE, None)],
    }
    return render(request, "workbench/publishing/local_classes.html", context)


@staff
def new(request: Any) -> HttpResponse:
    """Add a class."""
    organ = _may(request, "edit")
    form = ClassForm(organ, request.POST or None)
    if form.is_valid():
        given = dict(form.cleaned_data)
        owner = None if given.pop("whole_site", False) else organ
        try:
            made = services.add_local_class(owner, by=acting(request.user, organ), within=organ, **given)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"分类“{made}”已设立。")
            return redirect("workbench:local_classes")
    return _page(request, form, "设立分类", None)


@staff
def edit(request: Any, pk: int) -> HttpResponse:
    """Change or close a class."""
    organ = _may(request, "read")
    kept = services.shown_to(organ).filter(pk=pk).first()
    if kept is None or (kept.organ_id is None and organ.parent_id is not None):
        raise Http404
    _may(request, "edit")
    by = acting(request.user, organ)
    if request.method == "POST" and "close" in request.POST:
        try:
            services.close_local_class(kept, by=by, within=organ, on=timezone.localdate())
        except ValidationError as refusal:
            return _page(request, ClassForm(organ, kept=kept), str(kept), kept, refusal="".join(refusal.messages))
        messages.success(request, f"分类“{kept}”已停用，已经归入的信息不变。")
        return redirect("workbench:local_classes")
    form = ClassForm(organ, request.POST or None, kept=kept)
    if form.is_valid():
        try:
            services.edit_local_class(kept, by=by, within=organ, **form.cleaned_data)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"分类“{kept}”已保存。")
            return redirect("workbench:local_classes")
    return _page(request, form, str(kept), kept)


def _may(request: Any, action: str) -> Organ:
    organ: Organ = request.organ
    lacks = lacking(COLUMN_POLICY, request.user, action, SiteColumn(organ=organ))
    if lacks is not None:
        told = "您在这个机关没有设置分类的权限。可以办理的角色：政务公开专职人员。"
        raise Denied(lacks or told, second_factor=bool(lacks))
    return organ


def _page(request: Any, form: ClassForm, title: str, kept: LocalClass | None, *, refusal: str = "") -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "kept": kept,
        "refusal": refusal,
        "crumbs": [("工作台", "/workbench/"), (HERE, reverse("workbench:local_classes")), (title, None)],
    }
    status = 422 if form.errors or refusal else 200
    return render(request, "workbench/publishing/local_class.html", context, status=status)
