"""The form of an application, for the public and for the office that registers a letter; the rules are in ``gongkai.applications.details``."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.applications.details import LONGEST_DESCRIPTION, Details, is_organisation, problems
from gongkai.applications.intake import applicant_kinds, titles

PERSON_FIELDS = ("identity_kind", "identity_number")
ORGANISATION_FIELDS = ("uscc", "representative")
_ASK = [("", "请选择")]


class DetailsForm(forms.Form):
    """What Art. 29(2) asks for. Only the fields for the kind of applicant are shown; ``lenient`` is for the office."""

    applicant_name = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    identity_kind = forms.ChoiceField(label="身份证明的种类", choices=[*_ASK, *titles("identity_kinds")])
    identity_number = forms.CharField(
        label="身份证明号码",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="加密保存，只用来核对申请人身份（《条例》第二十九条第二款第一项）。",
    )
    uscc = forms.CharField(
        label="统一社会信用代码",
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="18位，见营业执照或者登记证书。",
    )
    representative = forms.CharField(label="法定代表人、负责人或者联系人", max_length=100)
    phone = forms.CharField(
        label="联系电话",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
        help_text="电话、电子邮箱、通信地址至少填一项。固定电话请带区号。",
    )
    email = forms.CharField(
        label="电子邮箱",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "email", "type": "email"}),
    )
    address = forms.CharField(
        label="通信地址",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
        help_text="希望邮寄收取的，请写到门牌号，并写邮政编码。",
    )
    description = forms.CharField(
        label="所需政府信息的名称、文号或者其他特征",
        max_length=LONGEST_DESCRIPTION,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="写得越具体，找得越快，例如“2025年度部门决算”“青农〔2025〕12号”。不用说明用途，也不要写身份证号、银行卡号等个人信息。",
    )
    wanted_form = forms.ChoiceField(label="希望以什么方式得到信息", choices=[*_ASK, *titles("wanted_forms")])
    wanted_route = forms.ChoiceField(label="希望通过什么途径得到信息", choices=[*_ASK, *titles("wanted_routes")])

    def __init__(self, kind: str, *args: Any, lenient: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.lenient = kind, lenient
        organisation = is_organisation(kind)
        for name in PERSON_FIELDS if organisation else ORGANISATION_FIELDS:
            del self.fields[name]
        self.fields["applicant_name"].label = "名称" if organisation else "姓名"
        if lenient:
            for field in self.fields.values():
                field.required = False
            self.fields["applicant_name"].required = True
            self.fields["description"].help_text = "照申请书原文抄录。"

    def clean(self) -> dict[str, Any]:
        """Check what was given as a whole; fields that are wrong by themselves keep their own complaint."""
        cleaned = super().clean() or {}
        for name, sentence in problems(self.details, lenient=self.lenient).items():
            if name in self.fields:
                self.errors.pop(name, None)
                self.add_error(name, sentence)
            else:
                self.add_error(None, sentence)
        return cleaned

    @property
    def details(self) -> Details:
        """What was given, tidied."""
        known = [name for name in self.fields if name in DetailsForm.base_fields]
        given = {name: self._given(name) for name in known}
        return Details(applicant_kind=self.kind, **given | {"description": self._description()}).tidy()

    def _given(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name), "") or "")

    def _description(self) -> str:
        return self._given("description")

    @classmethod
    def of(cls, application: Any, **kwargs: Any) -> DetailsForm:
        """The form filled in with what an application says."""
        names = list(cls.base_fields)
        initial = {name: getattr(application, name) for name in names}
        return cls(application.applicant_kind, initial=initial, lenient=True, **kwargs)


def kind_choices() -> list[tuple[str, str]]:
    """The kinds of applicants with a word of help."""
    return [(each.key, f"{each.title}（{each.hint.rstrip('。')}）") for each in applicant_kinds().values()]
