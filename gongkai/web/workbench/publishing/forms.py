"""Forms of the work on items."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone

from gongkai.casework import NotAllowed
from gongkai.publishing.cleaning import LONGEST, editable
from gongkai.publishing.genres import genres_on
from gongkai.publishing.moves import CONCLUSIONS, DISCLOSURE_CLASSES
from gongkai.web.casework.day_field import DayField
from gongkai.web.organs.models import Organ, Section
from gongkai.web.publishing.models import SiteColumn, Wording
from gongkai.web.publishing.services import FIELDS


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


def _day(label: str, help_text: str = "") -> forms.DateField:
    return DayField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=help_text,
        error_messages={"invalid": f"{label}请写成 2024-09-25 的样子。"},
    )


def _lines(label: str, rows: int, *, required: bool = True, help_text: str = "", most: int = 1000) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
        error_messages={"required": f"请填写{label}。"},
    )


class ColumnChoice(forms.ModelChoiceField):
    """Columns with the one above them."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.parent.title} / {obj.title}" if obj.parent else str(obj.title)


class DraftForm(Refusable):
    """A wording with everything that is reviewed along with it."""

    title = forms.CharField(label="标题", max_length=200, error_messages={"required": "请填写标题。"})
    column = ColumnChoice(
        label="栏目",
        queryset=SiteColumn.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择放在哪个栏目。"},
    )
    section = forms.ModelChoiceField(
        label="起草科室",
        queryset=Section.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择起草的科室，由它的负责人审核。"},
    )
    genre = forms.ChoiceField(label="体裁", error_messages={"required": "请选择体裁。"})
    body_html = forms.CharField(
        label="正文",
        required=False,
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text="一行一段。也可以粘贴带表格的网页代码，只留下段落、标题、列表、表格和链接，其余自动去掉。",
        error_messages={"max_length": "正文太长了。请把长表格、名单改作附件，正文写要点。"},
    )
    disclosure_class = forms.ChoiceField(
        label="公开属性",
        choices=list(DISCLOSURE_CLASSES.items()),
        widget=forms.RadioSelect,
        initial="proactive",
        help_text="起草时就要提出公开属性（国办发〔2016〕80号）。不主动公开的，审定以后存档，不会出现在门户上。",
    )
    ground = _lines(
        "不主动公开的理由和依据",
        2,
        required=False,
        most=500,
        help_text="选“依申请公开”“不予公开”的填写，例如 内部事务信息，《条例》第十六条第一款。",
    )
    document_number = forms.CharField(
        label="文号", max_length=60, required=False, help_text="例如 青农发〔2024〕12号；括号写成 [ ] 也可以。"
    )
    registration_number = forms.CharField(
        label="统一编号", max_length=60, required=False, help_text="行政规范性文件统一登记的编号。"
    )
    signed_on = _day("成文日期", "文件签发的日期。发布日期由系统在发布时记录，不用填写。")
    effective_on = _day("施行日期")
    expires_on = _day("有效期至", "最后一天仍然有效。")
    summary = _lines("内容概述", 2, required=False, most=500)
    keywords = forms.CharField(
        label="关键词", max_length=200, required=False, help_text="用顿号隔开，例如 粮食、收购。"
    )
    content_source = forms.CharField(
        label="信息来源", max_length=120, required=False, help_text="本机关自己制作的不用填写。"
    )

    def __init__(self, organ: Organ, sections: Any, *args: Any, wording: Wording | None = None, **kwargs: Any) -> None:
        if wording is not None:
            said = {name: getattr(wording, name) for name in FIELDS} | {"column": wording.column_id}
            kwargs["initial"] = said | {"body_html": editable(wording.body_html)} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        columns = SiteColumn.objects.filter(organ=organ, closed_on=None).select_related("parent")
        self.fields["column"].queryset = columns.order_by("parent__order", "order", "id")  # type: ignore[attr-defined]
        self.fields["genre"].choices = [("", "请选择"), *genres_on(timezone.localdate()).items()]  # type: ignore[attr-defined]
        if sections is None:
            del self.fields["section"]
            return
        self.fields["section"].queryset = sections  # type: ignore[attr-defined]
        if len(sections) == 1:
            self.fields["section"].initial = sections[0]


class ReviewForm(Refusable):
    """A reviewer's conclusion on one wording."""

    conclusion = forms.ChoiceField(label="结论", widget=forms.RadioSelect, error_messages={"required": "请选择结论。"})
    opinion = _lines(
        "审查意见", 3, help_text="同意的写明同意什么，退回的写明改哪里、为什么。意见记入审查记录，不能修改。"
    )
    basis = forms.CharField(label="审查依据", max_length=500, error_messages={"required": "请填写审查依据。"})
    wording = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, conclusions: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["conclusion"].choices = [(each, CONCLUSIONS[each]) for each in conclusions]  # type: ignore[attr-defined]


class ReasonForm(Refusable):
    """Why something is taken back, held, withdrawn or given up."""

    reason = _lines("理由", 3, most=500)


class WithdrawForm(Refusable):
    """Why something is withdrawn; the public reads it."""

    reason = _lines("理由", 3, most=500, help_text="公众会在原来的网址看到撤下的日期和这里写的理由。请不要写个人信息。")


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
