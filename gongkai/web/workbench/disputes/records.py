"""Fetching a dispute for a page of the workbench; strangers are told that it is not there."""

from __future__ import annotations

from django.db.models import QuerySet

from gongkai.web.disputes.access import POLICY
from gongkai.web.disputes.models import Dispute
from gongkai.web.workbench.casework.pages import CasePages
from gongkai.web.workbench.disputes.timeline import TIMELINE


def records() -> QuerySet[Dispute]:
    """Disputes with what their pages show of organ, application and the reconsideration before."""
    return Dispute.objects.select_related("organ", "application", "application__organ", "follows")


PAGES = CasePages(
    noun="dispute",
    title="复议和诉讼",
    policy=POLICY,
    records=records,
    timeline=TIMELINE,
    called=lambda dispute: dispute.kind_title,
)
fetch, trail = PAGES.fetch, PAGES.trail
