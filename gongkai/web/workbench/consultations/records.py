"""Fetching a consultation for a page of the workbench; strangers are told that it is not there."""

from __future__ import annotations

from django.db.models import QuerySet

from gongkai.web.consultations.access import POLICY
from gongkai.web.consultations.models import Consultation
from gongkai.web.workbench.casework.pages import CasePages
from gongkai.web.workbench.consultations.timeline import TIMELINE


def records() -> QuerySet[Consultation]:
    """Consultations with what their pages show of others."""
    return Consultation.objects.select_related("organ", "section", "document")


PAGES = CasePages(
    noun="consultation",
    title="征集调查",
    policy=POLICY,
    records=records,
    timeline=TIMELINE,
    called=lambda found: found.get_kind_display(),
)
fetch, trail = PAGES.fetch, PAGES.trail
