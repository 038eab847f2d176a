"""What the region sets for proposals: limits without a national rule, and how results are classified."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongkai.casework.workday_calendar import law_limits
from gongkai.engagement.proposals.choices import attitudes, kinds
from gongkai.engagement.proposals.local import rules as local_rules
from gongkai.web.casework.day_field import DayField
from gongkai.web.casework.forms import date_input
from gongkai.web.organs.authority import Denied, acting
from gongkai.web.proposals import settings
from gongkai.web.proposals.access import RULE_POLICY
from gongkai.web.proposals.models import LocalRule, ResultScheme
from gongkai.web.workbench.casework.pages import asks, carried_out, status_of
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.proposals.forms import ASK, area
from gongkai.web.workbench.proposals.records import trail


class RuleForm(forms.Form):
    """A limit of the region."""

    name = forms.ChoiceField(
        label="哪一项期限", choices=lambda: [*ASK, *((each.key, each.title) for each in local_rules().values())]
    )
    since = DayField(label="从哪天起", widget=date_input())
    amount = forms.IntegerField(label="多长", min_value=1, max_value=999)
    unit = forms.ChoiceField(label="单位", choices=LocalRule.Unit.choices)
    basis = forms.CharField(label="依据", max_length=200, help_text="例如 《青石县建议提案办理办法》第十八条。")


class SchemeForm(forms.Form):
    """How results are classified."""

    since = DayField(label="从哪天起", widget=date_input(), help_text="这一天起交办的适用；以前交办的不变。")
    classes = forms.CharField(
        label="分类",
        max_length=4000,
        widget=area(5),
        help_text="一行一类，先写代号，空一格写说明，例如 A 所提问题已经解决。",
    )
    basis = forms.CharField(label="依据", max_length=200, help_text="例如 《青石县建议提案办理办法》第二十条。")

    @property
    def pairs(self) -> list[list[str]]:
        """Key and title of each class."""
        lines = (line.strip() for line in self.cleaned_data["classes"].splitlines())
        return [[key, " ".join(title.split())] for key, _, title in (line.partition(" ") for line in lines if line)]


@require_GET
@staff
def rules(request: Any) -> HttpResponse:
    """Which limits and classes hold today, on what ground, and what was entered here."""
    if not RULE_POLICY.may_in(request.user, "read", request.organ):
        raise Denied("您在这个机关没有查看建议提案规定的权限。")
    today, ruled = timezone.localdate(), settings.ruled(request.organ)
    context = {
        "law": [
            (f"{each.title}（{what}）", found)
            for each in kinds().values()
            for what, name in (("一般的", each.limit), ("涉及面广、难度大的", each.hard))
            if (found := law_limits(name, today))
        ],
        "local": [(each.title, ruled.limit(each.key, today)) for each in local_rules().values()],
        "scheme": settings.scheme_of(request.organ, today),
        "attitudes": attitudes().values(),
        "entered": LocalRule.objects.filter(organ=request.organ).select_related("entered_by"),
        "schemes": ResultScheme.objects.filter(organ=request.organ).select_related("entered_by"),
        "may_set": RULE_POLICY.holds(request.user, "set", LocalRule(organ=request.organ)),
        "crumbs": trail(None, ("建议提案的规定", None)),
    }
    return render(request, "workbench/proposals/rules.html", context)


@never_cache
@asks
@staff
def set_rule(request: Any) -> HttpResponse:
    """Enter a limit."""
    RULE_POLICY.check(request.user, "set", LocalRule(organ=request.organ))
    form = RuleForm(request.POST or None)
    by = acting(request.user, request.organ)
    if carried_out(
        request, form, lambda: settings.set_rule(LocalRule(organ=request.organ, **form.cleaned_data), by=by)
    ):
        messages.success(request, "已经录入。")
        return redirect("workbench:proposal_rules")
    return _form(request, form, "录入期限", "没有全国规定的期限，按本地、本机关的规定录入；已经起算的不变。")


@never_cache
@asks
@staff
def set_scheme(request: Any) -> HttpResponse:
    """Enter a classification."""
    RULE_POLICY.check(request.user, "set", ResultScheme(organ=request.organ))
    form = SchemeForm(request.POST or None)
    by = acting(request.user, request.organ)

    def act() -> None:
        given = form.cleaned_data
        made = ResultScheme(organ=request.organ, since=given["since"], classes=form.pairs, basis=given["basis"])
        settings.set_scheme(made, by=by)

    if carried_out(request, form, act):
        messages.success(request, "已经录入。")
        return redirect("workbench:proposal_rules")
    return _form(request, form, "录入办理结果的分类", "各地对办理结果的分类不同，按本地的规定录入。")


def _form(request: Any, form: Any, title: str, about: str) -> HttpResponse:
    context = {"form": form, "title": title, "about": about, "crumbs": trail(None, (title, None))}
    return render(request, "workbench/proposals/rule_form.html", context, status=status_of(request))
