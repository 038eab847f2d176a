"""What forms say of a wrong answer, in sentences that tell what to do; set once for every form and model of the site."""

from __future__ import annotations

from django import forms
from django.core import validators
from django.db import models

FORM_MESSAGES: dict[type[forms.Field], dict[str, str]] = {
    forms.Field: {"required": "请填写这一项。"},
    forms.IntegerField: {"invalid": "请填写整数，例如 12。"},
    forms.FloatField: {"invalid": "请填写数字，例如 12.5。"},
    forms.DecimalField: {"invalid": "请填写数字，例如 12.5。"},
    forms.DateField: {"invalid": "请填写日期，例如 2024-09-25。"},
    forms.TimeField: {"invalid": "请填写时间，例如 09:30。"},
    forms.DateTimeField: {"invalid": "请填写日期和时间，例如 2024-09-25 09:30。"},
    forms.BooleanField: {"required": "请先勾选这一项。"},
    forms.ChoiceField: {"required": "请选一项。", "invalid_choice": "请从列出的各项里选一项。"},
    forms.MultipleChoiceField: {
        "required": "请至少选一项。",
        "invalid_choice": "请从列出的各项里选。",
        "invalid_list": "请从列出的各项里选。",
    },
    forms.ModelChoiceField: {"required": "请选一项。", "invalid_choice": "请从列出的各项里选一项。"},
    forms.ModelMultipleChoiceField: {"required": "请至少选一项。", "invalid_choice": "请从列出的各项里选。"},
    forms.FileField: {
        "required": "请选择文件。",
        "invalid": "没有收到文件，请重新选择。",
        "missing": "没有收到文件，请重新选择。",
        "empty": "这个文件是空的，请另选。",
        "contradiction": "请选择文件，或者勾选清除，不能两样都做。",
    },
    forms.URLField: {"invalid": "请填写完整的网址，例如 https://www.example.gov.cn/。"},
    forms.JSONField: {"invalid": "内容不是有效的 JSON，请核对。"},
}
MODEL_MESSAGES = {
    "invalid_choice": "请从列出的各项里选一项。",
    "null": "请填写这一项。",
    "blank": "请填写这一项。",
    "unique": "已经有同样的%(field_label)s，请换一个。",
}
LIMIT_MESSAGES: dict[type[validators.BaseValidator], str] = {
    validators.MaxLengthValidator: "最多%(limit_value)d个字，现在有%(show_value)d个字，请缩短。",
    validators.MinLengthValidator: "至少%(limit_value)d个字，现在只有%(show_value)d个字。",
    validators.MaxValueValidator: "不能大于%(limit_value)s。",
    validators.MinValueValidator: "不能小于%(limit_value)s。",
}


def speak_plainly() -> None:
    """Put the messages in the place of Django's own. Fields that give their own messages keep them."""
    for kind, said in FORM_MESSAGES.items():
        kind.default_error_messages = {**getattr(kind, "default_error_messages", {}), **said}
    models.Field.default_error_messages = {**models.Field.default_error_messages, **MODEL_MESSAGES}
    for validator, message in LIMIT_MESSAGES.items():
        validator.message = message
    validators.EmailValidator.message = "请填写邮箱地址，例如 name@example.cn。"
    validators.validate_email.message = validators.EmailValidator.message
