"""Forms of consultations and surveys: the texts, the questions, the steps, opinions and their groups, the outcome, periods."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from gongkai.casework import Move
from gongkai.engagement.consultations.kinds import HEARING, LOCAL, own_limits
from gongkai.engagement.consultations.moves import TABLE
from gongkai.engagement.consultations.questions import FORM_TITLES, SCALES
from gongkai.engagement.consultations.report import VERDICTS
from gongkai.web.casework.amending import AmendForm
from gongkai.web.casework.day_field import DayField
from gongkai.web.casework.forms import MoveForm, date_input, offer
from gongkai.web.consultations.models import Consultation, Opinion, OpinionGroup
from gongkai.web.consultations.models.consultation import LONGEST_TEXT, kind_choices
from gongkai.web.consultations.models.opinions import LONGEST
from gongkai.web.log.models import Event
from gongkai.web.normative.models import NormativeDocument
from gongkai.web.organs.models import Organ, Section

ASK = [("", "请选择")]
_SURVEY_LEFT_OUT = (
    "draft",
    "wanted_held_on",
    "hearing_place",
    "wanted_reason",
    "asks_name",
    "asks_contact",
    "document",
)
_OPINION_LEFT_OUT = ("about_year", "per_address")


def area(rows: int = 6) -> forms.Textarea:
    """A field for a longer text."""
    return forms.Textarea(attrs={"rows": rows})


class KindForm(forms.Form):
    """What kind, and who writes it."""

    kind = forms.ChoiceField(label="种类", choices=lambda: [*ASK, *kind_choices()])
    section = forms.ModelChoiceField(
        label="起草科室", queryset=Section.objects.none(), required=False, empty_label="（不分科室）"
    )
    title = forms.CharField(label="标题", max_length=120, help_text="例如 青石县农机购置补贴办法（征求意见稿）。")
    about_year = forms.IntegerField(label="评议的年度", required=False, help_text="社会评议的要填，例如 2025。")

    def __init__(self, sections: Any, whole: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "section", sections)
        self.fields["section"].required = not whole


class TextForm(forms.Form):
    """The texts, and how to take part."""

    title = forms.CharField(label="标题", max_length=120)
    explanation = forms.CharField(
        label="起草说明",
        required=False,
        max_length=20_000,
        widget=area(8),
        help_text="为什么定、依据什么、主要内容。送审以前要写。",
    )
    draft = forms.CharField(
        label="征求意见稿", required=False, max_length=LONGEST_TEXT, widget=area(16), help_text="全文；也可以附上文件。"
    )
    wanted_closes_on = DayField(
        label="计划截止的日期",
        required=False,
        widget=date_input(),
        help_text="开启的时候再定，并核对够不够规定的时间。",
    )
    wanted_held_on = DayField(label="听证会计划举行的日期", required=False, widget=date_input())
    hearing_place = forms.CharField(label="听证会的时间和地点", required=False, max_length=200)
    wanted_reason = forms.CharField(
        label="缩短时间的理由",
        required=False,
        max_length=500,
        widget=area(2),
        help_text="打算短于规定时间的填写，显示在公开的页面上。",
    )
    ways = forms.CharField(
        label="提出意见的其他方式",
        required=False,
        max_length=2000,
        widget=area(3),
        help_text="信函寄到哪里、电子邮箱、电话，纸质问卷在哪里领。",
    )
    asks_name = forms.ChoiceField(label="问不问称呼", choices=Consultation.Asks.choices)
    asks_contact = forms.ChoiceField(label="问不问联系方式", choices=Consultation.Asks.choices)
    document = forms.ModelChoiceField(
        label="规章、规范性文件的档案",
        queryset=NormativeDocument.objects.none(),
        required=False,
        empty_label="（没有关联）",
    )
    about_year = forms.IntegerField(label="评议的年度", required=False, help_text="社会评议的要填，例如 2025。")
    per_address = forms.IntegerField(
        label="同一网络地址最多答几份",
        min_value=1,
        max_value=1000,
        help_text="一家人、一个单位常常共用一个地址，不宜太少。",
    )

    def __init__(self, found: Consultation, *args: Any, **kwargs: Any) -> None:
        names = [
            name
            for name in self.base_fields
            if name not in (_SURVEY_LEFT_OUT if found.is_survey else _OPINION_LEFT_OUT)
        ]
        kwargs["initial"] = {name: getattr(found, name) for name in names}
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(names):
            del self.fields[name]
        if found.is_survey:
            self.fields["explanation"].label = "调查说明"
            self.fields["explanation"].help_text = "为什么调查、结果怎样用。"
        elif found.kind_of.counts_to != HEARING:
            del self.fields["wanted_held_on"], self.fields["hearing_place"]
        if "document" in self.fields:
            rows = NormativeDocument.objects.filter(organ=found.organ, ended=False).order_by("-id")
            kept = [found.document_id] if found.document_id else []
            offer(self, "document", rows | NormativeDocument.objects.filter(pk__in=kept))


class QuestionForm(forms.Form):
    """A question; what does not belong to its form is left aside."""

    form = forms.ChoiceField(
        label="题型", choices=[(str(key), title) for key, title in FORM_TITLES.items()], widget=forms.RadioSelect
    )
    text = forms.CharField(label="题目", max_length=300)
    help = forms.CharField(label="说明", required=False, max_length=300)
    required = forms.BooleanField(label="必须回答", required=False)
    options = forms.CharField(
        label="选项", required=False, max_length=4000, widget=area(5), help_text="单选、多选的填写，一行一个。"
    )
    other = forms.BooleanField(label="有“其他”一项，可以填写", required=False)
    steps = forms.IntegerField(
        label="评分到几分", required=False, min_value=SCALES[0], max_value=SCALES[1], help_text="评分题填写，例如 5。"
    )
    low = forms.CharField(label="1分是什么意思", required=False, max_length=40, help_text="评分题填写，例如 很不满意。")
    high = forms.CharField(label="最高分是什么意思", required=False, max_length=40)

    @property
    def given(self) -> dict[str, Any]:
        """As the service takes it."""
        found = dict(self.cleaned_data)
        found["options"] = [line.strip() for line in found["options"].splitlines() if line.strip()]
        found["steps"] = found["steps"] or 5
        return found


class FileForm(forms.Form):
    """A file for everybody to take away."""

    file = forms.FileField(label="文件")
    title = forms.CharField(label="名称", required=False, max_length=120, help_text="不填写的，用文件名。")


class PeriodForm(forms.Form):
    """Until when; why shorter; why changed."""

    closes_on = DayField(label="截止日期", widget=date_input())
    held_on = DayField(label="听证会举行的日期", required=False, widget=date_input())
    reason = forms.CharField(label="改定的理由", max_length=500, widget=area(2), help_text="显示在公开的页面上。")
    shortened_reason = forms.CharField(
        label="短于规定时间的理由",
        required=False,
        max_length=500,
        widget=area(2),
        help_text="短于规定时间的要写，显示在公开的页面上。",
    )

    def __init__(self, found: Consultation, *args: Any, opening: bool, **kwargs: Any) -> None:
        known: dict[str, Any] = {
            "closes_on": found.closes_on,
            "held_on": found.held_on,
            "shortened_reason": found.shortened_reason,
        }
        if opening:
            known = {
                "closes_on": found.wanted_closes_on,
                "held_on": found.wanted_held_on,
                "shortened_reason": found.wanted_reason,
            }
        kwargs["initial"] = known
        super().__init__(*args, **kwargs)
        if opening:
            del self.fields["reason"]
        if found.kind_of.counts_to != HEARING:
            del self.fields["held_on"]
        if not found.kind_of.least or found.kind_of.shorter != "reason":
            del self.fields["shortened_reason"]

    @property
    def given(self) -> dict[str, Any]:
        """As the service takes it."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}


