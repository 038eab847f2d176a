"""Fees on the workbench: the list, the fee of one application by both tariffs, drawing, cancelling, waiving, how to pay."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.applications.fees import NoFee, readings, tariffs
from gongkai.web.applications.models import Application
from gongkai.web.fees import services
from gongkai.web.fees.access import POLICY, SETTING_POLICY
from gongkai.web.fees.counting import MonthCount, fee_by_request, month_count
from gongkai.web.fees.models import FeeSetting, FeeStatement
from gongkai.web.organs.authority import Denied, acting
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.fees.forms import DecideForm, DrawForm, SettingForm, WhyForm
from gongkai.web.workbench.fees.records import application_of, statement_of, trail
from gongkai.web.workbench.organs.pages import ask, page_of

_BOTH = require_http_methods(["GET", "POST"])
TABS = {
    "open": ("未了结", Q(state__in=("drawn", "notified"))),
    "drawn": ("没有告知", Q(state="drawn")),
    "notified": ("等待缴费", Q(state="notified")),
    "waiver": ("待决定减免", Q(state__in=("drawn", "notified"), waiver_asked_by__isnull=False)),
    "paid": ("已缴费", Q(state="paid")),
    "waived": ("已减免", Q(state="waived")),
    "all": ("全部", Q()),
}


@never_cache
@require_GET
@staff
def fees(request: Any) -> HttpResponse:
    """The statements of the organ by what became of them."""
    tab = request.GET.get("state", "open")
    tab = tab if tab in TABS else "open"
    rows = POLICY.visible(request.user, FeeStatement.objects.filter(organ=request.organ)).filter(TABS[tab][1])
    context = {
        "page": page_of(request, rows.select_related("application")),
        "tabs": [(title, f"?state={key}", key == tab) for key, (title, _) in TABS.items()],
        "setting": FeeSetting.objects.filter(organ=request.organ).first(),
        "may_set": SETTING_POLICY.may_in(request.user, "set", request.organ)
        or SETTING_POLICY.holds(request.user, "set", FeeSetting(organ=request.organ)),
        "tariffs": [_tariff(each) for each in tariffs().values()],
        "readings": list(readings().values()),
        "crumbs": [trail()[0], ("信息处理费", None)],
    }
    return render(request, "workbench/fees/list.html", context)


def _tariff(each: Any) -> dict[str, Any]:
    version = each.version(timezone.localdate())
    rows, first = [], 1
    for band in version.bands if version else ():
        upto = f"第{first}至{band.up_to}{each.unit}" if band.up_to else f"第{first}{each.unit}起"
        price = f"每{each.unit}{band.yuan}元" if band.yuan else "不收费"
        if band.each:
            price += f"，以{band.each}{each.unit}为一档，每增加一档提高{band.more}元"
        rows.append((upto, price))
        first = (band.up_to or 0) + 1
    return {"tariff": each, "version": version, "rows": rows}


@never_cache
@require_GET
@staff
def fee(request: Any, number: str) -> HttpResponse:
    """What one application would cost by each tariff, what was drawn, and what became of it."""
    found = application_of(request, number)
    statements = list(
        POLICY.visible(request.user, FeeStatement.objects.filter(application=found)).select_related(
            "organ", "drawn_by", "waiver_asked_by", "waiver_decided_by"
        )
    )
    current = next((each for each in statements if each.state != "cancelled"), None)
    count, by_request, refusal = _by_request(found)
    context = {
        "application": found,
        "current": current,
        "cancelled": [each for each in statements if each is not current],
        "count": count,
        "by_request": by_request,
        "refusal": refusal,
        "form": DrawForm(),
        "may_draw": current is None
        and found.state == "under_review"
        and POLICY.may_in(request.user, "draw", found.organ),
        "may": {
            action: current is not None and POLICY.holds(request.user, action, current)
            for action in ("cancel", "ask_waiver", "decide_waiver")
        },
        "crumbs": trail(found),
    }
    return render(request, "workbench/fees/fee.html", context)


def _by_request(found: Application) -> tuple[MonthCount | None, Any, str]:
    try:
        count = month_count(found)
    except NoFee as nothing:
        return None, None, str(nothing)
    try:
        return count, fee_by_request(found, timezone.localdate())[0], ""
    except NoFee as nothing:
        return count, None, str(nothing)


@never_cache
@_BOTH
@staff
def draw(request: Any, number: str) -> HttpResponse:
    """Draw a statement by one tariff."""
    found = application_of(request, number)
    if not POLICY.may_in(request.user, "draw", found.organ):
        raise Denied("收费由本机关的政务公开专职人员核算。")
    here = reverse("workbench:processing_fee", args=[number])

    def act(given: dict[str, Any]) -> FeeStatement:
        by = acting(request.user, found.organ)
        return services.draw(found, given["tariff"], by=by, pages=given["pages"])

    return ask(
        request,
        lambda *given: DrawForm(*given[:1]),
        act,
        title="核算收费",
        button="核算",
        done="已经核算。告知申请人以前还可以作废；告知收费在申请的页面办理。",
        to=here,
        intro="一件申请只能适用一种标准，不得同时按两种标准重复计算（《信息处理费管理办法》第三条）。",
        crumbs=trail(found, ("核算收费", None)),
    )


@never_cache
@_BOTH
@staff
def cancel(request: Any, number: str) -> HttpResponse:
    """Take back a statement drawn wrongly."""
    found = application_of(request, number)
    statement = statement_of(request, found, "cancel")
    return ask(
        request,
        lambda *given: WhyForm(*given[:1], example="例如 页数数错，重新核算。"),
        lambda given: services.cancel(statement, by=acting(request.user, found.organ), why=given["why"]),
        title="作废核算",
        button="作废",
        done="核算已经作废，可以重新核算。",
        to=reverse("workbench:processing_fee", args=[number]),
        intro=f"{statement.tariff_title}，{statement.amount}元。",
        crumbs=trail(found, ("作废核算", None)),
    )


@never_cache
@_BOTH
@staff
def ask_waiver(request: Any, number: str) -> HttpResponse:
    """Ask for a waiver."""
    found = application_of(request, number)
    statement = statement_of(request, found, "ask_waiver")
    return ask(
        request,
        lambda *given: WhyForm(*given[:1], example="例如 申请人领取最低生活保障，已经核对证明，证明存卷。"),
        lambda given: services.ask_waiver(statement, by=acting(request.user, found.organ), why=given["why"]),
        title="提请减免",
        button="提请减免",
        done="已经提请，由另一人决定。",
        to=reverse("workbench:processing_fee", args=[number]),
        intro=f"{statement.tariff_title}，{statement.amount}元。减免由负责人决定，提请的人不能自己批准。",
        crumbs=trail(found, ("提请减免", None)),
    )


@never_cache
@_BOTH
@staff
def decide_waiver(request: Any, number: str) -> HttpResponse:
    """Grant the waiver or not."""
    found = application_of(request, number)
    statement = statement_of(request, found, "decide_waiver")
    asked = (
        f"{statement.waiver_asked_by}提请，理由：{statement.waiver_reason}" if statement.waiver_asked else "没有提请。"
    )

    def act(given: dict[str, Any]) -> FeeStatement:
        by = acting(request.user, found.organ)
        return services.decide_waiver(statement, by=by, waived=given["waived"] == "yes", why=given["why"])

    return ask(
        request,
        lambda *given: DecideForm(*given[:1]),
        act,
        title="决定减免",
        button="决定",
        done="已经决定。",
        to=reverse("workbench:processing_fee", args=[number]),
        intro=f"{statement.tariff_title}，{statement.amount}元。{asked}",
        crumbs=trail(found, ("决定减免", None)),
    )


@never_cache
@_BOTH
@staff
def setting(request: Any) -> HttpResponse:
    """How fees are paid to this organ."""
    known = FeeSetting.objects.filter(organ=request.organ).first() or FeeSetting(organ=request.organ)
    SETTING_POLICY.check(request.user, "set", known)
    initial = {"how_to_pay": known.how_to_pay, "contact": known.contact}
    return ask(
        request,
        lambda data=None, *_: SettingForm(data, initial=initial),
        lambda given: services.set_how_to_pay(request.organ, **given, by=acting(request.user, request.organ)),
        title="缴纳方式",
        done="已经保存，以后的收费通知照此填写。",
        to=reverse("workbench:processing_fees"),
        crumbs=trail(None, ("缴纳方式", None)),
    )
