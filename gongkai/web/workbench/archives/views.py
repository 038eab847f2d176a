"""Files on the workbench: what is to be archived, kept, due, disposed of; the file of one case, its contents and its bundle."""

from __future__ import annotations

import csv
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gongkai.applications.service_dates import service_of
from gongkai.web.applications.access import POLICY as APPLICATIONS
from gongkai.web.applications.materials import read_material
from gongkai.web.applications.models import Application, Material
from gongkai.web.archives import services
from gongkai.web.archives.access import DISPOSAL_POLICY, FILE_POLICY
from gongkai.web.archives.contents import contents_letter, entries, written
from gongkai.web.archives.keeping import archived, due, kept, periods, to_archive
from gongkai.web.archives.models import Disposal
from gongkai.web.archives.packing import hand_out
from gongkai.web.casework.forms import place
from gongkai.web.casework.services import history_of
from gongkai.web.organs.authority import Denied, acting
from gongkai.web.workbench.archives.forms import AskDisposalForm
from gongkai.web.workbench.archives.records import file_of, trail
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.organs.pages import lacks_second_factor, page_of

TABS = {
    "to_archive": "待归档",
    "kept": "已归档",
    "due": "保管期满",
    "asked": "待批准销毁",
    "done": "已销毁",
    "refused": "继续保管",
}
REGISTER = (
    "申请编号", "案卷的种类", "保管期限", "期满", "鉴定意见", "提请人", "提请日期", "状态", "批准人", "决定日期", "决定的意见", "继续保管到",
)  # fmt: skip


@never_cache
@require_GET
@staff
def archives(request: Any) -> HttpResponse:
    """The files of the organ, by where they stand."""
    return _list(request, request.GET.get("tab", "to_archive"))


@never_cache
@require_POST
@staff
def ask_disposal(request: Any) -> HttpResponse:
    """Ask for the disposal of the files that were marked."""
    numbers = request.POST.getlist("number")
    visible = FILE_POLICY.visible(request.user, Application.objects.filter(organ=request.organ).select_related("organ"))
    chosen = list(visible.filter(number__in=numbers))
    if len(chosen) != len(set(numbers)):
        raise Http404
    for each in chosen:
        FILE_POLICY.check(request.user, "ask_disposal", each)
    if not chosen and not FILE_POLICY.may_in(request.user, "ask_disposal", request.organ):
        raise Denied("提请销毁由本机关的政务公开专职人员办理，并用动态口令验证身份。")
    form = AskDisposalForm(request.POST)
    if form.is_valid():
        try:
            services.ask_disposal(chosen, by=acting(request.user, request.organ), opinion=form.cleaned_data["opinion"])
        except ValidationError as problem:
            place(form, problem)
        else:
            messages.success(request, f"已经提请销毁{len(chosen)}件，由另一人批准。")
            return redirect(f"{reverse('workbench:archives')}?tab=asked")
    return _list(request, "due", form, marked=frozenset(numbers))


def _list(
    request: Any, tab: str, form: AskDisposalForm | None = None, marked: frozenset[str] = frozenset()
) -> HttpResponse:
    tab = tab if tab in TABS else "to_archive"
    if not FILE_POLICY.may_in(request.user, "read", request.organ):
        raise Denied("案卷由本机关的政务公开专职人员、负责人和审计人员查看。")
    applications = FILE_POLICY.visible(request.user, Application.objects.filter(organ=request.organ))
    context: dict[str, Any] = {"crumbs": [trail()[0], ("归档和保管", None)], "tab": tab}
    if tab in ("asked", "done", "refused"):
        rows = DISPOSAL_POLICY.visible(request.user, Disposal.objects.filter(organ=request.organ, state=tab))
        context["page"] = page_of(request, rows.select_related("application", "asked_by", "decided_by"))
    elif tab == "to_archive":
        context["page"] = page_of(request, to_archive(applications))
    else:
        found = archived(applications) if tab == "kept" else due(applications, request.organ)
        page = page_of(request, found.select_related("organ"))
        known = periods(request.organ)
        context |= {"page": page, "kept": [kept(each, known) for each in page]}
    probe = Application(organ=request.organ, state="archived")
    context |= {
        "tabs": [(title, f"?tab={key}", key == tab) for key, title in TABS.items()],
        "form": form or AskDisposalForm(),
        "marked": marked,
        "may_ask": tab == "due" and FILE_POLICY.may(request.user, "ask_disposal", probe),
        "needs_second_factor": tab == "due" and lacks_second_factor(request.user, FILE_POLICY, "ask_disposal", probe),
    }
    return render(request, "workbench/archives/list.html", context, status=422 if form else 200)


