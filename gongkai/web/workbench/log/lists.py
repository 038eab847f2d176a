"""The log of an organ: its list, one event, and what happened to one record."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from gongkai.web.log.models import Chain, Event
from gongkai.web.operation.access import POLICY, sees_installation, visible_chains
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.log.forms import Filters
from gongkai.web.workbench.log.rows import differences, facts, role_of, row_of, rows_of

PER_PAGE = 50
INSTALLATION = "installation"


def chosen_chain(request: Any) -> Chain:
    """The chain of the organ in which the person works, or (``?chain=installation``) that of the installation."""
    asked = request.POST.get("chain") or request.GET.get("chain")
    if asked == INSTALLATION:
        chain = Chain.objects.filter(organ=None).first() if sees_installation(request.user) else None
        if chain is None:
            raise Http404
        return chain
    return POLICY.get(request.user, Chain.objects.select_related("organ"), organ=request.organ)


def tabs(request: Any, chain: Chain) -> list[tuple[str, str, bool]]:
    """The chains that the person may look at here: title, what to put into the address, whether it is this one."""
    if not sees_installation(request.user) or not Chain.objects.filter(organ=None).exists():
        return []
    return [(request.organ.name, "", chain.organ_id is not None), ("本系统", INSTALLATION, chain.organ_id is None)]


@staff
def log(request: HttpRequest) -> HttpResponse:
    """Newest first, page by page by number, so that the millionth row costs what the first does."""
    chain = chosen_chain(request)
    form = Filters(chain, request.GET if _asked(request) else {})
    events = form.narrowed(Event.objects.filter(chain=chain))
    rows, older = _page(events, request.GET.get("before"))
    query = {key: str(value) for key, value in request.GET.items() if key != "before" and value}
    context = {
        "crumbs": [("工作台", reverse("workbench:home")), ("日志", None)],
        "chain": chain,
        "tabs": tabs(request, chain),
        "form": form,
        "narrowed": _asked(request),
        "rows": rows_of(rows),
        "older": urlencode(query | {"before": str(older)}) if older else "",
        "newest": urlencode(query) if request.GET.get("before") else None,
    }
    return render(request, "workbench/log/list.html", context, status=422 if form.errors else 200)


@staff
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """One event: before and after, what was given, its place in the chain."""
    found = Event.objects.filter(chain__in=visible_chains(request.user), pk=pk).select_related("chain__organ").first()
    if found is None:
        raise Http404
    beside = Event.objects.filter(chain=found.chain, number__in=(found.number - 1, found.number + 1))
    near = dict(beside.values_list("number", "pk"))
    row = row_of(found)
    context = {
        "crumbs": [
            ("工作台", reverse("workbench:home")),
            ("日志", _back(found.chain)),
            (f"第{found.number}条", None),
        ],
        "event": found,
        "row": row,
        "role": role_of(found),
        "facts": facts(found),
        "differences": differences(found),
        "sound": found.row.sound(),
        "before": near.get(found.number - 1),
        "after": near.get(found.number + 1),
    }
    return render(request, "workbench/log/event.html", context)


@staff
def subject(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Everything that happened to one record, as far as the person may read it."""
    readable = Event.objects.filter(chain__in=visible_chains(request.user), subject_kind=kind, subject_id=key)
    rows, older = _page(readable, request.GET.get("before"))
    if not rows:
        raise Http404
    shown = rows_of(rows)
    context = {
        "crumbs": [
            ("工作台", reverse("workbench:home")),
            ("日志", reverse("workbench:log")),
            (shown[0].subject, None),
        ],
        "title": shown[0].subject,
        "rows": shown,
        "older": urlencode({"before": older}) if older else "",
        "newest": "" if request.GET.get("before") else None,
    }
    return render(request, "workbench/log/subject.html", context)


def _page(events: QuerySet[Event], before: str | None) -> tuple[list[Event], int | None]:
    """A page of events older than ``before``, and the key from which the next goes on."""
    if before and before.isascii() and before.isdigit() and len(before) < 19:
        events = events.filter(pk__lt=int(before))
    rows = list(events.order_by("-id")[: PER_PAGE + 1])
    return rows[:PER_PAGE], rows[PER_PAGE - 1].pk if len(rows) > PER_PAGE else None


def _asked(request: HttpRequest) -> bool:
    return any(request.GET.get(name) for name in ("who", "move", "kind", "since", "until"))


def _back(chain: Chain) -> str:
    address = reverse("workbench:log")
    return address if chain.organ_id else f"{address}?chain={INSTALLATION}"
