"""Uploaded lists between the plan that was shown and its confirmation."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.web.log.actors import Actor
from gongkai.web.log.services import record, save
from gongkai.web.organs.importing.applying import Applied, apply_import, passwords_for
from gongkai.web.organs.importing.plan import Plan
from gongkai.web.organs.models import ImportFile, Organ


@transaction.atomic
def keep_file(plan: Plan, *, name: str, organ: Organ, by: Actor) -> ImportFile:
    """Keep the file of a plan until it is confirmed. An earlier one of the same person that was not confirmed is emptied."""
    if by.person is None:
        raise ValidationError("上传要由人来办，系统不能代办。")
    ImportFile.objects.filter(uploaded_by=by.person, applied_at=None).update(content=b"")
    file = ImportFile(
        organ=organ,
        kind=plan.kind.key,
        name=name[:200],
        content=plan.data,
        sha256=plan.sha256,
        fingerprint=plan.fingerprint,
        uploaded_by=by.person,
    )
    return save(file, "upload_import", by=by, organ=organ)


def confirm_file(file: ImportFile, plan: Plan, *, by: Actor, sha256: str, fingerprint: str) -> Applied:
    """Apply the plan that was confirmed, once, and empty the file. ``sha256`` and ``fingerprint`` are what the person saw.

    Raises ``PlanOutdated`` when the data changed since, ``ValidationError`` when it is another file or was applied before.
    """
    if sha256 != file.sha256 or plan.sha256 != file.sha256 or not fingerprint:
        raise ValidationError("确认的不是这个文件，没有导入。请重新上传。")
    passwords = passwords_for(plan) if fingerprint == plan.fingerprint else []
    with transaction.atomic():
        file = ImportFile.objects.select_for_update().get(pk=file.pk)
        if file.applied_at is not None:
            raise ValidationError("这个文件已经导入过了。")
        done = apply_import(plan, by, fingerprint=fingerprint, passwords=passwords)
        file.applied_at, file.content, file.fingerprint = timezone.now(), b"", fingerprint
        file.save(update_fields=["applied_at", "content", "fingerprint"])
        facts = {"added": done.added, "changed": done.changed, "unchanged": done.unchanged, "sha256": file.sha256}
        record(file, "apply_import", by=by, organ=file.organ, facts=facts)
    return done
