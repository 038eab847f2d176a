"""Reports that an organ keeps: the list, an upload, what was read with its findings, the source beside it, and what follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from gongkai.documents.model import Document, Unreadable
from gongkai.web.annualreport.access import KEPT_POLICY
from gongkai.web.annualreport.beside import anchored, marks_of, source_blocks, tables, unread
from gongkai.web.annualreport.files import OFFERED, original
from gongkai.web.annualreport.intake import Taken, read
from gongkai.web.annualreport.models import KeptReport, ReportDraft, ReportState
from gongkai.web.annualreport.services import keeping, release
from gongkai.web.log.services import events_of
from gongkai.web.organs.authority import acting
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.reports.forms import CorrectionForm, NoteForm, UploadForm
from gongkai.web.workbench.reports.wording import lacks_only_factor, told

PER_PAGE = 30
HOME = ("工作台", "/workbench/")
WITH_NOTE = {"return", "withdraw"}
EVENTS = {"read_report_file": "读取文件", "publish_report": "批准公布", "replace_report": "由更正后的版本代替"}
ACTIONS: dict[str, tuple[str, Callable[..., KeptReport]]] = {
    "keep": ("已收存。", keeping.keep),
    "discard": ("没有收存，文件已经删去。", keeping.discard),
    "recheck": ("已经重新读取和核对。", keeping.recheck),
    "submit": ("已送领导小组批准。", release.submit_report),
    "return": ("已退回。", release.return_report),
    "approve": ("已批准，年报已在门户公布。", release.publish_report),
    "withdraw": ("已撤回，门户上写明了撤回的理由。", release.withdraw_report),
}


@staff
def kept_reports(request: Any) -> HttpResponse:
    """What the organ keeps, and the drafts."""
    visible = KEPT_POLICY.visible(request.user, KeptReport.objects.exclude(state=ReportState.DISCARDED))
    chosen = request.GET.get("whose", "")
    rows = visible.filter(organ=request.organ).defer("content").select_related("organ")
    if chosen == "own":
        rows = rows.filter(subject_organ=request.organ)
    elif chosen == "other":
        rows = rows.exclude(subject_organ=request.organ)
    elif chosen == "below":
        rows = visible.exclude(organ=request.organ).defer("content").select_related("organ")
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "chosen": chosen,
        "below": visible.exclude(organ=request.organ).exists(),
        "drafts": ReportDraft.objects.filter(organ=request.organ).exclude(state=ReportDraft.State.PUBLISHED),
        "may_upload": KEPT_POLICY.may_in(request.user, "upload", request.organ),
        "crumbs": [HOME, ("年度报告", None)],
    }
    return render(request, "workbench/reports/list.html", context)


@staff
def upload(request: Any) -> HttpResponse:
    """Upload a report file; what was read is shown before it is kept."""
    _check_upload(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            kept, fresh = keeping.keep_upload(
                given["file"],
                given["file"].name,
                by=acting(request.user, request.organ),
                organ=request.organ,
                own=given["whose"] == UploadForm.OWN,
                note=given["note"],
            )
        except Unreadable as problem:
            form.add_error("file", problem.message)
        except ValidationError as problem:
            _refused(form, problem)
        else:
            if not fresh:
                messages.info(request, "这份文件本机关已经收存过，这里打开的是原来收存的那一份。")
            return redirect(kept)
    context = {"form": form, "crumbs": [HOME, _list(), ("上传年报", None)]}
    return render(request, "workbench/reports/upload.html", context, status=422 if form.errors else 200)


@staff
def correct(request: Any, pk: int) -> HttpResponse:
    """Upload the corrected file of a published report: version k+1."""
    former = KEPT_POLICY.get(request.user, KeptReport.objects.all(), "correct", pk=pk)
    form = CorrectionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            kept, _ = keeping.keep_upload(
                given["file"],
                given["file"].name,
                by=acting(request.user, former.organ),
                organ=former.organ,
                own=True,
                note=given["note"],
                corrects=former,
            )
        except Unreadable as problem:
            form.add_error("file", problem.message)
        except ValidationError as problem:
            _refused(form, problem)
        else:
            return redirect(kept)
    context = {"form": form, "former": former, "crumbs": [HOME, _list(), (former.title, former.get_absolute_url()), ("更正", None)]}  # fmt: skip
    return render(request, "workbench/reports/correct.html", context, status=422 if form.errors else 200)


@staff
def kept_report(request: Any, pk: int) -> HttpResponse:
    """What was read, the findings at their cells, what can be done."""
    kept = KEPT_POLICY.get(request.user, _records(), pk=pk)
    return _page(request, kept)


@staff
def beside(request: Any, pk: int) -> HttpResponse:
    """What was read at the left, the source at the right, each cell linked to where it stands."""
    kept = KEPT_POLICY.get(request.user, _records(), pk=pk)
    taken = Taken(original(kept), kept.file_name)
    try:
        report = read(taken)
        document = _document(taken, kept.file_format)
    except Unreadable as problem:
        messages.error(request, problem.message)
        return redirect(kept)
    marks = marks_of(kept.findings, report)
    blocks = source_blocks(document, report, marks) if document else []
    context = {
        "kept": kept,
        "tables": tables(report, marks, sourced=True),
        "sections": report.sections,
        "blocks": blocks,
        "anchored": anchored(blocks),
        "raw": "" if document else taken.data[:200_000].decode("utf-8", "replace"),
        "notes": report.notes,
        "crumbs": [HOME, _list(), (kept.title, kept.get_absolute_url()), ("对照原件", None)],
    }
    return render(request, "workbench/reports/beside.html", context)


@require_POST
@staff
def act(request: Any, pk: int, action: str) -> HttpResponse:
    """Keep, submit, approve and so on."""
    if action not in ACTIONS:
        raise Http404
    kept = KEPT_POLICY.get(request.user, _records(), action, pk=pk)
    said, service = ACTIONS[action]
    form = NoteForm(request.POST) if action in WITH_NOTE else None
    if form is not None and not form.is_valid():
        return _page(request, kept, {action: form}, status=422)
    try:
        given = {} if form is None else {"note": form.cleaned_data["note"]}
        kept = service(kept, by=acting(request.user, kept.organ), **given)
    except (ValidationError, Unreadable) as problem:
        return _page(request, kept, problem="；".join(told(problem)), status=422)
    messages.success(request, said)
    return redirect(_list()[1] if action == "discard" else kept.get_absolute_url())


def _page(
    request: Any, kept: KeptReport, forms: dict[str, Any] | None = None, *, problem: str = "", status: int = 200
) -> HttpResponse:
    report = kept.report
    marks = marks_of(kept.findings, report)
    may = {name: KEPT_POLICY.may(request.user, name, kept) for name in KEPT_POLICY.actions}
    need_factor = [name for name in ("approve", "withdraw") if lacks_only_factor(KEPT_POLICY, request.user, name, kept)]
    titles = {**KEPT_POLICY.actions, **EVENTS}
    context = {
        "kept": kept,
        "report": report,
        "marks": marks,
        "tables": tables(report, marks),
        "unread": unread(report),
        "sections": report.sections,
        "may": may,
        "need_factor": need_factor,
        "problem": problem,
        "return_form": (forms or {}).get("return") or NoteForm(prefix=None, auto_id="return-%s"),
        "withdraw_form": (forms or {}).get("withdraw") or NoteForm(prefix=None, auto_id="withdraw-%s"),
        "formats": [(name, reverse("workbench:kept_report_file", args=[kept.pk, to])) for to, (name, _) in OFFERED.items()],
        "other_name": kept.subject_organ_id == kept.organ_id and kept.organ_name != kept.organ.name,
        "events": [
            {"at": each.at, "title": titles.get(each.move.removesuffix("_report"), titles.get(each.move, "办理")), "who": each.actor_name, "note": each.note}
            for each in events_of(kept)
        ],
        "crumbs": [HOME, _list(), (kept.title, None)],
    }  # fmt: skip
    return render(request, "workbench/reports/kept.html", context, status=status)


def _records() -> Any:
    return KeptReport.objects.exclude(state=ReportState.DISCARDED).select_related(
        "organ", "subject_organ", "prior", "corrects", "uploaded_by", "submitted_by", "approved_by"
    )


def _document(taken: Taken, kind: str) -> Document | None:
    """The source's blocks; None for JSON, which is data and no document."""
    if kind == "json":
        return None
    from gongkai.documents.reader import open_document

    return open_document(taken.data, taken.name, bounded=True)


def _check_upload(request: Any) -> None:
    KEPT_POLICY.check(request.user, "upload", KeptReport(organ=request.organ))


def _refused(form: Any, problem: ValidationError) -> None:
    if hasattr(problem, "error_dict"):
        for name, errors in problem.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    else:
        form.add_error(None, problem)


def _list() -> tuple[str, str]:
    return "年度报告", reverse("workbench:kept_reports")
