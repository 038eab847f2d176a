"""The files of a case: kept encrypted, read only with a record of the reading, their bytes destroyed with the personal data.

add_material(application, *, role, name, data, by, step=None, at=None) -> Material
read_material(material, *, by) -> bytes              reading is recorded
bytes_of(material) -> bytes                          for the services themselves: letters, archives, redaction
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, BinaryIO

from django.db import transaction
from django.utils import timezone

from gongkai.web.applications.models import Application, DraftFile, Material
from gongkai.web.files.sealing import seal, sealed, take_in
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import record


@transaction.atomic
def add_material(
    application: Application,
    *,
    role: Material.Role | str,
    name: str,
    data: bytes | BinaryIO,
    by: Actor,
    step: int | None = None,
    at: datetime | None = None,
    opens: bool = False,
) -> Material:
    """Keep a file of the case; ``opens``: one from outside, tried whether it opens. Raises ``ValidationError`` with a sentence that names the file."""
    upload = take_in(data, name, opens=opens)
    made = Material.objects.create(
        application=application,
        role=Material.Role(role),
        facts=upload.facts,
        step=step,
        added_by=by.person,
        added_at=at or timezone.now(),
        **sealed(application.organ_id, upload),
    )
    _noted(made, by=by, at=at)
    return made


def move_in(application: Application, file: DraftFile, *, by: Actor, at: datetime) -> Material:
    """Make a file that was handed in with the form one of the case's. Its bytes were looked at when they came."""
    made = Material.objects.create(
        application=application,
        role=Material.Role(file.role),
        name=file.name,
        kind=file.kind,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        place=seal(application.organ_id, file.read()),
        facts=file.facts,
        step=1,
        added_by=by.person,
        added_at=at,
    )
    _noted(made, by=by, at=at)
    return made


def _noted(made: Material, *, by: Actor, at: datetime | None) -> None:
    facts = {"material": made.pk, "role": str(made.get_role_display()), "sha256": made.sha256}
    record(made.application, "add_material", by=by, organ=made.application.organ, facts=facts, at=at)


def read_material(material: Material, *, by: Actor) -> bytes:
    """The bytes, for somebody to see; who read what is recorded first."""
    application = material.application
    record(application, "read_material", by=by, organ=application.organ, facts={"material": material.pk})
    return bytes_of(material)


def bytes_of(material: Material) -> bytes:
    """The bytes as they were added. Raises ``ValidationError`` when they were destroyed."""
    return material.read()


def erase_materials(sender: Any, *, application: Application, at: datetime, **_: Any) -> None:
    """Destroy the bytes and names of a case's files once the transaction is committed; digests and sizes stay."""
    for each in application.materials.filter(erased_at=None):
        each.erase(at)
