"""Fetching an application for a page of the workbench; strangers are told that it is not there."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from gongkai.web.applications.access import POLICY
from gongkai.web.applications.models import Application

Step = tuple[str, str | None]


def records() -> QuerySet[Application]:
    """Applications with what their pages show of organ, section and officer."""
    return Application.objects.select_related("organ", "section", "officer")


def fetch(request: Any, number: str, action: str = "read") -> Application:
    """The application of that number, when the person may do ``action`` to it. Raises ``Http404``, ``Denied``."""
    return POLICY.get(request.user, records(), action, number=number)


def trail(application: Application | None = None, *steps: Step) -> list[Step]:
    """Where a page stands."""
    found: list[Step] = [("工作台", reverse("workbench:home")), ("依申请公开", reverse("workbench:applications"))]
    if application is not None:
        found.append((application.number, application.get_absolute_url() if steps else None))
    return [*found, *steps]