@never_cache
@require_GET
@staff
def register(request: Any) -> HttpResponse:
    """The register of disposals (销毁清册): what was asked, decided and destroyed, by whom. It names nobody outside the organ."""
    if not FILE_POLICY.may_in(request.user, "read", request.organ):
        raise Denied("销毁清册由本机关的政务公开专职人员、负责人和审计人员查看。")
    rows = DISPOSAL_POLICY.visible(request.user, Disposal.objects.filter(organ=request.organ)).order_by("id")
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="disposals-{request.organ.code}.csv"'
    # 表格软件凭开头的标记认出 UTF-8
    response.write("\ufeff")
    out = csv.writer(response)
    out.writerow(REGISTER)
    for each in rows.select_related("application", "asked_by", "decided_by"):
        out.writerow(
            [
                each.application.number,
                each.get_kind_display(),
                each.period,
                each.due_on.isoformat(),
                plain_cell(each.opinion),
                each.asked_by.name,
                timezone.localdate(each.asked_at).isoformat(),
                each.get_state_display(),
                each.decided_by.name if each.decided_by else "",
                timezone.localdate(each.decided_at).isoformat() if each.decided_at else "",
                plain_cell(each.note),
                each.keep_until.isoformat() if each.keep_until else "",
            ]
        )
    return response


def plain_cell(text: str) -> str:
    """A text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


@never_cache
@require_GET
@staff
def file(request: Any, number: str) -> HttpResponse:
    """The file of one case: service, contents, keeping. Names of files are not shown before somebody asks for them."""
    return _file(request, file_of(request, number))


@never_cache
@require_POST
@staff
def contents(request: Any, number: str) -> HttpResponse:
    """The same with the names of the files, which may name persons; that they were read is on record."""
    found = file_of(request, number, "open_material")
    services.note_contents_read(found, by=acting(request.user, found.organ))
    return _file(request, found, named=True)


def _file(request: Any, found: Application, *, named: bool = False) -> HttpResponse:
    disposals = DISPOSAL_POLICY.visible(request.user, Disposal.objects.filter(application=found))
    current = disposals.select_related("asked_by", "decided_by").first()
    served = service_of(history_of(found))
    context = {
        "application": found,
        "service": served,
        "proven": found.materials.filter(role=Material.Role.SERVICE).exists(),
        "entries": entries(found),
        "named": named,
        "kept": kept(found, periods(found.organ)),
        "disposal": current,
        "may": {
            action: FILE_POLICY.holds(request.user, action, found)
            for action in ("open_material", "add_proof", "hand_out", "ask_disposal")
        }
        | {
            action: APPLICATIONS.holds(request.user, action, found)
            for action in ("serve", "sign_for", "archive", "read_personal_data")
        }
        | {"decide": current is not None and DISPOSAL_POLICY.holds(request.user, "decide", current)},
        "needs_second_factor": lacks_second_factor(request.user, FILE_POLICY, "hand_out", found),
        "crumbs": trail(found),
    }
    return render(request, "workbench/archives/file.html", context)


@never_cache
@require_POST
@staff
def contents_pdf(request: Any, number: str) -> HttpResponse:
    """The list of contents as a document to be printed and put in front."""
    found = file_of(request, number, "open_material")
    services.note_contents_read(found, by=acting(request.user, found.organ))
    rows = [
        (
            f"{each.on:%Y-%m-%d}",
            f"{each.title}：{each.name}" if each.name else each.title,
            each.by,
            each.digest[:12],
            each.note,
        )
        for each in entries(found)
    ]
    ending, data = written(contents_letter(found, kept(found, periods(found.organ)), rows))
    return _download(data, f"{found.number}卷内目录.{ending}")


@never_cache
@require_POST
@staff
def material(request: Any, number: str, key: Any) -> HttpResponse:
    """One file of the case; that it was read is on record."""
    found = file_of(request, number, "open_material")
    wanted = get_object_or_404(Material, application=found, key=key)
    try:
        data = read_material(wanted, by=acting(request.user, found.organ))
    except ValidationError as problem:
        messages.error(request, "".join(problem.messages))
        return redirect("workbench:archive_file", number)
    return _download(data, wanted.name)


@never_cache
@require_POST
@staff
def bundle(request: Any, number: str) -> HttpResponseBase:
    """The bundle of the case to take away; who took it is on record with its digest."""
    found = file_of(request, number, "hand_out")
    # 临时文件没有名字，关闭即消失，明文不留在磁盘上
    target = TemporaryFile()  # noqa: SIM115 - closed by the response
    try:
        packed = hand_out(found, target, by=acting(request.user, found.organ))  # type: ignore[arg-type]
    except ValidationError as problem:
        target.close()
        messages.error(request, "".join(problem.messages))
        return redirect("workbench:archive_file", number)
    response = FileResponse(target, as_attachment=True, filename=packed.name, content_type="application/zip")
    response["Cache-Control"] = "no-store"
    return response


def _download(data: bytes, name: str) -> HttpResponse:
    """Bytes as a file that no browser runs."""
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
