"""All changes of messages. Each does one thing whole: the rule, the record, the event, in one transaction.

    submit(organ, Letter, channel="website", *, token="", files=(), at=None) -> Message           the portal's form
    register(organ, Letter, channel, *, by, received_on, source_number="", …) -> Message           every other channel
    assign(message, section, *, by) · ask_section · contribute(part, text, *, by) · drop_section(part, reason, *, by)
    draft(message, body, *, by) · make_move(message, "approve" | "send_back" | "answer" | "extend" | …, *, by, facts)
    record_answer(message, *, answered_on, way, body="", by)                                      answered elsewhere already
    rate(message, score, text) · call_back(message, score, text, *, by) · reopen(message, reason, *, by)
    transfer(message, where, reason, *, by, organ="", to=None) · become_application(message, Details, *, by) -> Application
    merge(message, into, *, by) · amend_step · edit · add_paper · read_paper · read_personal_data · erase

Refusals: ``NotAllowed`` (the move), ``ValidationError`` (what was filled in), both in Chinese.
"""

from __future__ import annotations

from gongkai.web.messages.beginning import Letter, register, submit
from gongkai.web.messages.leading import become_application, details_of, merge, transfer
from gongkai.web.messages.moving import (
    amend_step,
    ask_section,
    assign,
    call_back,
    contribute,
    draft,
    drop_section,
    edit,
    erase,
    make_move,
    rate,
    read_personal_data,
    record_answer,
    reopen,
)
from gongkai.web.messages.papers import add_paper, read_paper

__all__ = [
    "Letter",
    "add_paper",
    "amend_step",
    "ask_section",
    "assign",
    "become_application",
    "call_back",
    "contribute",
    "details_of",
    "draft",
    "drop_section",
    "edit",
    "erase",
    "make_move",
    "merge",
    "rate",
    "read_paper",
    "read_personal_data",
    "record_answer",
    "register",
    "reopen",
    "submit",
    "transfer",
]
