"""The files of a dispute: kept encrypted, read only with a record of the reading.

add_paper(dispute, *, role, name, data, by, at=None) -> CasePaper
read_paper(paper, *, by) -> bytes                     reading is recorded
bytes_of(paper) -> bytes                              for the bundle
"""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.web.disputes.models import CasePaper, Dispute
from gongkai.web.files.sealing import sealed, take_in
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import record


@transaction.atomic
def add_paper(
    dispute: Dispute, *, role: str, name: str, data: bytes | BinaryIO, by: Actor, at: datetime | None = None
) -> CasePaper:
    """Keep a file of the dispute. Raises ``ValidationError`` with a sentence that names the file."""
    if dispute.erased_at:
        raise ValidationError("这件案件的材料已经随申请销毁，不能再存。")
    if role not in CasePaper.Role.values:
        raise ValidationError({"role": "请选择材料的种类。"})
    upload = take_in(data, name, opens=True)
    made = CasePaper.objects.create(
        dispute=dispute,
        role=role,
        added_by=by.person,
        added_at=at or timezone.now(),
        **sealed(dispute.organ_id, upload),
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
    return paper.read()
