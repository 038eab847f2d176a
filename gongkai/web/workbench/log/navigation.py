"""The log in the menu of the workbench."""

from __future__ import annotations

from django.urls import reverse

from gongkai.web.accounts.models import Person
from gongkai.web.operation.access import may_read
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.navigation import Entry


def entries(person: Person, organ: Organ) -> list[Entry]:
    """For auditors and administrators."""
    if not may_read(person, organ):
        return []
    return [
        Entry("查阅日志", reverse("workbench:log"), 10),
        Entry("核验与导出", reverse("workbench:log_verify"), 20),
    ]
