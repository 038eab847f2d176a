"""The column 政府信息公开年报 (《条例》第二十条第（十四）项 and 第四十九条): lists, a report with its versions, downloads."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe

from gongkai.annualreport.writing.html import html_article
from gongkai.documents.model import Unreadable
from gongkai.web.annualreport.files import OFFERED, written
from gongkai.web.annualreport.models import KeptReport, ReportState
from gongkai.web.annualreport.queries import published, shown, year_on_year
from gongkai.web.organs.models import Organ
from gongkai.web.portal.meta import article_meta, column_meta
from gongkai.web.portal.reports.pictures import pictures

COLUMN = "政府信息公开年报"
PER_PAGE = 30


def all_reports(request: HttpRequest) -> HttpResponse:
    """Every organ's reports, by year."""
    years = list(published().order_by("-year").values_list("year", flat=True).distinct())
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else (years[0] if years else None)
    page = Paginator(published().filter(year=year), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "years": years,
        "year": year,
        "page": page,
        "crumbs": [("首页", reverse("portal:home")), (COLUMN, None)],
        "meta": column_meta(COLUMN, description="各机关政府信息公开工作年度报告"),
    }
    return render(request, "portal/reports/all.html", context)


def organ_reports(request: HttpRequest, code: str) -> HttpResponse:
    """The reports of one organ with what changed from year to year."""
    organ = get_object_or_404(Organ, code=code)
    page = Paginator(published().filter(organ=organ), PER_PAGE).get_page(request.GET.get("page"))
    years, lines = year_on_year(organ)
    context = {
        "organ": organ,
        "page": page,
        "years": years,
        "lines": lines,
        "pictures": pictures(years, lines),
        "crumbs": _crumbs(organ, (COLUMN, None)),
        "meta": column_meta(COLUMN, description=f"{organ.name}政府信息公开工作年度报告"),
    }
    return render(request, "portal/reports/organ.html", context)


def report(request: HttpRequest, code: str, year: int, version: int | None = None) -> HttpResponse:
    """One report: in force, or a former version that says so."""
    organ = get_object_or_404(Organ, code=code)
    versions = list(shown(organ, year))
    kept = _chosen(versions, version)
    told = kept.report
    context = {
        "organ": organ,
        "kept": kept,
        "current": next((each for each in versions if each.state == ReportState.PUBLISHED), None),
        "former": [each for each in versions if each.pk != kept.pk],
        "withdrawn": kept.state == ReportState.WITHDRAWN,
        "article": "" if kept.state == ReportState.WITHDRAWN else mark_safe(html_article(told, titled=False)),  # noqa: S308 - escaped there
        "formats": [
            (name, reverse("portal:annual_report_file", args=[code, year, kept.version, to]))
            for to, (name, _) in OFFERED.items()
        ],
        "crumbs": _crumbs(organ, (COLUMN, reverse("portal:annual_reports", args=[code])), (f"{year}年度", None)),
        "meta": article_meta(
            kept.title,
            published_at=kept.published_at,
            source=organ.name,
            url=kept.public_url,
            column=COLUMN,
            keywords=(COLUMN, f"{year}年", organ.short_name),
            description=f"{organ.name}{year}年政府信息公开工作年度报告",
        ),
    }
    return render(request, "portal/reports/report.html", context)


def download(request: HttpRequest, code: str, year: int, version: int, to: str) -> HttpResponse:
    """The report as a file."""
    organ = get_object_or_404(Organ, code=code)
    kept = _chosen(list(shown(organ, year)), version)
    if to not in OFFERED or kept.state == ReportState.WITHDRAWN:
        raise Http404
    try:
        file = written(kept, to)
    except Unreadable as problem:
        context = {"organ": organ, "kept": kept, "problem": problem.message}
        return render(request, "portal/reports/no_file.html", context, status=503)
    answer = HttpResponse(file.data, content_type=file.content_type)
    answer["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    return answer


def _chosen(versions: list[KeptReport], version: int | None) -> KeptReport:
    """The version asked for, else the one in force, else the newest that says it was withdrawn."""
    if version is not None:
        wanted = [each for each in versions if each.version == version]
    else:
        wanted = [each for each in versions if each.state == ReportState.PUBLISHED] or versions[:1]
    if not wanted:
        raise Http404
    return wanted[0]


def _crumbs(organ: Organ, *more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [("首页", reverse("portal:home")), (organ.name, organ.get_absolute_url()), *more]
