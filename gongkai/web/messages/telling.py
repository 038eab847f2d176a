"""What may stand in the record of a message, and what may not; what is wrong with what somebody wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from gongkai.web.messages.models import Message

LONGEST = 4000
_PHONE = re.compile(r"[+\d][\d\s\-()（）转]{5,28}\d")
_EMAIL = re.compile(r"[^@\s，、；]+@[^@\s，、；]+\.[A-Za-z]{2,}")
_SECRET = {"name": "留言人的姓名", "phone": "留言人的电话", "email": "留言人的电子邮箱"}


def refuse_personal_data(message: Message, facts: Mapping[str, Any], note: str = "") -> None:
    """Events cannot be erased, so they must not say who wrote."""
    given = {name: value for name, value in facts.items() if isinstance(value, str)} | ({"note": note} if note else {})
    for field, text in given.items():
        plain = "".join(text.split())
        for name, title in _SECRET.items():
            value = "".join(getattr(message, name).split())
            if len(value) > 1 and value in plain:
                raise ValidationError({field: f"这里写了{title}。办理记录不能删改，请改写成“留言人”。"})


def problems(given: Mapping[str, str], *, lenient: bool = False) -> dict[str, str]:
    """What is wrong with what was written, by field; ``lenient`` for what the office registers."""
    found: dict[str, str] = {}
    if not given.get("title"):
        found["title"] = "请写一个标题，说明是什么事。"
    elif len(given["title"]) > 80:
        found["title"] = f"标题最多80个字，现在有{len(given['title'])}个。详细的情况请写在内容里。"
    if not given.get("content") and not lenient:
        found["content"] = "请写明您要咨询、反映的事情。"
    elif len(given.get("content", "")) > LONGEST:
        found["content"] = f"内容最多{LONGEST}个字，现在有{len(given['content'])}个。请删减，或者把材料作为附件。"
    if given.get("phone") and not _PHONE.fullmatch(given["phone"]):
        found["phone"] = "联系电话写得不对，请写号码，例如 0713-5551234 或者 139开头的手机号码。"
    if given.get("email") and not _EMAIL.fullmatch(given["email"]):
        found["email"] = "电子邮箱写得不对，例如 zhang@example.cn。不方便的可以不填。"
    return found
