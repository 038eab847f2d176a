"""Fetching a proposal for a page of the workbench; strangers are told that it is not there."""

from __future__ import annotations

from django.db.models import QuerySet

from gongkai.web.proposals.access import POLICY
from gongkai.web.proposals.models import Proposal
from gongkai.web.workbench.casework.pages import CasePages
from gongkai.web.workbench.proposals.timeline import TIMELINE


def records() -> QuerySet[Proposal]:
    """Proposals with what their pages show of others."""
    return Proposal.objects.select_related("organ", "section")


PAGES = CasePages(
    noun="proposal",
    title="建议提案",
    policy=POLICY,
    records=records,
    timeline=TIMELINE,
    called=lambda proposal: proposal.known_as,
)
fetch, trail = PAGES.fetch, PAGES.trail
