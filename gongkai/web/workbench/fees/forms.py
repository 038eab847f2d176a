"""Forms of the workbench for fees."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from gongkai.applications.fees import PER_PAGE, PER_REQUEST, most_pages, tariffs
from gongkai.web.casework.day_field import DayField
from gongkai.web.casework.forms import offer


class DrawForm(forms.Form):
    """By which tariff, and how many pages where it is charged by pages."""

    tariff = forms.ChoiceField(label="计收标准", widget=forms.RadioSelect)
    pages = forms.IntegerField(
        label="提供给申请人的页数",
        required=False,
        help_text="按量计收的填写。A4及以下幅面一面为一页，电子数据按页计算；不与其他申请累计。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(
            self,
            "tariff",
            [(key, f"{tariffs()[key].title}：{tariffs()[key].cumulated}") for key in (PER_REQUEST, PER_PAGE)],
        )

    def clean_pages(self) -> int | None:
        """A number that the database can keep; whether it makes sense, the rule says."""
        pages: int | None = self.cleaned_data["pages"]
        return None if pages is None else max(-1, min(pages, most_pages() + 1))


class WhyForm(forms.Form):
    """Why something is done."""

    why = forms.CharField(label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, example: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].help_text = f"{example}记入日志，不能删改。请不要写申请人的姓名等个人信息。"


class DecideForm(WhyForm):
    """Waive it or not."""

    waived = forms.ChoiceField(
        label="决定",
        widget=forms.RadioSelect,
        choices=[("yes", "同意减免，不再收取"), ("no", "不同意，照核算的数额收取")],
    )
    field_order = ("waived", "why")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].label = "意见"
        self.fields["why"].required = False
        self.fields["why"].help_text = "不同意的，请写明理由。请不要写申请人的姓名等个人信息。"


class SettingForm(forms.Form):
    """How fees are paid here."""

    how_to_pay = forms.CharField(
        label="缴纳方式",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写进收费通知：收款单位和账号、在哪里缴、缴费后怎样取得财政票据。信息处理费全额上缴同级国库。",
    )
    contact = forms.CharField(label="咨询电话和地址", max_length=200)


class YearForm(forms.Form):
    """Which year, as of which day."""

    year = forms.IntegerField(label="年度", min_value=2019, max_value=2199)
    as_of = DayField(
        label="截至",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="不填为截至年末；当年为截至今日。",
    )

    @classmethod
    def of(cls, asked: Any) -> YearForm:
        """The form as asked; this year where nothing is."""
        return cls(asked if "year" in asked else {"year": timezone.localdate().year}, auto_id="filter-%s")
