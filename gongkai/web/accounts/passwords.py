"""Passwords that are long enough for the general lists and still the first that anyone tries in an office."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError

_KEYBOARD = ("1qaz2wsx3edc", "qwertyuiop", "qazwsxedc", "zaq12wsx", "1q2w3e4r5t", "asdfghjkl", "!qaz@wsx")
_WORDS = (
    "admin", "password", "passw0rd", "gongkai", "zhengwu", "zwgk", "xxgk", "zfxxgk", "zhengfu", "bangongshi",
    "china", "zhongguo", "woaini", "abcd", "abc", "test", "root", "welcome", "guanliyuan",
)  # fmt: skip


class KnownInOfficesValidator:
    """Refuses keyboard rows, an office word with a year or number behind it, repetitions, and the person's phone number."""

    def validate(self, password: str, user: Any = None) -> None:
        plain = password.lower()
        if len(set(plain)) < 5:
            raise ValidationError("密码里重复的字符太多，容易被猜到，请换一个。", code="repeated")
        if any(row in plain or row[::-1] in plain for row in _KEYBOARD):
            raise ValidationError("密码是键盘上连着的一串，容易被猜到，请换一个。", code="keyboard")
        core = re.sub(r"[\d\W_]+", "", plain.replace("@", "a").replace("0", "o"))
        if core in {word.replace("0", "o") for word in _WORDS} or not core:
            raise ValidationError("密码只是常用词加数字，容易被猜到。可以用几个不相干的词连起来。", code="office_word")
        phone = re.sub(r"\D", "", getattr(user, "office_phone", "") or "")
        if len(phone) >= 7 and phone[-7:] in re.sub(r"\D", "", password):
            raise ValidationError("密码里不要用办公电话。", code="phone")

    def get_help_text(self) -> str:
        return "不要用键盘上连着的一串，也不要用“单位名称加年份”一类的密码。"
