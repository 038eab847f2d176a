"""Fetching a dispute for a page of the workbench; strangers are told that it is not there."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from gongkai.web.disputes.access import POLICY
from gongkai.web.disputes.models import Dispute

Step = tuple[str, str | None]


def records() -> QuerySet[Dispute]:
    """Disputes with what their pages show of organ, application and the reconsideration before."""
    return Dispute.objects.select_related("organ", "application", "application__organ", "follows")


def fetch(request: Any, number: str, action: str = "read") -> Dispute:
    """The dispute of that number, when the person may do ``action`` to it. Raises ``Http404``, ``Denied``."""
    return POLICY.get(request.user, records(), action, number=number)


def trail(dispute: Dispute | None = None, *steps: Step) -> list[Step]:
    """Where a page stands."""
    found: list[Step] = [("工作台", reverse("workbench:home")), ("复议和诉讼", reverse("workbench:disputes"))]
    if dispute is not None:
        found.append((dispute.number, dispute.get_absolute_url() if steps else None))
    return [*found, *steps]
