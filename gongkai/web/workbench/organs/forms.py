"""Forms for organs, sections, people and the leading group."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from gongkai.organs.roles import TITLES
from gongkai.web.accounts.models import Person
from gongkai.web.casework.day_field import DayField
from gongkai.web.organs.access import sections_to_choose
from gongkai.web.organs.models import GroupMember, Organ, Section
from gongkai.web.workbench.organs.pages import DayInput


class _Particulars(forms.ModelForm[Any]):
    """A form that only reads what was typed; the service validates the record and saves it."""

    def _post_clean(self) -> None:
        """Leave the record alone: it is the service's."""


class OrganForm(_Particulars):
    """Particulars of an organ."""

    class Meta:
        model = Organ
        fields = (
            "name", "short_name", "code", "kind", "level", "region_name", "region_code", "uscc", "site_code", "address",
            "postcode", "phone", "email", "hours", "established_on", "order",
        )  # fmt: skip
        field_classes = {"established_on": DayField}
        widgets = {"established_on": DayInput()}
        help_texts = {
            "name": "只用来更正录入错误；机关改名请登记“机构调整”，这样曾用名会留下来。",
            "code": "用在网址里，例如 nongye。公布以后请不要改，别人存的链接会打不开。",
            "uscc": "18位，最后一位是校验位。",
            "site_code": "10位，见网站底部。",
            "order": "数字小的排在前面。",
        }


class SectionForm(_Particulars):
    """A section."""

    class Meta:
        model = Section
        fields = ("name", "duties", "phone", "order")
        widgets = {"duties": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"order": "数字小的排在前面。"}


class MemberForm(_Particulars):
    """A member of the leading group."""

    class Meta:
        model = GroupMember
        fields = ("name", "post", "position", "since", "order")
        field_classes = {"since": DayField}
        widgets = {"since": DayInput()}
        help_texts = {"post": "例如 局党组书记、局长。", "order": "数字小的排在前面。"}


class PersonForm(_Particulars):
    """Particulars of a person."""

    class Meta:
        model = Person
        fields = ("name", "position", "office_phone")


class DayForm(forms.Form):
    """A day on which something begins or ends; ``label`` and ``help_text`` say what."""

    on = DayField(widget=DayInput(), initial=timezone.localdate)

    def __init__(self, *args: Any, label: str, help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label, self.fields["on"].help_text = label, help_text


class ReasonForm(forms.Form):
    """Why something is done; kept in the log."""

    note = forms.CharField(label="原因", max_length=200, help_text="记入日志，例如 调离。")


class AppointmentForm(forms.Form):
    """A role in an organ, in one of its sections or in all."""

    role = forms.ChoiceField(label="角色", choices=[(role.value, title) for role, title in TITLES.items()])
    section = forms.ModelChoiceField(Section.objects.none(), label="科室", required=False, empty_label="（不限科室）")
    since = DayField(label="任职起日", widget=DayInput(), initial=timezone.localdate)
    until = DayField(label="任职止日", widget=DayInput(), required=False, help_text="含当日；长期任职的不填。")

    def __init__(self, *args: Any, organ: Organ, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["section"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = sections_to_choose(organ)
        choice.help_text = "信息员、科室负责人一般限于一个科室，只能办理这个科室的事。"


class NewPersonForm(AppointmentForm):
    """A person with the first role; the one-time password is made by the system."""

    field_order = ("username", "name", "position", "office_phone", "role", "section", "since", "until")
    username = forms.CharField(
        label="登录名", max_length=40, help_text="小写字母、数字、点、横线，例如 zhang.san。以后不能改。"
    )
    name = forms.CharField(label="姓名", max_length=40)
    position = forms.CharField(label="职务", max_length=60, required=False)
    office_phone = forms.CharField(label="办公电话", max_length=40, required=False)


class KnownPersonForm(AppointmentForm):
    """Another role for a person who has an account, perhaps in another organ."""

    field_order = ("username", "role", "section", "since", "until")
    username = forms.CharField(label="登录名", max_length=40, help_text="已有账号的人员的登录名。")

    def clean_username(self) -> Person:
        """The person of that name."""
        person = Person.objects.filter(username=self.cleaned_data["username"].strip().lower()).first()
        if person is None:
            raise forms.ValidationError("没有这个登录名。新来的人员请用“新增人员”。")
        return person


class SearchForm(forms.Form):
    """What the list of people is narrowed by."""

    q = forms.CharField(label="姓名或者登录名", required=False)
    role = forms.ChoiceField(
        label="角色", required=False, choices=[("", "全部"), *((role.value, title) for role, title in TITLES.items())]
    )
    organ = forms.ModelChoiceField(
        Organ.objects.none(), label="机关", required=False, to_field_name="code", empty_label="全部"
    )
    past = forms.BooleanField(label="包括已经离任和停用的", required=False)

    def __init__(self, *args: Any, organs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["organ"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = organs
