"""The files of a message: kept encrypted, read only with a record of the reading."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.web.files.sealing import sealed, take_in
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import record
from gongkai.web.messages.models import Message, Paper


@transaction.atomic
def add_paper(
    message: Message, *, role: str, name: str, data: bytes | BinaryIO, by: Actor, at: datetime | None = None
) -> Paper:
    """Keep a file of the message. Raises ``ValidationError`` with a sentence that names the file."""
    if message.erased_at:
        raise ValidationError("这件留言的个人信息已经删除，不能再存材料。")
    if role not in Paper.Role.values:
        raise ValidationError({"role": "请选择材料的种类。"})
    upload = take_in(data, name, opens=True)
    made = Paper.objects.create(
        message=message,
        role=role,
        added_by=by.person,
        added_at=at or timezone.now(),
        **sealed(message.organ_id, upload),
    )
    facts = {"paper": made.pk, "role": made.role, "sha256": made.sha256}
    record(message, "add_message_paper", by=by, organ=message.organ, facts=facts, at=at)
    return made


def read_paper(paper: Paper, *, by: Actor) -> bytes:
    """The bytes, for somebody to see; who read what is recorded first."""
    record(paper.message, "read_message_paper", by=by, organ=paper.message.organ, facts={"paper": paper.pk})
    return paper.read()
