"""The files of a dispute: kept encrypted, read only with a record of the reading.

add_paper(dispute, *, role, name, data, by, at=None) -> CasePaper
read_paper(paper, *, by) -> bytes                     reading is recorded
bytes_of(paper) -> bytes                              for the bundle
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from gongkai.publishing.uploads import Refused, clean_name, take
from gongkai.web.disputes.models import CasePaper, Dispute
from gongkai.web.files.keeping import store
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import record
from gongkai.web.privacy.cipher import decrypt_bytes, encrypt_bytes

FOLDER = "cases"


@transaction.atomic
def add_paper(
    dispute: Dispute, *, role: str, name: str, data: bytes | BinaryIO, by: Actor, at: datetime | None = None
) -> CasePaper:
    """Keep a file of the dispute. Raises ``ValidationError`` with a sentence that names the file."""
    limit = settings.UPLOAD_LIMIT_MB * 1024 * 1024
    content = data if isinstance(data, bytes) else data.read(limit + 1)
    if dispute.erased_at:
        raise ValidationError("这件案件的材料已经随申请销毁，不能再存。")
    if role not in CasePaper.Role.values:
        raise ValidationError({"role": "请选择材料的种类。"})
    if len(content) > limit:
        raise ValidationError(
            f"“{clean_name(name)}”超过{settings.UPLOAD_LIMIT_MB}兆字节，没有上传。请压缩其中的图片，或者拆成几个文件再上传。"
        )
    try:
        upload = take(content, name)
    except Refused as refusal:
        raise ValidationError(str(refusal), code=refusal.key) from refusal
    made = CasePaper.objects.create(
        dispute=dispute,
        role=role,
        name=upload.name,
        kind=upload.kind.key,
        media_type=upload.media_type,
        size=len(upload.data),
        sha256=hashlib.sha256(upload.data).hexdigest(),
        place=store(dispute.organ_id, encrypt_bytes(upload.data), FOLDER),
        added_by=by.person,
        added_at=at or timezone.now(),
    )
    facts = {"paper": made.pk, "role": made.role, "sha256": made.sha256}
    record(dispute, "add_paper", by=by, organ=dispute.organ, facts=facts, at=at)
    return made


def read_paper(paper: CasePaper, *, by: Actor) -> bytes:
    """The bytes, for somebody to see; who read what is recorded first."""
    record(paper.dispute, "read_paper", by=by, organ=paper.dispute.organ, facts={"paper": paper.pk})
    return bytes_of(paper)


def bytes_of(paper: CasePaper) -> bytes:
    """The bytes as they were added. Raises ``ValidationError`` when they were destroyed."""
    if paper.erased_at:
        raise ValidationError("这份材料已经销毁，只留下校验值。")
    with default_storage.open(paper.place) as stream:
        return decrypt_bytes(stream.read())
