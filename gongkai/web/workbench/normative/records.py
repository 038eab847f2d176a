"""Fetching for pages, and where they stand."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from gongkai.web.normative.access import POLICY
from gongkai.web.normative.models import NormativeDocument
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.links import relatable
from gongkai.web.publishing.models import Item

Step = tuple[str, str | None]


def fetch(request: Any, pk: int, action: str = "read") -> NormativeDocument:
    """A file, when the person may do ``action`` to it. Raises ``Http404``, ``Denied``."""
    rows = NormativeDocument.objects.select_related("organ", "section", "item__organ", "item__current")
    return POLICY.get(request.user, rows, action, pk=pk)


def trail(*steps: Step, document: NormativeDocument | None = None) -> list[Step]:
    """Where a page stands."""
    found: list[Step] = [
        ("工作台", reverse("workbench:home")),
        ("规范性文件", reverse("workbench:normative_documents")),
    ]
    if document is not None:
        found.append((document.title, document.get_absolute_url() if steps else None))
    return [*found, *steps]


def named(organ: Organ, words: str) -> Item | None:
    """The one item that a number or a title names, among those an item of the organ may be related to; None when it is not one."""
    found = list(relatable(organ, words)[:2])
    return found[0] if len(found) == 1 else None
