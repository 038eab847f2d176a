"""Forms of the reviewers' own."""

from __future__ import annotations

from django import forms

from gongkai.web.workbench.publishing.forms import Refusable

BASES = {
    "section": "《条例》第十七条、第十九条、第二十条",
    "secrecy": "《保守国家秘密法》第三十五条、《保守国家秘密法实施条例》第四十二条",
    "legal": "《条例》第十五条，国办发〔2018〕115号",
    "office": "《条例》第十七条",
}
"""What a reviewer usually goes by; can be changed in the form."""


class ReferForm(Refusable):
    """What the reviewer of legality and privacy is to look at."""

    matter = forms.CharField(
        label="要审核的事项",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明拿不准的是什么，例如 附件名单是否涉及个人隐私，能否公开联系方式。",
        error_messages={"required": "请填写要审核的事项。"},
    )
