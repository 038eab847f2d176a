"""The list of files, the page of one, beginning one, entering one from before."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from gongkai.casework import NotAllowed, Option
from gongkai.publishing.normative import BEFORE_END, BY_SYSTEM, NORMATIVE
from gongkai.web.casework.services import options
from gongkai.web.consultations.access import POLICY as CONSULTATIONS
from gongkai.web.log.services import events_of
from gongkai.web.normative import services
from gongkai.web.normative.access import POLICY, RULE_POLICY
from gongkai.web.normative.models import NormativeDocument
from gongkai.web.normative.queries import due_for_evaluation, state_counts, warnings_of
from gongkai.web.normative.rules import rule_of
from gongkai.web.organs.authority import Denied, acting, places_of
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.links import relations_of
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.normative.forms import HistoryForm, StartForm
from gongkai.web.workbench.normative.records import fetch, named, trail
from gongkai.web.workbench.normative.timeline import TIMELINE

PAGE = 30
TABS = {"open": "办理中", "living": "已公布", "all": "全部"}
TONES = {
    "published": "good",
    "amended": "warn",
    "expired": "bad",
    "repealed": "bad",
    "superseded": "bad",
    "abandoned": "neutral",
}


def tone_of(state: str) -> str:
    """How a state is shown."""
    return TONES.get(state, "info")


@staff
def documents(request: Any) -> HttpResponse:
    """The files of an organ by state, with how many are due for evaluation."""
    tab, state = request.GET.get("tab", "open"), request.GET.get("state", "")
    tab = tab if tab in TABS else "open"
    below = request.GET.get("below") == "1"
    organs = (
        Organ.objects.filter(path__startswith=request.organ.path)
        if below
        else Organ.objects.filter(pk=request.organ.pk)
    )
    mine = POLICY.visible(request.user, NormativeDocument.objects.filter(organ__in=organs))
    counts = state_counts(mine)
    rows = mine.select_related("organ", "section", "item").order_by("-id")
    if tab == "open":
        rows = rows.filter(state__in=BEFORE_END)
    elif tab == "living":
        rows = rows.exclude(state__in=(*BEFORE_END, "abandoned"))
    if state in NORMATIVE.states:
        rows = rows.filter(state=state)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    may_start = POLICY.may_in(request.user, "start", request.organ)
    context = {
        "page": page,
        "rows": [(row, tone_of(row.state)) for row in page.object_list],
        "tab": tab,
        "tabs": TABS.items(),
        "state": state,
        "states": [(key, title, counts.get(key, 0)) for key, title in NORMATIVE.states.items()],
        "below": below,
        "can_look_below": request.organ.has_below,
        "due": len(due_for_evaluation(request.organ, timezone.localdate())),
        "unruled": may_start and rule_of(request.organ, timezone.localdate()) is None,
        "may_start": may_start,
        "may_enter": POLICY.may_in(request.user, "enter_history", request.organ),
        "may_rule": RULE_POLICY.may_in(request.user, "add", request.organ),
        "crumbs": [("工作台", reverse("workbench:home")), ("规范性文件", None)],
    }
    return render(request, "workbench/normative/documents.html", context)


@staff
def document(request: Any, pk: int) -> HttpResponse:
    """One file: where it is, what can be done, what its document has become."""
    return shown(request, fetch(request, pk))


def shown(request: Any, found: NormativeDocument, *, status: int = 200, refusal: str = "") -> HttpResponse:
    """The page, with a refusal above it when something could not be done."""
    possible: list[dict[str, Any]] = []
    impossible: list[dict[str, Any]] = []
    for option in options(found, acting(request.user, found.organ)):
        if option.move.name in BY_SYSTEM or option.move.name == "register_elsewhere":
            continue
        if not POLICY.holds(request.user, option.move.name, found):
            continue
        (possible if option.possible else impossible).append(_offered(found, option))
    item = found.item
    context = {
        "document": found,
        "item": item,
        "tone": tone_of(found.state),
        "validity": item.validity.label if item is not None and item.is_public else "",
        "warnings": warnings_of(found),
        "rule": rule_of(found.organ, found.signed_on or timezone.localdate()),
        "possible": possible,
        "impossible": impossible,
        "writes": item is None and found.state not in ("abandoned",) and POLICY.may(request.user, "write_text", found),
        "relations": relations_of(item) if item is not None else [],
        "consultations": CONSULTATIONS.visible(request.user, found.consultations.defer("draft", "result")),
        "events": TIMELINE.happenings(events_of(found)),
        "refusal": refusal,
        "crumbs": trail(document=found),
    }
    return render(request, "workbench/normative/document.html", context, status=status)


@staff
def new(request: Any) -> HttpResponse:
    """Begin a file."""
    if not POLICY.may_in(request.user, "start", request.organ):
        raise Denied("您在这个机关没有“立项起草”的权限。")
    form = StartForm(request.POST or None)
    if form.is_valid():
        by = acting(request.user, request.organ)
        place = next((each.section_id for each in _places(request) if each.section_id), None)
        section = request.organ.sections.filter(pk=place).first() if place else None
        try:
            made = services.start(request.organ, by=by, section=section, **form.cleaned_data)
        except (NotAllowed, ValidationError) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "已经立项。接下来公开征求意见、作公平竞争审查，再送合法性审核。")
            return redirect(made)
    about = "规章、行政规范性文件从立项到公布、废止的全过程都记在这里。正文在签发、登记以后按信息公开的程序审查发布。"
    return _form(request, form, "立项起草", about)


@staff
def history(request: Any) -> HttpResponse:
    """Enter a document from before."""
    if not POLICY.may_in(request.user, "enter_history", request.organ):
        raise Denied("录入以前的文件由政务公开专职人员办理，需要先用动态口令再验证一次身份。")
    form = HistoryForm(request.POST or None)
    if form.is_valid():
        given = dict(form.cleaned_data)
        number = given.pop("index_number")
        item = named(request.organ, number) if number else None
        if number and item is None:
            form.add_error("index_number", "没有找到这一件信息，请核对索引号。")
        else:
            try:
                made = services.enter_history(request.organ, by=acting(request.user, request.organ), item=item, **given)
            except (NotAllowed, ValidationError) as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, "已经录入。")
                return redirect(made)
    return _form(request, form, "录入以前的文件", "没有在本系统立项、但仍要管理有效期和清理的文件，照原来的日期录入。")


def _places(request: Any) -> list[Any]:
    return [each for each in places_of(request.user) if each.organ_id == request.organ.pk]


def _offered(found: NormativeDocument, option: Option) -> dict[str, Any]:
    return {
        "title": option.move.title,
        "basis": option.move.basis,
        "quiet": option.move.name in ("abandon", "return_legal", "return_decision"),
        "url": reverse("workbench:normative_move", args=[found.pk, option.move.name]),
        "reasons": [str(each) for each in option.reasons],
    }


def _form(request: Any, form: Any, title: str, about: str) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "about": about,
        "back": reverse("workbench:normative_documents"),
        "crumbs": trail((title, None)),
    }
    return render(request, "workbench/normative/form.html", context, status=422 if form.errors else 200)
