"""The forms around an application: to whom and as what, what is asked for, its files, looking it up, going on with it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from gongkai.applications.details import LONGEST_DESCRIPTION
from gongkai.applications.items import MOST, composed
from gongkai.publishing.uploads import accepted_endings
from gongkai.web.applications.forms import DetailsForm, kind_choices
from gongkai.web.applications.models import Feedback
from gongkai.web.applications.queries import receiving_organs
from gongkai.web.casework.forms import offer
from gongkai.web.files.forms import FilesField, SeveralFiles


class WhoForm(forms.Form):
    """To which organ, and as what kind of applicant; the next page asks accordingly."""

    organ = forms.ChoiceField(label="向哪个机关申请", help_text="向制作或者保存该信息的机关申请，答复最快。")
    kind = forms.ChoiceField(label="申请人是", widget=forms.RadioSelect, choices=kind_choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organs = [(each.code, each.name) for each in receiving_organs()]
        offer(self, "organ", [("", "请选择"), *organs])


class ApplicationForm(DetailsForm):
    """What is asked for, one item or several (``items``), each in a field of its own."""

    def __init__(self, kind: str, *args: Any, items: int = 1, **kwargs: Any) -> None:
        super().__init__(kind, *args, **kwargs)
        self.items = min(max(items, 1), MOST)
        order = []
        for name in list(self.fields):
            order.append(name)
            if name == "description":
                for number in range(2, self.items + 1):
                    self.fields[f"item_{number}"] = forms.CharField(
                        label=f"第{number}项信息",
                        required=False,
                        max_length=LONGEST_DESCRIPTION,
                        widget=forms.Textarea(attrs={"rows": 3}),
                    )
                    order.append(f"item_{number}")
        self.order_fields(order)

    @property
    def typed(self) -> dict[str, str]:
        """What was typed, field by field, as it was typed."""
        return {name: self._given(name) for name in self.fields}

    def _description(self) -> str:
        more = [self._given(f"item_{number}") for number in range(2, self.items + 1)]
        return composed([self._given("description"), *more])


class FilesForm(forms.Form):
    """The files that come with an application; all may be left out."""

    papers = FilesField(
        label="申请材料",
        required=False,
        widget=SeveralFiles(attrs={"accept": accepted_endings(), "multiple": True}),
        help_text="例如有助于查找的文件、图片，授权委托书。可以一次选几个。",
    )
    proofs = FilesField(
        label="身份证明",
        required=False,
        widget=SeveralFiles(attrs={"accept": accepted_endings(), "multiple": True}),
        help_text=f"证件、营业执照的照片或者扫描件。每个文件最大{settings.UPLOAD_LIMIT_MB}兆字节，一件申请最多"
        f"{settings.APPLICATION_FILES}个。加密保存，只用于办理这件申请，查看都有记录。",
    )


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


class ResumeForm(forms.Form):
    """The code that was shown when the form was saved."""

    code = forms.CharField(
        label="续填码",
        max_length=40,
        help_text="保存时显示的12位字符，不分大小写。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class FilingForm(forms.Form):
    """What the applicant hands in while the case is open."""

    text = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))
    uploads = FilesField(
        label="材料",
        required=False,
        widget=SeveralFiles(attrs={"accept": accepted_endings(), "multiple": True}),
        help_text=f"可以一次选几个，每个最大{settings.UPLOAD_LIMIT_MB}兆字节。没有收下的会逐个说明原因。",
    )

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = {"correction": "补正的内容", "reasons": "理由", "withdrawal": "撤回的说明"}[kind]
        if kind == "withdrawal":
            self.fields["text"].required = False
            del self.fields["uploads"]


class FeedbackForm(forms.Form):
    """What the applicant thinks of the answer."""

    score = forms.TypedChoiceField(
        label="对这次答复",
        coerce=int,
        widget=forms.RadioSelect,
        choices=[(score, title) for score, title in Feedback.SCORES],
    )
    text = forms.CharField(
        label="意见",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="加密保存，只给受理机关看。",
    )