class StepForm(MoveForm):
    """A step that only records."""

    def __init__(self, move: Move, *args: Any, **kwargs: Any) -> None:
        hidden = dict.fromkeys(("kind", "digest", "counted", "measured", "report_by", "version"))
        super().__init__(move, *args, known=hidden, **kwargs)


class ResultForm(forms.Form):
    """The text of the outcome."""

    text = forms.CharField(
        label="正文",
        max_length=LONGEST_TEXT,
        widget=area(20),
        help_text="按归并的意见、收到的答卷拟好，可以改。不要写提意见的人的姓名。",
    )


class EnterForm(forms.Form):
    """An opinion that did not come by the portal."""

    source = forms.ChoiceField(
        label="怎样提出", choices=[*ASK, *(each for each in Opinion.Source.choices if each[0] != Opinion.Source.ONLINE)]
    )
    received_on = DayField(label="收到的日期", widget=date_input(), initial=timezone.localdate)
    content = forms.CharField(label="意见", max_length=LONGEST, widget=area(8))
    name = forms.CharField(label="姓名或者单位", required=False, max_length=120)
    contact = forms.CharField(label="联系方式", required=False, max_length=120)


class GroupForm(forms.Form):
    """What several opinions say, and what is decided about them."""

    summary = forms.CharField(
        label="意见的要点", max_length=500, widget=area(2), help_text="公布结果时公开，不要写是谁提的。"
    )
    verdict = forms.ChoiceField(label="处理", choices=list(VERDICTS.items()), widget=forms.RadioSelect)
    answer = forms.CharField(
        label="说明",
        required=False,
        max_length=2000,
        widget=area(4),
        help_text="部分采纳、不采纳、不属于征集范围的，写明理由，公布结果时公开。",
    )


