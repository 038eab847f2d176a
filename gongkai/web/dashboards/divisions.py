"""The ways by which several subjects' numbers are divided: sections, organs, columns, and values with titles."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from gongkai.web.dashboards.measures import Division
from gongkai.web.organs.models import Organ, Section
from gongkai.web.publishing.models import SiteColumn


def by_section(title: str = "科室", column: str = "section_id", none: str = "没有交科室") -> Division:
    """By section, in the order of organs and sections."""
    return Division(title, column, _sections, none, keys=True)


def by_organ(column: str = "organ_id", title: str = "机关") -> Division:
    """By organ, in their order."""
    return Division(title, column, _organs, keys=True)


def by_column(column: str = "column_id") -> Division:
    """By column of the website."""
    return Division("栏目", column, _columns, keys=True)


def by_value(title: str, column: str, titles: Callable[[], Mapping[str, str]], none: str = "（没有写）") -> Division:
    """By values that have titles, in the order of these."""
    return Division(title, column, lambda _: titles(), none)


def _named(rows: list[Any], name: Callable[[Any], str]) -> Mapping[Any, str]:
    several = len({row.organ_id for row in rows}) > 1
    ordered = sorted(rows, key=lambda row: (row.organ.order, row.organ.name))
    return {row.pk: f"{row.organ.short_name}{name(row)}" if several else name(row) for row in ordered}


def _sections(found: Collection[Any]) -> Mapping[Any, str]:
    rows = (
        Section.objects.filter(pk__in=[each for each in found if each]).select_related("organ").order_by("order", "pk")
    )
    return _named(list(rows), lambda row: str(row.name))


def _columns(found: Collection[Any]) -> Mapping[Any, str]:
    rows = (
        SiteColumn.objects.filter(pk__in=[each for each in found if each])
        .select_related("organ")
        .order_by("order", "pk")
    )
    return _named(list(rows), lambda row: str(row.title))


def _organs(found: Collection[Any]) -> Mapping[Any, str]:
    return {row.pk: row.short_name for row in Organ.objects.filter(pk__in=[each for each in found if each])}
