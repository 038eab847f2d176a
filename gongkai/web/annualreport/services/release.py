"""From a kept report to a published one: by another person's approval, never in place (version k+1), withdrawn with a note."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.web.annualreport.models import KeptReport, ReportState
from gongkai.web.annualreport.services.keeping import locked
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import save

S = ReportState


@transaction.atomic
def submit_report(record: KeptReport, *, by: Actor) -> KeptReport:
    """Set the organ's own report before the leading group. Raises ``ValidationError`` in words."""
    record = locked(record, S.KEPT)
    _check_own(record)
    record.state, record.submitted_by = S.SUBMITTED, by.person
    return save(record, "submit_report", by=by, organ=record.organ)


@transaction.atomic
def return_report(record: KeptReport, *, by: Actor, note: str) -> KeptReport:
    """Give it back with a reason."""
    record = locked(record, S.SUBMITTED)
    if not note.strip():
        raise ValidationError({"note": "请写明退回的理由，起草的人要照着改。"})
    record.state, record.submitted_by = S.KEPT, None
    return save(record, "return_report", by=by, organ=record.organ, note=note.strip())


@transaction.atomic
def publish_report(record: KeptReport, *, by: Actor) -> KeptReport:
    """Approve and publish (《条例》第四十九条). Who uploaded or submitted it cannot approve it; what it corrects is replaced."""
    record = locked(record, S.SUBMITTED)
    _check_own(record)
    check_another(record.submitted_by_id, by)
    check_another(record.uploaded_by_id, by)
    now = timezone.now()
    former = (
        KeptReport.objects.select_for_update().filter(organ=record.organ, year=record.year, state=S.PUBLISHED).first()
    )
    if former is not None:
        former.state = S.REPLACED
        save(former, "replace_report", by=by, organ=record.organ, note=record.note, at=now)
    record.state, record.approved_by, record.published_at = S.PUBLISHED, by.person, now
    return save(record, "publish_report", by=by, organ=record.organ, at=now)


@transaction.atomic
def withdraw_report(record: KeptReport, *, by: Actor, note: str) -> KeptReport:
    """Take a published report back; the page then says that it was withdrawn and why."""
    record = locked(record, S.PUBLISHED)
    if not note.strip():
        raise ValidationError({"note": "请写明撤回的理由，门户上会写明已经撤回。"})
    record.state, record.note = S.WITHDRAWN, note.strip()
    return save(record, "withdraw_report", by=by, organ=record.organ, note=note.strip())


def check_another(person_id: int | None, by: Actor) -> None:
    """Raise ``ValidationError`` when the one who acts is the one who did the work."""
    if by.person is None or by.person.pk == person_id:
        raise ValidationError("起草、送审的人不能自己批准，请由领导小组的另一位成员批准。")


def _check_own(record: KeptReport) -> None:
    if record.subject_organ_id != record.organ_id:
        raise ValidationError("这是其他机关的年报，只供本机关内部核对，不能在本机关的栏目公布。")
    if record.year is None:
        raise ValidationError("这份文件没有读出是哪一年度的年报，不能公布。请在文件标题里写明年度，重新上传。")
    former = KeptReport.objects.filter(organ=record.organ, year=record.year, state=S.PUBLISHED).first()
    if former is not None and record.corrects_id != former.pk:
        raise ValidationError(
            f"{record.year}年度的年报已经公布。要改，请打开已公布的那一份，用“更正”上传新文件，并写明更正说明。"
        )
