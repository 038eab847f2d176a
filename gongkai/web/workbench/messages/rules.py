"""What the organ sets for its messages: limits by channel and kind, categories."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongkai.engagement.messages.channels import title_of, titles
from gongkai.web.casework.day_field import DayField
from gongkai.web.casework.forms import date_input
from gongkai.web.messages import settings
from gongkai.web.messages.access import SETTINGS_POLICY
from gongkai.web.messages.models import Category, LimitVersion
from gongkai.web.organs.authority import Denied, acting
from gongkai.web.workbench.casework.pages import asks, carried_out, status_of
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.messages.forms import ASK
from gongkai.web.workbench.messages.records import trail


class LimitForm(forms.ModelForm):  # type: ignore[type-arg]
    """A limit of the organ's own or of its region."""

    channel = forms.ChoiceField(label="来件渠道", choices=lambda: [*ASK, *titles("channels").items()])
    kind = forms.ChoiceField(
        label="种类", required=False, choices=lambda: [("", "各种类都适用"), *titles("kinds").items()]
    )
    since = DayField(label="从哪天起", widget=date_input(), help_text="这一天起收到的适用；以前收到的不变。")

    class Meta:
        model = LimitVersion
        fields = ("channel", "kind", "since", "amount", "unit", "longest", "window", "basis")
        help_texts = {
            "longest": "用同一单位；0表示不能延长。",
            "basis": "例如 《青石县12345热线管理办法》（青政办发〔2026〕3号）第十二条。下级机关没有另外录入的，也适用。",
        }


class CategoryForm(forms.Form):
    """A category of the organ's own."""

    name = forms.CharField(label="名称", max_length=60, help_text="例如 疫情防控、复工复产。")
    since = DayField(label="从哪天起", widget=date_input(), initial=timezone.localdate)
    order = forms.IntegerField(label="排列次序", min_value=1, initial=100)


class CloseForm(forms.Form):
    """The last day of a category."""

    until = DayField(label="用到哪天", widget=date_input(), initial=timezone.localdate)


@require_GET
@staff
def rules(request: Any) -> HttpResponse:
    """Which limit holds today for each channel and kind, on what ground; what was entered; the categories."""
    if not SETTINGS_POLICY.may_in(request.user, "read", request.organ):
        raise Denied("您在这个机关没有查看留言期限和类别的权限。")
    today, entered = timezone.localdate(), settings.entered_rules(request.organ)
    in_force = []
    for channel in titles("channels"):
        last = None
        for kind in titles("kinds"):
            rule = settings.rule_of(request.organ, channel, kind, today, entered=entered)
            if rule != last:
                in_force.append(
                    (title_of("channels", channel), "各种类" if last is None else title_of("kinds", kind), rule)
                )
                last = rule
    context = {
        "in_force": in_force,
        "entered": LimitVersion.objects.filter(organ=request.organ).select_related("entered_by"),
        "categories": Category.objects.filter(organ=request.organ),
        "may": {
            name: SETTINGS_POLICY.holds(request.user, name, LimitVersion(organ=request.organ))
            for name in ("set_limit", "set_category")
        },
        "crumbs": trail(None, ("期限和类别", None)),
    }
    return render(request, "workbench/messages/rules.html", context)


@never_cache
@asks
@staff
def set_limit(request: Any) -> HttpResponse:
    """Enter a limit."""
    version = LimitVersion(organ=request.organ, entered_by=request.user)
    SETTINGS_POLICY.check(request.user, "set_limit", version)
    form = LimitForm(request.POST or None, instance=version)
    by = acting(request.user, request.organ)
    if carried_out(request, form, lambda: settings.set_limit(version, by=by)):
        messages.success(request, "已经录入。")
        return redirect("workbench:message_rules")
    return _form(request, form, "录入答复期限", "国家没有统一天数的渠道，按本地、本机关的规定录入。")


@never_cache
@asks
@staff
def add_category(request: Any) -> HttpResponse:
    """Add a category."""
    SETTINGS_POLICY.check(request.user, "set_category", Category(organ=request.organ))
    form = CategoryForm(request.POST or None)
    by = acting(request.user, request.organ)
    if carried_out(
        request, form, lambda: settings.add_category(Category(organ=request.organ, **form.cleaned_data), by=by)
    ):
        messages.success(request, "已经设立。")
        return redirect("workbench:message_rules")
    return _form(request, form, "设立类别", "统计按类别分开。改名的，停用旧的、设立新的，以前的留言仍在旧的类别里。")


@never_cache
@asks
@staff
def close_category(request: Any, pk: int) -> HttpResponse:
    """No longer offer a category."""
    found = get_object_or_404(Category.objects.select_related("organ"), pk=pk, organ=request.organ)
    SETTINGS_POLICY.check(request.user, "set_category", found)
    form = CloseForm(request.POST or None)
    by = acting(request.user, request.organ)
    if carried_out(request, form, lambda: settings.close_category(found, form.cleaned_data["until"], by=by)):
        messages.success(request, "已经停用。")
        return redirect("workbench:message_rules")
    return _form(request, form, f"停用类别“{found.name}”", "以前的留言仍在这个类别里。")


def _form(request: Any, form: Any, title: str, about: str) -> HttpResponse:
    context = {"form": form, "title": title, "about": about, "crumbs": trail(None, (title, None))}
    return render(request, "workbench/messages/rule_form.html", context, status=status_of(request))
