"""三统一和期限的设定: what holds for the organ, and writing down what an office decided."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from gongkai.publishing.normative_limits import REGISTRATION, SYNCHRONY, local_choices, normative_limits
from gongkai.publishing.registration_numbers import WrongScheme, registration_number
from gongkai.web.normative.access import RULE_POLICY, SETTING_POLICY
from gongkai.web.normative.models import LocalSetting, RegistrationRule
from gongkai.web.normative.rules import above, add_rule, add_setting, choice_of, limit_of, rule_of
from gongkai.web.organs.authority import Denied, acting
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.normative.forms import RuleForm, SettingForm
from gongkai.web.workbench.normative.records import trail


@staff
def rules(request: Any) -> HttpResponse:
    """What holds today, where it comes from, and everything that was written down for the organ and those above it."""
    if not RULE_POLICY.may_in(request.user, "read", request.organ):
        raise Denied("您在这个机关没有查看规范性文件的权限。")
    today, organ = timezone.localdate(), request.organ
    keys = above(organ)
    written = RegistrationRule.objects.filter(covers__in=keys).select_related("covers", "registrar")
    context = {
        "rule": rule_of(organ, today),
        "default": local_choices()[REGISTRATION],
        "written": [(each, _example(each, today.year)) for each in written],
        "limits": [limit_of(organ, name, today) for name in normative_limits()],
        "synchrony": choice_of(organ, SYNCHRONY, today),
        "settings": LocalSetting.objects.filter(organ__in=keys).select_related("organ"),
        "may_add": RULE_POLICY.may_in(request.user, "add", organ),
        "crumbs": trail(("三统一和期限的设定", None)),
    }
    return render(request, "workbench/normative/rules.html", context)


@staff
def new_rule(request: Any) -> HttpResponse:
    """Write down how documents are registered."""
    if not RULE_POLICY.may_in(request.user, "add", request.organ):
        raise Denied("写明统一登记编号规则由政务公开专职人员办理，需要先用动态口令再验证一次身份。")
    form = RuleForm(request.organ, request.POST or None)
    if form.is_valid():
        try:
            add_rule(request.organ, by=acting(request.user, request.organ), **form.cleaned_data)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "已经写明，从写明的日期起执行。")
            return redirect("workbench:normative_rules")
    about = "由登记机关写明：从哪一天起、怎样登记编号。登记机关是现在选中的机关，规则适用于所选的机关和它的下级。"
    return _page(request, form, "写明登记编号规则", about)


@staff
def new_setting(request: Any) -> HttpResponse:
    """Write down a local period."""
    if not SETTING_POLICY.may_in(request.user, "add", request.organ):
        raise Denied("写明期限的设定由政务公开专职人员办理，需要先用动态口令再验证一次身份。")
    form = SettingForm(request.POST or None)
    if form.is_valid():
        try:
            add_setting(request.organ, by=acting(request.user, request.organ), **form.cleaned_data)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "已经写明，从写明的日期起执行。")
            return redirect("workbench:normative_rules")
    return _page(request, form, "写明期限的设定", "国家没有统一规定、由本级规定的期限，照本级的文件写明数值和依据。")


def _example(rule: RegistrationRule, year: int) -> str:
    try:
        return registration_number(rule.scheme, year, 1) if rule.mode == "here" else ""
    except WrongScheme:
        return ""


def _page(request: Any, form: Any, title: str, about: str) -> HttpResponse:
    back = reverse("workbench:normative_rules")
    context = {
        "form": form,
        "title": title,
        "about": about,
        "back": back,
        "crumbs": trail(("三统一和期限的设定", back), (title, None)),
    }
    return render(request, "workbench/normative/form.html", context, status=422 if form.errors else 200)
