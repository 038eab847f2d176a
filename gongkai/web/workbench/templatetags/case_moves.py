"""The order of the buttons of a case: the steps that most cases take next stand out, the others follow quietly."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from gongkai.casework import Option

register = template.Library()

SELDOM = frozenset({
    "ask_correction", "find_still_unclear", "lapse_correction", "ask_reasons", "refuse_excessive", "delay", "extend", "ask_fee",
    "waive_fee", "lapse_payment", "consult_third_party", "consult_co_maker", "consult_organ", "send_back", "withdraw", "merge",
    "reconsider", "litigate", "end_dispute", "order_again",
    "turn_ordinary", "miss_answer", "miss_answer_simplified", "miss_defence", "suspend_review", "end_early", "end_suit_early",
    "remand", "retry", "decline", "extend_decision", "suspend_body", "close_body", "be_summoned", "hold_hearing", "supplement",
    "revise", "change_closing", "abandon",
    "escalate", "lower", "lower_answered", "regrade_major", "propose_silence", "flare_up", "drop_follow_up",
})  # fmt: skip
"""Steps that leave the usual way of a case."""


@register.filter
def usual_first(options: Iterable[Option]) -> list[tuple[Option, bool]]:
    """Each step with whether it is one of the usual ones, these first, else in the order of the table."""
    found = [(each, each.move.name not in SELDOM) for each in options]
    return sorted(found, key=lambda each: not each[1])
