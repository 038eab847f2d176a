"""The two small forms around an application: to whom and as what, and looking it up."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.web.applications.forms import kind_choices
from gongkai.web.applications.queries import receiving_organs


class WhoForm(forms.Form):
    """To which organ, and as what kind of applicant; the next page asks accordingly."""

    organ = forms.ChoiceField(label="向哪个机关申请", help_text="向制作或者保存该信息的机关申请，答复最快。")
    kind = forms.ChoiceField(label="申请人是", widget=forms.RadioSelect, choices=kind_choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organs = [(each.code, each.name) for each in receiving_organs()]
        self.fields["organ"].choices = [("", "请选择"), *organs]  # type: ignore[attr-defined]


class LookUpForm(forms.Form):
    """Number and query code from the receipt."""

    number = forms.CharField(
        label="申请编号",
        max_length=80,
        help_text="例如 nongye-2026-0007。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    code = forms.CharField(
        label="查询码",
        max_length=40,
        help_text="回执上的12位字符，不分大小写。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
