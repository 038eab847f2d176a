"""Forms of annual reports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

ACCEPT = ".docx,.doc,.wps,.pdf,.ofd,.html,.htm,.mht,.xlsx,.xls,.ods,.et,.txt,.md,.json,.rtf"
READABLE = "Word、PDF、OFD、网页、电子表格、文本和本系统的 JSON 都可以"


class ReportFile(forms.FileField):
    """A file that is not empty and not larger than the installation takes."""

    default_error_messages = {
        "required": "请选择要上传的年报文件。",
        "invalid": "文件没有传上来，请重新选择后再上传。",
        "missing": "文件没有传上来，请重新选择后再上传。",
        "empty": "文件是空的，没有任何内容。请确认文件已经完整下载或保存。",
        "max_length": "文件名太长，请改短后再上传。",
    }

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file and file.size > settings.UPLOAD_LIMIT_MB * 1024 * 1024:
            raise forms.ValidationError(
                f"文件超过{settings.UPLOAD_LIMIT_MB}兆字节，没有上传。请压缩其中的图片，或者只保留年度报告后再上传。"
            )
        return file


class UploadForm(forms.Form):
    """A report file: of this organ or of another."""

    OWN, OTHER = "own", "other"
    file = ReportFile(
        label="年报文件",
        max_length=255,
        help_text=f"{READABLE}，按内容认格式，最大{settings.UPLOAD_LIMIT_MB}兆字节。",
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )
    whose = forms.ChoiceField(
        label="哪个机关的年报",
        choices=((OWN, "本机关的"), (OTHER, "其他机关的（照文件里写的机关名称收存）")),
        widget=forms.RadioSelect,
        error_messages={"required": "请选择是本机关的还是其他机关的年报。"},
    )
    note = forms.CharField(
        label="说明",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="例如从哪里取得。",
    )


class CorrectionForm(forms.Form):
    """The corrected file of a published report."""

    file = ReportFile(label="更正以后的文件", max_length=255, widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}))
    note = forms.CharField(
        label="更正说明",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="更正了什么、为什么更正。说明同更正后的年报一起公布。",
        error_messages={"required": "请写明更正了什么、为什么更正。"},
    )


class NoteForm(forms.Form):
    """A reason."""

    note = forms.CharField(
        label="理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明理由。"},
    )
