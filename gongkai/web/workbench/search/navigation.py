"""What the menu of the workbench shows of search."""

from __future__ import annotations

from django.urls import reverse

from gongkai.web.accounts.models import Person
from gongkai.web.organs.models import Organ
from gongkai.web.search.access import POLICY
from gongkai.web.search.models import SearchSynonym
from gongkai.web.workbench.navigation import Entry


def entries(person: Person, organ: Organ) -> list[Entry]:
    """For whoever may see what was looked for in vain."""
    if not POLICY.holds(person, "read", SearchSynonym(organ=organ)):
        return []
    return [Entry("检索情况", reverse("workbench:search_words"), 90)]
