"""Making a move, amending one, assigning, entering a correction, erasing personal data: each a form and a service."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.cache import never_cache

from gongkai.applications.moves import AMENDMENTS, DRAFTING
from gongkai.casework.amendments import ON
from gongkai.web.applications import services
from gongkai.web.applications.forms import DetailsForm
from gongkai.web.applications.letters import FILE
from gongkai.web.applications.models import Filing
from gongkai.web.applications.previewing import preview_move
from gongkai.web.applications.queries import CaseFile
from gongkai.web.organs.authority import acting
from gongkai.web.workbench.applications.deciding import decide
from gongkai.web.workbench.applications.forms import AssignForm, EraseForm, amend_form
from gongkai.web.workbench.applications.letter_forms import LetterMoveForm
from gongkai.web.workbench.applications.records import PAGES, fetch
from gongkai.web.workbench.casework.pages import asks, carried_out
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.letters.sheets import sheet_of, shown_sheet

PREVIEW, CONFIRM = "preview", "confirm"
READING = ("review_secrecy", "review_legality", "approve", "send_back", "serve")
"""The steps for which the reply at hand is shown."""


@never_cache
@asks
@staff
def move(request: Any, number: str, name: str) -> HttpResponse:
    """A move: what is asked, what it does to the limits, or why it cannot be made and what can be done instead."""
    found = fetch(request, number)
    step = PAGES.step(request, found, name, elsewhere=("submit",))
    by = acting(request.user, found.organ)
    if name in DRAFTING:
        return decide(request, found, step, by)
    case = CaseFile(found)
    form = LetterMoveForm(case, step, request.POST or None)
    asked = request.POST.get("step", "") if form.kind else ""
    shown = None
    changed = False

    def act() -> None:
        nonlocal shown, changed
        given = {"by": by, **form.given, "asked": form.asked}
        if asked in (PREVIEW, CONFIRM):
            shown = preview_move(found, name, **given)
            changed = asked == CONFIRM and shown is not None and request.POST.get("previewed") != shown.digest
        if asked != PREVIEW and not changed:
            services.make_move(found, name, **given)

    if carried_out(request, form, act) and asked != PREVIEW and not changed:
        return PAGES.done(request, found, f"已经办理“{step.title}”。这件申请目前“{found.state_title}”。")
    reply = found.replies.order_by("-number").first() if name in READING else None
    return PAGES.step_page(
        request,
        found,
        step,
        form,
        lambda: case.options(by),
        template="workbench/applications/move.html",
        status=200 if shown else None,
        shown=shown_sheet(shown, signed=found.organ.name, dated=form.cleaned_data["on"]) if shown else None,
        changed=changed,
        on_paper=form.kind is not None and form.kind.recipient != FILE,
        amendable=ON in AMENDMENTS.fields.get(name, ()),
        reply=reply,
        reply_sheet=sheet_of(reply.title, "", "", reply.body) if reply and reply.body else None,
    )


@never_cache
@asks
@staff
def amend(request: Any, number: str, step: int) -> HttpResponse:
    """Amend what was recorded as a step, by another person than who recorded it."""
    said = "已经更正。原来的记录保留，期限已经重新计算。"
    return PAGES.amend(request, number, step, amend_form, services.amend_step, said)


@never_cache
@asks
@staff
def assign(request: Any, number: str) -> HttpResponse:
    """Give the case to a section or a person."""
    found = fetch(request, number, "assign")
    form = AssignForm(found, request.POST or None)
    by = acting(request.user, found.organ)
    if carried_out(request, form, lambda: services.assign(found, by=by, **form.cleaned_data)):
        return PAGES.done(request, found, "已经交办。")
    return PAGES.form_page(request, found, form, "交办", "交给科室以后，那个科室的信息员可以拟定答复。")


@never_cache
@asks
@staff
def edit(request: Any, number: str) -> HttpResponse:
    """Enter what the applicant corrected. The page shows personal data, so opening it is recorded."""
    found = fetch(request, number, "edit_details")
    by = acting(request.user, found.organ)
    if request.method == "POST":
        form = DetailsForm(found.applicant_kind, request.POST, lenient=True)
    else:
        services.read_personal_data(found, by=by)
        form = DetailsForm.of(found)
    if carried_out(request, form, lambda: services.edit_details(found, form.details, by=by)):
        return PAGES.done(request, found, "已经保存。")
    about = "照申请人补正的内容填写。改动记入日志，日志不写内容。"
    handed_in = found.filings.filter(kind=Filing.Kind.CORRECTION).order_by("-id").first()
    template = "workbench/applications/corrected.html"
    return PAGES.form_page(request, found, form, "填写补正的内容", about, template=template, handed_in=handed_in)


@never_cache
@asks
@staff
def erase(request: Any, number: str) -> HttpResponse:
    """Erase personal data of a case that has ended."""
    found = fetch(request, number, "erase_personal_data")
    form = EraseForm(request.POST or None)
    by = acting(request.user, found.organ)
    if carried_out(request, form, lambda: services.erase_personal_data(found, by=by, why=form.cleaned_data["why"])):
        return PAGES.done(request, found, "个人信息已经删除。统计和办理记录没有变。")
    about = "将删除申请人和第三方的姓名、证件号码、联系方式、所需信息的描述和答复的内容，不能恢复。"
    return PAGES.form_page(request, found, form, "删除个人信息", about)
