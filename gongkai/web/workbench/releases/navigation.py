"""Entries of the workbench's menu about releases."""

from __future__ import annotations

from django.urls import reverse

from gongkai.web.accounts.models import Person
from gongkai.web.organs.models import Organ
from gongkai.web.releases.access import ACCOUNT_POLICY, PLATFORM_EVENT_POLICY, POLICY
from gongkai.web.workbench.navigation import Entry


def entries(person: Person, organ: Organ) -> list[Entry]:
    """The lists for whoever reads them."""
    pages = (
        (POLICY, "渠道发布", "workbench:releases"),
        (ACCOUNT_POLICY, "官方账号", "workbench:official_accounts"),
        (PLATFORM_EVENT_POLICY, "平台大事", "workbench:platform_events"),
    )
    return [
        Entry(title, reverse(address), number)
        for number, (policy, title, address) in enumerate(pages, 1)
        if policy.may_in(person, "read", organ)
    ]
