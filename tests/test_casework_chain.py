"""A log is chained by digests: what was altered, taken out, put in or moved is found and named, offline."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from casework_example import case, untimed
from hypothesis import assume, given
from hypothesis import strategies as st
from test_casework_history import SEP25, SEP26

from gongkai.casework.chain import GENESIS, Row, Seal, chain, commitment, link, new_salt, opens, seal
from gongkai.casework.chain_verify import Break, Harm, verify

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=5)
contents = st.lists(
    st.dictionaries(words, st.one_of(st.none(), st.booleans(), st.integers(), words), max_size=3),
    min_size=3,
    max_size=12,
)
rows_of = contents.map(lambda each: list(chain(each)))


def log(length: int = 6) -> list[Row]:
    return list(chain({"case": number, "note": "办理"} for number in range(1, length + 1)))


def harms(rows: list[Row], *seals: Seal, after: Seal | None = None) -> list[tuple[int, str]]:
    found = verify(rows, seals) if after is None else verify(rows, seals, after)
    return [(each.number, str(each.harm)) for each in found]


def test_the_events_of_a_case_make_a_chain_that_holds() -> None:
    events = case(("receive", SEP25), ("accept", SEP25), ("consult", SEP26)).events
    rows = list(chain(event.as_json() for event in events))
    assert rows[0].previous == GENESIS
    assert verify(rows, [seal(rows[-1])]) == ()


def test_a_chain_that_was_exported_is_verified_from_the_file_alone() -> None:
    lines = [json.dumps(row.as_json(), ensure_ascii=False) for row in log()]
    read = (Row.from_json(json.loads(line)) for line in lines)
    assert verify(read) == ()


@pytest.mark.parametrize("change", [{"number": "1"}, {"number": True}, {"digest": None}, {"content": []}, {"extra": 1}])
def test_a_line_that_is_no_row_is_refused_in_words(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="日志"):
        Row.from_json({**log()[0].as_json(), **change})


def test_the_digest_of_a_row_stays_the_same_over_the_years() -> None:
    row = link({"move": "receive", "on": "2024-09-25"})
    assert row.digest == "1fe86f4aa3cb10587a5189c9a0098d3e3d4448dd282d948db080466f8e717e4d"


def test_an_empty_log_holds_and_a_seal_says_what_it_lost() -> None:
    assert verify([]) == ()
    assert harms([], seal(log()[2])) == [(1, "removed")]


def test_the_sentences_name_the_row() -> None:
    assert Break(5, Harm.REMOVED, 5).message == "缺少第5条记录，它曾经存在。"
    assert Break(5, Harm.REMOVED, 9).message == "缺少第5至第9条记录，它曾经存在。"
    assert Break(3, Harm.ALTERED).message == "第3条记录的内容、编号或者校验值被改动过。"


def test_a_row_written_anew_with_a_right_digest_is_found_by_the_row_after_it() -> None:
    rows = log()
    rows[2] = link({"case": 3, "note": "改过"}, seal(rows[1]))
    assert harms(rows) == [(3, "altered")]


def test_a_log_written_anew_from_some_row_on_is_found_by_a_seal_kept_elsewhere() -> None:
    rows = log()
    forged = [*rows[:2], *chain(({"case": n, "note": "改过"} for n in range(3, 7)), seal(rows[1]))]
    assert harms(forged) == []
    assert harms(forged, seal(rows[5])) == [(6, "altered")]
    assert harms(forged, seal(rows[2]), seal(rows[5])) == [(3, "altered"), (6, "altered")]


def test_rows_that_followed_the_seal_are_no_harm() -> None:
    rows = log()
    assert harms(rows, seal(rows[3])) == []


def test_a_log_that_was_cut_off_is_found_by_a_seal() -> None:
    rows = log()
    assert harms(rows[:3]) == []
    assert verify(rows[:3], [seal(rows[5])]) == (Break(4, Harm.REMOVED, 6),)


def test_a_part_of_a_log_is_verified_from_the_row_before_it() -> None:
    rows = log()
    assert harms(rows[3:], after=seal(rows[2])) == []
    assert harms(rows[3:], after=seal(rows[1])) == [(3, "removed")]


def test_a_row_that_was_renumbered_is_named_by_the_number_it_had() -> None:
    rows = log()
    rows[2] = replace(rows[2], number=999_999_999_999)
    assert harms(rows) == [(3, "altered")]


def test_a_forged_row_with_a_huge_number_does_not_take_for_ever() -> None:
    rows = [*log(), link({"x": 1}, Seal(10**15, "0" * 64))]
    assert (7, "removed") in harms(rows)


def test_several_harms_are_all_named() -> None:
    rows = log(20)
    rows[3] = replace(rows[3], content={"case": 4, "note": "改过"})
    del rows[9:12]
    rows.insert(15, link({"case": 0}, seal(rows[14])))
    found = verify(rows, [seal(log(20)[-1])])
    assert Break(4, Harm.ALTERED) in found
    assert Break(10, Harm.REMOVED, 12) in found
    assert [each.number for each in found if each.harm is Harm.INSERTED] == [rows[15].number]
    assert len(found) == 3


@untimed
@given(rows_of, st.data())
def test_every_single_alteration_is_found_and_the_row_is_named(rows: list[Row], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(rows) - 1))
    row = rows[at]
    changes: dict[str, Any] = {
        "content": data.draw(st.dictionaries(words, st.integers(), max_size=2)),
        "digest": data.draw(st.sampled_from(["", "f" * 64, row.digest[:-1], row.digest.upper()])),
        "previous": data.draw(st.sampled_from(["", "f" * 64, row.digest])),
        "number": data.draw(st.integers(-2, len(rows) + 3)),
    }
    name = data.draw(st.sampled_from(sorted(changes)))
    altered = replace(row, **{name: changes[name]})
    assume(altered != row and not (name == "content" and changes[name] == dict(row.content)))
    found = verify([*rows[:at], altered, *rows[at + 1 :]], [seal(rows[-1])])
    assert row.number in {each.number for each in found}
    assert Harm.REMOVED not in {each.harm for each in found} or name == "number"


@untimed
@given(rows_of, st.data())
def test_every_single_removal_is_found_and_nothing_else_is_blamed(rows: list[Row], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(rows) - 1))
    assert verify([*rows[:at], *rows[at + 1 :]], [seal(rows[-1])]) == (Break(at + 1, Harm.REMOVED, at + 1),)


@untimed
@given(rows_of, st.data())
def test_every_single_insertion_is_found_and_nothing_else_is_blamed(rows: list[Row], data: st.DataObject) -> None:
    after = data.draw(st.integers(0, len(rows) - 1))
    place = data.draw(st.integers(0, len(rows)))
    before = Seal(0, GENESIS) if after == 0 else seal(rows[after - 1])
    forged = data.draw(st.sampled_from([link({"forged": True}, before), rows[after]]))
    found = verify([*rows[:place], forged, *rows[place:]], [seal(rows[-1])])
    assert {(each.number, each.harm) for each in found} == {(forged.number, Harm.INSERTED)}


@untimed
@given(rows_of, st.data())
def test_every_single_swap_is_found_and_one_of_the_two_rows_is_named(rows: list[Row], data: st.DataObject) -> None:
    one, other = sorted(data.draw(st.lists(st.integers(0, len(rows) - 1), min_size=2, max_size=2, unique=True)))
    moved = list(rows)
    moved[one], moved[other] = moved[other], moved[one]
    found = verify(moved, [seal(rows[-1])])
    assert found and {each.harm for each in found} == {Harm.MOVED}
    assert {one + 1, other + 1} & {each.number for each in found}


@untimed
@given(rows_of, st.data())
def test_contents_that_changed_places_are_both_named(rows: list[Row], data: st.DataObject) -> None:
    one, other = data.draw(st.lists(st.integers(0, len(rows) - 1), min_size=2, max_size=2, unique=True))
    assume(rows[one].content != rows[other].content)
    moved = list(rows)
    moved[one], moved[other] = (
        replace(rows[one], content=rows[other].content),
        replace(rows[other], content=rows[one].content),
    )
    found = verify(moved, [seal(rows[-1])])
    assert {(one + 1, Harm.ALTERED), (other + 1, Harm.ALTERED)} == {(each.number, each.harm) for each in found}


def test_what_must_be_erasable_is_committed_to_and_the_chain_outlives_it() -> None:
    salt = new_salt()
    committed = commitment({"name": "某某"}, salt)
    rows = list(chain([{"applicant": committed}]))
    assert opens(committed, {"name": "某某"}, salt)
    assert not opens(committed, {"name": "某人"}, salt)
    assert not opens(committed, {"name": "某某"}, new_salt())
    assert verify(rows) == ()


def test_only_plain_json_is_chained() -> None:
    for wrong in ({"x": 1.5}, {"x": float("nan")}, {"x": object()}, {1: "x"}):
        with pytest.raises(ValueError, match="记录里"):
            link(wrong)  # type: ignore[arg-type]
