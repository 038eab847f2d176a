"""All changes of public concerns. Each does one thing whole: the rule, the record, the event, in one transaction.

    register(organ, title, *, source, severity, found_at, by, summary="", …) -> Concern
    assess(concern, finding, section, *, by) · regrade(concern, severity, reason, *, by, known_at=None)
    draft(concern, heading, body, *, by) · make_move(concern, "approve" | "send_back" | "close" | "propose_silence" | …, *, by, facts)
    respond(concern, *, ways, by, responded_at=None, item=None, meeting=None, …) · hold_conference(concern, meeting, *, by)
    flare_up(concern, reason, *, by, known_at=None) · amend_step · edit · withdraw_response

Meetings are in ``meetings`` (prepare, announce, hold, cancel, edit), what the public asks there in ``questions``.
Refusals: ``NotAllowed`` (the move), ``ValidationError`` (what was filled in), both in Chinese.
"""

from __future__ import annotations

from gongkai.web.concerns.beginning import register
from gongkai.web.concerns.moving import (
    amend_step,
    assess,
    draft,
    edit,
    flare_up,
    hold_conference,
    make_move,
    regrade,
    respond,
    withdraw_response,
)

__all__ = [
    "amend_step",
    "assess",
    "draft",
    "edit",
    "flare_up",
    "hold_conference",
    "make_move",
    "register",
    "regrade",
    "respond",
    "withdraw_response",
]
