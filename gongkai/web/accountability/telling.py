"""What may stand in the record of a complaint, and in what others read of it; what is wrong with what somebody wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from gongkai.web.accountability.models import Complaint

LONGEST = 6000
_PHONE = re.compile(r"[+\d][\d\s\-()（）转]{5,28}\d")
_EMAIL = re.compile(r"[^@\s，、；]+@[^@\s，、；]+\.[A-Za-z]{2,}")
_SECRET = {
    "name": "投诉人的姓名",
    "phone": "投诉人的电话",
    "email": "投诉人的电子邮箱",
    "address": "投诉人的地址",
}


def refuse_personal_data(complaint: Complaint, given: Mapping[str, Any], why: str = "办理记录不能删改") -> None:
    """Neither events, which cannot be erased, nor what the organ complained about reads may say who complained."""
    for field, text in given.items():
        if not isinstance(text, str):
            continue
        plain = "".join(text.split())
        for name, title in _SECRET.items():
            value = "".join(getattr(complaint, name).split())
            if len(value) > 1 and value in plain:
                raise ValidationError({field: f"这里写了{title}。{why}，请改写成“投诉人”。"})


def told(text: str, field: str, missing: str, most: int = LONGEST) -> str:
    """A text as it is kept. Raises ``ValidationError`` for one that is empty or too long."""
    tidy = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not tidy:
        raise ValidationError({field: missing})
    if len(tidy) > most:
        raise ValidationError({field: f"最多{most}个字，现在有{len(tidy)}个。长的材料请作为附件。"})
    return tidy


def problems(given: Mapping[str, str], *, lenient: bool = False) -> dict[str, str]:
    """What is wrong with what was written, by field; ``lenient`` for what staff register."""
    found: dict[str, str] = {}
    if not given.get("title"):
        found["title"] = "请写一个标题，说明是什么事。"
    elif len(given["title"]) > 80:
        found["title"] = f"标题最多80个字，现在有{len(given['title'])}个。详细的情况请写在事实和理由里。"
    if not given.get("content") and not lenient:
        found["content"] = "请写明事实和理由：哪个机关、什么时候、做了什么或者没有做什么。"
    elif len(given.get("content", "")) > LONGEST:
        found["content"] = f"最多{LONGEST}个字，现在有{len(given['content'])}个。请删减，或者把材料作为附件。"
    if given.get("phone") and not _PHONE.fullmatch(given["phone"]):
        found["phone"] = "联系电话写得不对，请写号码，例如 0713-5551234 或者 139开头的手机号码。"
    if given.get("email") and not _EMAIL.fullmatch(given["email"]):
        found["email"] = "电子邮箱写得不对，例如 zhang@example.cn。不方便的可以不填。"
    return found
