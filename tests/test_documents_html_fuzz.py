"""Damaged and hostile pages: the reader answers with a document or a sentence, in time and memory that the page's size explains."""

from __future__ import annotations

import html_fuzz
import pytest

from gongkai.documents import html_blocks
from gongkai.documents.html import read_html
from gongkai.documents.html_plain import plain_rows
from gongkai.documents.model import Unreadable


def test_a_damaged_page_gives_a_document_or_a_sentence():
    for page in html_fuzz.inputs(400, seed=11):
        try:
            read_html(page)
        except Unreadable as refusal:
            assert refusal.message.endswith("。")


def test_the_quick_pass_over_a_table_reads_what_the_slower_walk_reads(monkeypatch):
    for page in html_fuzz.inputs(300, seed=12):
        monkeypatch.setattr(html_blocks, "plain_rows", plain_rows)
        quick = read_html(page)
        monkeypatch.setattr(html_blocks, "plain_rows", lambda *_: None)
        slow = read_html(page)
        assert (quick.blocks, quick.meta) == (slow.blocks, slow.meta)


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 60_000,
        "<table><tr><td>" * 20_000,
        "<p " + " ".join(f"a{number}" for number in range(20_000)) + ">",
        "<p " + " ".join(f"a{number}='>'" for number in range(20_000)) + ">",
        "<table>" + "<tr><td>1<td>2" * 110_000,
    ],
    ids=["deep", "deep tables", "many attributes", "many quoted attributes", "many cells"],
)
def test_a_page_made_to_exhaust_the_parser_is_refused_in_words(page):
    with pytest.raises(Unreadable, match=r"未予读取|没有读取"):
        read_html(page.encode())


@pytest.mark.parametrize("tag", ["b", "STRONG", "Font", "strike", "s"])
@pytest.mark.parametrize("closed", [False, True])
def test_formatting_left_open_over_many_paragraphs_does_not_multiply(tag, closed):
    opened = "".join(f"<{tag} i={number}>" for number in range(2_000))
    page = f"<p>{opened}</p>" + "<p>12</p>" * 2_000 + (f"</{tag}>" * 2_000 if closed else "")
    assert [block.text for block in read_html(page.encode()).blocks] == ["12"] * 2_000


def test_one_huge_attribute_is_not_copied_into_every_paragraph():
    page = f'<p><a title="{"字" * 30_000}"></p>' + "<p>12</p>" * 2_000
    assert len(read_html(page.encode()).blocks) == 2_000


@pytest.mark.parametrize("words", ["display:none", "来源：", "<!--", "<td>", "<", '"', "&lt;", "\n 字"])
def test_repetition_of_what_the_reader_looks_for_does_not_slow_it_down(words):
    read_html(("<p>" + words * 100_000).encode())


def test_a_page_larger_than_any_page_is_refused():
    with pytest.raises(Unreadable, match="兆字节"):
        read_html(b" " * 50_000_001)
