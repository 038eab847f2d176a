"""Keeping a file and reading the words in it. Raises ``ValidationError`` with a sentence that names the file.

keep(organ, *, by, name, data, at=None) -> StoredFile      data: bytes or a binary stream
extract(stored, *, again=False) -> StoredFile              reads words and facts now, if that was not done
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.publishing.upload_reading import OTHER, UNUSABLE, Failed, read_upload
from gongkai.publishing.uploads import Refused, clean_name
from gongkai.web.files.keeping import bytes_of, store
from gongkai.web.files.models import StoredFile
from gongkai.web.files.scanning import received
from gongkai.web.log.actors import SYSTEM, Actor
from gongkai.web.log.services import save
from gongkai.web.organs.models import Organ

TextState = StoredFile.TextState


@transaction.atomic
def keep(organ: Organ, *, by: Actor, name: str, data: bytes | BinaryIO, at: datetime | None = None) -> StoredFile:
    """Keep a file of an organ. The same content under the same name is kept once, its bytes under any name once."""
    content = _content(data, name)
    try:
        upload = received(content, name)
    except Refused as refusal:
        raise ValidationError(str(refusal), code=refusal.key) from refusal
    digest = hashlib.sha256(upload.data).hexdigest()
    twins = list(StoredFile.objects.filter(organ=organ, sha256=digest, kind=upload.kind.key).order_by("id"))
    same = next((each for each in twins if each.name == upload.name), None)
    if same is not None:
        return same
    made = StoredFile(
        organ=organ,
        name=upload.name,
        kind=upload.kind.key,
        media_type=upload.media_type,
        size=len(upload.data),
        sha256=digest,
        facts=upload.facts,
        uploaded_by=by.person,
        uploaded_at=at or timezone.now(),
    )
    if upload.data != content:
        made.facts = {**made.facts, "sha256_as_uploaded": hashlib.sha256(content).hexdigest()}
    if twins:
        made.place, made.text, made.text_state, made.facts = (
            twins[0].place, twins[0].text, twins[0].text_state, {**twins[0].facts, **made.facts},
        )  # fmt: skip
    else:
        made.place = store(organ.pk, upload.data)
        if upload.kind.family != "document":
            made.text_state = TextState.NONE
    save(made, "keep_file", by=by, organ=organ, at=at)
    if made.text_state == TextState.PENDING:
        _later(made)
    return made


def extract(stored: StoredFile, *, again: bool = False) -> StoredFile:
    """Read the words in a file and what it says of itself; a failure is kept as such, with what to do. Never raises for the file's sake."""
    if stored.text_state != TextState.PENDING and not again:
        return stored
    # 读文件可能要几十秒，放在事务外面，不占数据库的写锁
    text, told, state = "", dict[str, object](), TextState.NONE
    try:
        text, told = read_upload(bytes_of(stored), stored.kind, stored.name)
        state = TextState.DONE if text.strip() else TextState.NONE
    except Failed as failure:
        told, state = {"failure": str(failure), "failure_code": failure.code}, TextState.FAILED
    except OSError:
        told, state = {"failure": OTHER, "failure_code": "missing"}, TextState.FAILED
    with transaction.atomic():
        row = StoredFile.objects.select_for_update(of=("self",)).select_related("organ").get(pk=stored.pk)
        if row.text_state == TextState.PENDING or again:
            old = {key: value for key, value in row.facts.items() if not key.startswith("failure")}
            row.text, row.text_state, row.facts = text, state, old | told
            save(row, "read_file", by=SYSTEM, organ=row.organ)
    stored.text, stored.text_state, stored.facts = row.text, row.text_state, row.facts
    return stored


def unusable(stored: StoredFile) -> bool:
    """Whether reading showed that the public could not open it either (a password, damage)."""
    return stored.facts.get("failure_code") in UNUSABLE


def _content(data: bytes | BinaryIO, name: str) -> bytes:
    limit = settings.UPLOAD_LIMIT_MB * 1024 * 1024
    content = data if isinstance(data, bytes) else data.read(limit + 1)
    if len(content) > limit:
        raise ValidationError(
            f"“{clean_name(name)}”超过{settings.UPLOAD_LIMIT_MB}兆字节，没有上传。"
            "请压缩其中的图片，或者拆成几个文件再上传；视频请降低清晰度。",
            code="too-large",
        )
    return content


def _later(stored: StoredFile) -> None:
    """Have the process beside the web server read it, once the record is there."""
    from gongkai.web.files.tasks import extract_in_background

    key = stored.pk
    transaction.on_commit(lambda: extract_in_background.enqueue(key))
