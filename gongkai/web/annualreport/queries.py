"""Which reports the public sees, and what of them stands beside each other year by year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from gongkai.web.annualreport.models import KeptReport, ReportState
from gongkai.web.organs.models import Organ

SHOWN = (ReportState.PUBLISHED, ReportState.REPLACED, ReportState.WITHDRAWN)
HEAVY = ("content", "findings")


def published() -> QuerySet[KeptReport]:
    """The reports in force, newest year first, without their contents."""
    return (
        KeptReport.objects.filter(state=ReportState.PUBLISHED)
        .select_related("organ")
        .defer(*HEAVY)
        .order_by("-year", "organ__order", "organ__name")
    )


def shown(organ: Organ, year: int) -> QuerySet[KeptReport]:
    """All versions of an organ's report for a year that the public saw, newest first."""
    return (
        KeptReport.objects.filter(organ=organ, subject_organ=organ, year=year, state__in=SHOWN)
        .select_related("organ")
        .order_by("-version", "-id")
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One figure through the years, None where a report does not have it."""

    key: str
    title: str
    values: tuple[int | float | None, ...]


LINES = (
    ("received", "本年新收申请（件）", (("applications", "received", "total"),)),
    ("processed", "本年办理答复（件）", (("applications", "processed_total", "total"),)),
    ("carried_out", "结转下年度（件）", (("applications", "carried_out", "total"),)),
    (
        "documents",
        "本年制发规范性文件（件）",
        (("proactive_disclosure", "normative_documents", "issued"), ("proactive_disclosure", "normative_documents", "made")),
    ),
    ("reconsideration", "行政复议（件）", (("disputes", "reconsideration", "total"),)),
    ("direct_suit", "未经复议直接起诉（件）", (("disputes", "direct_suit", "total"),)),
    ("suit_after_reconsideration", "复议后起诉（件）", (("disputes", "suit_after_reconsideration", "total"),)),
)  # fmt: skip
"""What is set beside each other year by year; several cells are the same figure in different forms."""


def year_on_year(organ: Organ) -> tuple[tuple[int, ...], tuple[Line, ...]]:
    """The years with a published report, oldest first, and the figures of each."""
    rows = list(
        KeptReport.objects.filter(organ=organ, state=ReportState.PUBLISHED)
        .order_by("year")
        .values_list("year", "content__tables")
    )
    years = tuple(year for year, _ in rows if year is not None)
    lines = tuple(Line(key, title, tuple(_figure(tables, cells) for _, tables in rows)) for key, title, cells in LINES)
    return years, tuple(line for line in lines if any(value is not None for value in line.values))


def _figure(tables: Any, cells: tuple[tuple[str, str, str], ...]) -> int | float | None:
    for table, row, column in cells:
        found = ((tables or {}).get(table) or {}).get(row)
        if isinstance(found, dict) and isinstance(value := found.get(column), int | float):
            return value
    return None
