"""What the pages of the yearly assessment ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any
from unicodedata import normalize

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from gongkai.assessment.yearly.measures import MEASURES
from gongkai.assessment.yearly.tables import (
    DEDUCTED,
    EARNED,
    EMPTY,
    JUDGED,
    KINDS,
    RATE,
    ROUNDINGS,
    TIES,
    WAYS,
    Indicator,
    Table,
    number_of,
    plain,
)
from gongkai.web.assessment.models import Round, ScoreTable, Subject
from gongkai.web.assessment.queries import Row, appraisal_questions
from gongkai.web.assessment.services import Given
from gongkai.web.casework.day_field import DayField
from gongkai.web.casework.forms import offer
from gongkai.web.consultations.models import Question
from gongkai.web.organs.models import Organ, Section
from gongkai.web.publishing.models import Item
from gongkai.web.workbench.organs.pages import DayInput

ABSENT = "无"
ASKED = {JUDGED: "自评分", EARNED: "发生了几件", DEDUCTED: "发生了几件", RATE: "百分之几"}


class NumberField(forms.CharField):
    """A number of at most two decimals, not negative."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=12, widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 8}), **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return number_read(text) if text else None


def number_read(text: str) -> Decimal:
    """The number that was typed, also in full width. Raises ``ValidationError``."""
    text = normalize("NFKC", text)
    found = number_of(text)
    if found is None:
        if text.startswith(("-", "−")):
            raise ValidationError("不能填写负数。")
        raise ValidationError("请填写数，最多两位小数，例如 8 或者 8.5。")
    return found


class ValueField(NumberField):
    """The same, or that nothing of the kind happened: a pair of the number and whether it is absent."""

    def clean(self, value: Any) -> Any:
        text = forms.CharField.clean(self, value)
        if text == ABSENT:
            return None, True
        return (number_read(text), False) if text else (None, False)


class MakeForm(forms.Form):
    """A table for a year, begun with another."""

    year = forms.IntegerField(label="年度", min_value=2008, max_value=2100)
    kind = forms.ChoiceField(label="考核对象", choices=list(KINDS.items()))
    start = forms.ChoiceField(label="照哪一张起草", required=False)

    def __init__(self, organ: Organ, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tables = {
            str(each.pk): each for each in ScoreTable.objects.filter(organ=organ).exclude(state="dropped")[:40]
        }
        choices = [(key, f"{each}（{each.get_kind_display()}）") for key, each in self.tables.items()]
        offer(self, "start", [("", "系统自带的样表"), *choices])

    def clean_start(self) -> ScoreTable | None:
        return self.tables.get(self.cleaned_data["start"])


class TableForm(forms.Form):
    """A table as it is typed."""

    title = forms.CharField(label="名称", max_length=80)
    basis = forms.CharField(label="依据", max_length=200, help_text="考核办法的名称、文号，或者会议议定的日期。")
    indicators = forms.CharField(
        label="指标", max_length=20_000, widget=forms.Textarea(attrs={"rows": 18, "class": "lines"})
    )
    grades = forms.CharField(
        label="等次",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="每行一个，从高到低：等次｜从几分起。最后一个从0分起。",
    )
    vetoes = forms.CharField(
        label="否决事项",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="每行一个：事项｜最高评为｜数据来源（由人认定的不写）。例如：没有按期发布年度报告｜良好｜没有按期发布的年度报告",
    )
    empty = forms.ChoiceField(
        label="没有发生的怎样计", choices=list(EMPTY.items()), help_text="例如一年没有收到申请，就没有按期答复率。"
    )
    places = forms.TypedChoiceField(
        label="总分的小数位数", coerce=int, choices=[("0", "取整数"), ("1", "一位"), ("2", "两位")]
    )
    rounding = forms.ChoiceField(label="尾数", choices=list(ROUNDINGS.items()))
    ties = forms.ChoiceField(label="并列的名次", choices=list(TIES.items()))
    tie_break = forms.CharField(
        label="总分相同的比哪个一级指标", required=False, max_length=30, help_text="不比的空着，总分相同就并列。"
    )

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [each.title for each in MEASURES.values() if kind == "organs" or each.sections]
        self.fields["indicators"].help_text = (
            f"每行一个，各栏用｜、|或者制表符隔开（可以从表格整块粘贴）：一级指标｜二级指标｜满分｜计分方法｜参数｜数据来源。计分方法：{'、'.join(WAYS.values())}。"
            f"参数：计件得分、扣分的写每一件几分，按率得分的写分档，例如 100:15 95:10；评分的不写。数据来源：由人填写的不写，按记录计算的写：{'、'.join(known)}。满分相加应当是100。"
        )


def settings_of(table: Table) -> dict[str, Any]:
    """What a form of a table begins with, besides its lines."""
    return {name: getattr(table, name) for name in ("empty", "places", "rounding", "ties", "tie_break")}


class TimetableForm(forms.Form):
    """The days of a round."""

    cut_off_on = DayField(label="数据截止日", widget=DayInput(), help_text="按记录计算的指标，数到这一天为止。")
    self_due_on = DayField(label="自评截止日", widget=DayInput())
    review_due_on = DayField(label="评分截止日", widget=DayInput())
    objection_due_on = DayField(label="提出异议的截止日", widget=DayInput())


class ChangeDaysForm(TimetableForm):
    """Other days, and why."""

    reason = forms.CharField(label="原因", max_length=200)


class OpenForm(TimetableForm):
    """A round: its objects and days."""

    targets = forms.MultipleChoiceField(label="考核对象", widget=forms.CheckboxSelectMultiple)
    field_order = ("targets",)

    def __init__(self, table: ScoreTable, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known: dict[str, Organ | Section] = {str(each.pk): each for each in candidates(table)}
        offer(self, "targets", [(key, each.name) for key, each in self.known.items()])
        self.fields["targets"].initial = [
            key for key, each in self.known.items() if isinstance(each, Section) or each.parent_id == table.organ_id
        ]

    def clean_targets(self) -> list[Organ | Section]:
        return [self.known[key] for key in self.cleaned_data["targets"]]


def candidates(table: ScoreTable) -> Iterator[Organ | Section]:
    """Who can be assessed with a table: the organ's sections, or the organs below it."""
    today = timezone.localdate()
    if table.kind == "sections":
        for section in Section.objects.filter(organ=table.organ):
            if section.closed_on is None or section.closed_on > today:
                yield section
        return
    for organ in Organ.objects.filter(path__startswith=table.organ.path).exclude(pk=table.organ_id):
        if organ.exists_now:
            yield organ


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="原因", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class TextForm(forms.Form):
    """The text of a circular."""

    text = forms.CharField(
        label="正文",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 20}),
        help_text="一行一段；“一、总体情况”这样单独一行的是小标题。结果的表和图在正文后面，数字不在这里改。",
    )


