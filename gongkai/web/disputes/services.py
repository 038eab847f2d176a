"""All changes of disputes. Each does one thing whole: the rule, the record, the event, in one transaction.

    register(organ, move, Filing, *, by, on, facts=None, at=None) -> Dispute     ``move``: one of ``disputes.moves.BEGINNINGS``
    make_move(dispute, move, *, by, facts=None, on=None, note="", at=None) -> Event     every other move of TABLE
    amend_step(dispute, number, *, by, changes=None, reason, at=None) -> Event
    edit(dispute, changes, *, by, at=None) -> Dispute
    add_paper(dispute, *, role, name, data, by, at=None) -> CasePaper
    read_paper(paper, *, by) -> bytes                                             reading is recorded
    read_personal_data(dispute, *, by) -> None                                    reading is recorded
    export_bundle(dispute, *, by, at=None) -> bytes                               a ZIP; exporting is recorded

A dispute over an application moves the application as well (reconsider, litigate, end_dispute, order_again), and a new reply
that is served fulfils the order. Refusals: ``NotAllowed`` (the move), ``ValidationError`` (what was filled in), both in Chinese.
"""

from __future__ import annotations

from gongkai.web.disputes.beginning import Filing, register
from gongkai.web.disputes.bundle import export_bundle
from gongkai.web.disputes.moving import amend_step, edit, make_move, read_personal_data
from gongkai.web.disputes.papers import add_paper, read_paper

__all__ = [
    "Filing",
    "add_paper",
    "amend_step",
    "edit",
    "export_bundle",
    "make_move",
    "read_paper",
    "read_personal_data",
    "register",
]
