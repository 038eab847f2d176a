"""Everything that changes items. Each function does one thing whole or not at all, with its events, and raises ``NotAllowed``
(the table of moves forbids it; the text says what can be done instead) or ``ValidationError`` (a field is wrong).

Columns    add_column(organ, *, by, code, title, parent=None, category="", update_class="regular", kind="catalogue", topic=False, …) -> SiteColumn
           edit_column(column, *, by, **fields) -> SiteColumn            a former ``code`` goes on leading to it
           move_column(column, *, by, parent) -> SiteColumn; shift_column(column, *, by, steps) -> SiteColumn
           merge_column(column, *, by, into, reason) -> SiteColumn; close_column(column, *, by, on, reason); reopen_column(column, *, by, reason)
Writing    draft_item(organ, *, by, column, section=None, at=None, **fields) -> Version
           new_version(item, *, by, at=None, **fields) -> Version        the version in public stays until this one is published
           edit_draft(version, *, by, at=None, **fields) -> Wording      fields: those of FIELDS and ``column``
           submit(version, *, by, at=None) -> Event; recall(version, *, by, reason, at=None); discard(version, *, by, reason, at=None)
Reviewing  review(version, *, by, conclusion, opinion, basis, at=None) -> Review
               conclusion: "passed" or "returned" (section, secrecy, legal); "cleared", "withheld" or "returned" (office)
           refer_legal(version, *, by, matter, at=None)                  asks for a review of legality and privacy
           hold(version, *, by, reason, at=None); resume(version, *, by, at=None)
Releasing  publish(version, *, by, at=None) -> Publication; schedule(version, *, by, publish_at, at=None); unschedule(version, *, by, at=None)
           publish_due(now=None) -> list[Publication]                    for the tick; may run twice, publishes once
           withdraw(item, *, by, reason, at=None) -> Item; repeal(item, *, by, on, ground, at=None) -> Item

``by`` is an ``Actor`` with its roles (``authority.acting(person, organ)``). ``at`` is the moment of recording, now unless a
demonstration or a test is built: no page passes it on, so nobody can set when something was published.
"""

from gongkai.web.publishing.columns import (
    add_column,
    close_column,
    edit_column,
    merge_column,
    move_column,
    reopen_column,
    shift_column,
)
from gongkai.web.publishing.drafting import FIELDS, discard, draft_item, edit_draft, new_version, recall, submit
from gongkai.web.publishing.releasing import publish, publish_due, repeal, schedule, unschedule, withdraw
from gongkai.web.publishing.reviewing import hold, refer_legal, resume, review

__all__ = [
    "FIELDS",
    "add_column",
    "close_column",
    "discard",
    "draft_item",
    "edit_column",
    "edit_draft",
    "hold",
    "merge_column",
    "move_column",
    "new_version",
    "publish",
    "publish_due",
    "recall",
    "refer_legal",
    "reopen_column",
    "repeal",
    "resume",
    "review",
    "schedule",
    "shift_column",
    "submit",
    "unschedule",
    "withdraw",
]
