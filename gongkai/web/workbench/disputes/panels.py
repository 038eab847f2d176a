"""The disputes of an application on its page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from gongkai.web.disputes.access import POLICY
from gongkai.web.disputes.models import Dispute
from gongkai.web.workbench.applications.panels import CasePage, Link, Panel, any_of

_CAN_BE_DISPUTED = ("served", "archived", "in_reconsideration", "in_litigation", "redecision_ordered")


def asked() -> dict[str, Any]:
    """Whether there is any dispute."""
    return {"any": any_of(Dispute.objects.all())}


def panel(page: CasePage) -> Panel | None:
    """Which disputes there are; where there may be one, the way to register it."""
    application = page.application
    if not POLICY.may_in(page.person, "read", application.organ):
        return None
    any_dispute = page.known("disputes", "any")
    found = list(Dispute.objects.filter(application=application).order_by("id")) if any_dispute else []
    may_register = POLICY.may_in(page.person, "receive_copy", application.organ)
    if not found and not (may_register and application.state in _CAN_BE_DISPUTED):
        return None
    links = [Link(each.number, each.get_absolute_url(), quiet=True) for each in found]
    if may_register and not any(each.concluded_on is None for each in found):
        links.append(
            Link(
                "登记复议、诉讼",
                f"{reverse('workbench:dispute_register')}?application={application.number}",
                quiet=True,
            )
        )
    rows = tuple(
        (each.kind_title, f"{each.body}，{each.state_title}" + (f"，{each.outcome_title}" if each.outcome else ""))
        for each in found
    )
    return Panel("行政复议和行政诉讼", rows=rows, links=tuple(links), anchor="disputes")