class AnnounceForm(forms.Form):
    """The number and the day of the circular."""

    number = forms.CharField(label="文号", max_length=60, required=False, help_text="不填写的，接着本年的编号编。")
    on = DayField(label="公布日期", widget=DayInput(), initial=timezone.localdate)


class AppraisalForm(forms.Form):
    """What the public thinks of an object."""

    subject = forms.ChoiceField(label="对象")
    method = forms.CharField(label="方法", max_length=200, help_text="例如 网上问卷、电话抽样、窗口评价，由谁组织。")
    since = DayField(label="从哪一天", widget=DayInput())
    until = DayField(label="到哪一天", widget=DayInput())
    sample = forms.IntegerField(label="有效样本数", min_value=1, max_value=10_000_000)
    satisfied = forms.IntegerField(label="其中满意的", min_value=0, max_value=10_000_000)
    evidence = forms.CharField(label="佐证", max_length=300, help_text="报告的名称、存放的地方或者网址。")

    def __init__(self, subjects: Sequence[Subject], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(each.pk): each for each in subjects}
        offer(self, "subject", [("", "请选择"), *((key, each.title) for key, each in self.known.items())])

    def clean_subject(self) -> Subject:
        return self.known[self.cleaned_data["subject"]]


class SurveyForm(forms.Form):
    """A scale of a survey on the portal, and about whom it is."""

    subject = forms.ChoiceField(label="对象")
    question = forms.ModelChoiceField(
        label="问卷的评分题",
        queryset=Question.objects.none(),
        help_text="评分在上面五分之二的算满意（五分制的4分、5分），和问卷公布的结果一样。",
    )

    def __init__(self, found: Round, subjects: Sequence[Subject], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(each.pk): each for each in subjects}
        offer(self, "subject", [("", "请选择"), *((key, each.title) for key, each in self.known.items())])
        field = self.fields["question"]
        offer(self, "question", appraisal_questions(found).select_related("consultation"))
        field.label_from_instance = lambda each: f"{each.consultation.title}：{each}"  # type: ignore[attr-defined]  # 上面就是这种字段

    def clean_subject(self) -> Subject:
        return self.known[self.cleaned_data["subject"]]


