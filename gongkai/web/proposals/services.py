"""All changes of proposals. Each does one thing whole: the rule, the record, the event, in one transaction.

    hand_over(organ, Handing, *, by, origin="", at=None) -> Proposal        hand_over_many(organ, [Handing], *, by) -> [Proposal]
    make_move(proposal, move, *, by, facts=None, on=None, note="", at=None) -> Event        the moves without a service of their own
    assign, resume, contact, contact_many, extend, draft, draft_opinion, record_reply, redo, edit, erase, read_personal_data, amend_step
    ask_co_handler(proposal, name="", *, to=None, by), hear_co_handler(asked, text, *, by), drop_co_handler(asked, reason, *, by),
    give_opinion(proposal, *, by)                                            between the main organ and the others
    import_register(organ, data, *, by) -> [Proposal]                        a register as a file, all or none, each number once
    add_paper(proposal, *, role, name, data, by), read_paper(paper, *, by)
    ``publishing``: prepare, edit, review, withdraw what the public reads · ``settings``: set_rule, set_scheme

Refusals: ``NotAllowed`` (the move), ``ValidationError`` (what was filled in), both in Chinese.
"""

from __future__ import annotations

from gongkai.web.proposals.beginning import Handing, hand_over, hand_over_many
from gongkai.web.proposals.importing import import_register
from gongkai.web.proposals.joining import ask_co_handler, drop_co_handler, give_opinion, hear_co_handler
from gongkai.web.proposals.moving import (
    amend_step,
    assign,
    contact,
    contact_many,
    draft,
    draft_opinion,
    edit,
    erase,
    extend,
    make_move,
    read_personal_data,
    record_reply,
    redo,
    results_for,
    resume,
)
from gongkai.web.proposals.papers import add_paper, read_paper

__all__ = [
    "Handing",
    "add_paper",
    "amend_step",
    "ask_co_handler",
    "assign",
    "contact",
    "contact_many",
    "draft",
    "draft_opinion",
    "drop_co_handler",
    "edit",
    "erase",
    "extend",
    "give_opinion",
    "hand_over",
    "hand_over_many",
    "hear_co_handler",
    "import_register",
    "make_move",
    "read_paper",
    "read_personal_data",
    "record_reply",
    "redo",
    "results_for",
    "resume",
]
