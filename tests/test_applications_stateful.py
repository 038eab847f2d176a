"""Whatever is tried with applications, lawful or not: what happens is lawful, and table 3 is what a plain count says.

``fuzz/applications.py`` walks the same ways by the thousand, each time others.
"""

from __future__ import annotations

from applications_walks import Applications
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from gongkai.applications.moves import TABLE


def test_whatever_is_tried_every_step_is_lawful_and_table_3_is_the_plain_count():
    Applications.tally.clear()
    run_state_machine_as_test(
        Applications,
        settings=settings(
            max_examples=140,
            stateful_step_count=14,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    tally = Applications.tally
    # 走得多了才每个状态都到得了（fuzz/applications.py 要求如此），这里只要求走得够散
    assert sum(bool(tally[f"state {each}"]) for each in TABLE.states) >= len(TABLE.states) - 4
    assert [each for each in ("draft", "approve", "serve", "amend") if not tally[f"move {each}"]] == []
    assert tally["refused"] > 50
