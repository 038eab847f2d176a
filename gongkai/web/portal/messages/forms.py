"""The forms of messages on the portal: writing one, looking one up, what one thinks of the answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from gongkai.engagement.messages.channels import channels, scores, titles
from gongkai.publishing.uploads import accepted_endings
from gongkai.web.applications.queries import receiving_organs
from gongkai.web.casework.forms import offer
from gongkai.web.files.forms import FilesField, SeveralFiles
from gongkai.web.messages.beginning import FILES
from gongkai.web.messages.services import Letter
from gongkai.web.messages.telling import LONGEST, problems


class WriteForm(forms.Form):
    """What somebody writes. Only the question itself is needed; a way to reach the person is asked for, not demanded."""

    organ = forms.ChoiceField(label="写给哪个机关")
    channel = forms.ChoiceField(label="写到哪里", initial="website")
    kind = forms.ChoiceField(label="是哪一种", choices=lambda: list(titles("kinds").items()), widget=forms.RadioSelect)
    title = forms.CharField(label="标题", max_length=80, help_text="一句话说明是什么事。")
    content = forms.CharField(
        label="内容",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="时间、地点、事情经过。不用写身份证号码、住址等个人信息。",
    )
    name = forms.CharField(
        label="怎样称呼您",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text="可以不写，或者只写姓。",
    )
    phone = forms.CharField(
        label="联系电话",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        help_text="可以不写。事情说不清楚的时候，工作人员会打这个电话。",
    )
    email = forms.CharField(
        label="电子邮箱", required=False, max_length=120, widget=forms.TextInput(attrs={"autocomplete": "email"})
    )
    may_publish = forms.BooleanField(
        label="同意公开这次问答",
        required=False,
        help_text="公开以前由工作人员删去能认出您的内容。不同意的，只有您凭查询码看得到答复。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organs = [(each.code, each.name) for each in receiving_organs()]
        offer(self, "organ", [("", "请选择"), *organs])
        ways = [(each.key, each.title) for each in channels().values() if each.form]
        offer(self, "channel", ways)

    def clean(self) -> dict[str, Any]:
        """The sentences of the office beside their fields."""
        given = super().clean() or {}
        texts = {name: str(given.get(name, "")).strip() for name in ("title", "content", "name", "phone", "email")}
        for name, sentence in problems(texts).items():
            if name not in self.errors:
                self.add_error(name, sentence)
        return given

    @property
    def letter(self) -> Letter:
        """What was written."""
        names = ("title", "content", "name", "phone", "email", "kind", "may_publish")
        return Letter(**{name: self.cleaned_data[name] for name in names})


class FilesForm(forms.Form):
    """Files that come with a message; all may be left out."""

    papers = FilesField(
        label="附件",
        required=False,
        widget=SeveralFiles(attrs={"accept": accepted_endings(), "multiple": True}),
        help_text=f"照片、文件，可以不传，最多{FILES}个，每个最大{settings.UPLOAD_LIMIT_MB}兆字节。加密保存，只有办理的人看得到。",
    )


class LookUpForm(forms.Form):
    """Number and query code from the receipt."""

    number = forms.CharField(label="留言编号", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    code = forms.CharField(
        label="查询码",
        max_length=40,
        help_text="回执上的12位字符，不分大小写。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class RateForm(forms.Form):
    """What one thinks of the answer."""

    score = forms.ChoiceField(
        label="对这次答复",
        widget=forms.RadioSelect,
        choices=lambda: [(each.key, each.title) for each in scores().values() if not each.asked],
    )
    text = forms.CharField(
        label="意见",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="加密保存，只给受理机关看。",
    )


class ReopenForm(forms.Form):
    """Why the matter is to be taken up again."""

    reason = forms.CharField(label="还有什么没有解决", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
