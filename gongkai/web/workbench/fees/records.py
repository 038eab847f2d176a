"""Fetching the fee of an application for a page; strangers are told that it is not there."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse

from gongkai.web.applications.access import POLICY as APPLICATIONS
from gongkai.web.applications.models import Application
from gongkai.web.fees.access import POLICY
from gongkai.web.fees.models import FeeStatement

Step = tuple[str, str | None]


def application_of(request: Any, number: str) -> Application:
    """The application, for whoever may read it and fees of its organ. Raises ``Http404``."""
    found = APPLICATIONS.get(request.user, Application.objects.select_related("organ"), number=number)
    if not POLICY.may_in(request.user, "read", found.organ):
        raise Http404
    return found


def statement_of(request: Any, application: Application, action: str) -> FeeStatement:
    """The statement that is in force, when the person may do ``action`` to it. Raises ``Http404``, ``Denied``."""
    records = FeeStatement.objects.select_related("organ", "application", "waiver_asked_by")
    return POLICY.get(request.user, records.exclude(state="cancelled"), action, application=application)


def trail(application: Application | None = None, *steps: Step) -> list[Step]:
    """Where a page stands."""
    found: list[Step] = [("工作台", reverse("workbench:home")), ("信息处理费", reverse("workbench:processing_fees"))]
    if application is not None:
        here = reverse("workbench:processing_fee", args=[application.number])
        found.append((application.number, here if steps else None))
    return [*found, *steps]
