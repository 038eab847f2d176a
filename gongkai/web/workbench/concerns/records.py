"""Fetching a concern for a page of the workbench; strangers are told that it is not there."""

from __future__ import annotations

from django.db.models import QuerySet

from gongkai.web.concerns.access import POLICY
from gongkai.web.concerns.models import Concern
from gongkai.web.workbench.casework.pages import CasePages
from gongkai.web.workbench.concerns.timeline import TIMELINE


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
