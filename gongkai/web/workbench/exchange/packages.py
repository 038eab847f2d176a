"""Handing over to another platform, receiving from another installation, and exports."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render

from gongkai.documents.csv_lines import MEDIA_TYPE
from gongkai.web.exchange.access import IMPORT_POLICY, PACKAGE_POLICY
from gongkai.web.exchange.models import HandOver, ImportBatch
from gongkai.web.exchange.packing import hand_over, keep_receipt
from gongkai.web.exchange.receiving import plan_package, receipt
from gongkai.web.exchange.records import brief_record, full_record, table_of
from gongkai.web.organs.authority import Denied, acting
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import Item
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.exchange.forms import MakeForm, PackageForm, ReceiptForm
from gongkai.web.workbench.exchange.imports import may_import

PAGE_SIZE = 30
START = [("工作台", "/workbench/")]
HERE = ("移交和导出", "/workbench/exchange/packages/")


@staff
def packages(request: Any) -> HttpResponse:
    """The packages of the organ, the newest first; exports; the way to receiving."""
    if not PACKAGE_POLICY.may_in(request.user, "read", request.organ):
        raise Denied("您在这个机关没有查看移交包的权限。可以查看的角色：政务公开专职人员、领导小组成员、审计员。")
    rows = PACKAGE_POLICY.visible(request.user, HandOver.objects.filter(organ=request.organ))
    context = {
        "page": Paginator(rows.select_related("made_by"), PAGE_SIZE).get_page(request.GET.get("page")),
        "may_make": PACKAGE_POLICY.holds(request.user, "hand_over", HandOver(organ=request.organ)),
        "may_receive": may_import(request),
        "crumbs": [*START, ("移交和导出", None)],
    }
    return render(request, "workbench/exchange/packages.html", context)


@staff
def make(request: Any) -> HttpResponse:
    """Pack what is new or changed."""
    PACKAGE_POLICY.check(request.user, "hand_over", HandOver(organ=request.organ))
    form = MakeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = hand_over(request.organ, by=acting(request.user, request.organ), **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"第{made.number}包已经做好，共{made.items}件，请下载后交给对方。")
            return redirect(made)
    context = {"form": form, "crumbs": [*START, HERE, ("制作移交包", None)]}
    return render(request, "workbench/exchange/make.html", context, status=422 if form.errors else 200)


@staff
def package(request: Any, pk: int) -> HttpResponse:
    """What is in a package, and where the other platform shows it."""
    found = _package(request, pk)
    form = ReceiptForm(request.POST or None, request.FILES or None) if request.method == "POST" else ReceiptForm()
    if request.method == "POST":
        PACKAGE_POLICY.check(request.user, "hand_over", found)
        if form.is_valid():
            try:
                named = keep_receipt(found, by=acting(request.user, found.organ), data=form.cleaned_data["file"].read())
            except ValidationError as refusal:
                form.add_error("file", refusal)
            else:
                messages.success(request, f"已按回执登记{named}件的网址。")
                return redirect(found)
    context = {
        "package": found,
        "page": Paginator(found.lines.select_related("item"), PAGE_SIZE).get_page(request.GET.get("page")),
        "form": form if PACKAGE_POLICY.holds(request.user, "hand_over", found) else None,
        "crumbs": [*START, HERE, (str(found), None)],
    }
    return render(request, "workbench/exchange/package.html", context, status=422 if form.errors else 200)


@staff
def download(request: Any, pk: int) -> FileResponse:
    """The package as it was made."""
    found = _package(request, pk)
    if not default_storage.exists(found.place):
        raise Http404
    name = f"{found.organ.code}-{found.number}.zip"
    return FileResponse(default_storage.open(found.place), as_attachment=True, filename=name)


@staff
def receive(request: Any) -> HttpResponse:
    """Take in a package: its dry run is shown next."""
    IMPORT_POLICY.check(request.user, "import", ImportBatch(organ=request.organ))
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PackageForm(request.organ, *given)
    if form.is_valid():
        told = dict(form.cleaned_data)
        file = told.pop("file")
        try:
            made = plan_package(
                request.organ, by=acting(request.user, request.organ), name=file.name, data=file.read(), **told
            )
        except ValidationError as refusal:
            form.add_error("file", refusal)
        else:
            return redirect(made)
    context = {"form": form, "crumbs": [*START, HERE, ("接收移交包", None)]}
    return render(request, "workbench/exchange/receive.html", context, status=422 if form.errors else 200)


@staff
def give_receipt(request: Any, pk: int) -> HttpResponse:
    """For the sender: where the items of a package can be read here."""
    found = IMPORT_POLICY.get(request.user, ImportBatch.objects.select_related("organ"), pk=pk)
    if found.source != ImportBatch.Source.PACKAGE:
        raise Http404
    response = JsonResponse(receipt(found), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="receipt-{found.pk}.json"'
    return response


@staff
def export_csv(request: Any) -> StreamingHttpResponse:
    """Everything public of the organ as a list."""
    organ = _may_export(request)
    records = (brief_record(item) for item in _public(organ))
    response = StreamingHttpResponse(table_of(records), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{organ.code}-items.csv"'
    return response


@staff
def export_json(request: Any) -> StreamingHttpResponse:
    """Everything public of the organ with texts and attachments' addresses; can be imported again elsewhere."""
    organ = _may_export(request)
    response = StreamingHttpResponse(_json(organ), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{organ.code}-items.json"'
    return response


def _json(organ: Organ) -> Iterator[str]:
    yield '{"items": ['
    for place, item in enumerate(_public(organ)):
        yield (",\n" if place else "\n") + json.dumps(full_record(item), ensure_ascii=False)
    yield "\n]}\n"


def _public(organ: Organ) -> Iterator[Item]:
    rows = Item.objects.filter(organ=organ, state=Item.State.PUBLISHED).order_by("-published_at", "-id")
    asked = rows.select_related("organ", "column", "current__version", "current__review__wording__column")
    return asked.iterator(chunk_size=200)


def _may_export(request: Any) -> Organ:
    IMPORT_POLICY.check(request.user, "export", ImportBatch(organ=request.organ))
    organ: Organ = request.organ
    return organ


def _package(request: Any, pk: int) -> HandOver:
    return PACKAGE_POLICY.get(request.user, HandOver.objects.select_related("organ", "made_by"), pk=pk)
