"""Which reminder holds with so many days left."""

from __future__ import annotations

import pytest

from gongkai.casework.reminding import reached, read_rules, rules
from gongkai.law.loader import DataError


@pytest.mark.parametrize(
    ("left", "key", "number", "since"),
    [
        (5, "week", 0, 5), (3, "week", 0, 5), (2, "soon", 0, 2), (1, "soon", 0, 2), (0, "last_day", 0, 0),
        (-1, "late", 0, -1), (-5, "late", 0, -1), (-6, "late", 1, -6), (-11, "late", 2, -11), (-400, "late", 79, -396),
    ],
)  # fmt: skip
def test_the_most_pressing_rule_reached_holds(left, key, number, since):
    found = reached(left)
    assert (found.rule.key, found.round, found.since) == (key, number, since)


def test_long_before_nobody_is_told():
    assert reached(6) is None


def test_who_is_told_grows_with_the_pressure():
    for before, after in zip(rules(), rules()[1:], strict=False):
        assert set(before.to) <= set(after.to)


@pytest.mark.parametrize(
    "change", [("left: 0", "left: 9"), ("to: [officer]", "to: []"), ("basis: 本", "basis: ''\nx: 本")]
)
def test_a_file_of_rules_that_makes_no_sense_is_refused(tmp_path, change):
    from gongkai.casework.reminding import FILE

    path = tmp_path / "reminding.yaml"
    path.write_text(FILE.read_text(encoding="utf-8").replace(*change, 1), encoding="utf-8")
    with pytest.raises(DataError):
        read_rules(path)
