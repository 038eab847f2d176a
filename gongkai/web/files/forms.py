"""The field of a form that takes several files at once."""

from __future__ import annotations

from typing import Any

from django import forms


class SeveralFiles(forms.ClearableFileInput):
    """A field for several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; what each of them is, the service looks at."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        if not data:
            if not self.required:
                return []
            raise forms.ValidationError(self.error_messages["required"])
        # 空文件、名字过长的不在这里整批拦下：哪个不行说哪个，别的照收
        return list(data)