class VetoForm(forms.Form):
    """A veto and the facts."""

    title = forms.ChoiceField(label="否决事项")
    reason = forms.CharField(label="事实和依据", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, table: Table, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(
            self,
            "title",
            [("", "请选择"), *((each.title, f"{each.title}（最高评为{each.cap}）") for each in table.vetoes)],
        )


class ObjectionForm(forms.Form):
    """What is objected to, and why."""

    indicator = forms.ChoiceField(label="对哪一项", required=False)
    text = forms.CharField(label="异议和理由", max_length=1000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, table: Table, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(
            self,
            "indicator",
            [("", "整个结果"), *((each.key, f"{each.group}：{each.title}") for each in table.indicators)],
        )


class AnswerForm(forms.Form):
    """The answer to an objection."""

    upheld = forms.TypedChoiceField(
        label="是否采纳",
        choices=[("yes", "采纳"), ("no", "不采纳")],
        coerce=lambda given: given == "yes",
        widget=forms.RadioSelect,
    )
    points = NumberField(label="新的评分", required=False, help_text="采纳对某一项的异议的，填写。")
    answer = forms.CharField(label="答复和理由", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))


class EvidenceForm(forms.Form):
    """A file that proves a self-score."""

    indicator = forms.ChoiceField(label="证明哪一项")
    file = forms.FileField(label="文件", help_text="加密存放，只有本单位和考核机关的人能看，每次查看都有记录。")

    def __init__(self, table: Table, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "indicator", [(each.key, f"{each.group}：{each.title}") for each in table.indicators])


class ScoresForm(forms.Form):
    """A value and words for every indicator: self-scores, or with ``review`` the reviewer's."""

    def __init__(
        self, subject: Subject, rows: Mapping[str, Sequence[Row]], *args: Any, review: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.subject, self.rows, self.review = subject, rows, review
        for row in self._all():
            (self._reviewed if review else self._filled)(row)

    def _all(self) -> list[Row]:
        return [row for rows in self.rows.values() for row in rows]

    def _filled(self, row: Row) -> None:
        indicator, score, key = row.indicator, row.score, row.indicator.key
        if not indicator.measure:
            help_text = (
                f"满分{plain(indicator.full)}分。"
                if indicator.way == JUDGED
                else "没有发生的写“无”。"
                if indicator.way == RATE
                else ""
            )
            self.fields[f"value_{key}"] = ValueField(
                label=f"{ASKED[indicator.way]}",
                required=False,
                initial=_shown(score.value, score.absent),
                help_text=help_text,
            )
        self.fields[f"words_{key}"] = forms.CharField(
            label="说明", required=False, max_length=1000, initial=score.note, widget=forms.Textarea(attrs={"rows": 2})
        )
        self.fields[f"item_{key}"] = forms.CharField(
            label="佐证的公开信息",
            required=False,
            max_length=200,
            initial=str(score.item_id or ""),
            help_text="填那条信息的网址或者编号。",
        )

    def _reviewed(self, row: Row) -> None:
        score, key = row.score, row.indicator.key
        first = score.points if score.points is not None else score.self_points
        self.fields[f"value_{key}"] = ValueField(
            label="评分",
            required=False,
            initial=_shown(first, score.absent),
            help_text=f"满分{plain(row.indicator.full)}分；没有发生的写“无”。",
        )
        self.fields[f"words_{key}"] = forms.CharField(
            label="理由", required=False, max_length=500, initial=score.reason, widget=forms.Textarea(attrs={"rows": 2}),
            help_text="和自评、按记录计算的结果不一样的，要写。",
        )  # fmt: skip

    def groups(self) -> Iterator[tuple[str, list[tuple[Row, list[forms.BoundField]]]]]:
        """By group, each indicator with its fields."""
        for group, rows in self.rows.items():
            yield (
                group,
                [(row, [self[name] for name in self._names(row.indicator) if name in self.fields]) for row in rows],
            )

    @staticmethod
    def _names(indicator: Indicator) -> tuple[str, ...]:
        return tuple(f"{kind}_{indicator.key}" for kind in ("value", "words", "item"))

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self.review:
            self._find_items()
        return self.cleaned_data

    def _find_items(self) -> None:
        """The items that were named, with one question for all."""
        keys: dict[str, str] = {}
        for name in [each for each in self.fields if each.startswith("item_")]:
            given = str(self.cleaned_data.get(name) or "").strip().rstrip("/")
            self.cleaned_data[name] = None
            key = given.rsplit("/", 1)[-1]
            if given and not (key.isascii() and key.isdigit() and len(key) < 12):
                self.add_error(name, "请填写信息的网址或者编号，例如 /items/12/。")
            elif given:
                keys[name] = key
        organs = (self.subject.target_id, self.subject.organ_id)
        found = Item.objects.filter(organ__in=organs).in_bulk([int(key) for key in keys.values()]) if keys else {}
        for name, key in keys.items():
            if int(key) in found:
                self.cleaned_data[name] = found[int(key)]
            else:
                self.add_error(name, "本单位没有这条信息。请从信息的网页上复制网址。")

    @property
    def given(self) -> dict[str, Given]:
        """What was filled in, as services take it."""
        found = {}
        for row in self._all():
            key = row.indicator.key
            value, absent = self.cleaned_data.get(f"value_{key}") or (None, False)
            found[key] = Given(
                value, absent, self.cleaned_data.get(f"words_{key}", ""), self.cleaned_data.get(f"item_{key}")
            )
        return found


def _shown(value: Decimal | None, absent: bool) -> str:
    return ABSENT if absent else "" if value is None else plain(value)


def days_of(found: Round) -> dict[str, Any]:
    """The days of a round, as a form begins with them."""
    return {name: getattr(found, name) for name in ("cut_off_on", "self_due_on", "review_due_on", "objection_due_on")}
