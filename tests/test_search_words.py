"""What a query means, and that a text and a query are cut alike."""

from __future__ import annotations

import doctest
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.publishing.search import expressions, fragments, normal, numbers, query, synonyms, tokens
from gongkai.publishing.search.query import understand

DAY = date(2024, 6, 1)
TEXT = "农业农村局关于石桥镇老旧小区改造和放管服改革、任命赵建国同志的通知，补贴500万元，20个工作日内办理，见青政发〔2023〕05号"


@pytest.mark.parametrize("module", [expressions, fragments, normal, numbers, query, synonyms, tokens])
def test_the_examples_in_the_docstrings_hold(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    "part",
    ["农业农村局", "农村局", "石桥镇", "老旧小区", "小区改造", "放管服", "赵建国", "建国", "500万元", "补贴", "改革"],
)
def test_every_piece_of_a_text_asks_only_for_what_the_text_is_kept_under(part):
    kept = set(tokens.text_tokens(tokens.plain(TEXT)))
    asked = [part] if part[0].isdigit() else tokens.query_words(part)
    assert set(asked) <= kept


@pytest.mark.parametrize(
    "typed",
    [
        "青政发〔2023〕5号",
        "青政发[2023]05号",
        "青政发（2023）第5号",
        "青政发【2023】5",
        "青政发 [2023] 5 号",
        "青政发2023年5号",
        "青政發［２０２３］５號",
    ],
)
def test_a_document_number_is_the_same_however_it_is_written(typed):
    assert [unit.number for unit in understand(typed).wanted] == [("青政发", 2023, 5)]


def test_synonyms_hold_from_their_first_day_to_their_last():
    group = synonyms.Synonyms(("甲词", "乙词"), DAY, DAY)
    assert synonyms.meanings([group], DAY)["甲词"] == ("甲词", "乙词")
    assert synonyms.meanings([group], date(2024, 6, 2)) == synonyms.meanings([group], date(2024, 5, 31)) == {}


def test_equals_of_the_file_are_at_least_two_terms_with_a_source():
    assert all(group.basis and len(group.terms) > 1 for group in synonyms.synonyms())


def test_only_words_are_marked_and_everything_else_is_escaped():
    assert fragments.marked("<i>農業</i>", ["农业"]) == "&lt;i&gt;<mark>農業</mark>&lt;/i&gt;"
    shown = fragments.fragment("前" * 300 + "秋粮<script>" + "后" * 300, ["秋粮"])
    assert "<mark>秋粮</mark>&lt;script&gt;" in shown and shown.startswith("…") and shown.endswith("…")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40))
def test_nothing_that_is_typed_fails(typed):
    found = understand(typed)
    assert found.expression() is None or list(found.tiers())


@pytest.mark.parametrize(
    ("text", "phrase", "there"),
    [
        ("优化营商环境", "营商环境", True),
        ("優化營商環境", "营商环境", True),
        ("优化 营商\n环境", "营商环境", True),
        ("优化营商，环境", "营商环境", False),
        ("第Ⅲ类５Ｇ基站", "iii类5g", True),
        ("面积约１２０㎡", "120m2", True),
        ("关于Covid的通知", "covid", True),
        ("《条例》（试行）", "条例》(试行", True),
        ("《条例》（暂行）", "条例》(试行", False),
    ],
)
def test_a_phrase_is_there_however_it_is_written(text, phrase, there):
    assert normal.says(text, phrase) is there


@given(st.text("农業业１1ｇG。（( Ⅲi㎡m2\n", max_size=12), st.text("农业1g。(i m2", min_size=1, max_size=4))
def test_a_phrase_is_there_when_the_plain_form_of_the_text_holds_the_plain_form_of_the_phrase(text, phrase):
    plain = ["".join(normal.normal(each).split()) for each in (text, phrase)]
    assert normal.says(text, normal.normal(phrase)) is (plain[1] in plain[0])
