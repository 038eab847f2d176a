"""The calendar in force, and entering a holiday notice: what was understood, what it changes, then confirmed."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.law.festivals import first_year, last_year
from gongkai.law.notices import Notice, NoticeError, NoticeKind
from gongkai.web.casework.deadlines import effect_of, effect_of_withdrawing, enter_notice, withdraw_notice
from gongkai.web.holidays.access import check, top_organ
from gongkai.web.holidays.calendars import calendar_now
from gongkai.web.holidays.models import HolidayNotice
from gongkai.web.holidays.queries import missing_years, months_of, years
from gongkai.web.log.models import Event
from gongkai.web.organs.authority import acting
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.holidays.forms import NoticeForm, TextForm, WithdrawForm
from gongkai.workdays import CannotCount, Day, calendar_with, changed_days, read_notice

SHOWN = 200
"""How many changed deadlines a page lists; the count is always whole."""


def _crumbs(*steps: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [("工作台", reverse("workbench:home")), ("工作日", reverse("workbench:holidays")), *steps]


@require_GET
@staff
def holidays(request: Any) -> HttpResponse:
    """The years with their notices."""
    context = {
        "years": years(),
        "missing": "".join(f"{year}年的放假通知还没有录入。" for year in missing_years(timezone.localdate())),
        "may_enter": top_organ(request.user) is not None,
        "crumbs": [*_crumbs()[:-1], ("工作日", None)],
    }
    return render(request, "workbench/holidays/list.html", context)


@require_GET
@staff
def year(request: Any, number: int) -> HttpResponse:
    """A year month by month."""
    if not first_year() <= number <= last_year():
        raise Http404
    calendar = calendar_now()
    shown = months_of(number, calendar)
    context = {
        "year": number,
        "months": shown,
        "workdays": sum(each.workdays for each in shown),
        "announced": number in calendar.announced_years,
        "line": next((each for each in years() if each.year == number), None),
        "before": number - 1 if number > first_year() else None,
        "after": number + 1 if number < last_year() else None,
        "crumbs": _crumbs((f"{number}年", None)),
    }
    return render(request, "workbench/holidays/year.html", context)


@require_http_methods(["GET", "POST"])
@staff
def enter(request: Any) -> HttpResponse:
    """Paste or fill in, look at what was understood and what it changes, confirm."""
    organ = check(request.user)
    step = request.POST.get("step", "")
    if request.method == "GET":
        if request.GET.get("by") == "hand":
            return _form(request, NoticeForm(initial={"kind": NoticeKind.ANNUAL.value}), ())
        return _text(request, TextForm())
    if step == "read":
        return _read(request)
    form = NoticeForm(request.POST)
    if not form.is_valid():
        return _form(request, form, (), status=422)
    if step == "back":
        return _form(request, form, ())
    try:
        if step != "enter":
            return _effect(request, form)
        entered, changes = enter_notice(form.notice, by=acting(request.user, organ), text=form.cleaned_data["text"])
    except (CannotCount, ValidationError) as refusal:
        form.add_error(None, str(refusal) if isinstance(refusal, CannotCount) else refusal.messages)
        return _form(request, form, (), status=422)
    messages.success(request, f"已经录入。{len(changes)}件在办事项的期限有变动。")
    return redirect("workbench:holiday_notice", entered.pk)


@require_http_methods(["GET", "POST"])
@staff
def notice(request: Any, key: int) -> HttpResponse:
    """An entered notice: its days, and what it changed; it can be withdrawn with a reason."""
    entered = get_object_or_404(HolidayNotice.objects.select_related("entered_by"), pk=key)
    form = WithdrawForm(request.POST or None)
    may = entered.withdrawn_at is None and top_organ(request.user, "withdraw") is not None
    if request.method == "POST":
        organ = check(request.user, "withdraw")
        if form.is_valid():
            try:
                changes = withdraw_notice(entered, by=acting(request.user, organ), why=form.cleaned_data["why"])
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
            else:
                messages.success(request, f"已经撤回。{len(changes)}件在办事项的期限有变动。")
                return redirect("workbench:holiday_notice", entered.pk)
    effect = effect_of_withdrawing(entered) if may else []
    events = Event.objects.filter(
        move="recompute_deadline", at__gte=entered.entered_at, content__event__facts__notice=entered.pk
    ).select_related("chain__organ")
    context = {
        "entered": entered,
        "notice": entered.notice,
        "changed": _changed(list(events.order_by("id")[:SHOWN])),
        "changed_count": events.count(),
        "may_withdraw": may,
        "effect": effect[:SHOWN],
        "effect_count": len(effect),
        "form": form,
        "crumbs": _crumbs((entered.title, None)),
    }
    return render(request, "workbench/holidays/notice.html", context, status=422 if request.method == "POST" else 200)


def _changed(events: list[Event]) -> list[tuple[Any, str, str]]:
    """Organ, case and sentence of each change, the cases fetched kind by kind."""
    kinds = {each.subject_kind for each in events}
    cases = {
        kind: apps.get_model(kind)._default_manager.in_bulk(
            [int(each.subject_id) for each in events if each.subject_kind == kind]
        )
        for kind in kinds
    }
    return [
        (each.chain.organ, str(cases[each.subject_kind].get(int(each.subject_id), each.subject_id)), each.note)
        for each in events
    ]


def _read(request: Any) -> HttpResponse:
    form = TextForm(request.POST)
    if form.is_valid():
        try:
            read = read_notice(form.cleaned_data["text"], kind=NoticeKind(form.cleaned_data["kind"]))
        except NoticeError as problem:
            form.add_error("text", str(problem))
        else:
            return _form(request, NoticeForm.of(read.notice, form.cleaned_data["text"]), read.doubts, read=True)
    return _text(request, form, status=422)


def _text(request: Any, form: TextForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "crumbs": _crumbs(("录入放假通知", None))}
    return render(request, "workbench/holidays/text.html", context, status=status)


def _form(
    request: Any, form: NoticeForm, doubts: tuple[str, ...], *, read: bool = False, status: int = 200
) -> HttpResponse:
    context = {"form": form, "doubts": doubts, "read": read, "crumbs": _crumbs(("录入放假通知", None))}
    return render(request, "workbench/holidays/form.html", context, status=status)


def _effect(request: Any, form: NoticeForm) -> HttpResponse:
    found = form.notice
    changes = effect_of(found)
    now = calendar_now()
    context = {
        "form": form,
        "notice": found,
        "replaces": found.kind is NoticeKind.ANNUAL and found.year in now.announced_years,
        "days": _days(found),
        "changes": changes[:SHOWN],
        "count": len(changes),
        "crumbs": _crumbs(("核对影响", None)),
    }
    return render(request, "workbench/holidays/effect.html", context)


def _days(found: Notice) -> list[tuple[Day, Day]]:
    """The days that are working days before and not after, or the other way round."""
    before = calendar_now()
    after = calendar_with([found], base=before)
    return [(before.day(day), after.day(day)) for day in changed_days(before, after)]
