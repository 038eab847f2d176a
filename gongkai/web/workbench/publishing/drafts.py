"""Writing: a new item, a draft, the next version."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from gongkai.casework import NotAllowed
from gongkai.organs.roles import Role
from gongkai.publishing.cleaning import TooLong, body_of, plain_text
from gongkai.publishing.comparison import compared
from gongkai.web.log.actors import Actor
from gongkai.web.organs.authority import Denied, acting, places_of
from gongkai.web.organs.models import Organ, Section
from gongkai.web.publishing import services
from gongkai.web.publishing.access import ITEM_POLICY, POLICY
from gongkai.web.publishing.drafting import Overtaken, said_digest
from gongkai.web.publishing.models import Item, SiteColumn, Version, Wording
from gongkai.web.publishing.picturing import brings_pictures, brought_in
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.publishing.comparing import changes
from gongkai.web.workbench.publishing.draft_forms import DraftForm
from gongkai.web.workbench.publishing.items import found, latest_of, shown
from gongkai.web.workbench.publishing.keeping_typed import keeps_typed

AGAIN = timedelta(minutes=10)
"""So long the same text counts as sent twice, not as a second item."""
CRUMBS = [("工作台", "/workbench/"), ("公开信息", "/workbench/items/")]


@keeps_typed
@staff
def new(request: Any) -> HttpResponse:
    """A new item."""
    organ = check_drafts(request)
    form = DraftForm(organ, sections_of(request.user, organ), request.POST or None)
    if form.is_valid():
        twin = _saved_already(request.user, organ, form)
        if twin is not None:
            messages.info(request, "您刚才已经保存过这件信息，没有再建一件。下面就是保存的草稿。")
            return redirect(twin)
        by = acting(request.user, organ)
        try:
            version, told = _begun(organ, by, form)
        except (NotAllowed, ValidationError) as refusal:
            form.refuse(refusal)
        else:
            _told(request, "草稿已保存。核对无误以后送审。", told)
            return redirect(version)
    return new_page(request, form)


@keeps_typed
@staff
def edit(request: Any, pk: int) -> HttpResponse:
    """The draft of the version at hand."""
    item, version = _editable(request, pk)
    if version.state != "draft":
        return _closed(request, item, version)
    POLICY.check(request.user, "edit", version)
    wording = version.wording
    form = DraftForm(item.organ, None, request.POST or None, wording=wording)
    if form.is_valid():
        by = acting(request.user, item.organ)
        try:
            told = _written(version, by, form)
        except Overtaken as overtaken:
            return _overtaken(request, item, form, overtaken.wording)
        except (NotAllowed, ValidationError) as refusal:
            form.refuse(refusal)
        else:
            _told(request, "草稿已保存。", told)
            return redirect(version)
    return _page(request, form, "修改文稿", item=item, wording=wording)


@csrf_exempt
@keeps_typed
@staff
def resume_new(request: Any) -> HttpResponse:
    """What was typed into a new item before the session ended, back in the form; nothing is saved."""
    organ = check_drafts(request)
    if request.method != "POST":
        return redirect("workbench:new_item")
    form = DraftForm(organ, sections_of(request.user, organ), request.POST)
    return new_page(request, form, resumed=True)


@csrf_exempt
@keeps_typed
@staff
def resume_edit(request: Any, pk: int) -> HttpResponse:
    """What was typed into a draft before the session ended, back in the form; nothing is saved."""
    item, version = _editable(request, pk)
    if request.method != "POST":
        return redirect("workbench:edit_draft", pk=pk)
    if version.state != "draft":
        return _closed(request, item, version)
    POLICY.check(request.user, "edit", version)
    form = DraftForm(item.organ, None, request.POST, wording=version.wording)
    return _page(request, form, "修改文稿", item=item, wording=version.wording, resumed=True)


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


def check_drafts(request: Any) -> Organ:
    """The organ in which the person works and may draft. Raises ``Denied``."""
    organ: Organ = request.organ
    if not ITEM_POLICY.may_in(request.user, "draft", organ):
        raise Denied("您在这个机关没有“起草信息”的权限。可以办理的角色：信息员、政务公开专职人员。")
    return organ


def sections_of(person: Any, organ: Organ) -> list[Section] | Any:
    """The sections for which the person may draft; None when the organ has none."""
    rows = Section.objects.filter(organ=organ, closed_on=None)
    held = [place for place in places_of(person) if place.organ_id == organ.pk]
    own = [place.section_id for place in held if place.role is Role.INFO_OFFICER]
    office = any(place.role is Role.FOI_OFFICER for place in held)
    if not office and None not in own:
        rows = rows.filter(pk__in=[key for key in own if key])
    return rows if rows.exists() else None


def _saved_already(person: Any, organ: Organ, form: DraftForm) -> Version | None:
    """The same text, saved by the same person a moment ago: a button pressed twice, or the browser's way back."""
    cleaned = form.cleaned_data
    lately = Wording.objects.filter(
        author=person, version__organ=organ, version__state="draft", version__number=1, title=cleaned["title"],
        column=cleaned["column"], genre=cleaned["genre"], written_at__gte=timezone.now() - AGAIN,
    )  # fmt: skip
    for wording in lately.select_related("version")[:5]:
        if wording.body_html == body_of(cleaned["body_html"]):
            return wording.version
    return None


