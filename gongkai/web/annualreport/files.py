"""Files of kept reports: the one that came in, and the report written out in every format, once for each content."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from gongkai.annualreport.model import Report
from gongkai.annualreport.writing import write
from gongkai.web.annualreport.intake import ENGINE_VERSION, clean_name
from gongkai.web.annualreport.models import KeptReport

OFFERED = {
    "docx": ("Word 文档（DOCX）", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": ("PDF", "application/pdf"),
    "html": ("网页（HTML）", "text/html; charset=utf-8"),
    "xlsx": ("电子表格（XLSX）", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": ("数据（JSON）", "application/json; charset=utf-8"),
    "md": ("纯文本（Markdown）", "text/markdown; charset=utf-8"),
}
"""Formats offered for download: what people call them and their content type."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file to hand out."""

    data: bytes
    name: str
    content_type: str


def written(kept: KeptReport, to: str) -> Written:
    """The report in a format, written at the first call and kept; ``Unreadable`` where it cannot be written (no font)."""
    place = f"annualreport/written/{kept.content_sha256}-{ENGINE_VERSION}.{to}"
    if default_storage.exists(place):
        with default_storage.open(place) as stream:
            data = stream.read()
    else:
        data = write(kept.report, to)
        default_storage.save(place, ContentFile(data))
    return Written(data, name_for(kept.report, to), OFFERED[to][1])


def written_now(report: Report, to: str) -> Written:
    """A draft in a format; never kept."""
    return Written(write(report, to), name_for(report, to), OFFERED[to][1])


def name_for(report: Report, to: str) -> str:
    """A file name that tells organ and year."""
    title = report.title or f"{report.organ or ''}{report.year or ''}年政府信息公开工作年度报告"
    return clean_name(f"{title}.{to}")


def original(kept: KeptReport) -> bytes:
    """The bytes that came in."""
    with kept.file.open("rb") as stream:
        data: bytes = stream.read()
    return data


def store(organ_key: int, sha256: str, data: bytes) -> str:
    """Keep the bytes of a file; its name in the storage. The same bytes are kept once for each organ."""
    place = f"annualreport/kept/{organ_key}/{sha256}"
    return place if default_storage.exists(place) else str(default_storage.save(place, ContentFile(data)))
