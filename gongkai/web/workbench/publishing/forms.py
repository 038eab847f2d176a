"""Forms of the work on items."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from gongkai.casework import NotAllowed
from gongkai.publishing.moves import CONCLUSIONS
from gongkai.web.casework.day_field import DayField
from gongkai.web.casework.forms import offer


class Refusable(forms.Form):
    """A form that shows what a service refuses beside the right fields."""

    def refuse(self, refusal: NotAllowed | ValidationError) -> None:
        """Put each reason where it belongs, the rest above the form."""
        if isinstance(refusal, NotAllowed):
            self._refuse_move(refusal)
            return
        told: Mapping[str, list[str]] = (
            refusal.message_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.messages}
        )
        for name, sentences in told.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)

    def _refuse_move(self, refusal: NotAllowed) -> None:
        placed = [reason for reason in refusal.reasons if reason.field in self.fields]
        for reason in placed:
            self.add_error(reason.field, str(reason))
        if len(placed) < len(refusal.reasons) or not placed:
            self.add_error(None, str(refusal))


def day_field(label: str, help_text: str = "") -> forms.DateField:
    """A day that may be left out."""
    return DayField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=help_text,
        error_messages={"invalid": f"{label}请写成 2024-09-25 的样子。"},
    )


def lines_field(
    label: str, rows: int, *, required: bool = True, help_text: str = "", most: int = 1000
) -> forms.CharField:
    """Several lines of text."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
        error_messages={"required": f"请填写{label}。"},
    )


class ReviewForm(Refusable):
    """A reviewer's conclusion on one wording."""

    conclusion = forms.ChoiceField(label="结论", widget=forms.RadioSelect, error_messages={"required": "请选择结论。"})
    opinion = lines_field(
        "审查意见", 3, help_text="同意的写明同意什么，退回的写明改哪里、为什么。意见记入审查记录，不能修改。"
    )
    basis = forms.CharField(label="审查依据", max_length=500, error_messages={"required": "请填写审查依据。"})
    wording = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, conclusions: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "conclusion", [(each, CONCLUSIONS[each]) for each in conclusions])


class ReasonForm(Refusable):
    """Why something is taken back, held, withdrawn or given up."""

    reason = lines_field("理由", 3, most=500)


class WithdrawForm(Refusable):
    """Why something is withdrawn; the public reads it."""

    reason = lines_field(
        "理由", 3, most=500, help_text="公众会在原来的网址看到撤下的日期和这里写的理由。请不要写个人信息。"
    )


class ScheduleForm(Refusable):
    """When the site is to publish."""

    publish_at = forms.DateTimeField(
        label="发布时刻",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="北京时间。到时候由系统发布，发布时间以实际发布的那一刻为准。",
        error_messages={"required": "请填写发布的时刻。", "invalid": "时刻请写成 2026-09-25 09:00 的样子。"},
    )


class PublishForm(Refusable):
    """Nothing is asked; the page shows once more what will be public."""


class RepealForm(Refusable):
    """From which day a document is repealed, and by what."""

    on = DayField(
        label="废止日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="从这一天起不再有效。",
        error_messages={"required": "请填写废止日期。", "invalid": "废止日期请写成 2024-09-25 的样子。"},
    )
    ground = forms.CharField(
        label="废止依据",
        max_length=200,
        help_text="宣布废止的文件，例如 青石县人民政府关于废止部分规范性文件的决定（青政发〔2024〕3号）。",
        error_messages={"required": "请填写废止的依据。"},
    )
