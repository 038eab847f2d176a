"""The statement of fees of a year: each figure opens its records; as a table to take away (CSV)."""

from __future__ import annotations

import csv
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongkai.web.fees.access import POLICY
from gongkai.web.fees.annual import FIGURES, Annual, records, statement
from gongkai.web.fees.models import FeeStatement
from gongkai.web.organs.authority import Denied
from gongkai.web.workbench.entry import staff
from gongkai.web.workbench.fees.forms import YearForm
from gongkai.web.workbench.fees.records import trail
from gongkai.web.workbench.organs.pages import page_of

HEAD = (
    "项目",
    "申请编号",
    "计收标准",
    "件数位次或者页数",
    "数额（元）",
    "告知日期",
    "缴费日期",
    "财政票据号码",
    "减免、逾期等日期",
    "状态",
)


@never_cache
@require_GET
@staff
def annual(request: Any) -> HttpResponse:
    """The figures of a year, and the records behind one of them."""
    form, made = _asked(request)
    key = request.GET.get("figure", "")
    rows = None
    if made is not None and key in FIGURES:
        rows = POLICY.visible(request.user, records(request.organ, made.year, key, made.as_of))
    query = f"year={made.year}&as_of={made.as_of.isoformat()}" if made else ""
    context = {
        "form": form,
        "annual": made,
        "query": query,
        "figure": made.figure(key) if made and key in FIGURES else None,
        "page": page_of(request, rows.select_related("application")) if rows is not None else None,
        "crumbs": trail(None, ("年度报表", None)),
    }
    return render(request, "workbench/fees/annual.html", context, status=422 if form.errors else 200)


@never_cache
@require_GET
@staff
def annual_csv(request: Any) -> HttpResponse:
    """The same as CSV: first the figures, then every record under its figure."""
    _, made = _asked(request)
    made = made or statement(request.organ, timezone.localdate().year)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="fees-{request.organ.code}-{made.year}.csv"'
    # 表格软件凭开头的标记认出 UTF-8
    response.write("\ufeff")
    out = csv.writer(response)
    out.writerow([f"{request.organ.name}{made.year}年信息处理费（截至{made.as_of.isoformat()}）"])
    out.writerow(["项目", "件数", "金额（元）"])
    out.writerows([each.title, each.number, each.amount] for each in made.figures)
    out.writerow([])
    out.writerow(HEAD)
    for each in made.figures:
        found = POLICY.visible(request.user, records(request.organ, made.year, each.key, made.as_of))
        out.writerows(_row(each.title, one) for one in found.select_related("application"))
    return response


def _asked(request: Any) -> tuple[YearForm, Annual | None]:
    if not POLICY.may_in(request.user, "read", request.organ):
        raise Denied("信息处理费的报表由本机关的政务公开专职人员、负责人和审计人员查看。")
    form = YearForm.of(request.GET)
    if not form.is_valid():
        return form, None
    year, today = form.cleaned_data["year"], timezone.localdate()
    return form, statement(request.organ, year, form.cleaned_data["as_of"] or (today if year == today.year else None))


def _row(title: str, each: FeeStatement) -> list[Any]:
    days = (each.notified_on, each.paid_on)
    return [
        title,
        each.application.number,
        each.tariff_title,
        each.units,
        each.amount,
        *(day.isoformat() if day else "" for day in days),
        _text(each.receipt),
        each.ended_on.isoformat() if each.ended_on else "",
        each.get_state_display(),
    ]


def _text(value: str) -> str:
    """A text that a spreadsheet does not take for a formula."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