class SortForm(forms.Form):
    """Which opinions go into which group."""

    opinions = forms.TypedMultipleChoiceField(
        label="意见", coerce=int, error_messages={"required": "请先勾选要归入的意见。"}
    )
    group = forms.ModelChoiceField(
        label="归入哪个要点",
        queryset=OpinionGroup.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择归入哪个要点，没有合适的先写一个。"},
    )

    def __init__(self, groups: Any, serials: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "group", groups)
        offer(self, "opinions", [(each, str(each)) for each in serials])


class PaperForm(forms.Form):
    """On which day a sheet on paper was filled in."""

    filled_on = DayField(label="填写的日期", widget=date_input(), initial=timezone.localdate)


class SettingForm(forms.Form):
    """A period that the organ sets for itself."""

    key = forms.ChoiceField(label="期限", choices=lambda: [(key, own_limits()[key][0].title) for key in LOCAL])
    since = DayField(label="从哪一天起", widget=date_input(), initial=timezone.localdate)
    amount = forms.IntegerField(label="多少日", min_value=1, max_value=365)
    basis = forms.CharField(label="依据", max_length=200, help_text="由谁、哪份文件定的。")


class YearForm(forms.Form):
    """From which day to which."""

    since = DayField(label="从", widget=date_input(), required=False)
    until = DayField(label="到", widget=date_input(), required=False)


def amend_form(event: Event, *args: Any) -> AmendForm:
    """What was recorded as a step, and what is right."""
    return AmendForm(TABLE, event, *args, example="理由里的文件名称写错了。")


def sections_for(person: Any, organ: Organ, policy: Any) -> tuple[Any, bool]:
    """The sections for which the person may begin one, and whether also for the organ as a whole."""
    from gongkai.web.organs.authority import places_of

    here = [
        place
        for place in places_of(person)
        if place.organ_id == organ.pk and any(place.role in each.roles for each in policy.granted["start"])
    ]
    whole = any(place.section_id is None for place in here)
    rows = Section.objects.filter(organ=organ, closed_on=None)
    return (rows if whole else rows.filter(pk__in=[place.section_id for place in here])), whole
