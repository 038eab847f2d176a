"""Fetching a concern for a page of the workbench; strangers are told that it is not there."""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet

from gongkai.web.concerns.access import POLICY
from gongkai.web.concerns.models import Concern
from gongkai.web.workbench.casework.pages import CasePages
from gongkai.web.workbench.concerns.timeline import TIMELINE

AnyRow = TypeVar("AnyRow", bound=Model)


def page_of(
    request: Any, found: QuerySet[AnyRow], records: QuerySet[AnyRow], size: int
) -> tuple[Page[int], list[AnyRow]]:
    """A page of what was ``found`` in its order; only of its rows more than the index is read, as ``records`` gives them."""
    page = Paginator(found.values_list("pk", flat=True), size).get_page(request.GET.get("page"))
    keys = list(page.object_list)
    rows = records.in_bulk(keys)
    return page, [rows[key] for key in keys if key in rows]


def records() -> QuerySet[Concern]:
    """Concerns with what their pages show of others."""
    return Concern.objects.select_related("organ", "section")


PAGES = CasePages(
    noun="concern",
    title="舆情回应",
    policy=POLICY,
    records=records,
    timeline=TIMELINE,
    called=lambda concern: f"{concern.severity_title}舆情",
)
fetch, trail = PAGES.fetch, PAGES.trail
