"""All changes of the yearly assessment. Each does one thing whole: the rule, the records, the event, in one transaction.

Tables:   make_table, edit_table, drop_table
Rounds:   open_round, set_timetable, count_round, close_self_scoring, tell_results, submit_results, return_results, edit_results,
          approve_results, announce_results, drop_round
Scores:   fill_in, hand_in, send_back, review, finish_review, add_evidence, read_evidence
Disputes: object_to, confirm_result, answer_objection, find_veto, lift_veto, enter_appraisal, appraise_by_survey,
          strike_appraisal

Refusals: ``ValidationError`` in Chinese.
"""

from gongkai.web.assessment.services.objecting import (
    answer_objection,
    appraise_by_survey,
    confirm_result,
    enter_appraisal,
    find_veto,
    lift_veto,
    object_to,
    strike_appraisal,
)
from gongkai.web.assessment.services.outcome import (
    announce_results,
    approve_results,
    drop_round,
    edit_results,
    next_number,
    return_results,
    submit_results,
    tell_results,
)
from gongkai.web.assessment.services.rounds import close_self_scoring, count_round, open_round, set_timetable
from gongkai.web.assessment.services.scoring import (
    Given,
    add_evidence,
    fill_in,
    finish_review,
    hand_in,
    read_evidence,
    review,
    send_back,
)
from gongkai.web.assessment.services.tables import drop_table, edit_table, make_table

__all__ = [
    "Given",
    "add_evidence",
    "announce_results",
    "answer_objection",
    "appraise_by_survey",
    "approve_results",
    "close_self_scoring",
    "confirm_result",
    "count_round",
    "drop_round",
    "drop_table",
    "edit_results",
    "edit_table",
    "enter_appraisal",
    "fill_in",
    "find_veto",
    "finish_review",
    "hand_in",
    "lift_veto",
    "make_table",
    "next_number",
    "object_to",
    "open_round",
    "read_evidence",
    "return_results",
    "review",
    "send_back",
    "set_timetable",
    "strike_appraisal",
    "submit_results",
    "tell_results",
]
