"""Writing: a new item, a draft, the next version."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from gongkai.casework import NotAllowed
from gongkai.organs.roles import Role
from gongkai.web.organs.authority import Denied, acting, places_of
from gongkai.web.organs.models import Organ, Section
from gongkai.web.publishing import services
from gongkai.web.publishing.access import ITEM_POLICY, POLICY
from gongkai.web.publishing.models import Item, SiteColumn, Wording
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.publishing.forms import DraftForm
from gongkai.web.workbench.publishing.items import found, latest_of, shown

CRUMBS = [("工作台", "/workbench/"), ("公开信息", "/workbench/items/")]


@staff
def new(request: Any) -> HttpResponse:
    """A new item."""
    organ = request.organ
    if not ITEM_POLICY.may_in(request.user, "draft", organ):
        raise Denied("您在这个机关没有“起草信息”的权限。可以办理的角色：信息员、政务公开专职人员。")
    form = DraftForm(organ, sections_of(request.user, organ), request.POST or None)
    if form.is_valid():
        given = dict(form.cleaned_data)
        column, section = given.pop("column"), given.pop("section", None)
        try:
            version = services.draft_item(
                organ, by=acting(request.user, organ), column=column, section=section, **given
            )
        except (NotAllowed, ValidationError) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "草稿已保存。核对无误以后送审。")
            return redirect(version)
    no_columns = not SiteColumn.objects.filter(organ=organ, closed_on=None).exists()
    return _page(request, form, "起草信息", no_columns=no_columns)


@staff
def edit(request: Any, pk: int) -> HttpResponse:
    """The draft of the version at hand."""
    item = found(request, pk)
    version = latest_of(item)
    if version.state != "draft":
        return shown(
            request,
            item,
            status=422,
            refusal=f"这一稿目前“{version.state_title}”，不能修改。要修改的，请先撤回送审或者请审查人退回。",
        )
    POLICY.check(request.user, "edit", version)
    form = DraftForm(item.organ, None, request.POST or None, wording=version.wording)
    if form.is_valid():
        try:
            services.edit_draft(version, by=acting(request.user, item.organ), **form.cleaned_data)
        except (NotAllowed, ValidationError) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "草稿已保存。")
            return redirect(version)
    return _page(request, form, "修改文稿", item=item, wording=version.wording)


@require_POST
@staff
def new_version(request: Any, pk: int) -> HttpResponse:
    """Begin the next version."""
    item = found(request, pk)
    ITEM_POLICY.check(request.user, "new_version", item)
    try:
        version = services.new_version(item, by=acting(request.user, item.organ))
    except (NotAllowed, ValidationError) as refusal:
        told = "".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
        return shown(request, item, status=422, refusal=told)
    messages.success(request, f"第{version.number}版的草稿已从上一版复制，请修改。原来的版本在新版本发布以前一直有效。")
    return redirect(reverse("workbench:edit_draft", args=[item.pk]))


def sections_of(person: Any, organ: Organ) -> list[Section] | Any:
    """The sections for which the person may draft; None when the organ has none."""
    rows = Section.objects.filter(organ=organ, closed_on=None)
    held = [place for place in places_of(person) if place.organ_id == organ.pk]
    own = [place.section_id for place in held if place.role is Role.INFO_OFFICER]
    office = any(place.role is Role.FOI_OFFICER for place in held)
    if not office and None not in own:
        rows = rows.filter(pk__in=[key for key in own if key])
    return rows if rows.exists() else None


def _page(
    request: Any,
    form: DraftForm,
    title: str,
    *,
    item: Item | None = None,
    wording: Wording | None = None,
    no_columns: bool = False,
) -> HttpResponse:
    crumbs: list[tuple[str, str | None]] = [*CRUMBS]
    if item is not None:
        crumbs.append((item.title, reverse("workbench:item", args=[item.pk])))
    context = {
        "form": form,
        "title": title,
        "item": item,
        "wording": wording,
        "no_columns": no_columns,
        "crumbs": [*crumbs, (title, None)],
    }
    return render(request, "workbench/publishing/draft.html", context, status=422 if form.errors else 200)
