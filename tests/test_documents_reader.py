"""One door for every file: the format by content, refusals in words, limits where they are asked for."""

from __future__ import annotations

import io
import zipfile

import html_pages
import pytest
from makers import made_report

from gongkai.documents import reader
from gongkai.documents.model import Table, Unreadable
from gongkai.documents.reader import open_document

PAGE = html_pages.clean_page(made_report(seed=1))


def packed(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, b"1")
    return stream.getvalue()


@pytest.mark.parametrize("name", ["年报.doc", "年报.pdf", "年报.xls", "年报", ""])
def test_a_web_page_is_read_under_any_name(name):
    assert open_document(PAGE, name).format == "html"


def test_a_page_within_mhtml_is_read_with_the_charset_of_its_part():
    body = html_pages.article_only(made_report(seed=1)).encode("gb18030")
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
    document = open_document(head + body + b"\r\n--b--\r\n", "年报.doc")
    assert document.format == "html"
    assert sum(isinstance(block, Table) for block in document.blocks) == 3


@pytest.mark.parametrize("name", ["年报.txt", "年报.md"])
def test_text_is_read_as_text(name):
    document = open_document("一、总体情况\n| 规章 | 0 | 0 | 0 |\n".encode(), name)
    assert document.format == ("markdown" if name.endswith("md") else "text")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "文件是空的"),
        (b"\n\n", "文件是空的"),
        (packed("青石县年报.docx"), "“青石县年报.docx”"),
        (packed(), "压缩文件"),
        (b"Rar!\x1a\x07\x01\0" + b"\x92" * 40, "RAR 压缩文件"),
        (b"\x1f\x8b\x08" + b"\x92" * 40, "GZIP 压缩文件"),
        (bytes(range(256)) * 4, "认不出这个文件的格式"),
        (b"<?xml version='1.0'?><data/>", "XML"),
        (b'{"a": 1}', "JSON"),
    ],
)
def test_what_cannot_be_read_is_refused_in_whole_sentences(data, words):
    with pytest.raises(Unreadable) as refusal:
        open_document(data, "年报.pdf")
    assert words in refusal.value.message
    assert refusal.value.message.endswith("。")


@pytest.mark.parametrize("scan", [True, False])
def test_a_picture_needs_the_extra_for_recognition(monkeypatch, scan):
    monkeypatch.setattr("gongkai.documents.scan.is_installed", lambda: False)
    with pytest.raises(Unreadable, match="识别组件") as refusal:
        open_document(b"\x89PNG\r\n\x1a\n" + b"1" * 50, "年报.png", scan=scan)
    assert refusal.value.code == "needs-scan"


@pytest.mark.parametrize(
    ("scan", "installed", "recognises"), [(True, True, True), (True, False, False), (False, True, False)]
)
def test_pages_without_text_are_recognised_only_where_that_is_wanted_and_possible(
    monkeypatch, scan, installed, recognises
):
    monkeypatch.setattr("gongkai.documents.scan.is_installed", lambda: installed)
    given = {}
    monkeypatch.setattr("gongkai.documents.pdf.read_pdf", lambda data, *, scan: given.update(scan=scan))
    open_document(b"%PDF-1.4\n", "年报.pdf", scan=scan)
    assert (given["scan"] is not None) is recognises


def test_an_unknown_format_is_told_what_can_be_read():
    with pytest.raises(Unreadable, match=r"DOCX.*PDF.*OFD.*XLSX"):
        open_document(b"\x00\x01\x02\x03" * 50, "年报.dat")


def test_a_file_beyond_the_limit_is_refused_before_it_is_looked_at(monkeypatch):
    monkeypatch.setattr(reader, "MAX_BYTES", 1_000)
    with pytest.raises(Unreadable, match="超过可以读取的"):
        open_document(PAGE, "年报.html")


@pytest.mark.parametrize("small", [True, False])
def test_reading_within_limits_gives_the_same(monkeypatch, small):
    if not small:
        monkeypatch.setattr(reader, "SMALL_PAGE", 0)
    assert open_document(PAGE, "年报.html", bounded=True) == open_document(PAGE, "年报.html")


def test_a_refusal_from_within_the_limits_keeps_its_words(monkeypatch):
    monkeypatch.setattr(reader, "SMALL_PAGE", 0)
    with pytest.raises(Unreadable, match="没有读取"):
        open_document(("<div>" * 60_000).encode(), "年报.html", bounded=True)
