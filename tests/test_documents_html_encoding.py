"""The charset of a page is told by its bytes: declarations are often wrong, and GB 2312 never is GB 2312."""

from __future__ import annotations

import pytest
from html_pages import clean_page
from makers import made_report

from gongkai.documents.html import read_html
from gongkai.documents.html_encoding import as_utf8
from gongkai.documents.model import Paragraph

TEXT = "<p>青石县农业农村局2023年政府信息公开工作年度报告，联系人：镕堃喆㑇。</p>"


def shown(data: bytes) -> str:
    return "".join(block.text for block in read_html(data).blocks if isinstance(block, Paragraph))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("declared", ["", "utf-8", "gb2312", "gbk", "GB18030", "iso-8859-1", "big5", "unknown-8bit"])
def test_the_bytes_decide_whatever_is_declared(encoding, declared):
    if declared == "big5" and encoding == "gb18030":
        pytest.skip("按 Big5 也能读通的字节，以网页自己的声明为准")
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={declared}"></head><body>{TEXT}</body></html>'
    assert "联系人：镕堃喆㑇。" in shown(page.encode(encoding))


def test_pages_in_traditional_characters_are_read_when_they_say_so():
    page = '<html><meta charset="big5"><body><p>政府資訊公開年度報告</p></body></html>'
    assert shown(page.encode("big5")) == "政府資訊公開年度報告"


def test_a_page_cut_off_within_a_character_loses_only_that_character():
    data = TEXT.encode()
    whole, _ = as_utf8(data[: data.rindex("。".encode()) + 2])
    assert whole.decode().endswith("镕堃喆㑇")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_single_broken_bytes_are_marked_and_told(encoding):
    data = clean_page(made_report(seed=1)).decode().encode(encoding)
    cut = data.index("总体情况".encode(encoding))
    document = read_html(data[:cut] + b"\xff\xff" + data[cut:])
    assert [note.code for note in document.notes] == ["encoding"]
    assert "�" in document.notes[0].message
    assert sum(block.text.count("\ufffd") for block in document.blocks if isinstance(block, Paragraph)) in (1, 2)


@pytest.mark.parametrize("wrong", ["gb18030", "latin-1"])
def test_text_that_was_encoded_twice_is_not_repaired_but_named(wrong):
    twice = TEXT.encode().decode(wrong, "replace").encode()
    document = read_html(b"<html><body>" + twice + b"</body></html>")
    assert "garbled" in [note.code for note in document.notes]
    assert "政府信息公开" not in shown(twice)
