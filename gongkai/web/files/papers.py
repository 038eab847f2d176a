"""The files of one kind of case: kept encrypted, read only with a record of the reading.

PAPERS = Papers(Paper, of="message", roles=Paper.Role.values, noun="message_paper", gone="这件留言的个人信息已经删除，不能再存材料。")
PAPERS.add(message, role=…, name=…, data=…, by=…)    recorded as ``add_message_paper``
PAPERS.read(paper, by=…)                              recorded as ``read_message_paper``
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.web.files.sealing import FileOfCase, sealed, take_in
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import record

AnyPaper = TypeVar("AnyPaper", bound=FileOfCase)


@dataclass(frozen=True, slots=True)
class Papers(Generic[AnyPaper]):
    """The files of a kind of case, which has ``organ`` and ``erased_at``.

    ``model`` is a ``FileOfCase`` with a ``role``, one of ``roles``; ``of`` is its foreign key to the case; ``noun`` ends the names of what is
    recorded; ``gone`` says why nothing can be added once the case was erased.
    """

    model: type[AnyPaper]
    of: str
    roles: Collection[str]
    noun: str
    gone: str

    @transaction.atomic
    def add(
        self, case: Any, *, role: str, name: str, data: bytes | BinaryIO, by: Actor, at: datetime | None = None
    ) -> AnyPaper:
        """Keep a file of the case. Raises ``ValidationError`` with a sentence that names the file."""
        if case.erased_at:
            raise ValidationError(self.gone)
        if role not in self.roles:
            raise ValidationError({"role": "请选择材料的种类。"})
        upload = take_in(data, name, opens=True)
        made = self.model._default_manager.create(
            **{self.of: case},
            role=role,
            added_by=by.person,
            added_at=at or timezone.now(),
            **sealed(case.organ_id, upload),
        )
        facts = {"paper": made.pk, "role": role, "sha256": made.sha256}
        record(case, f"add_{self.noun}", by=by, organ=case.organ, facts=facts, at=at)
        return made

    def find(self, case: Any, key: Any) -> AnyPaper | None:
        """The file of the case with that key, unless it was destroyed."""
        rows = self.model._default_manager.filter(**{self.of: case}, key=key, erased_at=None)
        return rows.select_related(f"{self.of}__organ").first()

    def read(self, paper: AnyPaper, *, by: Actor) -> bytes:
        """The bytes, for somebody to see; who read what is recorded first. Raises ``ValidationError`` when they were destroyed."""
        case = getattr(paper, self.of)
        record(case, f"read_{self.noun}", by=by, organ=case.organ, facts={"paper": paper.pk})
        return paper.read()
