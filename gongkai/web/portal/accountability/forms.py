"""The forms of complaints on the portal: writing one, looking one up, taking one back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from gongkai.assessment.accountability.choices import titles
from gongkai.publishing.uploads import accepted_endings
from gongkai.web.accountability.beginning import FILES, TEXTS
from gongkai.web.accountability.competence import answerable
from gongkai.web.accountability.services import Letter
from gongkai.web.accountability.telling import LONGEST, problems
from gongkai.web.casework.forms import offer
from gongkai.web.files.forms import FilesField, SeveralFiles


class WriteForm(forms.Form):
    """What somebody complains of. A name and a way to reach the person are asked for, not demanded."""

    about = forms.ChoiceField(label="投诉哪个机关")
    receiver = forms.ChoiceField(
        label="向谁投诉",
        initial="department",
        choices=lambda: list(titles("receivers").items()),
        widget=forms.RadioSelect,
        help_text="两个都可以（《条例》第五十一条）。被投诉的机关不处理对自己的投诉。",
    )
    kind = forms.ChoiceField(label="投诉什么", choices=lambda: list(titles("kinds").items()), widget=forms.RadioSelect)
    title = forms.CharField(label="标题", max_length=80, help_text="一句话说明是什么事。")
    content = forms.CharField(
        label="事实和理由",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="什么时候、做了什么或者没有做什么，有什么依据。不用写身份证号码。",
    )
    application_number = forms.CharField(
        label="涉及的申请编号",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="对公开申请的办理有意见的，写回执上的编号，查起来快。",
    )
    name = forms.CharField(
        label="您的姓名或者单位名称",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text="可以不写。不写的，凭编号和查询码看结果。",
    )
    phone = forms.CharField(
        label="联系电话",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        help_text="可以不写。事情要核实的时候，受理的机关会打这个电话。",
    )
    email = forms.CharField(
        label="电子邮箱", required=False, max_length=120, widget=forms.TextInput(attrs={"autocomplete": "email"})
    )
    address = forms.CharField(
        label="通信地址",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
        help_text="要书面告知的才写。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "about", [("", "请选择"), *((each.code, each.name) for each in answerable())])

    def clean(self) -> dict[str, Any]:
        """The sentences of the office beside their fields."""
        given = super().clean() or {}
        texts = {name: str(given.get(name, "")).strip() for name in TEXTS}
        for name, sentence in problems(texts).items():
            if name not in self.errors:
                self.add_error(name, sentence)
        return given

    @property
    def letter(self) -> Letter:
        """What was written."""
        return Letter(**{name: self.cleaned_data[name] for name in (*TEXTS, "kind")})


class FilesForm(forms.Form):
    """Files that come with a complaint; all may be left out."""

    papers = FilesField(
        label="附件",
        required=False,
        widget=SeveralFiles(attrs={"accept": accepted_endings(), "multiple": True}),
        help_text=f"可以不传，最多{FILES}个，每个最大{settings.UPLOAD_LIMIT_MB}兆字节。加密保存，被投诉的机关看不到。",
    )


class LookUpForm(forms.Form):
    """Number and query code from the receipt."""

    number = forms.CharField(label="投诉编号", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    code = forms.CharField(
        label="查询码",
        max_length=40,
        help_text="回执上的12位字符，不分大小写。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
