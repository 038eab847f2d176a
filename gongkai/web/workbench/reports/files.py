"""Files for staff: a kept report or a draft in every format, and the file as it came in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header

from gongkai.documents.model import Unreadable
from gongkai.web.annualreport.access import DRAFT_POLICY, KEPT_POLICY
from gongkai.web.annualreport.drafting import draft_report
from gongkai.web.annualreport.files import OFFERED, Written, original, written, written_now
from gongkai.web.annualreport.models import KeptReport, ReportDraft, ReportState
from gongkai.web.workbench.entry import staff


@staff
def kept_file(request: Any, pk: int, to: str) -> HttpResponse:
    """The report in a format; ``original``: the bytes that came in, always as an attachment of no type that a browser opens."""
    records = KeptReport.objects.exclude(state=ReportState.DISCARDED)
    kept = KEPT_POLICY.get(request.user, records, pk=pk)
    if to == "original":
        return _attached(Written(original(kept), kept.file_name, "application/octet-stream"))
    if to not in OFFERED:
        raise Http404
    try:
        return _attached(written(kept, to))
    except Unreadable as problem:
        messages.error(request, problem.message)
        return redirect(kept)


@staff
def draft_file(request: Any, pk: int, to: str) -> HttpResponse:
    """The draft as it stands now."""
    draft = DRAFT_POLICY.get(request.user, ReportDraft.objects.select_related("organ"), pk=pk)
    if to not in OFFERED:
        raise Http404
    try:
        return _attached(written_now(draft_report(draft).report, to))
    except Unreadable as problem:
        messages.error(request, problem.message)
        return redirect(draft)


def _attached(file: Written) -> HttpResponse:
    answer = HttpResponse(file.data, content_type=file.content_type)
    answer["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    return answer
