"""All changes of complaints, rectifications and accountability. Each does one thing whole, in one transaction.

    submit(about, Letter, receiver="department", *, token="", files=(), at=None) -> Complaint      the portal's form
    register(organ, Letter, channel, *, by, received_on, about=None, about_named="", origin="") -> Complaint
    make_move(complaint, "accept" | "decline" | "investigate" | "extend" | "send_back" | "tell" | "withdraw", *, by, facts)
    ask_account(complaint, question, *, by, limit=None) -> Account · give_account(account, text, *, by) · waive_account
    propose(complaint, outcome, body, *, by) · decide(complaint, *, by) · hand_over(complaint, reason, *, by, to=None)
    edit · amend_step · read_personal_data · erase · add_paper · read_paper · read_account_paper
    order(orderer, organ, *, by, measure, source, title, problem, requirements, due_on, complaint=None) -> Rectification
    move_rectification(rectification, "receive" | "report" | "accept" | "return" | "remind" | "revoke", *, by, facts)
    propose_liability(liability, *, by) · record_result(liability, result, result_on, *, by) · read_person

Refusals: ``NotAllowed`` (the move), ``ValidationError`` (what was filled in), both in Chinese.
"""

from __future__ import annotations

from gongkai.web.accountability.beginning import Letter, register, submit
from gongkai.web.accountability.moving import (
    amend_step,
    ask_account,
    decide,
    edit,
    erase,
    give_account,
    hand_over,
    make_move,
    propose,
    read_account_paper,
    read_personal_data,
    waive_account,
)
from gongkai.web.accountability.papers import EVIDENCE, PAPERS
from gongkai.web.accountability.rectifying import amend_step as amend_rectification
from gongkai.web.accountability.rectifying import make_move as move_rectification
from gongkai.web.accountability.rectifying import order, propose_liability, read_person, record_result

add_paper, read_paper = PAPERS.add, PAPERS.read
add_evidence, read_evidence = EVIDENCE.add, EVIDENCE.read

__all__ = [
    "Letter",
    "add_evidence",
    "add_paper",
    "amend_rectification",
    "amend_step",
    "ask_account",
    "decide",
    "edit",
    "erase",
    "give_account",
    "hand_over",
    "make_move",
    "move_rectification",
    "order",
    "propose",
    "propose_liability",
    "read_account_paper",
    "read_evidence",
    "read_paper",
    "read_person",
    "read_personal_data",
    "record_result",
    "register",
    "submit",
    "waive_account",
]
