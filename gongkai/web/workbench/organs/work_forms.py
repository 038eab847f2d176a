"""Forms for the year's tasks and trainings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from gongkai.web.accounts.models import Person
from gongkai.web.casework.day_field import DayField
from gongkai.web.organs.access import sections_to_choose
from gongkai.web.organs.models import Organ, Training, WorkPoint
from gongkai.web.organs.queries import held_on
from gongkai.web.workbench.organs.forms import _Particulars
from gongkai.web.workbench.organs.pages import DayInput


class WorkPointForm(_Particulars):
    """A task of the year."""

    class Meta:
        model = WorkPoint
        fields = ("year", "title", "source", "section", "owner", "due_on")
        field_classes = {"due_on": DayField}
        widgets = {"due_on": DayInput()}

    def __init__(self, *args: Any, organ: Organ, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = timezone.localdate().year
        section, owner = self.fields["section"], self.fields["owner"]
        assert isinstance(section, forms.ModelChoiceField) and isinstance(owner, forms.ModelChoiceField)
        section.queryset = sections_to_choose(organ)
        owner.queryset = Person.objects.filter(active=True, pk__in=held_on(organ).values("person")).order_by("name")


class ProgressForm(forms.Form):
    """What was done."""

    on = DayField(label="日期", widget=DayInput(), initial=timezone.localdate)
    what = forms.CharField(label="做了什么", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    link = forms.CharField(
        label="佐证链接", max_length=300, required=False, help_text="公开页面的地址，以 http:// 或者 https:// 开头。"
    )


class FinishForm(forms.Form):
    """What came of it."""

    on = DayField(label="完成日期", widget=DayInput(), initial=timezone.localdate)
    result = forms.CharField(
        label="完成情况",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="年终总结和年度报告用得着，请写明数量和效果。",
    )


class ReopenForm(forms.Form):
    """Why it is not finished after all."""

    why = forms.CharField(label="重新打开的原因", max_length=200)


class TrainingForm(_Particulars):
    """A training that was held."""

    class Meta:
        model = Training
        fields = ("on", "topic", "teacher", "hours", "participants", "note")
        field_classes = {"on": DayField}
        widgets = {"on": DayInput(), "note": forms.Textarea(attrs={"rows": 4})}
