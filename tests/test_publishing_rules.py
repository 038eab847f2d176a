"""The table of moves, genres, index numbers, validity and clean text."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html

from gongkai.casework import matrix
from gongkai.casework.diagram import lagging
from gongkai.casework.svg import svg
from gongkai.publishing.categories import categories
from gongkai.publishing.cleaning import LONGEST, TAGS, TooLong, body_of, clean_html, editable, plain_text
from gongkai.publishing.comparison import ADDED, REMOVED, compared
from gongkai.publishing.drawing import PAGE, PICTURE
from gongkai.publishing.genres import counted_as, counting_on, genres, genres_on
from gongkai.publishing.index_numbers import front_part, index_number, read_index_number
from gongkai.publishing.moves import OPEN, REVIEW_MOVES, VERSION
from gongkai.publishing.screening import hints
from gongkai.publishing.validity import Validity, validity

days = st.dates(date(2008, 5, 1), date(2100, 1, 1))


def test_the_page_and_the_picture_are_drawn_from_the_table():
    assert lagging(PAGE.read_text(encoding="utf-8"), {VERSION.name: VERSION}) == []
    assert PICTURE.read_text(encoding="utf-8") == svg(VERSION)


def test_nothing_reaches_the_public_but_from_cleared_and_nothing_is_cleared_but_from_the_office():
    into = {state: {move.name for move in VERSION.moves if move.target == state} for state in VERSION.states}
    assert (
        into["published"] == {"publish"}
        and into["cleared"] == {"clear"}
        and into["office_review"] == {"pass_secrecy", "pass_legal", "resume"}
    )
    assert VERSION.move_of["publish"].sources == ("cleared",)


def test_every_conclusion_and_every_return_needs_opinion_and_basis():
    for name in REVIEW_MOVES.values():
        assert {each.name for each in VERSION.move_of[name].needs} == {"opinion", "basis"}


def test_every_review_can_send_back_and_every_open_state_can_be_left():
    for (stage, conclusion), name in REVIEW_MOVES.items():
        if conclusion == "returned":
            assert VERSION.move_of[name].target == "draft", stage
    assert all(VERSION.moves_from(state) for state in OPEN)


def test_an_auditor_and_an_administrator_move_nothing():
    for _, role, _, may in matrix(VERSION):
        assert not (may and role in ("auditor", "administrator", "supervising_office"))


def test_genres_and_categories_have_their_bases_and_table_two_its_rows():
    assert counted_as("government_rules") == ("government_rules",)
    assert counted_as("normative_documents") == ("normative_documents",)
    assert all("第" in each.basis or "国办" in each.basis for each in genres().values())
    assert len([each for each in categories().values() if each.article.startswith("第二十条")]) == 15
    assert "interpretations" not in genres_on(date(2010, 1, 1))
    assert counting_on(date(2001, 1, 1)) == counting_on(date(2020, 1, 1))


@given(year=st.integers(1949, 2100), serial=st.integers(1, 10_000_000))
def test_an_index_number_reads_back_however_it_is_written(year, serial):
    number = index_number("004222241", year, serial)
    assert read_index_number(number) == number
    assert read_index_number(f" {number} ".replace("/", "／").replace("-", "—")) == number


@pytest.mark.parametrize(
    "number",
    [
        "000014349/2017-00110", "113710020043609788/2021-03360", "11441700007280420Y/2021-00050",
        "11370322004222241N/2021-5135380", "GS1298/2022-18148", "kysrmzf/2026-00017",
    ],
)  # fmt: skip
def test_index_numbers_in_use_are_read(number):
    assert read_index_number(number) == number


@pytest.mark.parametrize("text", ["", "2024", "../etc/passwd", "a/b-c", "a/2024-1/2", "a" * 5000, "甲/2024-00001"])
def test_what_is_no_index_number_is_not_read(text):
    assert read_index_number(text) is None


def test_the_front_part_is_the_organisation_code_of_nine_characters():
    assert front_part("11370322004222241N", "gaoqing") == "004222241"
    assert len(index_number("004222241", 2024, 7)) == 20
    with pytest.raises(ValueError, match="索引号的组成不对"):
        index_number("x", 2024, 0)


@given(day=days, repealed=days, term=days)
def test_a_repealed_document_never_binds_again_and_a_lapsed_one_neither(day, repealed, term):
    found = validity(day, repealed_on=repealed, expires_on=term)
    if day >= repealed:
        assert found is Validity.REPEALED
    elif day > term:
        assert found is Validity.EXPIRED
    else:
        assert found is Validity.IN_FORCE


def test_the_last_day_of_a_term_still_binds():
    term = date(2024, 12, 31)
    assert validity(term, expires_on=term) is Validity.IN_FORCE
    assert validity(term + timedelta(days=1), expires_on=term) is Validity.EXPIRED
    assert validity(date(2023, 12, 31), effective_on=date(2024, 1, 1)) is Validity.NOT_YET


@given(text=st.text(max_size=300))
def test_whatever_is_typed_becomes_nothing_but_what_is_on_the_list(text):
    body = body_of(text)
    for node in lxml_html.fragments_fromstring(f"<div>{body}</div>")[0].iter(etree.Element):
        assert node.tag in TAGS | {"div"}
        assert set(node.attrib) <= {"href", "title", "rel", "colspan", "rowspan", "scope", "start"}
    assert clean_html(body) == body


@given(lines=st.lists(st.text("一二三第条甲&<\"' ", min_size=1, max_size=12), max_size=6))
def test_plain_lines_come_back_as_they_were_typed(lines):
    typed = [line.strip() for line in lines if line.strip()]
    assert editable(body_of("\n".join(typed))).split("\n") == (typed or [""])


def test_a_text_beyond_all_measure_is_refused_in_words():
    with pytest.raises(TooLong, match="请把长表格、名单改作附件"):
        clean_html("字" * (LONGEST + 1))


def test_nested_and_broken_markup_ends_quickly():
    assert clean_html("<p>" * 20_000 + "字")
    assert "字" in plain_text(clean_html("<table><tr><td>" * 200 + "字"))


def test_a_comparison_of_a_text_with_itself_shows_no_change():
    body = body_of("一\n二\n三")
    assert not {ADDED, REMOVED} & {line.mark for line in compared(body, body)}


def test_only_valid_identity_numbers_are_pointed_out_and_none_in_full():
    found = hints("", body_of("号码11010519491231002X，合同编号110105194912310021，电话010-12345678"))
    assert [each.title for each in found] == ["疑似居民身份证号码"]
    assert "11010519491231002X" not in found[0].place
