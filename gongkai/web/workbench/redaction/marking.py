"""Marking a page: its picture, its boxes, adding, removing, withholding it whole, going back, proposals."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET, require_POST

from gongkai.redaction.grounds import grounds
from gongkai.redaction.marks import Box, Marks
from gongkai.web.organs.authority import acting
from gongkai.web.redaction import marking
from gongkai.web.redaction.access import POLICY
from gongkai.web.redaction.models import Redaction
from gongkai.web.redaction.releasing import released
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.redaction.forms import BoxForm, DrawnForm, ProposalsForm, WithholdForm, ground_choices
from gongkai.web.workbench.redaction.records import fetch, trail


@never_cache
@require_GET
@staff
def page(request: Any, number: str, pk: int) -> HttpResponse:
    """A page of the source with its boxes."""
    return _shown(request, fetch(request, number, pk))


@cache_control(private=True, no_store=True)
@require_GET
@staff
def page_picture(request: Any, number: str, pk: int, page: int) -> HttpResponse:
    """A page of the source as PNG; that it was read is recorded."""
    found = fetch(request, number, pk, "view")
    if not 1 <= page <= found.pages or found.erased_at:
        raise Http404
    try:
        picture = marking.read_page(found, page, by=acting(request.user, found.application.organ))
    except ValidationError as problem:
        return HttpResponse("".join(problem.messages), status=422, content_type="text/plain; charset=utf-8")
    return picture_response(picture)


def picture_response(picture: bytes) -> HttpResponse:
    """A picture that no browser keeps."""
    response = HttpResponse(picture, content_type="image/png")
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@never_cache
@require_POST
@staff
def save_boxes(request: Any, number: str, pk: int) -> HttpResponse:
    """Add a box by numbers, remove one, or take all the boxes of a page as they were drawn."""
    found = fetch(request, number, pk, "mark")
    here, marks = _page_number(request, found), marking.marks_of(found)
    boxes = marks.on(here)
    if "remove" in request.POST:
        place = _whole(request.POST["remove"])
        if not 1 <= place <= len(boxes):
            messages.error(request, "这个遮盖框已经不在了。")
            return _to(found, here)
        return _saved(request, found, marks.with_page(here, [*boxes[: place - 1], *boxes[place:]]), here, "已经去掉。")
    if "boxes" in request.POST:
        drawn = DrawnForm(request.POST)
        if drawn.is_valid():
            return _saved(request, found, marks.with_page(here, drawn.cleaned_data["boxes"]), here, "已经保存。")
        for each in drawn.errors.get("boxes", ["遮盖框的数据读不懂。"]):
            messages.error(request, str(each))
        return _shown(request, found, status=422)
    form = BoxForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, form=form, status=422)
    return _saved(request, found, marks.with_page(here, [*boxes, form.cleaned_data["box"]]), here, "已经加上。", form)


@never_cache
@require_POST
@staff
def withhold(request: Any, number: str, pk: int) -> HttpResponse:
    """Withhold a page whole, or show it again."""
    found = fetch(request, number, pk, "mark")
    here, marks = _page_number(request, found), marking.marks_of(found)
    if "show" in request.POST:
        return _saved(request, found, marks.with_withheld(here, ""), here, f"第{here}页改为提供。")
    form = WithholdForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请为整页不提供选择一条理由。")
        return _shown(request, found, status=422)
    changed = marks.with_withheld(here, form.cleaned_data["ground"])
    return _saved(request, found, changed, here, f"第{here}页整页不提供，成品里换成说明理由和页数的一页。")


@never_cache
@require_POST
@staff
def undo(request: Any, number: str, pk: int) -> HttpResponse:
    """Go back by one saving."""
    found = fetch(request, number, pk, "mark")
    try:
        marking.undo(
            found, based_on=_whole(request.POST.get("based_on")), by=acting(request.user, found.application.organ)
        )
    except ValidationError as problem:
        messages.error(request, "".join(problem.messages))
    else:
        messages.success(request, "已经退回上一次保存的标注。")
    return _to(found, _page_number(request, found))


@never_cache
@require_POST
@staff
def propose(request: Any, number: str, pk: int) -> HttpResponse:
    """What looks like personal data in the words of the source; the chosen ones are covered."""
    found = fetch(request, number, pk, "mark")
    try:
        proposals = marking.propose(found, by=acting(request.user, found.application.organ))
    except ValidationError as problem:
        messages.error(request, "".join(problem.messages))
        return _to(found, _page_number(request, found))
    taking = "chosen" in request.POST or "ground" in request.POST
    form = ProposalsForm(proposals, request.POST if taking else None)
    if taking and form.is_valid():
        marks = marking.marks_of(found)
        for each, boxes in form.boxes().items():
            marks = marks.with_page(each, tuple(dict.fromkeys([*marks.on(each), *boxes])))
        return _saved(request, found, marks, min(form.boxes(), default=1), "已经加上，请逐页核对有没有遮错、漏遮。")
    context = {
        "redaction": found,
        "form": form,
        "found": bool(proposals),
        "version": _version(found),
        "crumbs": trail(found.application, ("标注遮盖", found.get_absolute_url()), ("查找个人信息", None)),
    }
    return render(request, "workbench/redaction/proposals.html", context, status=422 if taking else 200)


def _saved(
    request: Any, found: Redaction, marks: Marks, here: int, said: str, form: BoxForm | None = None
) -> HttpResponse:
    by = acting(request.user, found.application.organ)
    try:
        marking.mark(found, marks, based_on=_whole(request.POST.get("based_on")), by=by)
    except ValidationError as problem:
        messages.error(request, "".join(problem.messages))
        return _shown(request, found, form=form, status=422)
    messages.success(request, said)
    return _to(found, here, request.POST.get("ground", ""))


def _to(found: Redaction, here: int, ground: str = "") -> HttpResponse:
    kept = f"&ground={ground}" if ground in grounds() else ""
    return redirect(f"{found.get_absolute_url()}?page={here}{kept}#page")


def _shown(request: Any, found: Redaction, *, form: BoxForm | None = None, status: int = 200) -> HttpResponse:
    here = _page_number(request, found)
    marks, today = marking.marks_of(found), timezone.localdate()
    width, height = found.page_sizes[here - 1] if found.page_sizes else (595, 842)
    chosen = request.GET.get("ground") or request.POST.get("ground") or "personal_information"
    may_mark = POLICY.may(request.user, "mark", found) and not found.erased_at and _is_open(found)
    withheld = marks.withheld.get(here, "")
    context = {
        "redaction": found,
        "application": found.application,
        "here": here,
        "pages": [(each, len(marks.on(each)), each in marks.withheld) for each in range(1, found.pages + 1)],
        "before": here - 1,
        "after": here + 1 if here < found.pages else 0,
        "width": width,
        "height": height,
        "boxes": [(place, each, *_drawn(each, width, height)) for place, each in enumerate(marks.on(here), 1)],
        "titles": {key: each.told(today) for key, each in grounds().items()},
        "grounds": ground_choices(),
        "chosen": chosen if chosen in grounds() else "personal_information",
        "withheld": grounds()[withheld].told(today) if withheld else "",
        "form": form or BoxForm(initial={"ground": chosen}),
        "withhold": WithholdForm(initial={"ground": chosen}),
        "version": _version(found),
        "history": list(found.markings.select_related("author").order_by("-number")[:10]),
        "released": released(found),
        "may_mark": may_mark,
        "may_view": POLICY.may(request.user, "view", found) and not found.erased_at,
        "may_release": POLICY.holds(request.user, "release", found) and not found.erased_at,
        "picture": reverse("workbench:redaction_page", args=[found.application.number, found.pk, here]),
        "crumbs": trail(found.application, ("标注遮盖", None)),
    }
    return render(request, "workbench/redaction/page.html", context, status=status)


def _drawn(each: Box, width: float, height: float) -> tuple[str, ...]:
    """A box in the units of the page's drawing."""
    return tuple(
        f"{value:.2f}" for value in (each.left * width, each.top * height, each.width * width, each.height * height)
    )


def _is_open(found: Redaction) -> bool:
    try:
        marking.check_open(found.application, found.layer)
    except ValidationError:
        return False
    return True


def _version(found: Redaction) -> int:
    last = marking.latest(found)
    return last.number if last else 0


def _page_number(request: Any, found: Redaction) -> int:
    asked = _whole(request.POST.get("page") or request.GET.get("page") or "1")
    return asked if 1 <= asked <= max(found.pages, 1) else 1


def _whole(text: Any) -> int:
    """A whole number from a form; -1 for anything else."""
    text = str(text or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
