"""Fetching a covering for a page of the workbench; strangers are told that it is not there."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from gongkai.web.applications.access import POLICY as APPLICATIONS
from gongkai.web.applications.models import Application
from gongkai.web.redaction.access import POLICY
from gongkai.web.redaction.models import Redaction

Step = tuple[str, str | None]


def records() -> QuerySet[Redaction]:
    """Coverings with what their pages show of case and source."""
    return Redaction.objects.select_related("application__organ", "application__section", "source")


def fetch(request: Any, number: str, pk: int, action: str = "read") -> Redaction:
    """The covering, when the person may do ``action`` to it. Raises ``Http404``, ``Denied``."""
    return POLICY.get(request.user, records(), action, application__number=number, pk=pk)


def fetch_application(request: Any, number: str, action: str = "read") -> Application:
    """The application, for whoever may do ``action`` to its coverings. Raises ``Http404``, ``Denied``."""
    applications = Application.objects.select_related("organ", "section")
    found = APPLICATIONS.get(request.user, applications, number=number)
    POLICY.check(request.user, action, Redaction(application=found))
    return found


def trail(application: Application | None = None, *steps: Step) -> list[Step]:
    """Where a page stands."""
    found: list[Step] = [("工作台", reverse("workbench:home")), ("遮盖", reverse("workbench:redactions"))]
    if application is not None:
        here = reverse("workbench:redaction_sources", args=[application.number])
        found.append((application.number, here if steps else None))
    return [*found, *steps]
