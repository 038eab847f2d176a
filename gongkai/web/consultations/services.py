"""All changes of consultations and surveys by name, from the modules where they are made; each is one transaction with its events.

Drafting       start, edit, attach, remove_file; add_question, edit_question, move_question, remove_question
Steps          make_move (submit, reviews, returns, abandon), open_up, change_closing, revise, withdraw, amend_step
Opinions       give (from the portal), enter; make_group, edit_group, sort; read_personal_data
Surveys        answer (from the portal), enter_sheet; forget_addresses
Outcome        draft_result, publish_result; composed_result
Settings       limits.set_period

Refusals: ``NotAllowed``, ``ValidationError`` in Chinese.
"""

from gongkai.web.consultations.answering import answer, enter_sheet, forget_addresses
from gongkai.web.consultations.drafting import (
    add_question,
    attach,
    edit,
    edit_question,
    move_question,
    remove_file,
    remove_question,
    start,
)
from gongkai.web.consultations.moving import amend_step, change_closing, make_move, open_up, revise, withdraw
from gongkai.web.consultations.opinions import edit_group, enter, give, make_group, read_personal_data, sort
from gongkai.web.consultations.reporting import composed_result, draft_result, publish_result

__all__ = [
    "add_question",
    "amend_step",
    "answer",
    "attach",
    "change_closing",
    "composed_result",
    "draft_result",
    "edit",
    "edit_group",
    "edit_question",
    "enter",
    "enter_sheet",
    "forget_addresses",
    "give",
    "make_group",
    "make_move",
    "move_question",
    "open_up",
    "publish_result",
    "read_personal_data",
    "remove_file",
    "remove_question",
    "revise",
    "sort",
    "start",
    "withdraw",
]
