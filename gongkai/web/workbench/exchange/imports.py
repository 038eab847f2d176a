"""Importing a list of items: upload, look at every line, carry out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from gongkai.documents.csv_lines import MEDIA_TYPE, csv_lines
from gongkai.organs.importing.table import UnreadableList
from gongkai.publishing.catalogue_rows import HEADINGS
from gongkai.web.exchange.access import IMPORT_POLICY
from gongkai.web.exchange.importing import carry_out, counts, drop
from gongkai.web.exchange.models import ImportBatch, ImportLine
from gongkai.web.exchange.planning import plan_batch
from gongkai.web.organs.authority import Denied, acting
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.exchange.forms import ListForm

PAGE_SIZE = 30
TONES = {"ready": "info", "changed": "info", "known": "neutral", "gone": "warn", "refused": "bad", "done": "good"}
START = [("工作台", "/workbench/")]


@staff
def imports(request: Any) -> HttpResponse:
    """The batches of the organ, the newest first."""
    if not IMPORT_POLICY.may_in(request.user, "read", request.organ):
        raise Denied("您在这个机关没有查看导入批次的权限。可以查看的角色：政务公开专职人员、领导小组成员、审计员。")
    rows = IMPORT_POLICY.visible(request.user, ImportBatch.objects.filter(organ=request.organ))
    page = Paginator(rows.select_related("uploaded_by"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "may_import": may_import(request),
        "crumbs": [*START, ("批量导入信息", None)],
    }
    return render(request, "workbench/exchange/imports.html", context)


def may_import(request: Any) -> bool:
    """Whether the person may import here, if need be after giving the second factor."""
    return bool(IMPORT_POLICY.holds(request.user, "import", ImportBatch(organ=request.organ)))


@staff
def upload(request: Any) -> HttpResponse:
    """Choose a list; what each line would become is shown next."""
    IMPORT_POLICY.check(request.user, "import", ImportBatch(organ=request.organ))
    form = ListForm(request.POST or None, request.FILES or None) if request.method == "POST" else ListForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = plan_batch(request.organ, by=acting(request.user, request.organ), name=file.name, data=file.read())
        except UnreadableList as problem:
            form.add_error("file", str(problem))
        else:
            return redirect(made)
    context = {
        "form": form,
        "headings": HEADINGS,
        "crumbs": [*START, ("批量导入信息", reverse("workbench:item_imports")), ("上传清单", None)],
    }
    return render(request, "workbench/exchange/upload.html", context, status=422 if form.errors else 200)


@staff
def template(request: Any) -> HttpResponse:
    """A list to fill in, with one line as an example."""
    example = {
        "标题": "关于做好秋粮收购工作的通知",
        "栏目": "documents",
        "体裁": "其他文件",
        "正文": "各乡镇：",
        "文号": "青农发〔2024〕12号",
        "成文日期": "2024-09-20",
    }
    lines = csv_lines((each.title for each in HEADINGS), [[example.get(each.title) for each in HEADINGS]])
    response = HttpResponse("".join(lines), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = 'attachment; filename="items.csv"'
    return response


@staff
def batch(request: Any, pk: int) -> HttpResponse:
    """Every line with what it would become or became; carrying it out goes on at each press of the button."""
    found = _batch(request, pk)
    refusal = ""
    if request.method == "POST":
        IMPORT_POLICY.check(request.user, "import", found)
        try:
            found = carry_out(
                found,
                by=acting(request.user, found.organ),
                without_refused=request.POST.get("without_refused") == "yes",
            )
        except ValidationError as problem:
            refusal = "".join(problem.messages)
        else:
            done = found.state == ImportBatch.State.DONE
            messages.success(
                request, "导入完成，都成了草稿，请送审。" if done else "已经导入一部分，请按“继续导入”，不会重复。"
            )
            return redirect(found)
    only = request.GET.get("only", "")
    lines = found.lines.select_related("item")
    if only in ImportLine.State.values:
        lines = lines.filter(state=only)
    told = counts(found)
    context = {
        "batch": found,
        "tabs": [(state, ImportLine.State(state).label, count) for state, count in sorted(told.items())],
        "total": sum(told.values()),
        "counts": told,
        "to_do": told.get("ready", 0) + told.get("changed", 0),
        "only": only,
        "page": Paginator(lines, PAGE_SIZE).get_page(request.GET.get("page")),
        "tones": TONES,
        "may_import": IMPORT_POLICY.holds(request.user, "import", found),
        "refusal": refusal,
        "crumbs": [*START, ("批量导入信息", reverse("workbench:item_imports")), (found.name, None)],
    }
    return render(request, "workbench/exchange/batch.html", context, status=422 if refusal else 200)


@staff
def problems(request: Any, pk: int) -> HttpResponse:
    """The lines that cannot be imported, with what is wrong, as a list to work through."""
    found = _batch(request, pk)
    wrong = found.lines.filter(state=ImportLine.State.REFUSED)
    lines = csv_lines(["行", "标题", "问题"], ([line.number, line.title, "".join(line.problems)] for line in wrong))
    response = HttpResponse("".join(lines), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="problems-{found.pk}.csv"'
    return response


@require_POST
@staff
def drop_batch(request: Any, pk: int) -> HttpResponse:
    """Give a dry run up."""
    found = _batch(request, pk)
    IMPORT_POLICY.check(request.user, "import", found)
    try:
        drop(found, by=acting(request.user, found.organ))
    except ValidationError as problem:
        messages.error(request, "".join(problem.messages))
        return redirect(found)
    messages.success(request, "已放弃，什么也没有导入。")
    return redirect("workbench:item_imports")


def _batch(request: Any, pk: int) -> ImportBatch:
    rows = ImportBatch.objects.select_related("organ", "uploaded_by")
    return IMPORT_POLICY.get(request.user, rows, pk=pk)
