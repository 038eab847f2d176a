"""相关文件 of an item: finding the other side by number or title, relating, taking back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.web.organs.authority import acting
from gongkai.web.publishing.access import ITEM_POLICY
from gongkai.web.publishing.links import relatable, relations_of
from gongkai.web.publishing.models import Item, Relation
from gongkai.web.publishing.relating import relate, unrelate
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.normative.forms import EndForm, RelateForm

FOUND = 20


@staff
def relations(request: Any, pk: int) -> HttpResponse:
    """What an item is related to; a search for another; the form once one is chosen."""
    item = ITEM_POLICY.get(request.user, Item.objects.select_related("organ", "column"), "relate", pk=pk)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    chosen = _chosen(item, request.POST.get("target") or request.GET.get("target", ""))
    outside = "outside" in request.GET
    form = None
    if chosen is not None or outside or request.method == "POST":
        form = RelateForm(chosen, request.POST if request.method == "POST" else None)
    if form is not None and request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "target"}
        try:
            made = relate(item, by=acting(request.user, item.organ), target=chosen, **given)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request,
                f"已经登记“{made.get_kind_display()}”。"
                + ("" if item.is_public else "本件公开以后才在门户上显示、生效。"),
            )
            return redirect("workbench:item_relations", pk=item.pk)
    found = relatable(item.organ, words, without=item) if words else None
    context = {
        "item": item,
        "rows": relations_of(item),
        "words": words,
        "page": Paginator(found, FOUND).get_page(request.GET.get("page")) if found is not None else None,
        "chosen": chosen,
        "form": form,
        "crumbs": _crumbs(item, ("相关文件", None)),
    }
    return render(request, "workbench/normative/relations.html", context, status=422 if form and form.errors else 200)


@staff
def end(request: Any, pk: int, relation: int) -> HttpResponse:
    """Take a relation back."""
    item = ITEM_POLICY.get(request.user, Item.objects.select_related("organ"), "relate", pk=pk)
    found = Relation.objects.filter(pk=relation, source=item, ended_at=None).select_related("target").first()
    if found is None:
        raise Http404
    form = EndForm(request.POST or None)
    if form.is_valid():
        try:
            unrelate(found, by=acting(request.user, item.organ), **form.cleaned_data)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "已经取消，据它作的标注也已经撤销。")
            return redirect("workbench:item_relations", pk=item.pk)
    context = {
        "form": form,
        "title": "取消相关文件",
        "about": f"“{item.title}”{found.get_kind_display()}“{found.target or found.outside_title}”。",
        "back": reverse("workbench:item_relations", args=[item.pk]),
        "crumbs": _crumbs(item, ("相关文件", reverse("workbench:item_relations", args=[item.pk])), ("取消", None)),
    }
    return render(request, "workbench/normative/form.html", context, status=422 if form.errors else 200)


def _chosen(item: Item, key: str) -> Item | None:
    """The other side, only among what the item may be related to."""
    if not key.isdigit() or len(key) > 12:
        return None
    found = Item.objects.select_related("organ").filter(pk=int(key)).exclude(pk=item.pk).first()
    return found if found is not None and (found.is_public or found.organ_id == item.organ_id) else None


def _crumbs(item: Item, *steps: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [
        ("工作台", "/workbench/"),
        ("公开信息", reverse("workbench:items")),
        (item.title, reverse("workbench:item", args=[item.pk])),
        *steps,
    ]
