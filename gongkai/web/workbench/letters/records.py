"""Fetching a letter of a case; strangers are told that it is not there."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from gongkai.applications.letters import letter_kinds
from gongkai.letters.kinds import LetterKind
from gongkai.web.applications.access import POLICY
from gongkai.web.applications.models import Application, Letter

READ = "read_personal_data"
"""Letters name persons: they are read by whoever may read who the applicant is."""


def case_of(request: Any, number: str, action: str) -> Application:
    """The application of that number. Raises ``Http404``, ``Denied``."""
    rows: QuerySet[Application] = Application.objects.select_related("organ", "section", "officer")
    return POLICY.get(request.user, rows, action, number=number)


def letter_of(request: Any, number: str, pk: int) -> Letter:
    """A letter of a case that the person may read."""
    case = case_of(request, number, READ)
    rows = Letter.objects.select_related("organ", "application", "template", "made_by")
    return get_object_or_404(rows, application=case, pk=pk)


def kind_or_404(key: str) -> LetterKind:
    """A kind by its key."""
    found = letter_kinds().kinds.get(key)
    if found is None:
        raise Http404
    return found


def trail(case: Application, title: str) -> list[tuple[str, str | None]]:
    """Where a page of a case's letter stands."""
    return [
        ("工作台", reverse("workbench:home")),
        ("依申请公开", reverse("workbench:applications")),
        (case.number, case.get_absolute_url()),
        (title, None),
    ]
