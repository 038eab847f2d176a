"""Forms for guides and rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from gongkai.web.casework.day_field import DayField
from gongkai.web.organs.models import OrganDocument, OrganDocumentVersion
from gongkai.web.workbench.organs.forms import _Particulars
from gongkai.web.workbench.organs.pages import DayInput


class DocumentForm(_Particulars):
    """A guide or rule as such."""

    class Meta:
        model = OrganDocument
        fields = ("kind", "title", "code", "order")
        help_texts = {"code": "用在网址里，例如 bianzhi-banfa。公布以后不能改。", "order": "数字小的排在前面。"}


class EditDocumentForm(_Particulars):
    """What can still be changed of a guide or rule."""

    class Meta:
        model = OrganDocument
        fields = ("title", "code", "order")
        help_texts = {"code": "公布以后不能改。"}


class VersionForm(_Particulars):
    """The wording."""

    class Meta:
        model = OrganDocumentVersion
        fields = ("body", "effective_on", "what_changed")
        field_classes = {"effective_on": DayField}
        widgets = {"body": forms.Textarea(attrs={"rows": 24}), "effective_on": DayInput()}
        help_texts = {"what_changed": "和上一版比改了什么，会和历史版本一起公布。"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].initial = timezone.localdate


class ReleaseForm(forms.Form):
    """That the draft was read."""

    seen = forms.CharField(widget=forms.HiddenInput)
    read = forms.BooleanField(label="我已通读全文，同意公布", required=True)


class DiscardForm(forms.Form):
    """Why a draft goes."""

    note = forms.CharField(label="原因", max_length=200, required=False)
