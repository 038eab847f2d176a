"""Fetching complaints and rectifications for pages of the workbench; strangers are told that they are not there."""

from __future__ import annotations

from django.db.models import QuerySet

from gongkai.web.accountability.access import POLICY, RECTIFICATION_POLICY
from gongkai.web.accountability.models import Complaint, Rectification
from gongkai.web.workbench.accountability.timeline import RECTIFICATION_TIMELINE, TIMELINE
from gongkai.web.workbench.casework.pages import CasePages


def records() -> QuerySet[Complaint]:
    """Complaints with what their pages show of others."""
    return Complaint.objects.select_related("organ", "about", "application__organ", "came_from")


def rectifications() -> QuerySet[Rectification]:
    """Rectifications with what their pages show of others."""
    return Rectification.objects.select_related("organ", "orderer", "complaint__organ")


PAGES = CasePages(
    noun="complaint",
    title="信息公开投诉",
    policy=POLICY,
    records=records,
    timeline=TIMELINE,
    called=lambda complaint: f"对{complaint.about_named}的投诉",
)
ORDERS = CasePages(
    noun="rectification",
    title="整改",
    policy=RECTIFICATION_POLICY,
    records=rectifications,
    timeline=RECTIFICATION_TIMELINE,
    called=lambda order: f"{order.organ.name}的整改",
)
