"""Which happenings change what the public sees: all, but those that are known to concern nothing on a public page.

Every change is noted in the log in its own transaction, so the log knows of each. A kind of record that is new here counts
as seen: a page made anew for nothing costs a moment, a page that stayed old would tell people something wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gongkai.web.log.services import Entry, kind_of
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import Item
from gongkai.web.publishing.stamps import turn

UNSEEN_APPS = frozenset(
    [
        "accounts",
        "applications",
        "auth",
        "casework",
        "exchange",
        "exemptions",
        "files",
        "holidays",
        "log",
        "screening",
        "search",
    ]
)
UNSEEN_KINDS = frozenset(
    [
        "publishing.version",
        "publishing.wording",
        "publishing.review",
        "publishing.attachment",
        "annualreport.reportdraft",
        "annualreport.sectiontext",
        "annualreport.adjustment",
        "annualreport.snapshot",
        "organs.appointment",
        "organs.section",
        "organs.importfile",
        "organs.training",
        "organs.groupmember",
        "organs.workpoint",
        "organs.workpointprogress",
        "releases.account",
        "releases.release",
        "releases.platformevent",
    ]
)
"""Drafts and the steps before publication (publishing itself tells of the rest), and what only staff see."""


def is_seen(entry: Entry) -> bool:
    """Whether what happened may change a public page."""
    kind = kind_of(entry.subject)
    if kind.partition(".")[0] in UNSEEN_APPS or kind in UNSEEN_KINDS:
        return False
    return not (isinstance(entry.subject, Item) and entry.subject.state == Item.State.UNPUBLISHED)


def on_appended(sender: Any, *, entries: Sequence[Entry], organ: Organ | None, **told: Any) -> None:
    """Turn the stamp of the organ (for what concerns the whole installation: of any organ, for all count together)."""
    if any(is_seen(each) for each in entries):
        whose = organ or Organ.objects.order_by("pk").first()
        if whose is not None:
            turn(whose)
