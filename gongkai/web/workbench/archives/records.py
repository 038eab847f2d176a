"""Fetching the file of a case for a page; strangers are told that it is not there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse

from gongkai.casework import NotAllowed
from gongkai.web.applications.models import Application
from gongkai.web.archives.access import FILE_POLICY

Step = tuple[str, str | None]


def file_of(request: Any, number: str, action: str = "read") -> Application:
    """The application, when the person may do ``action`` with its file. Raises ``Http404``, ``Denied``."""
    return FILE_POLICY.get(request.user, Application.objects.select_related("organ"), action, number=number)


def trail(application: Application | None = None, *steps: Step) -> list[Step]:
    """Where a page stands."""
    found: list[Step] = [("工作台", reverse("workbench:home")), ("归档和保管", reverse("workbench:archives"))]
    if application is not None:
        here = reverse("workbench:archive_file", args=[application.number])
        found.append((application.number, here if steps else None))
    return [*found, *steps]


def in_words(act: Callable[[dict[str, Any]], Any]) -> Callable[[dict[str, Any]], Any]:
    """The same, with a move that is not allowed told as pages tell what was filled in wrongly."""

    def acted(given: dict[str, Any]) -> Any:
        try:
            return act(given)
        except NotAllowed as refusal:
            by_field: dict[str, list[str]] = {}
            for reason in refusal.reasons:
                by_field.setdefault(reason.field or "__all__", []).append(str(reason))
            raise ValidationError(by_field or str(refusal)) from refusal

    return acted
