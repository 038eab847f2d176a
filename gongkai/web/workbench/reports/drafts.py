"""The draft out of the ledger: figures that open their records, text of the sections, figures by hand, checks, the file read back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from gongkai.annualreport.counting import REGISTERS, selection
from gongkai.annualreport.scheme import cell_label, scheme_of, split
from gongkai.documents.model import Unreadable
from gongkai.web.annualreport.access import DRAFT_POLICY
from gongkai.web.annualreport.beside import marks_of, tables
from gongkai.web.annualreport.drafting import (
    PREAMBLE,
    PREAMBLE_TITLE,
    Drafted,
    draft_report,
    errors_in,
    findings_beside,
    newest_texts,
    prior_report,
)
from gongkai.web.annualreport.drafting import read_back as written_and_read
from gongkai.web.annualreport.files import OFFERED
from gongkai.web.annualreport.ledger import records_behind, register_records
from gongkai.web.annualreport.models import ReportDraft
from gongkai.web.annualreport.services import drafting
from gongkai.web.organs.authority import acting
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.reports.draft_forms import FiguresForm, StartForm, TextForm
from gongkai.web.workbench.reports.forms import NoteForm
from gongkai.web.workbench.reports.records import Joined, rows_of
from gongkai.web.workbench.reports.wording import lacks_only_factor, told

PER_PAGE = 50
HOME = ("工作台", "/workbench/")
ACTIONS: dict[str, tuple[str, Callable[..., Any]]] = {
    "sign": ("已核签，这些数字计入年报。", drafting.sign_figures),
    "submit": ("已送领导小组批准。各格计入的记录已经固定。", drafting.submit_draft),
    "return": ("已退回。", drafting.return_draft),
    "approve": ("已批准，年报已在门户公布。", drafting.publish_draft),
}


@staff
def start(request: Any) -> HttpResponse:
    """Begin a report."""
    DRAFT_POLICY.check(request.user, "draft", ReportDraft(organ=request.organ))
    form = StartForm(request.POST or None, initial={"year": timezone.localdate().year - 1})
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            draft = drafting.start_draft(
                request.organ, given["year"], by=acting(request.user, request.organ), note=given["note"]
            )
        except ValidationError as problem:
            refused(form, problem)
        else:
            return redirect(draft)
    context = {"form": form, "crumbs": [HOME, _list(), ("起草年报", None)]}
    return render(request, "workbench/reports/start.html", context, status=422 if form.errors else 200)


@staff
def draft(request: Any, pk: int) -> HttpResponse:
    """The whole draft."""
    return _page(request, _get(request, pk))


@staff
def text(request: Any, pk: int, section: str) -> HttpResponse:
    """Write one section; saved wordings are kept."""
    draft = _get(request, pk, "write")
    titles = _titles(draft)
    if section not in titles:
        raise Http404
    newest = newest_texts(draft).get(section)
    initial = {"text": newest.text if newest else "", "seen": newest.number if newest else 0}
    form = TextForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            drafting.write_section(
                draft, section, given["text"], by=acting(request.user, draft.organ), seen=given["seen"]
            )
        except ValidationError as problem:
            refused(form, problem)
        else:
            messages.success(request, f"“{titles[section]}”已保存。")
            return redirect(f"{draft.get_absolute_url()}#section-{section}")
    context = {
        "draft": draft,
        "title": titles[section],
        "form": form,
        "newest": newest if form.errors else None,
        "former": draft.texts.filter(section=section).select_related("written_by")[:20],
        "crumbs": [*_crumbs(draft), (titles[section], None)],
    }
    return render(request, "workbench/reports/text.html", context, status=422 if form.errors else 200)


@staff
def figures(request: Any, pk: int) -> HttpResponse:
    """Enter the figures that no register gives."""
    draft = _get(request, pk, "enter")
    drafted = draft_report(draft)
    known = {at: (drafted.waiting.get(at) or drafted.by_hand.get(at)) for at in drafted.open}
    entered = {at: each.value for at, each in known.items() if each}
    form = FiguresForm(drafted.scheme, entered, request.POST or None, open_cells=drafted.open)
    if request.method == "POST" and form.is_valid():
        try:
            made = drafting.enter_figures(
                draft,
                form.values,
                source=form.cleaned_data["source"],
                reason=form.cleaned_data["reason"],
                by=acting(request.user, draft.organ),
            )
        except ValidationError as problem:
            refused(form, problem)
        else:
            said = f"已填报{len(made)}个数字，等另一人核签后计入年报。" if made else "没有改动。"
            messages.success(request, said)
            return redirect(draft)
    context = {"draft": draft, "form": form, "crumbs": [*_crumbs(draft), ("填报没有台账的数字", None)]}
    return render(request, "workbench/reports/figures.html", context, status=422 if form.errors else 200)


@staff
def cell(request: Any, pk: int, cell: str) -> HttpResponse:
    """The records that a figure counts: as many as the figure says."""
    draft = _get(request, pk)
    try:
        table = scheme_of(draft.form).table(split(cell)[0])
    except KeyError:
        raise Http404 from None
    if cell not in table.addresses:
        raise Http404
    drafted = draft_report(draft)
    register = selection(cell, drafted.scheme)
    records = records_behind(draft.organ, draft.year, cell, drafted.during.until)
    page, found = None, []
    if register is not None and register.register == REGISTERS:
        sets = register_records(draft.organ, draft.year, cell, drafted.during.until)
        if sets:
            page = Paginator(Joined(sets), PER_PAGE).get_page(request.GET.get("page"))
            found = list(page.object_list)
    elif records is not None:
        # 先只排编号（索引里就有），再取这一页的记录：上千件的格子不必把每件都读出来排序
        page = Paginator(records.values_list("pk", flat=True), PER_PAGE).get_page(request.GET.get("page"))
        keys = list(page.object_list)
        by_key = records.model._default_manager.in_bulk(keys)
        found = [by_key[key] for key in keys]
    context = {
        "draft": draft,
        "drafted": drafted,
        "problem": drafted.problems.get(cell, ""),
        "label": cell_label(cell, draft.form),
        "table": table,
        "figure": drafted.report.value(cell),
        "page": page,
        "rows": [] if register is None else rows_of(register.register, found),
        "register": "" if register is None else register.register,
        "entries": draft.adjustments.filter(cell=cell).select_related("entered_by", "signed_by").order_by("-id"),
        "crumbs": [*_crumbs(draft), (cell_label(cell, draft.form), None)],
    }
    return render(request, "workbench/reports/cell.html", context)


@staff
def read_back(request: Any, pk: int) -> HttpResponse:
    """Write to DOCX, read it again, compare and check."""
    draft = _get(request, pk)
    drafted = draft_report(draft)
    try:
        outcome = written_and_read(drafted)
    except Unreadable as problem:
        return _page(request, draft, problem=problem.message, status=422)
    context = {
        "draft": draft,
        "outcome": outcome,
        "marks": marks_of([each.as_json() for each in outcome.findings], drafted.report),
        "errors": len(errors_in(outcome.findings)),
        "crumbs": [*_crumbs(draft), ("导出后读回核对", None)],
    }
    return render(request, "workbench/reports/read_back.html", context)


@require_POST
@staff
def act(request: Any, pk: int, action: str) -> HttpResponse:
    """Sign, submit, return, approve."""
    if action not in ACTIONS:
        raise Http404
    draft = _get(request, pk, action)
    said, service = ACTIONS[action]
    form = NoteForm(request.POST, auto_id="return-%s") if action == "return" else None
    if form is not None and not form.is_valid():
        return _page(request, draft, form=form, status=422)
    try:
        given = {} if form is None else {"note": form.cleaned_data["note"]}
        service(draft, by=acting(request.user, draft.organ), **given)
    except (ValidationError, Unreadable) as problem:
        return _page(request, draft, problem="；".join(told(problem)), status=422)
    messages.success(request, said)
    return redirect(draft)


def _page(request: Any, draft: ReportDraft, *, form: Any = None, problem: str = "", status: int = 200) -> HttpResponse:
    drafted = draft_report(draft)
    prior = prior_report(draft)
    findings = findings_beside(drafted, prior)
    marks = marks_of([each.as_json() for each in findings], drafted.report)
    urls = {at: reverse("workbench:report_draft_cell", args=[draft.pk, at]) for at in _linked(drafted)}
    may = {name: DRAFT_POLICY.may(request.user, name, draft) for name in DRAFT_POLICY.actions}
    context = {
        "draft": draft,
        "drafted": drafted,
        "tables": tables(drafted.report, marks, urls),
        "marks": marks,
        "errors": len(errors_in(findings)),
        "may": may,
        "waits_for_factor": lacks_only_factor(DRAFT_POLICY, request.user, "approve", draft),
        "waits_for_me": [each for each in drafted.waiting.values() if each.entered_by_id != request.user.pk],
        "entries": [
            (each, cell_label(at, draft.form))
            for at, each in sorted({**drafted.by_hand, **drafted.waiting}.items(), key=lambda pair: pair[1].pk)
        ],
        "sections": [(key, title, drafted.texts.get(key)) for key, title in _titles(draft).items()],
        "missing": [
            cell_label(at, draft.form)
            for at in drafted.missing
            if at not in drafted.waiting and at not in drafted.problems
        ],
        "uncounted": [(cell_label(at, draft.form), why) for at, why in sorted(drafted.problems.items())],
        "prior": prior,
        "problem": problem,
        "return_form": form or NoteForm(auto_id="return-%s"),
        "returned": draft.state == ReportDraft.State.DRAFTING,
        "snapshot": draft.snapshots.defer("content", "records").first(),
        "formats": [
            (name, reverse("workbench:report_draft_file", args=[draft.pk, to])) for to, (name, _) in OFFERED.items()
        ],
        "crumbs": [HOME, _list(), (str(draft), None)],
    }
    return render(request, "workbench/reports/draft.html", context, status=status)


def _linked(drafted: Drafted) -> list[str]:
    """Every figure that is there opens what is behind it."""
    return [
        at
        for table in drafted.report.tables.values()
        if table is not None
        for at in table.scheme.addresses
        if table.value(at) is not None
    ]


def _titles(draft: ReportDraft) -> dict[str, str]:
    return {PREAMBLE: PREAMBLE_TITLE} | {each.key: each.title for each in scheme_of(draft.form).sections}


def _get(request: Any, pk: int, action: str = "read") -> ReportDraft:
    return DRAFT_POLICY.get(
        request.user,
        ReportDraft.objects.select_related("organ", "published", "corrects", "submitted_by"),
        action,
        pk=pk,
    )


def _crumbs(draft: ReportDraft) -> list[tuple[str, str | None]]:
    return [HOME, _list(), (str(draft), draft.get_absolute_url())]


def _list() -> tuple[str, str]:
    return "年度报告", reverse("workbench:kept_reports")


def refused(form: Any, problem: ValidationError) -> None:
    """Set each refusal beside its field, the rest above the form."""
    if hasattr(problem, "error_dict"):
        for name, errors in problem.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    else:
        form.add_error(None, problem)
