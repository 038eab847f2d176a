"""Forms of the work on normative documents."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from gongkai.casework import Move
from gongkai.publishing.normative import CONCLUSIONS, KINDS, YES_NO
from gongkai.publishing.normative_limits import BY_LAW, REGISTRATION, SYNCHRONY, local_choices, normative_limits
from gongkai.web.casework.forms import MoveForm, offer
from gongkai.web.normative.models import CleanUp, NormativeDocument, RegistrationRule
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import Item, Relation, SiteColumn
from gongkai.web.workbench.publishing.forms import Refusable, day_field, lines_field

SHORT = {"title", "document_number", "registration_number", "registrar", "letter", "channel"}
"""Fields of moves that fit on one line."""


def needed(field: forms.Field, told: str) -> Any:
    """The field, required, with a sentence of its own."""
    field.required = True
    field.error_messages["required"] = told
    return field


class StartForm(Refusable):
    """What a file begins with."""

    title = forms.CharField(label="标题", max_length=200, error_messages={"required": "请填写标题。"})
    kind = forms.ChoiceField(
        label="文件种类", choices=[*KINDS.items()][::-1], widget=forms.RadioSelect, initial="normative_documents"
    )
    major = forms.BooleanField(
        label="属于重大行政决策",
        required=False,
        help_text="公开征求意见一般不少于30日（《重大行政决策程序暂行条例》第十五条）。",
    )
    need = lines_field("制定的必要性和依据", 3, help_text="例如 贯彻《粮食流通管理条例》第十条，原办法已经到期。")


class HistoryForm(Refusable):
    """A document from before."""

    title = forms.CharField(label="标题", max_length=200, error_messages={"required": "请填写标题。"})
    kind = forms.ChoiceField(
        label="文件种类", choices=[*KINDS.items()][::-1], widget=forms.RadioSelect, initial="normative_documents"
    )
    document_number = forms.CharField(
        label="文号", max_length=60, required=False, help_text="例如 青农发〔2020〕12号。"
    )
    registration_number = forms.CharField(
        label="统一编号",
        max_length=60,
        required=False,
        help_text="例如 HCDR-2021-0040001、HFGS—2017—9、青规〔2020〕1号；没有编过的留空。",
    )
    signed_on = needed(day_field("成文日期"), "请填写成文日期。")
    published_on = needed(day_field("公布日期"), "请填写公布日期。")
    source = forms.CharField(
        label="公布的载体和凭据",
        max_length=300,
        help_text="例如 《青石县人民政府公报》2020年第3期。",
        error_messages={"required": "请填写公布的载体和凭据。"},
    )
    index_number = forms.CharField(
        label="公开信息的索引号",
        max_length=60,
        required=False,
        help_text="正文已经在本站公开的，填写它的索引号，有效性随那一件标注。",
    )


class StepForm(MoveForm):
    """A move of a file."""

    def __init__(self, move: Move, *args: Any, **kwargs: Any) -> None:
        choices = {"market": list(YES_NO.items()), "conclusion": list(CONCLUSIONS.items())}
        super().__init__(move, *args, choices=choices, dated=True, **kwargs)
        for name in SHORT & set(self.fields):
            self.fields[name].widget = forms.TextInput()
        for name, field in self.fields.items():
            if field.required and isinstance(field, forms.CharField | forms.ChoiceField):
                field.error_messages["required"] = (
                    f"请填写{field.label}。" if name != "market" else "请选择“是”或者“否”。"
                )


class RegisterForm(Refusable):
    """The number that was given elsewhere; nothing is asked where the system gives it."""

    def __init__(self, rule: RegistrationRule, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if rule.mode == "elsewhere":
            self.fields["registration_number"] = forms.CharField(
                label="统一编号", max_length=60, error_messages={"required": "请填写统一编号。"}
            )
            self.fields["registrar"] = forms.CharField(label="登记机关", max_length=100, initial=rule.registrar.name)
        self.fields["on"] = needed(day_field("登记日期"), "请填写登记日期。")
        self.fields["on"].initial = timezone.localdate


class EvaluateForm(Refusable):
    """What came of an evaluation, and by which item it is published."""

    conclusion = forms.ChoiceField(
        label="评估结论",
        choices=list(CONCLUSIONS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "请选择评估结论。"},
    )
    reason = lines_field("理由", 3, help_text="例如 政策目标没有完成，需要继续执行。")
    until = day_field("继续有效至", "结论是“继续有效”的填写新的有效期。")
    decision = forms.CharField(
        label="公布这一结论的决定",
        max_length=200,
        required=False,
        help_text="填写那一件信息的索引号或者文号。它公开以后，有效性自动按结论标注；还没有拟定的可以先空着。",
    )


class ColumnForm(Refusable):
    """In which column the text is to stand."""

    column = forms.ModelChoiceField(
        label="栏目",
        queryset=SiteColumn.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择放在哪个栏目。"},
    )

    def __init__(self, organ: Organ, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "column", SiteColumn.objects.filter(organ=organ, closed_on=None))


class LinkForm(Refusable):
    """Which item is the text."""

    item = forms.ModelChoiceField(
        label="已有的信息",
        queryset=Item.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择一件信息。"},
    )

    def __init__(self, document: NormativeDocument, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = Item.objects.filter(organ=document.organ, genre=document.kind, normative_document=None)
        offer(self, "item", free.order_by("-id")[:200] if not args or not args[0] else free)


class RelateForm(Refusable):
    """A relation of an item to another, or to a document outside."""

    kind = forms.ChoiceField(label="本件对它的关系", choices=Relation.Kind.choices)
    target = forms.IntegerField(widget=forms.HiddenInput, required=False)
    outside_title = forms.CharField(label="站外文件的标题", max_length=200, required=False)
    outside_url = forms.URLField(
        label="站外文件的网址",
        max_length=300,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "网址要写全，例如 https://www.gov.cn/…。"},
    )
    on = day_field(
        "生效日期", "废止、代替、修改、改定有效期从哪一天起；空着的，从本件施行之日，没有施行日期的从公开之日。"
    )
    partly = forms.BooleanField(label="只废止一部分", required=False, help_text="在说明里写明是哪些条款。")
    until = day_field("有效期改定至", "只有“改定有效期”填写；空着表示长期有效。")
    note = forms.CharField(label="说明", max_length=200, required=False)

    def __init__(self, target: Item | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if target is not None:
            self.fields["target"].initial = target.pk
            del self.fields["outside_title"], self.fields["outside_url"]


class EndForm(Refusable):
    """Why a relation is taken back."""

    reason = forms.CharField(
        label="理由", max_length=200, help_text="例如 选错了文件。", error_messages={"required": "请写明取消的理由。"}
    )


class RuleForm(Refusable):
    """How documents are registered and numbered."""

    covers = forms.ModelChoiceField(label="适用机关（含下级）", queryset=Organ.objects.none(), empty_label=None)
    since = needed(day_field("从哪一天起", "这一天以前签发的文件是历史文件，不受限制。"), "请填写从哪一天起。")
    mode = forms.ChoiceField(
        label="办理方式", choices=lambda: list(local_choices()[REGISTRATION].options.items()), widget=forms.RadioSelect
    )
    basis = forms.CharField(
        label="依据",
        max_length=200,
        help_text="例如 青石县行政规范性文件管理办法第二十条。",
        error_messages={"required": "请写明依据。"},
    )

    def __init__(self, organ: Organ, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "covers", Organ.objects.filter(path__startswith=organ.path).order_by("path"))
        self.fields["covers"].initial = organ.pk
        for name in ("prefix", "form", "dash", "unit", "width", "suffix"):
            field = RegistrationRule._meta.get_field(name).formfield(required=False)  # type: ignore[union-attr]
            assert field is not None
            self.fields[name] = field
        self.fields["prefix"].help_text = "在本系统登记的填写，例如 HCDR、青规。"

    def clean_width(self) -> int:
        """Blank is without zeros."""
        return self.cleaned_data.get("width") or 0

    def clean_form(self) -> str:
        """Blank is with dashes."""
        return self.cleaned_data.get("form") or "dashes"

    def clean_dash(self) -> str:
        """Blank is the short dash."""
        return self.cleaned_data.get("dash") or "-"


def setting_choices() -> list[tuple[str, str]]:
    """What an office may set."""
    limits = [(name, versions[-1].title) for name, versions in normative_limits().items() if name not in BY_LAW]
    return [*limits, (SYNCHRONY, local_choices()[SYNCHRONY].title)]


class SettingForm(Refusable):
    """A local period, or a way of putting things."""

    key = forms.ChoiceField(label="事项", choices=setting_choices)
    amount = forms.IntegerField(
        label="数值", required=False, min_value=1, max_value=1000, help_text="单位见下面的表：日、工作日、月或者年。"
    )
    choice = forms.ChoiceField(
        label="“三同步”的说法",
        required=False,
        choices=lambda: [("", "（不是这一项）"), *local_choices()[SYNCHRONY].options.items()],
    )
    since = needed(day_field("从哪一天起"), "请填写从哪一天起。")
    basis = forms.CharField(label="依据", max_length=200, error_messages={"required": "请写明依据。"})


class CleanUpForm(Refusable):
    """A new round."""

    title = forms.CharField(
        label="名称",
        max_length=120,
        help_text="例如 2024年行政规范性文件清理。",
        error_messages={"required": "请填写名称。"},
    )
    kind = forms.ChoiceField(label="种类", choices=CleanUp.Kind.choices, widget=forms.RadioSelect, initial="periodic")
    subject = forms.CharField(label="专项的内容", max_length=200, required=False)
    as_of = needed(
        day_field("截至哪一天", "到这一天为止现行有效的文件，本机关和下级机关的都列入。"), "请填写截至哪一天。"
    )


class ConcludeForm(Refusable):
    """A conclusion on the documents that were ticked."""

    conclusion = forms.ChoiceField(
        label="结论",
        choices=list(CONCLUSIONS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "请选择结论。"},
    )
    reason = forms.CharField(
        label="理由",
        max_length=500,
        help_text="例如 上位法已经修改，第三条与之不一致。",
        error_messages={"required": "请填写理由。"},
    )
    until = day_field("新的有效期", "继续有效并且改定有效期的填写。")


class ApplyForm(Refusable):
    """From which day."""

    on = needed(day_field("从哪一天起废止、失效", "一般是决定施行的日期。"), "请填写日期。")


class PeriodForm(forms.Form):
    """A period and how far; sent by GET."""

    since = day_field("从")
    until = day_field("到")
    branch = forms.BooleanField(label="包括下级机关", required=False)

    def period(self, today: date) -> tuple[date, date, bool]:
        """The period asked for; this year until today when none is, or it is the wrong way round."""
        given = self.cleaned_data if self.is_valid() else {}
        since, until = given.get("since") or date(today.year, 1, 1), given.get("until") or today
        if since > until:
            self.add_error("until", ValidationError("结束的日期早于开始的日期，请核对。"))
            since, until = date(today.year, 1, 1), today
        return since, until, bool(given.get("branch"))


def ticked(values: Iterable[str]) -> list[int]:
    """The keys that were ticked; what is no number is left out."""
    return [int(value) for value in values if value.isdigit() and len(value) < 12]
