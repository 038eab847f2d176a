"""What a person was reminded of, and where reminders go."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gongkai.web.notes.sight import within_sight
from gongkai.web.organs.authority import acting
from gongkai.web.reminders import services
from gongkai.web.reminders.calendar import calendar_of, owner_of
from gongkai.web.reminders.models import MailAddress, Mailing, Reminder
from gongkai.web.reminders.wording import sentence, title_of, tone_of
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.reminders.forms import AddressForm

PAGE = 50


@never_cache
@require_GET
@staff
def reminders(request: Any) -> HttpResponse:
    """The person's own reminders, new ones first."""
    return _page(request)


@require_POST
@staff
def see(request: Any) -> HttpResponse:
    """Note that they were seen: one, or all."""
    only = request.POST.get("reminder", "")
    services.seen(request.user, only=int(only) if only.isascii() and only.isdigit() and len(only) < 16 else None)
    return redirect("workbench:reminders")


@require_POST
@staff
def direct(request: Any) -> HttpResponse:
    """Where mail goes."""
    form = AddressForm(request.POST)
    if form.is_valid():
        try:
            services.direct(request.user, form.cleaned_data["address"], by=acting(request.user, request.organ))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "已经保存。")
            return redirect("workbench:reminders")
    return _page(request, form, status=422)


@never_cache
@require_POST
@staff
def new_calendar(request: Any) -> HttpResponse:
    """A new address of the calendar, shown this once."""
    key = services.new_calendar_key(request.user, by=acting(request.user, request.organ))
    return _page(request, address=request.build_absolute_uri(reverse("calendar", args=[key])))


@never_cache
@require_GET
def calendar(request: HttpRequest, key: str) -> HttpResponse:
    """The calendar for whoever knows its address: other programs cannot sign in."""
    person = owner_of(key)
    if person is None:
        raise Http404
    made = calendar_of(person, request.build_absolute_uri("/").rstrip("/"))
    return HttpResponse(made, content_type="text/calendar; charset=utf-8")


def _page(request: Any, form: AddressForm | None = None, *, address: str = "", status: int = 200) -> HttpResponse:
    mine = within_sight(request.user, Reminder.objects.filter(person=request.user), others=True)
    found = mine.order_by("seen_at", "-id")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    kept = MailAddress.objects.filter(person=request.user).first()
    context = {
        "page": page,
        "lines": [(each, title_of(each.rule), sentence(each), tone_of(each)) for each in page.object_list],
        "unseen": mine.filter(seen_at=None).count(),
        "form": form or AddressForm(initial={"address": kept.address if kept else ""}),
        "mail": bool(settings.MAIL_FROM),
        "mailings": Mailing.objects.filter(person=request.user)[:5],
        "has_calendar": bool(kept and kept.calendar_digest),
        "address": address,
        "crumbs": [("工作台", reverse("workbench:home")), ("提醒", None)],
    }
    return render(request, "workbench/reminders/list.html", context, status=status)
