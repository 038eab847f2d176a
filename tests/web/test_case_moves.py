"""The buttons of a case: the usual steps first and standing out."""

from __future__ import annotations

from gongkai.applications.moves import TABLE as APPLICATIONS
from gongkai.casework import Option
from gongkai.disputes.moves import TABLE as DISPUTES
from gongkai.engagement.concerns.moves import TABLE as CONCERNS
from gongkai.engagement.consultations.moves import TABLE as CONSULTATIONS
from gongkai.web.workbench.templatetags.case_moves import SELDOM, usual_first


def test_every_step_called_seldom_is_a_step_of_a_table():
    tables = (APPLICATIONS, DISPUTES, CONCERNS, CONSULTATIONS)
    assert {name for table in tables for name in table.move_of} >= SELDOM


def test_the_usual_steps_come_first_in_the_order_of_the_table():
    names = ("withdraw", "draft", "extend", "review_secrecy")
    shown = usual_first([Option(APPLICATIONS.move_of[name], ()) for name in names])
    assert [(each.move.name, usual) for each, usual in shown] == [
        ("draft", True), ("review_secrecy", True), ("withdraw", False), ("extend", False),
    ]  # fmt: skip