@transaction.atomic
def _begun(organ: Organ, by: Actor, form: DraftForm) -> tuple[Version, list[str]]:
    given, told = _with_pictures(organ, by, form.given())
    cleaned = form.cleaned_data
    version = services.draft_item(organ, by=by, column=cleaned["column"], section=cleaned.get("section"), **given)
    return version, told


@transaction.atomic
def _written(version: Version, by: Actor, form: DraftForm) -> list[str]:
    given, told = _with_pictures(version.organ, by, form.given())
    expected = form.cleaned_data["base"] or None
    services.edit_draft(version, by=by, expected=expected, column=form.cleaned_data["column"], **given)
    return told


def _with_pictures(organ: Organ, by: Actor, given: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Pictures that stand in the text itself, as in code that was pasted, are kept as files."""
    if not brings_pictures(given["body_html"]):
        return given, []
    brought = brought_in(organ, by=by, text=given["body_html"])
    return given | {"body_html": brought.body}, brought.told


def _told(request: Any, done: str, told: Iterable[str]) -> None:
    messages.success(request, done)
    for sentence in told:
        messages.warning(request, sentence)


def _editable(request: Any, pk: int) -> tuple[Item, Version]:
    item = found(request, pk)
    return item, latest_of(item)


def _closed(request: Any, item: Item, version: Version) -> HttpResponse:
    told = f"这一稿目前“{version.state_title}”，不能修改。要修改的，请先撤回送审或者请审查人退回。"
    typed = request.POST.get("body_html", "")
    if typed.strip():
        told += f"您刚才填写的没有保存，要用的请抄下：{_words(typed)}"
    return shown(request, item, status=422, refusal=told)


def _words(typed: str) -> str:
    try:
        return plain_text(body_of(typed))
    except TooLong:
        return typed


def _overtaken(request: Any, item: Item, form: DraftForm, theirs: Wording) -> HttpResponse:
    """Somebody else saved first: both texts, and the form as it was filled in. Saving once more is done knowingly."""
    given = form.given()
    mine = Wording(column=form.cleaned_data["column"], **given)
    try:
        mine.body_html = body_of(mine.body_html)
    except TooLong:
        mine.body_html = ""
    again = request.POST.copy()
    again["base"] = said_digest(theirs)
    form.data = again
    overtaken = {
        "theirs": theirs,
        "lines": compared(theirs.body_html, mine.body_html),
        "changes": changes(theirs, mine),
    }
    return _page(request, form, "修改文稿", item=item, wording=theirs, overtaken=overtaken)


def new_page(request: Any, form: DraftForm, **more: Any) -> HttpResponse:
    """The page on which a new item is written."""
    no_columns = not SiteColumn.objects.filter(organ=request.organ, closed_on=None).exists()
    return _page(request, form, "起草信息", no_columns=no_columns, action=reverse("workbench:new_item"), **more)


def _page(
    request: Any, form: DraftForm, title: str, *, item: Item | None = None, wording: Wording | None = None, **more: Any
) -> HttpResponse:
    crumbs: list[tuple[str, str | None]] = [*CRUMBS]
    if item is not None:
        crumbs.append((item.title, reverse("workbench:item", args=[item.pk])))
    context = {
        "form": form,
        "title": title,
        "item": item,
        "wording": wording,
        "action": reverse("workbench:edit_draft", args=[item.pk]) if item is not None else "",
        "pictures_url": _editor_url("pictures", item),
        "paste_url": _editor_url("paste", item),
        "staff_files": f"{reverse('workbench:item', args=[item.pk])}files/"
        if item
        else reverse("workbench:new_pictures"),
        "crumbs": [*crumbs, (title, None)],
    } | more
    refused = (form.errors or more.get("overtaken")) and not more.get("resumed")
    return render(request, "workbench/publishing/draft.html", context, status=422 if refused else 200)


def _editor_url(what: str, item: Item | None) -> str:
    if item is None:
        return reverse(f"workbench:new_{what}")
    return reverse(f"workbench:draft_{what}", args=[item.pk])
