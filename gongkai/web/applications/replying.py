"""The wording of a reply: kept encrypted, its digest in the record of the case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from gongkai.applications.counted import DRAFTED
from gongkai.applications.outcomes import can_be_drafted
from gongkai.casework.chain import commitment, new_salt
from gongkai.web.applications.models import Application, Reply
from gongkai.web.log.actors import Actor


def write_reply(
    application: Application,
    move: str,
    given: Mapping[str, Any],
    text: str,
    *,
    by: Actor,
    at: datetime,
    on: date | None,
) -> Reply:
    outcome = str(DRAFTED.get(move) or given.get("outcome") or "")
    day = on or timezone.localdate(at)
    if move == "draft" and outcome not in {each.key for each in can_be_drafted(day)}:
        raise ValidationError({"outcome": "请选择办理结果，只能选表三的一行。"})
    if not text.strip():
        raise ValidationError({"reply": "请填写答复的内容：事实、依据和理由，以及申请人怎样取得信息。"})
    if by.person is None:
        raise ValueError("答复要由人拟定。")
    salt, body = new_salt(), text.strip()
    return Reply.objects.create(
        application=application,
        number=application.replies.count() + 1,
        outcome=outcome,
        body=body,
        salt=salt,
        digest=commitment(body, salt),
        author=by.person,
        written_at=at,
    )
