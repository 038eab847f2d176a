"""The files of a case: kept encrypted, read only with a record of the reading, their bytes destroyed with the personal data.

add_material(application, *, role, name, data, by, step=None, at=None) -> Material
read_material(material, *, by) -> bytes              reading is recorded
bytes_of(material) -> bytes                          for the services themselves: letters, archives, redaction
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from gongkai.publishing.uploads import Refused, clean_name
from gongkai.web.applications.models import Application, DraftFile, Material
from gongkai.web.files.keeping import store
from gongkai.web.files.scanning import received
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import record
from gongkai.web.privacy.cipher import decrypt_bytes, encrypt_bytes

FOLDER = "cases"


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
    try:
        upload = received(content_of(data, name), name, opens=opens)
    except Refused as refusal:
        raise ValidationError(str(refusal), code=refusal.key) from refusal
    made = Material.objects.create(
        application=application,
        role=Material.Role(role),
        name=upload.name,
        kind=upload.kind.key,
        media_type=upload.media_type,
        size=len(upload.data),
        sha256=hashlib.sha256(upload.data).hexdigest(),
        place=store(application.organ_id, encrypt_bytes(upload.data), FOLDER),
        facts=upload.facts,
        step=step,
        added_by=by.person,
        added_at=at or timezone.now(),
    )
    _noted(made, by=by, at=at)
    return made


def content_of(data: bytes | BinaryIO, name: str) -> bytes:
    """The bytes, unless they are too many. Raises ``ValidationError``."""
    limit = settings.UPLOAD_LIMIT_MB * 1024 * 1024
    content = data if isinstance(data, bytes) else data.read(limit + 1)
    if len(content) > limit:
        raise ValidationError(
            f"“{clean_name(name)}”超过{settings.UPLOAD_LIMIT_MB}兆字节，没有上传。请压缩其中的图片，或者拆成几个文件再上传。",
            code="too-large",
        )
    return content


def move_in(application: Application, file: DraftFile, *, by: Actor, at: datetime) -> Material:
    """Make a file that was handed in with the form one of the case's. Its bytes were looked at when they came."""
    with default_storage.open(file.place) as stream:
        place = store(application.organ_id, stream.read(), FOLDER)
    facts = dict(file.facts)
    made = Material.objects.create(
        application=application,
        role=Material.Role(file.role),
        name=file.name,
        kind=file.kind,
        media_type=facts.pop("media_type", "application/octet-stream"),
        size=file.size,
        sha256=file.sha256,
        place=place,
        facts=facts,
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
    if material.erased_at:
        raise ValidationError("这份材料已经销毁，只留下校验值。")
    with default_storage.open(material.place) as stream:
        return decrypt_bytes(stream.read())


def erase_materials(sender: Any, *, application: Application, at: datetime, **_: Any) -> None:
    """Destroy the bytes and names of a case's files once the transaction is committed; digests and sizes stay."""
    for each in application.materials.filter(erased_at=None):
        place = each.place
        transaction.on_commit(lambda place=place: default_storage.delete(place))  # type: ignore[misc]
        each.name, each.place, each.facts, each.erased_at = "", "", {}, at
        each.save()
