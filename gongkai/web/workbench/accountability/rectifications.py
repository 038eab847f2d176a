"""Rectifications: the list on both sides, ordering one, its page, steps, evidence, the notice as a document."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gongkai import letters
from gongkai.assessment.accountability.limits import limit_on
from gongkai.casework import BEGIN
from gongkai.organs.roles import Role
from gongkai.web.accountability import services
from gongkai.web.accountability.access import LIABILITY_POLICY, POLICY, RECTIFICATION_POLICY
from gongkai.web.accountability.counting import ORDERED
from gongkai.web.accountability.documents import notice
from gongkai.web.accountability.models import Complaint, Rectification
from gongkai.web.accountability.papers import EVIDENCE
from gongkai.web.accountability.queries import RECTIFICATIONS, RectificationFile
from gongkai.web.casework.day_field import DayField
from gongkai.web.casework.forms import MoveForm, date_input
from gongkai.web.files.sheets import Sheet, handed_out
from gongkai.web.log.services import events_of
from gongkai.web.organs.authority import Denied, acting, roles_in
from gongkai.web.workbench.accountability.forms import OrderForm, PaperForm, amend_order_form
from gongkai.web.workbench.accountability.records import ORDERS, rectifications
from gongkai.web.workbench.accountability.views import day_of
from gongkai.web.workbench.casework.pages import asks, carried_out, status_of
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.notes.panels import panel_of

PAGE = 25
SIDES = {"received": "要本机关整改的", "ordered": "本机关要求整改的"}


@require_GET
@staff
def listed(request: Any) -> HttpResponse:
    """What the organ has to set right, or what it ordered."""
    name, side = request.GET.get("heap", ""), _side(request)
    name = name if name in RECTIFICATIONS else "open"
    mine = _mine(request, side)
    which, said = _asked(request.GET)
    found = mine.filter(which).order_by("-id") if which else RECTIFICATIONS.of(mine, name)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": list(page.object_list),
        "tabs": [] if which else RECTIFICATIONS.tabs(RECTIFICATIONS.counts(mine.filter(ended=False))),
        "heap": name,
        "said": said,
        "side": side,
        "sides": SIDES.items() if _orders(request) else [],
        "today": timezone.localdate(),
        "can_order": RECTIFICATION_POLICY.may_in(request.user, "order", request.organ) and request.organ.has_below,
        "crumbs": [*ORDERS.trail()[:-1], (ORDERS.title, None)],
    }
    return render(request, "workbench/accountability/rectifications.html", context)


@require_GET
@staff
def export(request: Any, form: str) -> HttpResponseBase:
    """The same as a table."""
    which, said = _asked(request.GET)
    found = _mine(request, _side(request)).filter(which or Q()).order_by("-id")
    head = ("编号", "整改的机关", "要求整改的机关", "方式", "由来", "事由", "下达", "期限", "报告", "状态", "办结")
    rows = [
        (
            each.number, each.organ.name, each.orderer.name, each.means_title, each.source_title, each.title,
            each.ordered_on, each.due_on, each.reported_on, each.state_title, each.ended_on,
        )
        for each in found
    ]  # fmt: skip
    return handed_out("rectifications", form, Sheet(f"{request.organ.name}整改（{said or '全部'}）", head, rows, 1))


@never_cache
@asks
@staff
def new(request: Any) -> HttpResponse:
    """Make an organ below set something right; out of a complaint with ``?complaint=``."""
    if not request.organ.has_below:
        raise Denied("要求整改由上级机关办理。本机关没有下级机关。")
    RECTIFICATION_POLICY.check(request.user, "order", Rectification(organ=request.organ, state=BEGIN))
    number = request.GET.get("complaint", "")[:80].replace("\x00", "")
    about: Complaint | None = None
    if number:
        rows = Complaint.objects.select_related("organ", "about").filter(organ=request.organ)
        about = POLICY.get(request.user, rows, "order_rectification", number=number)
        if about.about is None:
            raise Http404
    known = {"due_on": timezone.localdate() + timedelta(days=limit_on("rectify", timezone.localdate()).length.amount)}
    form = OrderForm(request.organ, about, request.POST or None, initial=known)
    made: list[Rectification] = []

    def act() -> None:
        given = dict(form.cleaned_data)
        organ = given.pop("organ", None) or (about.about if about else None)
        assert organ is not None
        source = given.pop("source", "complaint")
        by = acting(request.user, request.organ)
        made.append(services.order(request.organ, organ, by=by, source=source, complaint=about, **given))

    if carried_out(request, form, act):
        messages.success(request, f"整改通知已经下达，编号{made[0].number}，在{made[0].organ.name}的待办里。")
        return redirect(made[0])
    context = {"form": form, "about": about, "crumbs": ORDERS.trail(None, ("要求整改", None))}
    return render(request, "workbench/accountability/order.html", context, status=status_of(request))


@never_cache
@require_GET
@staff
def rectification(request: Any, number: str) -> HttpResponse:
    """One rectification."""
    found = ORDERS.fetch(request, number)
    log = list(events_of(found))
    case = RectificationFile(found, events=log)
    about = found.complaint
    context = {
        **ORDERS.shown(found, case.options(acting(request.user, found.organ)), log),
        "urgency": case.urgency,
        "clocks": case.clocks(),
        "papers": found.papers.select_related("added_by"),
        "about": about if about is not None and POLICY.may(request.user, "read", about) else None,
        "liabilities": LIABILITY_POLICY.visible(request.user, found.liabilities.all()),
        "may_propose": LIABILITY_POLICY.holds(request.user, "propose", found),
        "notes": panel_of(found, request.user),
        "may": {action: RECTIFICATION_POLICY.may(request.user, action, found) for action in ("add_paper", "read_paper")}
        | {"amend": RECTIFICATION_POLICY.holds(request.user, "amend", found)},
    }
    return render(request, "workbench/accountability/rectification.html", context)


@never_cache
@asks
@staff
def move(request: Any, number: str, name: str) -> HttpResponse:
    """A step: what is asked, or why it cannot be made and what can be done instead."""
    found = ORDERS.fetch(request, number)
    step = ORDERS.step(request, found, name, elsewhere=("order",))
    by = acting(request.user, found.organ)
    form = _form(step, request.POST or None)
    if carried_out(request, form, lambda: services.move_rectification(found, name, by=by, **form.given)):
        found.refresh_from_db()
        return ORDERS.done(request, found, f"已经办理“{step.title}”。这件整改目前“{found.state_title}”。")
    return ORDERS.step_page(request, found, step, form, lambda: RectificationFile(found).options(by))


@never_cache
@asks
@staff
def amend(request: Any, number: str, step: int) -> HttpResponse:
    """Amend what was recorded as a step, by another person than who recorded it."""
    return ORDERS.amend(request, number, step, amend_order_form, services.amend_rectification, "已经更正。")


@require_GET
@staff
def proof(request: Any, number: str) -> HttpResponse:
    """What became of the limit."""
    return ORDERS.proof(request, number, RectificationFile)


@never_cache
@asks
@staff
def add_paper(request: Any, number: str) -> HttpResponse:
    """Keep a file that shows what was set right."""
    form = PaperForm(request.POST or None, request.FILES or None)
    return ORDERS.take_paper(request, number, form, EVIDENCE, "整改前后的截图、台账、文件等。要求整改的机关看得到。")


@never_cache
@require_POST
@staff
def read_paper(request: Any, number: str, key: Any) -> HttpResponse:
    """One file to take away; that it was read is recorded first."""
    return ORDERS.hand_paper(request, number, key, EVIDENCE)


@never_cache
@require_GET
@staff
def paper(request: Any, number: str, form: str) -> HttpResponse:
    """The notice as a document."""
    found = ORDERS.fetch(request, number)
    if form not in letters.MEDIA_TYPES:
        raise Http404
    answer = HttpResponse(letters.write(notice(found), form), content_type=letters.MEDIA_TYPES[form])
    name = f"{found.number}整改通知.{form}"
    answer["Content-Disposition"] = content_disposition_header(form == "docx", name) or "inline"
    return answer


def _form(step: Any, data: Any) -> MoveForm:
    form = MoveForm(step, data, dated=True)
    if "limit" in form.fields:
        form.fields["limit"] = DayField(label="新的整改期限", widget=date_input())
    return form


def _orders(request: Any) -> bool:
    return Role.SUPERVISING_OFFICE in roles_in(request.user, request.organ) and request.organ.has_below


def _side(request: Any) -> str:
    side = request.GET.get("side", "")
    return side if side in SIDES else "ordered" if _orders(request) else "received"


def _mine(request: Any, side: str) -> Any:
    rows = RECTIFICATION_POLICY.visible(request.user, rectifications())
    return rows.filter(orderer=request.organ) if side == "ordered" else rows.filter(organ=request.organ)


def _asked(given: Any) -> tuple[Q | None, str]:
    """Which ones a number of the statistics counts; None for a plain list."""
    since, until, column = day_of(given.get("since", "")), day_of(given.get("until", "")), given.get("column", "")
    if since is None or until is None or column not in ORDERED:
        return None, ""
    return Q(ordered_on__gte=since, ordered_on__lte=until) & ORDERED[column][
        1
    ], f"{since}至{until}，{ORDERED[column][0]}"
