"""The detectors: what the labelled set does not ask one by one, and what they must never do."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from gongkai.checks import identity_numbers
from gongkai.checks.bank_cards import luhn
from gongkai.checks.body_text import body_text
from gongkai.checks.detecting import MASKED, detect, masked
from gongkai.checks.hits import kinds
from gongkai.checks.marking import Spot, marked
from gongkai.checks.pages import detect_attachments, detect_page
from gongkai.checks.words import Word, Words, shipped
from gongkai.publishing.screening import AttachedText, screened
from tests.screening_sentences import sentences, tally
from tests.shared import REPORTS

DAY = date(2026, 11, 22)
POLICIES = REPORTS.parent / "datasets" / "policy-fulltext-50.jsonl"
WORDS = Words(shipped())
IDENTITY = "420204200206151922"


def found(text: str, words: Words = WORDS) -> list[tuple[str, str]]:
    return [(hit.kind, text[hit.start : hit.end]) for hit in detect(text, day=DAY, words=words)]


def test_every_kind_names_its_ground_and_what_to_do():
    assert all(each.basis and each.suggestion and each.cases for each in kinds().values())


def test_nine_in_ten_of_the_labelled_finds_are_found_with_few_false_alarms():
    for held_out in (False, True):
        made = tally(each for each in sentences() if each.held_out == held_out)
        assert sum(made.found.values()) >= 0.9 * sum(made.wanted.values())
        assert sum(made.false.values()) <= 0.05 * len(sentences())


def test_a_number_of_a_county_that_was_abolished_or_founded_later_is_found_all_the_same():
    number = "141102199112268804"
    assert not ric.is_valid(number)
    assert found(f"李某 {number}") == [("identity_number", number)]


@pytest.mark.parametrize(
    "wrong", ["420204200206151923", "420204200213151922", "992020200206151922", "420204203006151924"]
)
def test_a_number_with_a_wrong_check_digit_day_or_province_is_none(wrong):
    assert not identity_numbers.is_valid(wrong, DAY)


@pytest.mark.parametrize("around", ["A{}", "{}7", "3{}", "*{}", "{}*"])
def test_a_part_of_a_longer_number_is_none(around):
    assert "identity_number" not in dict(found(around.format(IDENTITY)))


@given(
    st.text(
        alphabet="0123456789Xx年月日号〔〕[]()（）-—  ★机密绝秘@.:，。张王某元卡手电户籍住址护照\n\t附件：×_",
        max_size=300,
    )
)
def test_whatever_the_text_hits_lie_within_it_and_in_order(text):
    hits = list(detect(text, day=DAY, words=WORDS))
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
    assert all(one.start <= other.start for one, other in pairwise(hits))


@pytest.mark.parametrize("kind", MASKED)
def test_a_masked_number_keeps_its_length_and_hides_its_middle(kind):
    shown = masked(kind, IDENTITY)
    assert len(shown) == len(IDENTITY)
    assert "*" in shown
    assert masked(kind, "12") != "12"


def test_the_check_digit_of_cards():
    assert luhn("6228483238862153288")
    assert not luhn("6228483238862153287")


def test_the_longest_word_at_a_place_is_found_once():
    words = Words([Word("中港", near=("交流",)), Word("中港两地"), Word("做为", unless=("叫做为",))])
    assert found("中港两地交流，叫做为，做为", words) == [
        ("sensitive_word" if False else "wrong_word", "中港两地"),
        ("wrong_word", "做为"),
    ]


def test_words_near_count_only_within_reach():
    words = Words([Word("登陆", right="登录", near=("网站",))])
    assert found("请登陆县政府网站", words) == [("wrong_word", "登陆")]
    assert found("台风登陆" + "，" * 1 + "风力很大人员已经全部转移安置完毕，网站", words) == []


@pytest.mark.parametrize(
    "body",
    [
        f"<p>为了&amp;规范&lt;b&gt;，证号{IDENTITY}。</p>",
        f"<p>为了<b>证<i>号{IDENTITY[:7]}</i></b>{IDENTITY[7:]}，见<a href='http://x.cn'>网站</a></p>",
        f"<table><tr><th>证号</th></tr><tr><td>张某</td><td><p>{IDENTITY}</p></td></tr></table>",
        f"<ul><li>一<br>二{IDENTITY}</li></ul>尾",
        f"<p>\n换行\n<strong>{IDENTITY}</strong>\n</p>",
    ],
)
def test_marks_stand_in_the_right_nodes_and_change_no_word(body):
    page = body_text(body)
    hits = [hit for hit in detect(page.text, day=DAY, words=WORDS) if hit.kind == "identity_number"]
    assert [page.text[hit.start : hit.end] for hit in hits] == [IDENTITY]
    text = marked(page, [Spot(1, "error", hit.start, hit.end) for hit in hits])
    again = body_text(text)
    assert "".join(mark.xpath("string()") for mark in again.root.iter("mark")) == f"1{IDENTITY}"
    for number in again.root.xpath("//a[@class='hit-number']"):
        number.drop_tree()
    assert again.root.xpath("string()") == body_text(body).root.xpath("string()")


def test_a_find_within_a_link_brings_no_link_into_the_link():
    page = body_text(f"<p><a href='/items/x/'>证号{IDENTITY}</a></p>")
    place = page.text.index(IDENTITY)
    text = marked(page, [Spot(1, "error", place, place + 18)])
    assert text.count("<a ") == 1
    assert 'id="place-1"' in text


def test_finds_that_overlap_share_a_mark_with_both_numbers():
    text = marked(body_text("<p>甲乙丙丁</p>"), [Spot(1, "notice", 0, 3), Spot(2, "error", 1, 4)])
    assert text.count("<mark") == 1
    assert 'class="hit hit-error"' in text
    assert "place-1" in text
    assert "place-2" in text


def test_pictures_tables_and_empty_paragraphs():
    page = body_text(
        '<p>文</p><p><img src="/files/a/b.png" alt=""></p><p> </p><table><tr><td>甲</td></tr><tr><td>乙</td></tr></table>'
    )
    assert [hit.message[:2] for hit in detect_page(page)] == ["图片", "表格", "这里"]
    fine = body_text(
        '<p><img src="/files/a/b.png" alt="图"></p><table><tr><th>甲</th></tr><tr><td>乙</td></tr></table>'
    )
    assert list(detect_page(fine)) == []


@pytest.mark.parametrize(
    ("text", "count", "told"),
    [
        ("现予印发。\n附件：1.名单\n2.表格", 0, ["没有上传附件"]),
        ("现予印发。\n附件：1.名单\n2.表格\n3.说明", 2, ["列出3个附件，只上传了2个"]),
        ("现予印发。\n附件：1.名单\n2.表格", 2, []),
        ("现予印发。", 1, ["正文没有提到附件"]),
        ("具体要求见附件。", 0, ["没有上传附件"]),
        ("按照邮件附件的要求办理附件费用。", 0, []),
    ],
)
def test_what_the_text_says_of_attachments(text, count, told):
    messages = [hit.message for hit in detect_attachments(text, count)]
    assert len(messages) == len(told)
    assert all(part in message for part, message in zip(told, messages, strict=True))


def test_attachments_are_screened_by_name_words_and_metadata():
    file = AttachedText(f"名单{IDENTITY}.docx", f"张某 {IDENTITY}", {"author": "张三", "comments": 2})
    finds = screened(title="公示", body_html="<p>见附件。</p>", day=DAY, words=WORDS, attachments=[file])
    assert [(each.kind, each.field) for each in finds] == [("identity_number", "attachment")] * 2 + [
        ("attachment", "attachment")
    ] * 2
    assert IDENTITY not in str([each.as_json() for each in finds])


def test_what_cannot_be_read_is_said_to_be_unread():
    finds = screened(
        title="公示",
        body_html="<p>见附件。</p>",
        day=DAY,
        words=WORDS,
        attachments=[AttachedText("扫描.pdf", read=False)],
    )
    assert [each.message for each in finds] == ["附件“扫描.pdf”里的文字没有读出来，没有筛查，请人工查看。"]


def test_numbers_beside_a_find_are_hidden_as_well():
    finds = screened(title="", body_html=f"<p>做为 {IDENTITY} 13805351234 a@qq.com 做为</p>", day=DAY, words=WORDS)
    stored = str([each.as_json() for each in finds])
    assert "做为" in stored
    assert all(part not in stored for part in (IDENTITY, "13805351234", "a@qq.com"))


@pytest.mark.skipif(not POLICIES.exists(), reason="没有真实政策全文，只用标注句测试")
def test_texts_that_were_published_raise_no_error_and_hardly_a_warning():
    texts = [json.loads(line) for line in POLICIES.read_text(encoding="utf-8").splitlines()]
    hits = [hit for each in texts for hit in detect(f"{each['Title']}\n{each['Body'] or ''}", day=DAY, words=WORDS)]
    told = [hit.severity.value for hit in hits]
    assert told.count("error") == 0
    assert told.count("warning") <= len(texts) / 5


@pytest.mark.parametrize("text", ["1" * 50_000, "1 " * 5_000, "_" * 50_000, "×" * 50_000, "（" * 50_000, "a." * 25_000])
def test_a_text_made_to_keep_the_detectors_busy_is_read_all_the_same(text):
    assert found(text) == [("draft_mark", text)] * text.startswith("×")


def test_a_list_of_thousands_of_numbers_is_found_number_by_number():
    assert len(found(f"{IDENTITY}\n" * 2_000)) == 2_000
