"""The letters of a case on its page."""

from __future__ import annotations

from gongkai.applications.letters import letter_kinds
from gongkai.web.applications.access import POLICY
from gongkai.web.workbench.applications.panels import CasePage, Panel
from gongkai.web.workbench.letters.records import READ


def panel(page: CasePage) -> Panel | None:
    """Every letter with its number and files; what may be made besides the steps."""
    case = page.application
    made = page.letters
    may_compose = POLICY.may(page.person, "compose_letter", case) and not case.erased_at
    context = {
        "letters": made,
        "may_read": POLICY.may(page.person, READ, case) and not case.erased_at,
        "offered": list(letter_kinds().made_in(case.state)) if may_compose else [],
        "application": case,
    }
    if not made and not context["offered"]:
        return None
    return Panel("文书", template="workbench/letters/panel.html", context=context, anchor="letters")
