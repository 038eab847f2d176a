"""Opinions: the list with sorting, one with who gave it on demand, entering those on paper, the groups."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gongkai.web.casework.forms import place
from gongkai.web.consultations import services
from gongkai.web.consultations.access import POLICY
from gongkai.web.consultations.models import Consultation, Opinion
from gongkai.web.consultations.queries import received, sizes
from gongkai.web.organs.authority import acting
from gongkai.web.workbench.casework.pages import asks, carried_out
from gongkai.web.workbench.consultations.forms import EnterForm, GroupForm, SortForm
from gongkai.web.workbench.consultations.records import PAGES, fetch, trail
from gongkai.web.workbench.entry import staff

PAGE = 25


@never_cache
@asks
@staff
def opinions(request: Any, number: str) -> HttpResponse:
    """What came, the newest first; those ticked go into a group."""
    found = _of_opinions(request, number)
    only = request.GET.get("only", "")
    rows = found.opinions.select_related("group").defer("contact")
    if only == "unsorted":
        rows = rows.filter(group=None)
    elif only.isascii() and only.isdigit() and len(only) < 12:
        rows = rows.filter(group=int(only))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    known = Counter[int | None]()
    for group, _, number_ in sizes(found):
        known[group] += number_
    groups = [(each, known[each.pk]) for each in found.groups.order_by("id")]
    form: SortForm | None = None
    if request.method == "POST":
        POLICY.check(request.user, "sort", found)
        form = SortForm(found.groups.all(), [each.serial for each in page], request.POST)
        if form.is_valid():
            try:
                made = services.sort(
                    found,
                    form.cleaned_data["opinions"],
                    form.cleaned_data["group"],
                    by=acting(request.user, found.organ),
                )
            except ValidationError as refusal:
                place(form, refusal)
            else:
                messages.success(request, f"{made}条意见已经归入。")
                return redirect(request.get_full_path())
    context = {
        "consultation": found,
        "page": page,
        "groups": groups,
        "form": form or SortForm(found.groups.all(), []),
        "ticked": [int(each) for each in request.POST.getlist("opinions") if each.isascii() and each.isdigit()],
        "only": only,
        "received": received(found),
        "may_sort": POLICY.may(request.user, "sort", found),
        "may_enter": POLICY.may(request.user, "enter", found),
        "crumbs": trail(found, ("意见", None)),
    }
    return render(request, "workbench/consultations/opinions.html", context, status=422 if form is not None else 200)


@never_cache
@require_GET
@staff
def opinion(request: Any, number: str, serial: int) -> HttpResponse:
    """One of them; who gave it stays masked."""
    found = _of_opinions(request, number)
    return _opinion(request, found, _one(found, serial))


@never_cache
@require_POST
@staff
def reveal(request: Any, number: str, serial: int) -> HttpResponse:
    """The same with who gave it in full; that it was read is recorded first."""
    found = fetch(request, number, "read_personal_data")
    one = _one(found, serial)
    services.read_personal_data(one, by=acting(request.user, found.organ))
    return _opinion(request, found, one, revealed=True)


@never_cache
@asks
@staff
def enter(request: Any, number: str) -> HttpResponse:
    """Enter one that came on paper, by telephone, in a meeting."""
    found = fetch(request, number, "enter")
    if found.is_survey:
        raise Http404
    by = acting(request.user, found.organ)
    form = EnterForm(request.POST or None)
    if carried_out(request, form, lambda: services.enter(found, by=by, **form.cleaned_data)):
        messages.success(request, "已经登记。")
        return redirect("workbench:consultation_opinions", found.number)
    return PAGES.form_page(request, found, form, "登记意见", "信函、座谈会、听证会、电话里的意见，照原意登记。")


@never_cache
@asks
@staff
def new_group(request: Any, number: str) -> HttpResponse:
    """Write down what several opinions say, and what is decided."""
    found = fetch(request, number, "sort")
    if found.is_survey:
        raise Http404
    by = acting(request.user, found.organ)
    form = GroupForm(request.POST or None, initial={"verdict": "adopted"})
    if carried_out(request, form, lambda: services.make_group(found, by=by, **form.cleaned_data)):
        messages.success(request, "已经写下，请把意见归入。")
        return redirect("workbench:consultation_opinions", found.number)
    return PAGES.form_page(request, found, form, "归并意见", "意思相同的意见写成一个要点，一并答复。")


@never_cache
@asks
@staff
def edit_group(request: Any, number: str, pk: int) -> HttpResponse:
    """Say it otherwise."""
    found = fetch(request, number, "sort")
    group = found.groups.filter(pk=pk).first()
    if group is None:
        raise Http404
    by = acting(request.user, found.organ)
    known = {name: getattr(group, name) for name in GroupForm.base_fields}
    form = GroupForm(request.POST or None, initial=known)
    if carried_out(request, form, lambda: services.edit_group(group, form.cleaned_data, by=by)):
        messages.success(request, "已经保存。")
        return redirect("workbench:consultation_opinions", found.number)
    return PAGES.form_page(request, found, form, "修改归并的意见", "公布结果以前可以改。")


def _of_opinions(request: Any, number: str) -> Consultation:
    found = fetch(request, number, "read_opinions")
    if found.is_survey:
        raise Http404
    return found


def _one(found: Consultation, serial: int) -> Opinion:
    one = found.opinions.select_related("group", "entered_by").filter(serial=serial).first()
    if one is None:
        raise Http404
    return one


def _opinion(request: Any, found: Consultation, one: Opinion, *, revealed: bool = False) -> HttpResponse:
    context = {
        "consultation": found,
        "opinion": one,
        "revealed": revealed,
        "may_read": POLICY.may(request.user, "read_personal_data", found),
        "crumbs": trail(
            found,
            ("意见", reverse("workbench:consultation_opinions", args=[found.number])),
            (f"第{one.serial}条", None),
        ),
    }
    return render(request, "workbench/consultations/opinion.html", context)
