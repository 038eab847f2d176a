"""What the holder of the query code may take away: letters that were sent to the applicant, and what the answer released.

Letters to third parties and other organs, drafts and what was not served yet are none of it.

for_applicant(application, history) -> list[Material]
letters_for(application, reply) -> list[Letter]
fetch_letter(application, reply, key) -> (Letter, PDF) | None     the fetching is recorded
fetch(application, history, key) -> (Material, bytes) | None      the fetching is recorded
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from gongkai.applications.moves import DRAFTING
from gongkai.casework import History
from gongkai.web.applications.letters import rendered
from gongkai.web.applications.materials import bytes_of
from gongkai.web.applications.models import Application, Letter, Material, Reply
from gongkai.web.log.actors import PUBLIC
from gongkai.web.log.services import record

TOLD_AT_ONCE = (
    "ask_correction",
    "ask_reasons",
    "delay",
    "extend",
    "ask_fee",
    "lapse_correction",
    "lapse_payment",
    "merge",
)
"""Moves of which the letter goes to the applicant when the move is made."""
DECIDING = (*DRAFTING, "approve", "serve")
"""Moves whose letter is the decision: the applicant's once it is served, and only that of the draft that was served."""


def for_applicant(application: Application, history: History) -> list[Material]:
    """The files that the applicant may have now."""
    moves = {event.number: event.move for event in history.events}
    served = [event for event in history.effective if event.move == "serve"]
    drafted = [event.number for event in history.effective if event.move in DRAFTING]
    # 送达以后重新办理的，新的稿子等再送达才给
    since = max((number for number in drafted if served and number < served[-1].number), default=0)
    found = []
    for each in application.materials.filter(
        role__in=(Material.Role.LETTER, Material.Role.RELEASED), erased_at=None
    ).order_by("id"):
        move = moves.get(each.step or 0, "")
        if each.role == Material.Role.LETTER and move in TOLD_AT_ONCE:
            found.append(each)
        elif not served:
            continue
        elif (
            each.role == Material.Role.RELEASED
            and (each.added_at <= served[-1].at or application.state in ("served", "archived"))
        ) or (
            each.role == Material.Role.LETTER and move in DECIDING and since <= (each.step or 0) <= served[-1].number
        ):
            found.append(each)
    return found


def letters_for(application: Application, reply: Reply | None) -> list[Letter]:
    """The letters that went to the applicant; of answers the one that was served (``reply``), no other."""
    found = []
    for each in application.letters.select_related("reply").order_by("id"):
        if each.erased or each.kind_of_letter.recipient != "applicant":
            continue
        if each.reply_id is None or (reply is not None and each.reply_id == reply.pk):
            found.append(each)
    return found


def fetch_letter(application: Application, reply: Reply | None, key: int) -> tuple[Letter, bytes] | None:
    """One of them as PDF; None for what is not the applicant's. Raises ``Unreadable`` where no font is there."""
    found = next((each for each in letters_for(application, reply) if each.pk == key), None)
    if found is None:
        return None
    record(application, "fetch_letter", by=PUBLIC, organ=application.organ, facts={"letter": found.pk})
    return found, rendered(found, "pdf")


def fetch(application: Application, history: History, key: Any) -> tuple[Material, bytes] | None:
    """One of them with its bytes; None for what is not the applicant's."""
    found = next((each for each in for_applicant(application, history) if each.key == key), None)
    if found is None:
        return None
    record(application, "fetch_material", by=PUBLIC, organ=application.organ, facts={"material": found.pk})
    try:
        return found, bytes_of(found)
    except ValidationError:
        return None
