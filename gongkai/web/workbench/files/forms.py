"""The form that takes files."""

from __future__ import annotations

from django import forms
from django.conf import settings

from gongkai.publishing.uploads import accepted_endings
from gongkai.web.files.forms import FilesField, SeveralFiles


class UploadForm(forms.Form):
    """Files to be attached."""

    uploads = FilesField(
        label="上传附件",
        help_text=f"可以一次选几个。收 PDF、OFD、Word、电子表格、演示文稿、文本、CSV、图片、MP4 和 MP3，每个最大{settings.UPLOAD_LIMIT_MB}兆字节。",
        widget=SeveralFiles(attrs={"accept": accepted_endings(), "multiple": True}),
        error_messages={"required": "请选择要上传的文件。"},
    )
