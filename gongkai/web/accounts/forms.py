"""What is typed in to prove who one is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from gongkai.web.accounts.models import Person
from gongkai.web.accounts.passwords import help_text

LONGEST = 256


class SignInForm(forms.Form):
    """Name and password. What it answers does not tell whether there is such a name, nor whether it is in use."""

    username = forms.CharField(
        label="登录名",
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": "请填写登录名。"},
    )
    password = forms.CharField(
        label="密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "请填写密码。"},
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.request = request
        self.person: Person | None = None
        self.refused = False
        super().__init__(*args, **kwargs)

    def clean_username(self) -> str:
        return str(self.cleaned_data["username"]).strip().lower()[:LONGEST]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if self.errors:
            return data
        found = authenticate(self.request, username=data["username"], password=data["password"][:LONGEST])
        if not isinstance(found, Person):
            self.refused = True
            raise ValidationError("登录名或者密码不对，请核对后再试。忘记密码的，请本机关的系统管理员重设。")
        self.person = found
        return data


class CodeForm(forms.Form):
    """A code of the second factor, or a recovery code."""

    code = forms.CharField(
        label="动态口令",
        max_length=40,
        help_text="手机上显示的6位数字；也可以填一个恢复码。",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text", "spellcheck": "false"}),
        error_messages={"required": "请填写动态口令。"},
    )


class EnrolForm(forms.Form):
    """The code that shows that the authenticator has the key."""

    code = forms.CharField(
        label="手机上显示的6位数字",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": "请填写手机上显示的6位数字。"},
    )


class ChangePasswordForm(forms.Form):
    """The password in use and, twice, the new one."""

    current = forms.CharField(
        label="现在的密码",
        strip=False,
        max_length=LONGEST,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "请填写现在的密码。"},
    )
    new = forms.CharField(
        label="新密码",
        strip=False,
        max_length=LONGEST,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=help_text(),
        error_messages={"required": "请填写新密码。"},
    )
    again = forms.CharField(
        label="再填一遍新密码",
        strip=False,
        max_length=LONGEST,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "请再填一遍新密码。"},
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)

    def clean_current(self) -> str:
        current = str(self.cleaned_data["current"])
        if not self.person.check_password(current):
            raise ValidationError("现在的密码不对，请核对。")
        return current

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("new") and data.get("again") and data["new"] != data["again"]:
            self.add_error("again", "两次填写的新密码不一样，请重新填写。")
        return data
