"""Service and file on the page of a case: the two dates, what proves them, and where the file is."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from gongkai.applications.service_dates import service_of
from gongkai.web.applications.access import POLICY as APPLICATIONS
from gongkai.web.applications.models import Material
from gongkai.web.archives.access import FILE_POLICY
from gongkai.web.workbench.applications.panels import CasePage, Link, Panel, any_of


def asked() -> dict[str, Any]:
    """Whether there is proof of service."""
    return {"proven": any_of(Material.objects.filter(role=Material.Role.SERVICE))}


def panel(page: CasePage) -> Panel | None:
    """From the approval of the reply on; before, there is nothing to serve and no file to keep."""
    application = page.application
    if not FILE_POLICY.may(page.person, "read", application):
        return None
    if application.state != "decision_approved" and not application.ended and not application.ended_on:
        return None
    number = [application.number]
    links = [Link("案卷和卷内目录", reverse("workbench:archive_file", args=number), quiet=True)]
    served = service_of(page.case.history)
    if served is None:
        if APPLICATIONS.holds(page.person, "serve", application):
            links.insert(0, Link("送达并存入凭证", reverse("workbench:archive_serve", args=number)))
        return Panel("送达和案卷", links=tuple(links), anchor="service")
    proven = page.known("archives", "proven")
    remedy = f"{served.remedy_from:%Y-%m-%d}" if served.remedy_from else "还没有登记申请人签收"
    if served.remedy_from is None and APPLICATIONS.holds(page.person, "sign_for", application):
        links.insert(0, Link("登记签收", reverse("workbench:archive_sign", args=number)))
    return Panel(
        "送达和案卷",
        rows=(
            ("送达方式", f"{served.way}。{served.rule}"),
            ("是否按期，以此日计", f"{served.timely_on:%Y-%m-%d}"),
            ("救济期限，自此日起", remedy),
        ),
        links=tuple(links),
        status="有送达凭证" if proven else "没有送达凭证",
        tone="good" if proven else "warn",
        anchor="service",
    )
