"""What the pages of the check ask for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from gongkai.assessment.freshness.rules import rules_on
from gongkai.web.accounts.models import Person
from gongkai.web.casework.day_field import DayField
from gongkai.web.casework.forms import offer
from gongkai.web.inspection.models import Answer, Problem, Setting
from gongkai.web.organs.models import Organ, Section
from gongkai.web.workbench.organs.pages import DayInput

DEADLINE = timedelta(days=15)
"""How long setting right may take unless somebody says otherwise: a habit, not the law's."""


class SettingForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the check asks of an organ."""

    class Meta:
        model = Setting
        fields = ("public_services", "account_days", "account_basis")

    def _post_clean(self) -> None:
        """The service checks the record; the form only reads what was typed."""


class AnswerForm(forms.Form):
    """What a person found about one veto."""

    indicator = forms.ChoiceField(label="检查项目")
    on = DayField(label="检查日期", widget=DayInput(), initial=timezone.localdate)
    finding = forms.ChoiceField(
        label="结论",
        required=False,
        choices=[("", "请选择"), *Answer.Finding.choices],
        help_text="“站点无法访问”不选结论，填下面的两个数，由系统算比例。",
    )
    visits = forms.IntegerField(
        label="一周访问的次数",
        required=False,
        min_value=1,
        max_value=10**7,
        help_text="只在检查“站点无法访问”时填写，每天至少20次、连续一周。",
    )
    failed = forms.IntegerField(
        label="其中打不开的次数", required=False, min_value=0, max_value=10**7, help_text="15秒还打不开的算打不开。"
    )
    note = forms.CharField(
        label="怎样检查的、发现了什么",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例如 11月20日逐栏打开，扫描工具没有报警。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = rules_on(timezone.localdate())
        offer(
            self,
            "indicator",
            [
                ("", "请选择"),
                *((each.key, each.title) for each in rules.indicators.values() if not each.by_program),
            ],
        )


class DrawForm(forms.Form):
    """Of which quarter, as of which day, and by when what is found is to be set right."""

    year = forms.IntegerField(label="年度", min_value=2019, max_value=2100)
    quarter = forms.TypedChoiceField(
        label="季度", coerce=int, choices=[(1, "第一季度"), (2, "第二季度"), (3, "第三季度"), (4, "第四季度")]
    )
    on = DayField(label="检查时点", widget=DayInput(), help_text="按这一天结束时的情形数，不能晚于今天。")
    due_on = DayField(
        label="整改期限",
        widget=DayInput(),
        help_text="数到的问题都要在这一天以前整改；个别要另定的，编制以后在整改页改。",
    )
    measures = forms.CharField(
        label="自查的组织和做法",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="不填写的，用通常的写法。",
    )
    next_steps = forms.CharField(
        label="下一步打算",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="不填写的，用通常的写法。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        today = timezone.localdate()
        kwargs["initial"] = {
            "year": today.year,
            "quarter": (today.month + 2) // 3,
            "on": today,
            "due_on": today + DEADLINE,
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, **kwargs)


class ProblemForm(forms.Form):
    """A problem that a person saw."""

    indicator = forms.ChoiceField(label="检查项目")
    subject = forms.CharField(label="什么有问题", max_length=200, help_text="例如 栏目“惠农补贴”。")
    what = forms.CharField(label="问题", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    due_on = DayField(label="整改期限", widget=DayInput())
    section = forms.ModelChoiceField(label="责任科室", queryset=Section.objects.none(), required=False)
    officer = forms.ModelChoiceField(label="责任人", queryset=Person.objects.none(), required=False)

    def __init__(self, organ: Organ, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"due_on": timezone.localdate() + DEADLINE, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        offer(
            self,
            "indicator",
            [
                ("", "请选择"),
                *Problem._meta.get_field("indicator").flatchoices,
            ],
        )
        offer(self, "section", organ.sections.filter(closed_on=None))
        people = Person.objects.filter(appointments__organ=organ, appointments__until=None, active=True).distinct()
        offer(self, "officer", people)
