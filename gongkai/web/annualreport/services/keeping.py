"""Reports that come as files: read and checked, then kept or not."""

from __future__ import annotations

from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction

from gongkai.annualreport.model import Report
from gongkai.documents.model import Unreadable
from gongkai.web.accounts.models import Person
from gongkai.web.annualreport.files import original, store
from gongkai.web.annualreport.intake import (
    ENGINE_VERSION,
    Taken,
    content_of,
    findings_of,
    organ_named,
    prior_of,
    read,
    take,
)
from gongkai.web.annualreport.models import KeptReport, ReportSource, ReportState
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import save
from gongkai.web.organs.models import Organ

_GONE = (ReportState.DISCARDED, ReportState.WITHDRAWN)


def keep_upload(
    file: BinaryIO,
    name: str,
    *,
    by: Actor,
    organ: Organ,
    own: bool,
    note: str = "",
    corrects: KeptReport | None = None,
) -> tuple[KeptReport, bool]:
    """Read an uploaded report and set it before a person, who then keeps it or not; whether the file is new here.

    ``own``: it is the report of ``organ`` itself; else whose it is, is read from the file. ``corrects``: the published report that
    it takes the place of (``note`` then says what was corrected and why). Raises ``Unreadable``, ``ValidationError``.
    """
    taken = take(file, name)
    known = KeptReport.objects.filter(organ=organ, sha256=taken.sha256).exclude(state__in=_GONE).first()
    if known is not None and corrects is None:
        return known, False
    report = read(taken)
    subject = organ if own else organ_named(report.organ)
    named = report.organ or (organ.name if own else "")
    if not named:
        raise Unreadable(
            "no-organ", "文件里没有读出是哪个机关的年报。请核对标题和落款；是本机关的，请选“本机关的年报”。"
        )
    if corrects is not None:
        _check_correction(corrects, report, known, note)
    prior = prior_of(organ, named, subject, report.year)
    source = ReportSource.PUBLISHED if own else ReportSource.UPLOADED
    return new_record(
        report, taken, by=by, organ=organ, subject=subject, named=named, source=source, prior=prior, note=note, corrects=corrects
    ), True  # fmt: skip


@transaction.atomic
def new_record(
    report: Report,
    taken: Taken,
    *,
    by: Actor,
    organ: Organ,
    subject: Organ | None,
    named: str,
    source: ReportSource,
    prior: KeptReport | None,
    note: str = "",
    corrects: KeptReport | None = None,
    uploaded_by: Person | None = None,
) -> KeptReport:
    """A report with its file, as read; not yet kept. ``uploaded_by`` is the one who acts, unless another made it."""
    content, digest = content_of(report)
    record = KeptReport(
        organ=organ,
        subject_organ=subject,
        organ_name=named[:200],
        title=(report.title or f"{named}年度报告")[:300],
        year=report.year,
        form=report.form,
        version=_next_version(organ, named, subject, report.year),
        corrects=corrects,
        source=source,
        sha256=taken.sha256,
        file=store(organ.pk, taken.sha256, taken.data),
        file_name=taken.name,
        file_format=report.source.format if report.source else "",
        content=content,
        content_sha256=digest,
        findings=findings_of(report, prior),
        prior=prior,
        engine_version=ENGINE_VERSION,
        note=note.strip(),
        uploaded_by=uploaded_by or by.person,
    )
    return save(record, "read_report_file", by=by, organ=organ, note=note)


@transaction.atomic
def keep(record: KeptReport, *, by: Actor) -> KeptReport:
    """Keep a report that was read."""
    record = locked(record, ReportState.READ)
    record.state = ReportState.KEPT
    return save(record, "keep_report", by=by, organ=record.organ)


@transaction.atomic
def discard(record: KeptReport, *, by: Actor, note: str = "") -> KeptReport:
    """Do not keep it after all: its file is removed, the event stays."""
    record = locked(record, ReportState.READ, ReportState.KEPT)
    if KeptReport.objects.filter(prior=record).exclude(state__in=_GONE).exists():
        raise ValidationError("下一年度的年报是用这一份作上年数据核对的，不能删去。请先重新核对那一份。")
    record.state = ReportState.DISCARDED
    record = save(record, "discard_report", by=by, organ=record.organ, note=note)
    place = str(record.file.name)
    transaction.on_commit(lambda: default_storage.delete(place))
    return record


@transaction.atomic
def recheck(record: KeptReport, *, by: Actor) -> KeptReport:
    """Read the stored file again with the present program and check it against what is kept of the year before by now.

    What a published report says stays as it was published; only its findings are made anew.
    """
    fresh = read(Taken(original(record), record.file_name))
    record = locked(record)
    prior = prior_of(record.organ, record.organ_name, record.subject_organ, record.year)
    if record.state in (ReportState.READ, ReportState.KEPT):
        record.content, record.content_sha256 = content_of(fresh)
        record.form, record.year = fresh.form, fresh.year
    record.findings, record.prior, record.engine_version = findings_of(fresh, prior), prior, ENGINE_VERSION
    return save(record, "recheck_report", by=by, organ=record.organ)


def locked(record: KeptReport, *states: ReportState) -> KeptReport:
    """The record as it stands, locked; refused in words when it is in none of ``states``."""
    fresh = KeptReport.objects.select_for_update().get(pk=record.pk)
    if states and fresh.state not in states:
        wanted = "”或者“".join(ReportState(state).label for state in states)
        raise ValidationError(f"这份年报目前“{fresh.get_state_display()}”，要在“{wanted}”时才能这样办。请刷新页面。")
    return fresh


def _check_correction(corrects: KeptReport, report: Report, known: KeptReport | None, note: str) -> None:
    if not note.strip():
        raise ValidationError({"note": "请写明更正了什么、为什么更正。说明会同更正后的年报一起公布。"})
    if known is not None:
        raise ValidationError({"file": "这份文件和已经收存的一份完全相同，没有更正的内容。请上传更正以后的文件。"})
    if report.year != corrects.year:
        told = f"{report.year}年度" if report.year else "没有写明年度"
        raise ValidationError({"file": f"要更正的是{corrects.year}年度的年报，上传的文件是{told}的。请换一份文件。"})


def _next_version(organ: Organ, named: str, subject: Organ | None, year: int | None) -> int:
    same = KeptReport.objects.filter(organ=organ, year=year).exclude(state=ReportState.DISCARDED)
    same = same.filter(subject_organ=subject) if subject is not None else same.filter(organ_name=named)
    return max(same.values_list("version", flat=True), default=0) + 1
