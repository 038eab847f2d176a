"""What the pages of 信息报送 ask for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from gongkai.assessment.submissions.periods import KINDS, Period
from gongkai.assessment.submissions.rules import COMBINING, TIE_BREAKS, TIES, Rules, WrongRules, read_lines
from gongkai.web.casework.day_field import DayField
from gongkai.web.casework.forms import offer
from gongkai.web.organs.models import Organ, Section
from gongkai.web.publishing.models import Item
from gongkai.web.submissions.models import Submission, kind_choices
from gongkai.web.workbench.organs.pages import DayInput


class MomentField(forms.DateTimeField):
    """A day and a time, entered with the browser's own calendar."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    default_error_messages = {"invalid": "请把时间写成 2024-09-25 08:30 的样子。"}


class PieceForm(forms.Form):
    """A piece; ``sections`` are those for which the person may submit, ``offices`` to whom."""

    to = forms.ChoiceField(label="报送给")
    section = forms.ModelChoiceField(label="科室", queryset=Section.objects.none(), required=False)
    title = forms.CharField(label="标题", max_length=120)
    author = forms.CharField(label="作者", max_length=40, required=False, help_text="不填写的，就是报送人。")
    kind = forms.ChoiceField(label="种类", choices=kind_choices)
    body = forms.CharField(label="正文", max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 12}))
    file = forms.FileField(label="附件", required=False, help_text="正文在文件里的，可以只附文件。")
    urgent = forms.BooleanField(
        label="紧急信息", required=False, help_text="突发事件和重要情况。请先打电话，再在这里报送。"
    )
    happened_at = MomentField(label="事情发生的时间", required=False, help_text="紧急信息要填写。")
    came_at = MomentField(
        label="报来的时间", required=False, help_text="先用电话报过的，填那时的时间；不填写的，就是现在。"
    )
    wanted_on = DayField(
        label="要求报送的日期",
        required=False,
        widget=DayInput(),
        help_text="办公室约稿定了日期的，填写；晚于它的算迟报。",
    )

    def __init__(self, organ: Organ, sections: Any, whole: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = [organ, *([organ.parent] if organ.parent else [])]
        offer(self, "to", [(each.code, f"{each.short_name}办公室") for each in offices])
        offer(self, "section", sections)
        self.fields["section"].required = not whole
        self.offices = {each.code: each for each in offices}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("file"):
            given["file"] = (given["file"].name, given["file"])
        return given


class AgainForm(forms.ModelForm):  # type: ignore[type-arg]
    """A returned piece, to be completed."""

    upload = forms.FileField(label="换一个附件", required=False)
    happened_at = MomentField(label="事情发生的时间", required=False, help_text="紧急信息要填写。")

    class Meta:
        model = Submission
        fields = ("title", "author", "kind", "body", "urgent", "happened_at")
        widgets = {"body": forms.Textarea(attrs={"rows": 12})}

    field_order = ("title", "author", "kind", "body", "upload", "urgent", "happened_at")

    def _post_clean(self) -> None:
        """The service checks the record; the form only reads what was typed."""


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="原因", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class AdoptForm(forms.Form):
    """Which channel adopted a piece, when, and where that can be seen."""

    channel = forms.ChoiceField(label="采用渠道")
    on = DayField(label="采用日期", widget=DayInput(), initial=timezone.localdate)
    evidence = forms.CharField(
        label="在哪里可以看到", max_length=200, required=False, help_text="期号、版面或者网址，例如 第12期第2页。"
    )
    item = forms.CharField(
        label="发布成了本站的哪条信息",
        required=False,
        max_length=200,
        help_text="登在本站的，填那条信息的网址或者编号；别处采用的空着。",
    )

    def __init__(self, organs: list[int], rules: Rules, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organs = organs
        offer(
            self,
            "channel",
            [
                ("", "请选择"),
                *((each.title, f"{each.title}（{each.level_title}）") for each in rules.channels.values()),
            ],
        )

    def clean_item(self) -> Item | None:
        given = self.cleaned_data["item"].strip().rstrip("/")
        if not given:
            return None
        key = given.rsplit("/", 1)[-1]
        found = Item.objects.filter(organ__in=self.organs)
        item = found.filter(pk=int(key)).first() if key.isascii() and key.isdigit() and len(key) < 12 else None
        if item is None:
            raise ValidationError("本机关和报送单位没有这条信息。请从信息的网页上复制网址。")
        return item


class PeriodForm(forms.Form):
    """Of which period."""

    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    period = forms.ChoiceField(label="期间")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "period", period_choices())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "year" in given and "period" in given:
            kind, _, number = given["period"].partition("-")
            return {"period": Period(kind, given["year"], int(number))}
        return given


def period_choices() -> list[tuple[str, str]]:
    """Every period of a year, longest first."""
    found = [("year-1", "全年")]
    for kind, most in (("half", 2), ("quarter", 4), ("month", 12)):
        found += [
            (f"{kind}-{number}", Period(kind, 2000, number).title.removeprefix("2000年"))
            for number in range(1, most + 1)
        ]
    return found


def read_period(year: str, period: str, today: date) -> Period:
    """The period of an address; the quarter of today for what is none."""
    kind, _, number = period.partition("-")
    try:
        if kind in KINDS and all(each.isascii() and each.isdigit() for each in (year, number)):
            return Period(kind, int(year), int(number))
    except ValueError:
        pass
    return Period.around("quarter", today)


class RulesForm(forms.Form):
    """The score rules from a day on."""

    since = DayField(label="从哪一天起", widget=DayInput(), initial=timezone.localdate)
    channels = forms.CharField(
        label="采用渠道",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text="每行一个：名称，级别，分值。例如：市政务信息，市级，5",
    )
    combining = forms.ChoiceField(label="一篇被几处采用", choices=list(COMBINING.items()))
    tie_break = forms.ChoiceField(label="同分", choices=list(TIE_BREAKS.items()), required=False)
    ties = forms.ChoiceField(label="并列的名次", choices=list(TIES.items()))
    urgent_hours = forms.IntegerField(
        label="紧急信息多少小时内报来",
        required=False,
        min_value=1,
        max_value=240,
        help_text="超过的算迟报；没有规定的空着。",
    )
    handle_workdays = forms.IntegerField(
        label="多少个工作日内处理",
        required=False,
        min_value=1,
        max_value=240,
        help_text="办公室处理报来的信息的期限。法律没有规定；本机关没有规定的空着。",
    )
    series = forms.CharField(
        label="通报的发文代字",
        required=False,
        max_length=30,
        help_text="例如 青政办通报，文号就是 青政办通报〔2026〕1号。",
    )
    basis = forms.CharField(label="依据", max_length=200, help_text="例如 局办公会2026年3月2日议定。")

    def clean_channels(self) -> list[dict[str, str]]:
        try:
            return read_lines(self.cleaned_data["channels"])
        except WrongRules as problem:
            raise ValidationError(str(problem)) from problem


class TextForm(forms.Form):
    """The text of a circular."""

    text = forms.CharField(
        label="正文",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 22}),
        help_text="一行一段；“一、总体情况”这样单独一行的是小标题。统计表和图在正文后面，数字不在这里改。",
    )


class IssueForm(forms.Form):
    """The number and the day of a circular."""

    number = forms.CharField(label="文号", max_length=60, required=False, help_text="不填写的，接着本年的编号编。")
    on = DayField(label="印发日期", widget=DayInput(), initial=timezone.localdate)
