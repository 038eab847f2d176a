"""The form for an opinion on a draft."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.web.consultations.models import Consultation
from gongkai.web.consultations.models.opinions import LONGEST


class OpinionForm(forms.Form):
    """What somebody thinks of a draft; name and contact only as far as the organ asks for them."""

    content = forms.CharField(
        label="您的意见",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="请写明对哪一条、怎样改、为什么。不用写身份证号码、住址等个人信息。",
        error_messages={
            "required": "请写意见的内容。",
            "max_length": "意见最多%(limit_value)d个字，现在有%(show_value)d个。请删减，或者用其他方式提出。",
        },
    )
    name = forms.CharField(label="怎样称呼您", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    contact = forms.CharField(
        label="联系方式",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
        help_text="电话或者电子邮箱，意见需要核实的时候用。加密保存，不公开。",
    )

    def __init__(self, consultation: Consultation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asks = Consultation.Asks
        for name, how in (("name", consultation.asks_name), ("contact", consultation.asks_contact)):
            if how == asks.NO:
                del self.fields[name]
            else:
                self.fields[name].required = how == asks.REQUIRED

    @property
    def given(self) -> dict[str, Any]:
        """As the service takes it."""
        return {name: self.cleaned_data.get(name, "") for name in ("content", "name", "contact")}
