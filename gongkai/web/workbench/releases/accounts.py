"""Official accounts and what happened to website, accounts and columns."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gongkai.web.files.serving import served
from gongkai.web.organs.authority import acting
from gongkai.web.releases import services
from gongkai.web.releases.access import ACCOUNT_POLICY, PLATFORM_EVENT_POLICY
from gongkai.web.releases.models import Account, PlatformEvent
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.organs.pages import ask, page_of, start
from gongkai.web.workbench.releases.forms import AccountForm, CloseAccountForm, PlatformEventForm, ReasonForm
from gongkai.web.workbench.releases.views import kept

ACCOUNTS, EVENTS = "官方账号", "平台大事"


def _accounts() -> str:
    return reverse("workbench:official_accounts")


def _events() -> str:
    return reverse("workbench:platform_events")


@staff
def accounts(request: Any) -> HttpResponse:
    """The organ's accounts, open ones first, with the number of releases of each."""
    rows = ACCOUNT_POLICY.visible(request.user, Account.objects.filter(organ=request.organ))
    counted = rows.annotate(number=Count("releases", filter=Q(releases__voided_at=None)))
    context = {
        "page": page_of(
            request, counted.order_by(F("closed_on").desc(nulls_first=True), "platform", "opened_on", "id")
        ),
        "may_manage": ACCOUNT_POLICY.holds(request.user, "manage", Account(organ=request.organ)),
        "crumbs": start((ACCOUNTS, None)),
    }
    return render(request, "workbench/releases/accounts.html", context)


@staff
def new_account(request: Any) -> HttpResponse:
    """Enter an account."""
    organ = request.organ
    ACCOUNT_POLICY.check(request.user, "manage", Account(organ=organ))
    return ask(
        request,
        AccountForm,
        lambda given: services.add_account(organ, by=acting(request.user, organ), **given),
        title="登记官方账号",
        done="账号已登记。",
        to=_accounts(),
        crumbs=start((ACCOUNTS, _accounts()), ("登记", None)),
        button="登记",
    )


def _account(request: Any, pk: int) -> Account:
    return ACCOUNT_POLICY.get(request.user, Account.objects.select_related("organ"), "manage", pk=pk)


@staff
def edit_account(request: Any, pk: int) -> HttpResponse:
    """Correct an account."""
    found = _account(request, pk)
    known = {name: getattr(found, name) for name in ("platform", "name", "identifier", "manager", "opened_on")}

    def make(*args: Any) -> AccountForm:
        return AccountForm(*args, initial=known)

    return ask(
        request,
        make,
        lambda given: services.edit_account(found, by=acting(request.user, found.organ), **given),
        title=f"修改“{found}”",
        done="已保存。",
        to=_accounts(),
        crumbs=start((ACCOUNTS, _accounts()), (str(found), None)),
    )


@staff
def close_account(request: Any, pk: int) -> HttpResponse:
    """Enter that an account was closed."""
    found = _account(request, pk)
    return ask(
        request,
        CloseAccountForm,
        lambda given: services.close_account(found, by=acting(request.user, found.organ), **given),
        title=f"关闭“{found}”",
        done="已登记关闭。",
        to=_accounts(),
        crumbs=start((ACCOUNTS, _accounts()), (str(found), None)),
        button="登记关闭",
    )


@staff
def events(request: Any) -> HttpResponse:
    """What happened, newest first."""
    rows = PLATFORM_EVENT_POLICY.visible(request.user, PlatformEvent.objects.filter(organ=request.organ))
    fresh = PlatformEvent(organ=request.organ)
    context = {
        "page": page_of(request, rows.select_related("account", "column", "recorded_by")),
        "may_record": PLATFORM_EVENT_POLICY.may(request.user, "record", fresh),
        "may_void": PLATFORM_EVENT_POLICY.holds(request.user, "void", fresh),
        "crumbs": start((EVENTS, None)),
    }
    return render(request, "workbench/releases/events.html", context)


@staff
def new_event(request: Any) -> HttpResponse:
    """Record something."""
    organ = request.organ
    PLATFORM_EVENT_POLICY.check(request.user, "record", PlatformEvent(organ=organ))

    def act(given: dict[str, Any]) -> PlatformEvent:
        with transaction.atomic():
            return services.record_event(organ, by=acting(request.user, organ), **kept(request, given, organ))

    return ask(
        request,
        lambda *args: PlatformEventForm(organ, *args),
        act,
        title="登记平台大事",
        done="已登记。",
        to=_events(),
        crumbs=start((EVENTS, _events()), ("登记", None)),
        button="登记",
    )


def _event(request: Any, pk: int, action: str = "read") -> PlatformEvent:
    rows = PlatformEvent.objects.select_related("organ", "evidence")
    return PLATFORM_EVENT_POLICY.get(request.user, rows, action, pk=pk)


@staff
def void_event(request: Any, pk: int) -> HttpResponse:
    """Void what was recorded wrongly."""
    found = _event(request, pk, "void")
    return ask(
        request,
        ReasonForm,
        lambda given: services.void_event(found, by=acting(request.user, found.organ), **given),
        title=f"作废“{found}”的登记",
        done="已作废。",
        to=_events(),
        crumbs=start((EVENTS, _events()), ("作废", None)),
        button="作废",
    )


@staff
def event_evidence(request: Any, pk: int) -> Any:
    """The file that shows it."""
    found = _event(request, pk)
    if found.evidence is None:
        raise Http404
    return served(request, found.evidence, cache="private, no-store")
