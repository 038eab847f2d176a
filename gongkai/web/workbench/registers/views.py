"""The registers: overview with what is counted twice, lists, entering by hand and from a file, the page of a record, steps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from gongkai.publishing.lists import LISTS
from gongkai.web.log.services import record as note
from gongkai.web.organs.authority import acting
from gongkai.web.registers import queries, services
from gongkai.web.registers.conflicts import conflicts
from gongkai.web.registers.importing import plan_records
from gongkai.web.registers.models import FeeCollection, Registered, Tally
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.list_import import Listing, import_page
from gongkai.web.workbench.organs.pages import ask, lacks_second_factor, page_of, start
from gongkai.web.workbench.registers import forms
from gongkai.web.workbench.registers.kinds import FEES, REGISTERS, Register, register_of

HERE = "事项与决定"
TONES = {"entered": "info", "released": "good", "kept_back": "neutral", "withdrawn": "warn", "voided": "neutral"}
Act = Callable[..., Any]
STEPS: dict[str, tuple[str, str, type[Any], Act]] = {
    "keep_back": ("keep_back", "定为依法不公开", forms.ReasonForm, services.keep_back),
    "withdraw": ("withdraw", "撤回公开", forms.ReasonForm, services.withdraw),
    "void": ("void", "作废登记", forms.ReasonForm, services.void),
    "remove": ("end", "登记取消", forms.RemoveForm, services.remove),
    "change": ("end", "登记变更、撤销", forms.ChangeForm, services.change_decision),
}
"""By address: the action of the policy, the title, what is asked, and who does it."""


def _overview() -> str:
    return reverse("workbench:registers")


def _list(register: Register) -> str:
    return reverse(f"workbench:{register.key}")


def crumbs(register: Register, *more: tuple[str, str | None]) -> Any:
    """Where a page of a register stands."""
    return start(
        (HERE, _overview()), *([(register.title, _list(register)), *more] if more else [(register.title, None)])
    )


@staff
def overview(request: Any) -> HttpResponse:
    """What is kept, what waits for release or for a second name, and what would be counted twice this year or last."""
    today, organ = timezone.localdate(), request.organ
    standing = Q(state__in=("entered", "released", "kept_back", "withdrawn"))
    rows = []
    for each in REGISTERS.values():
        if not each.policy.may_in(request.user, "read", organ):
            continue
        seen = each.policy.visible(request.user, each.model.objects.filter(organ=organ))
        counts = seen.aggregate(
            number=Count("pk", filter=standing),
            waiting=Count("pk", filter=Q(state="entered")),
            public=Count("pk", filter=Q(state="released")),
        )
        rows.append((each, _list(each), counts))
    context = {
        "rows": rows,
        "tallies": Tally.objects.filter(organ=organ, state="confirmed").count(),
        "unsigned": Tally.objects.filter(organ=organ, state="entered").count(),
        "conflicts": conflicts(organ, date(today.year - 1, 1, 1), today) if rows else [],
        "to_withdraw": [(each, due, basis, due < today) for each, due, basis in queries.to_withdraw(organ)]
        if rows
        else [],
        "crumbs": start((HERE, None)),
    }
    return render(request, "workbench/registers/overview.html", context)


@staff
def records(request: Any, register: str) -> HttpResponse:
    """A register, newest first, found by words, year and state."""
    kind = register_of(register)
    rows = kind.policy.visible(request.user, kind.model.objects.filter(organ=request.organ))
    words = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    state, year = request.GET.get("state", ""), request.GET.get("year", "")
    for word in words.split()[:5]:
        found = Q()
        for name in kind.words:
            found |= Q(**{f"{name}__icontains": word})
        rows = rows.filter(found)
    rows = rows.filter(state=state) if state in Registered.State.values else rows.exclude(state="voided")
    if year.isascii() and year.isdigit() and len(year) == 4 and year != "0000":
        rows = rows.filter(**{f"{kind.day}__year": int(year)})
    page = page_of(request, rows.order_by(f"-{kind.day}", "-id"))
    context = {
        "register": kind,
        "page": page,
        "rows": [(each, [show(each) for _, show in kind.columns], TONES[each.state]) for each in page],
        "headings": [heading for heading, _ in kind.columns],
        "words": words,
        "state": state,
        "states": Registered.State.choices,
        "year": year,
        "may_enter": kind.policy.may_in(request.user, "enter", request.organ),
        "new_url": reverse(f"workbench:new_{kind.one}"),
        "import_url": reverse(f"workbench:import_{kind.key}"),
        "crumbs": crumbs(kind),
    }
    return render(request, "workbench/registers/list.html", context)


@staff
def new(request: Any, register: str) -> HttpResponse:
    """Enter a record."""
    kind, organ = register_of(register), request.organ
    kind.policy.check(request.user, "enter", kind.model(organ=organ))
    return ask(
        request,
        lambda *args: kind.form(organ, *args),
        lambda given: services.enter(kind.model, organ, by=acting(request.user, organ), **given),
        title=f"登记{kind.title}",
        done="已登记。公众还看不到，由另一人审定公开。",
        to=lambda made: made.get_absolute_url(),
        cancel=_list(kind),
        crumbs=crumbs(kind, ("登记", None)),
        button="登记",
        intro=kind.about,
    )


@staff
def from_file(request: Any, register: str) -> HttpResponse:
    """Enter many from a file."""
    kind, organ = register_of(register), request.organ
    kind.policy.check(request.user, "enter", kind.model(organ=organ))
    listing = Listing(
        LISTS[kind.key],
        f"批量登记{kind.title}",
        lambda data: plan_records(kind.key, organ, data),
        lambda data: services.import_records(kind.key, organ, data, by=acting(request.user, organ)),
        _list(kind),
        crumbs(kind, ("批量登记", None)),
        "登记以后公众还看不到，由另一人审定公开。",
    )
    return import_page(request, listing)


def _get(request: Any, kind: Register, pk: int, action: str = "read") -> Any:
    rows = kind.model.objects.select_related("organ", "entered_by", "released_by")
    return kind.policy.get(request.user, rows, action, pk=pk)


@staff
def record(request: Any, register: str, pk: int) -> HttpResponse:
    """One record."""
    kind = register_of(register)
    return _shown(request, kind, _get(request, kind, pk))


def _shown(request: Any, kind: Register, found: Any, *, problem: str = "", form: Any = None) -> HttpResponse:
    mine = found.entered_by_id == request.user.pk
    steps = [
        (title, reverse(f"workbench:{kind.one}_step", args=[found.pk, name]))
        for name, (action, title, _, _) in STEPS.items()
        if _fits(name, found) and kind.policy.holds(request.user, action, found)
    ]
    may_release = kind.policy.holds(request.user, "release", found)
    due = (
        next((each for each in queries.to_withdraw(found.organ) if each[0].pk == found.pk), None)
        if _penalty(found)
        else None
    )
    context = {
        "register": kind,
        "record": found,
        "tone": TONES[found.state],
        "facts": [(heading, show(found)) for heading, show in kind.facts],
        "item": getattr(found, "item", None),
        "address": getattr(found, "address", ""),
        "may_edit": kind.policy.may(request.user, "edit", found),
        "edit_url": reverse(f"workbench:edit_{kind.one}", args=[found.pk]),
        "may_release": may_release and not mine,
        "own": may_release and mine,
        "release_url": reverse(f"workbench:{kind.one}_step", args=[found.pk, "release"]),
        "needs_factor": may_release and lacks_second_factor(request.user, kind.policy, "release", found),
        "steps": steps,
        "collections": found.collections.select_related("entered_by") if kind is FEES else (),
        "collection_form": form,
        "may_collect": kind is FEES and kind.policy.may_in(request.user, "enter", found.organ),
        "may_void_collection": kind is FEES and kind.policy.holds(request.user, "void", found),
        "due": due,
        "problem": problem,
        "crumbs": crumbs(kind, (str(found), None)),
    }
    status = 422 if problem or (form is not None and form.errors) else 200
    return render(request, "workbench/registers/record.html", context, status=status)


@staff
def edit(request: Any, register: str, pk: int) -> HttpResponse:
    """Correct a record that is not public."""
    kind = register_of(register)
    found = _get(request, kind, pk, "edit")
    if request.method == "GET" and getattr(found, "is_person", False):
        # 修改页面上看得到自然人的姓名全文，看了就要留痕
        note(found, "read_personal_data", by=acting(request.user, found.organ), organ=found.organ)

    def make(*args: Any) -> Any:
        return kind.form(found.organ, *args, initial=_known(kind, found))

    return ask(
        request,
        make,
        lambda given: services.edit(found, by=acting(request.user, found.organ), **given),
        title=f"修改“{found}”",
        done="已保存。",
        to=found.get_absolute_url(),
        crumbs=crumbs(kind, (str(found), found.get_absolute_url()), ("修改", None)),
        intro="修改的人就是登记的人，公开要由另一人审定。",
    )


@staff
def step(request: Any, register: str, pk: int, action: str) -> HttpResponse:
    """Release a record, or take one of the steps that ask for something."""
    kind = register_of(register)
    if action == "release":
        return _release(request, kind, pk)
    if action not in STEPS:
        raise Http404
    name, title, form, act = STEPS[action]
    found = _get(request, kind, pk, name)
    if not _fits(action, found):
        raise Http404
    return ask(
        request,
        form,
        lambda given: act(found, by=acting(request.user, found.organ), **given),
        title=f"{title}：{found}",
        done="已登记。" if name == "end" else "已办理。",
        to=found.get_absolute_url(),
        crumbs=crumbs(kind, (str(found), found.get_absolute_url()), (title, None)),
        button=title,
    )


def _release(request: Any, kind: Register, pk: int) -> HttpResponse:
    found = _get(request, kind, pk, "release")
    if request.method != "POST":
        return redirect(found.get_absolute_url())
    try:
        services.release(found, by=acting(request.user, found.organ))
    except ValidationError as problem:
        return _shown(request, kind, found, problem="".join(problem.messages))
    messages.success(request, "已公开。")
    return redirect(found.get_absolute_url())


@staff
def collect(request: Any, pk: int) -> HttpResponse:
    """Enter how much of a fee was collected."""
    found = _get(request, FEES, pk)
    FEES.policy.check(request.user, "enter", FEES.model(organ=found.organ))
    return ask(
        request,
        forms.CollectionForm,
        lambda given: services.collect(found, by=acting(request.user, found.organ), **given),
        title=f"登记收费金额：{found}",
        done="已登记。",
        to=found.get_absolute_url(),
        crumbs=crumbs(FEES, (str(found), found.get_absolute_url()), ("登记收费金额", None)),
        button="登记",
    )


@staff
def void_collection(request: Any, pk: int, collection: int) -> HttpResponse:
    """Void an amount entered wrongly."""
    found = _get(request, FEES, pk, "void")
    row = FeeCollection.objects.filter(fee=found, pk=collection).select_related("fee").first()
    if row is None:
        raise Http404
    return ask(
        request,
        forms.ReasonForm,
        lambda given: services.void_collection(row, by=acting(request.user, found.organ), **given),
        title=f"作废收费金额：{row}",
        done="已作废，不再计数。",
        to=found.get_absolute_url(),
        crumbs=crumbs(FEES, (str(found), found.get_absolute_url()), ("作废", None)),
        button="作废",
    )


def _penalty(found: Any) -> bool:
    return getattr(found, "changed_on", None) is not None


def _fits(name: str, found: Any) -> bool:
    """Whether a step is for this register, and is still to be taken."""
    if name == "remove":
        return hasattr(found, "removed_on") and found.removed_on is None
    if name == "change":
        return hasattr(found, "changed_on") and found.changed_on is None
    return True


def _known(kind: Register, found: Any) -> dict[str, Any]:
    known = {name: getattr(found, name) for name in kind.form.base_fields}
    if "is_person" in known:
        known["is_person"] = "yes" if found.is_person else "no"
    if known.get("item") is not None:
        known["item"] = known["item"].index_number
    return known
