"""Fetching an application for a page of the workbench; strangers are told that it is not there."""

from __future__ import annotations

from django.db.models import QuerySet

from gongkai.web.applications.access import POLICY
from gongkai.web.applications.models import Application
from gongkai.web.workbench.applications.timeline import TIMELINE
from gongkai.web.workbench.casework.pages import CasePages


def records() -> QuerySet[Application]:
    """Applications with what their pages show of organ, section and officer."""
    return Application.objects.select_related("organ", "section", "officer")


PAGES = CasePages(
    noun="application",
    title="依申请公开",
    policy=POLICY,
    records=records,
    timeline=TIMELINE,
    called=lambda _: "申请",
)
fetch, trail = PAGES.fetch, PAGES.trail
