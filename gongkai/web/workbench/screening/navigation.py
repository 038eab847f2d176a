"""Entries of the workbench's menu about screening."""

from __future__ import annotations

from django.urls import reverse

from gongkai.web.accounts.models import Person
from gongkai.web.organs.models import Organ
from gongkai.web.screening.access import WORD_POLICY
from gongkai.web.workbench.navigation import Entry


def entries(person: Person, organ: Organ) -> list[Entry]:
    """Screening a text and the words, for whoever reads drafts."""
    if not WORD_POLICY.may_in(person, "read", organ):
        return []
    return [
        Entry("粘贴筛查", reverse("workbench:screen_text"), 40),
        Entry("筛查词表", reverse("workbench:screening_words"), 50),
    ]
