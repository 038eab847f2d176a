"""A file from outside: measured, read within bounds, checked against the kept report of the year before. Nothing is saved here."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.conf import settings
from django.db.models import Q

from gongkai import __version__
from gongkai.annualreport.checks.engine import check
from gongkai.annualreport.model import Report, report_json
from gongkai.annualreport.reading.reader import read_report
from gongkai.annualreport.roster import plain
from gongkai.documents.model import Unreadable
from gongkai.web.annualreport.models import KeptReport, ReportState
from gongkai.web.organs.models import Organ

NAME_LENGTH = 120
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff<>:\"|?*\\/]")
HELD = (ReportState.KEPT, ReportState.SUBMITTED, ReportState.PUBLISHED)
ENGINE_VERSION = str(__version__)


@dataclass(frozen=True, slots=True)
class Taken:
    """The bytes of an upload with a name that is safe to show and to offer."""

    data: bytes
    name: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def clean_name(name: str) -> str:
    """A file name without folders, control characters or marks that turn its letters round; short, the ending kept.

    >>> clean_name("C:\\\\年报\\\\2024年报.docx"), clean_name("../../etc/passwd")
    ('2024年报.docx', 'passwd')
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = _NOT_IN_NAMES.sub("", last).strip(" .") or "年度报告"
    if len(kept) <= NAME_LENGTH:
        return kept
    stem, dot, ending = kept.rpartition(".")
    return kept[:NAME_LENGTH] if not dot or len(ending) > 8 else f"{stem[: NAME_LENGTH - len(ending) - 1]}.{ending}"


def take(file: BinaryIO, name: str) -> Taken:
    """The bytes of an uploaded file; ``Unreadable`` when there are more than the installation takes."""
    limit = settings.UPLOAD_LIMIT_MB * 1024 * 1024
    data = file.read(limit + 1)
    if len(data) > limit:
        raise Unreadable(
            "too-large",
            f"文件超过{settings.UPLOAD_LIMIT_MB}兆字节，没有上传。请压缩其中的图片，或者只保留年度报告后再上传。",
        )
    return Taken(data, clean_name(name))


def read(taken: Taken) -> Report:
    """The report in the file, foreign parsers bounded in time and memory; ``Unreadable`` in words."""
    try:
        return read_report(taken.data, taken.name, bounded=True)
    except RecursionError:
        raise Unreadable("too-deep", "文件的结构嵌套得太深，没有读取。请另存一份后再上传。") from None
    except MemoryError:
        raise Unreadable(
            "too-heavy", "读取这份文件需要的内存太多，没有读取。请只保留年度报告的内容后再上传。"
        ) from None


def prior_of(keeper: Organ, organ_name: str, subject: Organ | None, year: int | None) -> KeptReport | None:
    """The report of the same organ for the year before: one that the keeper keeps, else the one published on this site."""
    if year is None:
        return None
    held = Q(organ=keeper, state__in=HELD)
    if subject is not None:
        held |= Q(subject_organ=subject, organ=subject, state=ReportState.PUBLISHED)
    found = [
        each
        for each in KeptReport.objects.filter(held, year=year - 1).order_by("-version", "-id")
        if (subject is not None and each.subject_organ_id == subject.pk) or plain(each.organ_name) == plain(organ_name)
    ]
    return next((each for each in found if each.state == ReportState.PUBLISHED), found[0] if found else None)


def findings_of(report: Report, prior: KeptReport | None) -> list[dict[str, Any]]:
    """What the checks say, as the contract's objects, errors first."""
    return [each.as_json() for each in check(report, None if prior is None else prior.report)]


def content_of(report: Report) -> tuple[dict[str, Any], str]:
    """The contract's object and its digest."""
    content = report_json(report)
    return content, digest_of(content)


def digest_of(value: Any) -> str:
    """SHA-256 of a value written as JSON with sorted keys."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def organ_named(name: str | None) -> Organ | None:
    """The organ of this installation that bears the name now or bore it before; None when none or several do."""
    if not name:
        return None
    wanted = plain(name)
    found = {
        organ.pk: organ
        for organ in Organ.objects.prefetch_related("former_names")
        if wanted in {plain(organ.name), *(plain(former.name) for former in organ.former_names.all())}
    }
    return next(iter(found.values())) if len(found) == 1 else None
